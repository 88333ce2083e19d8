"""What carriers say became of messages: kept once each, matched to the message, moving its state only forward."""

from __future__ import annotations

from uuid import UUID

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.messaging.actions.finalising import after_failure
from core.messaging.actions.heeding import follow_refusal
from core.messaging.letterhead import Letterhead
from core.messaging.model import Message, ReceiptRow
from core.messaging.states import may_climb
from core.messaging.wire import MessageState, PermanentCause, Receipt

FAILURES = frozenset({MessageState.FAILED, MessageState.UNDELIVERED})
MOST_ORPHANS = 500
log = structlog.get_logger("receipts")


def record_receipt(session: Session, head: Letterhead, receipt: Receipt) -> bool:
    """Keep a receipt and let it move its message. False when it was kept before.

    One whose message is unknown is kept as an orphan and matched if the message appears (security.md: orphan).
    """
    kept = session.scalar(
        insert(ReceiptRow)
        .values(
            carrier=receipt.carrier,
            event_id=receipt.event_id[:200],
            provider_id=receipt.provider_id,
            ref=receipt.ref,
            state=receipt.state,
            code=receipt.code[:40],
            detail=receipt.detail[:400],
            cause=receipt.cause,
        )
        .on_conflict_do_nothing(index_elements=["carrier", "event_id"])
        .returning(ReceiptRow.id)
    )
    if kept is None:
        return False
    message = _message_of(session, receipt)
    if message is not None:
        _apply(session, head, message, receipt)
        session.execute(
            update(ReceiptRow)
            .where(ReceiptRow.id == kept)
            .values(matched_at=func.clock_timestamp())
        )
    return True


def _message_of(session: Session, receipt: Receipt) -> Message | None:
    query = select(Message).where(Message.inbound.is_(False)).with_for_update()
    ref = _uuid(receipt.ref)
    if ref is not None:
        return session.scalar(query.where(Message.ref == ref))
    if receipt.provider_id is None:
        return None
    return session.scalar(
        query.where(Message.carrier == receipt.carrier, Message.provider_id == receipt.provider_id)
    )


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _apply(session: Session, head: Letterhead, message: Message, receipt: Receipt) -> None:
    if receipt.provider_id and message.provider_id is None:
        message.provider_id = receipt.provider_id
    words = f"carrier: {receipt.code or receipt.detail}" if receipt.code or receipt.detail else ""
    said_at = message.claimed_at if receipt.state in FAILURES else None
    follow_refusal(session, message, receipt.cause, words=words, said_at=said_at)
    if not may_climb(message.state, receipt.state):
        return
    message.state = receipt.state
    message.state_at = func.clock_timestamp()
    message.error_code, message.error_detail = receipt.code[:40], receipt.detail[:400]
    message.lease_until = None
    session.flush()
    if receipt.state in FAILURES:
        after_failure(session, head, message.id, receipt.cause, code=receipt.code)


def match_orphans(session: Session, head: Letterhead) -> int:
    """Give receipts that came before their message was known another try; returns how many were matched.

    One that makes trouble is left for the next time, and stops no other.
    """
    orphans = session.scalars(
        select(ReceiptRow)
        .join(
            Message,
            (Message.carrier == ReceiptRow.carrier)
            & (Message.provider_id == ReceiptRow.provider_id),
        )
        .where(ReceiptRow.matched_at.is_(None))
        .order_by(ReceiptRow.id)
        .limit(MOST_ORPHANS)
    ).all()
    return sum(_is_matched(session, head, orphan) for orphan in orphans)


def _is_matched(session: Session, head: Letterhead, orphan: ReceiptRow) -> bool:
    orphan_id = orphan.id
    try:
        with session.begin_nested():
            receipt = _receipt_of(orphan)
            message = _message_of(session, receipt)
            if message is None:
                return False
            _apply(session, head, message, receipt)
            orphan.matched_at = func.clock_timestamp()
    except Exception as error:  # noqa: BLE001 - one orphan's trouble must not strand the others
        log.warning("orphan_not_matched", receipt=orphan_id, error=type(error).__name__)
        return False
    return True


def _receipt_of(orphan: ReceiptRow) -> Receipt:
    return Receipt(
        carrier=orphan.carrier,
        event_id=orphan.event_id,
        provider_id=orphan.provider_id,
        ref=orphan.ref,
        state=MessageState(orphan.state),
        code=orphan.code,
        detail=orphan.detail,
        cause=PermanentCause(orphan.cause) if orphan.cause else None,
    )
