"""Read what carriers say became of messages."""

from __future__ import annotations

import structlog
from sqlalchemy import func
from sqlalchemy.orm import Session

from core.messaging.actions.receipts import record_receipt
from core.messaging.model import Envelope
from core.outbox.actions import Promise
from workers.doing import number, one_by_one
from workers.handlers.interpret import CHANNEL_OF, raw_envelope
from workers.runtime import Runtime

log = structlog.get_logger("receipts")


def _record_receipts(session: Session, runtime: Runtime, promise: Promise) -> None:
    """Safe to run twice: a receipt is kept once by its own id, and states only climb.

    Entries of a batch that make no sense are left in the raw envelope and logged; the good ones count.
    """
    envelope = session.get_one(Envelope, number(promise, "envelope_id"))
    carrier = runtime.carriers[CHANNEL_OF[envelope.source]]
    batch = carrier.translate_receipts(raw_envelope(session, envelope))
    for receipt in batch.receipts:
        record_receipt(session, runtime.head, receipt)
    for entry in batch.unreadable:
        log.warning("unreadable receipt", envelope=envelope.id, place=entry.place)
    envelope.read_at = func.clock_timestamp()


record_receipts = one_by_one(_record_receipts)
