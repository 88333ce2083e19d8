"""Hand a posted batch to the books: its file is made once, kept, and the same whenever it is asked for again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.actions.batches import hold_batch, mark_members
from core.billing.actions.sync_log import note_sync
from core.billing.books import thawed
from core.billing.export.iif import iif_lines
from core.billing.export.journal import journal_lines
from core.billing.export.reading import customers_of, postings_of
from core.billing.model import Batch, BatchState, ExportFormat, ExportLog, ExportStatus
from core.blobs import PIECE_BYTES, keep_blob
from core.errors import Refused
from core.events.actions import Actor, record

CONTENT_TYPES: dict[ExportFormat, str] = {
    ExportFormat.IIF: "application/x-iif",
    ExportFormat.CSV: "text/csv",
}


def export_batch(
    session: Session, batch_id: int, chosen: ExportFormat, *, actor: Actor
) -> ExportLog:
    """The batch's file in this format, logged with who asked (inventory 141, 143).

    The first time it is written and kept; later the kept one is given again, to the byte. With the first file of any
    format batch and members become exported. Refuses a batch that is not posted.
    """
    batch = hold_batch(session, batch_id)
    if batch.state is BatchState.OPEN:
        raise Refused(f"Batch {batch.id} is not posted yet: post it, then export it.")
    kept = _kept(session, batch, chosen)
    log = ExportLog(batch_id=batch.id, format=chosen, sha256="", size=0, made_by=actor.name[:200])
    if kept is None:
        blob = keep_blob(
            session, in_pieces(file_of(session, batch, chosen)), content_type=CONTENT_TYPES[chosen]
        )
        log.sha256, log.size, log.blob_id = blob.sha256, blob.size, blob.id
    else:
        log.sha256, log.size, log.blob_id = kept.sha256, kept.size, kept.blob_id
    session.add(log)
    session.flush()
    _move_on(session, batch, actor=actor)
    outcome = "exported" if kept is None else "exported_again"
    note_sync(session, batch.id, outcome, detail=f"{chosen.upper()}, {log.size} bytes", actor=actor)
    return log


def file_of(session: Session, batch: Batch, chosen: ExportFormat) -> Iterator[bytes]:
    """The file, a line at a time: the same bytes whenever it is made."""
    accounts = thawed(batch.accounts)
    postings = postings_of(session, batch.id, accounts)
    match chosen:
        case ExportFormat.IIF:
            return iif_lines(accounts, customers_of(session, batch.id), postings)
        case ExportFormat.CSV:
            return journal_lines(postings)
        case _:
            assert_never(chosen)


def in_pieces(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines gathered into pieces fit for a blob, each handed on before the next is read."""
    waiting = bytearray()
    for line in lines:
        waiting += line
        if len(waiting) >= PIECE_BYTES:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def _kept(session: Session, batch: Batch, chosen: ExportFormat) -> ExportLog | None:
    return session.scalar(
        select(ExportLog)
        .where(
            ExportLog.batch_id == batch.id,
            ExportLog.format == chosen,
            ExportLog.blob_id.is_not(None),
        )
        .order_by(ExportLog.id)
        .limit(1)
    )


def _move_on(session: Session, batch: Batch, *, actor: Actor) -> None:
    if batch.state is BatchState.EXPORTED:
        return
    mark_members(session, batch, ExportStatus.EXPORTED)
    batch.state, batch.exported_at = BatchState.EXPORTED, func.clock_timestamp()
    session.flush()
    session.refresh(batch, ["exported_at"])
    record(session, "batch.exported", subject=("batch", batch.id), actor=actor)
