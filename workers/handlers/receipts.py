"""Read what carriers say became of messages."""

from __future__ import annotations

from sqlalchemy import func
from sqlalchemy.orm import Session

from carriers.base import ReceiptBatch
from core.desk.actions.tasks import open_task
from core.messaging.actions.receipts import record_receipt
from core.messaging.model import Envelope
from core.outbox.actions import Promise
from workers.doing import number, one_by_one
from workers.handlers.interpret import CHANNEL_OF, raw_envelope
from workers.runtime import Runtime

MOST_NAMED = 20


def _record_receipts(session: Session, runtime: Runtime, promise: Promise) -> None:
    """Safe to run twice: a receipt is kept once by its own id, and states only climb.

    Entries of a batch that make no sense stay in the raw envelope, with a task for staff; the good ones count.
    """
    envelope = session.get_one(Envelope, number(promise, "envelope_id"))
    carrier = runtime.carriers[CHANNEL_OF[envelope.source]]
    batch = carrier.translate_receipts(raw_envelope(session, envelope))
    for receipt in batch.receipts:
        record_receipt(session, runtime.head, receipt)
    if batch.unreadable:
        _set_aside(session, envelope, batch)
    envelope.read_at = func.clock_timestamp()


def _set_aside(session: Session, envelope: Envelope, batch: ReceiptBatch) -> None:
    places = ", ".join(str(entry.place) for entry in batch.unreadable[:MOST_NAMED])
    open_task(
        session,
        title="A carrier's report could not be read in full",
        details=f"Envelope {envelope.id}, entries {places} (counted from 0).",
        subject=("envelope", envelope.id),
        once_key=f"unreadable:{envelope.id}",
    )


record_receipts = one_by_one(_record_receipts)
