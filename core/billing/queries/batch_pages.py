"""Batches as the office lists them, the files that were made of them, and the log of what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.model import Batch, BatchState, ExportFormat, ExportLog, SyncLog
from core.billing.queries.batch_sums import BatchSums, sums_of
from core.blobs import BlobPiece
from core.errors import NotFound
from core.jobs.model import BusinessUnit


@dataclass(frozen=True)
class BatchLine:
    """A batch at a glance. charged: cents its documents ask for; came: cents received less what went back."""

    id: int
    title: str
    from_on: date
    to_on: date
    unit: str | None
    state: BatchState
    posted_by: str
    posted_at: datetime | None
    documents: int
    charged: int
    movements: int
    came: int
    applications: int


@dataclass(frozen=True)
class FileLine:
    """A file that was made of a batch, and who asked for it when."""

    id: int
    format: ExportFormat
    sha256: str
    size: int
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class SyncLine:
    """A line of the log."""

    id: int
    at: datetime
    batch_id: int | None
    outcome: str
    detail: str
    made_by: str


@dataclass(frozen=True)
class KeptFile:
    """A file ready to be sent."""

    name: str
    content_type: str
    size: int
    sha256: str
    blob_id: int


def batch_lines(session: Session, *, limit: int, offset: int = 0) -> list[BatchLine]:
    """Every batch, the newest first."""
    rows = session.execute(
        select(Batch, BusinessUnit.name)
        .outerjoin(BusinessUnit, BusinessUnit.id == Batch.business_unit_id)
        .order_by(Batch.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    sums = sums_of(session, [batch for batch, _ in rows])
    return [_line(batch, unit, sums[batch.id]) for batch, unit in rows]


def batch_line(session: Session, batch_id: int) -> BatchLine:
    """One of them; NotFound."""
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFound("batch", batch_id)
    unit = session.get(BusinessUnit, batch.business_unit_id) if batch.business_unit_id else None
    sums = sums_of(session, [batch])
    return _line(batch, unit.name if unit else None, sums[batch.id])


def files_of(session: Session, batch_id: int) -> list[FileLine]:
    """Every time a file of the batch was asked for, the newest first."""
    rows = session.scalars(
        select(ExportLog).where(ExportLog.batch_id == batch_id).order_by(ExportLog.id.desc())
    )
    return [
        FileLine(row.id, row.format, row.sha256, row.size, row.made_by, row.created_at)
        for row in rows
    ]


def kept_file(session: Session, batch_id: int, log_id: int) -> KeptFile:
    """The file of one line of the export log; NotFound where the batch has no such line."""
    log = session.get(ExportLog, log_id)
    if log is None or log.batch_id != batch_id or log.blob is None:
        raise NotFound("file", log_id)
    name = f"batch-{batch_id}.{log.format}"
    return KeptFile(name, log.blob.content_type, log.blob.size, log.sha256, log.blob.id)


def pieces_of_file(session: Session, blob_id: int) -> Iterator[bytes]:
    """The file a piece at a time, so that nobody holds a large one whole."""
    yield from session.scalars(
        select(BlobPiece.content)
        .where(BlobPiece.blob_id == blob_id)
        .order_by(BlobPiece.n)
        .execution_options(yield_per=1)
    )


def sync_lines(
    session: Session,
    *,
    batch_id: int | None = None,
    limit: int,
    offset: int = 0,
    after: int | None = None,
) -> list[SyncLine]:
    """The log, the newest first; of one batch, or of all. after: the line the last part ended with."""
    wanted = select(SyncLog).order_by(SyncLog.id.desc()).limit(limit).offset(offset)
    if batch_id is not None:
        wanted = wanted.where(SyncLog.batch_id == batch_id)
    if after is not None:
        wanted = wanted.where(SyncLog.id < after)
    return [
        SyncLine(row.id, row.created_at, row.batch_id, row.outcome, row.detail, row.made_by)
        for row in session.scalars(wanted)
    ]


def _line(batch: Batch, unit: str | None, sums: BatchSums) -> BatchLine:
    return BatchLine(
        id=batch.id,
        title=batch.title,
        from_on=batch.from_on,
        to_on=batch.to_on,
        unit=unit,
        state=batch.state,
        posted_by=batch.posted_by,
        posted_at=batch.posted_at,
        documents=sums.documents,
        charged=sums.charged,
        movements=sums.movements,
        came=sums.came,
        applications=sums.applications,
    )
