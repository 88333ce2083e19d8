"""The mails that went out because a text could not be delivered, and why: part of the answer to who was told."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from core.addresses import spoken_phone
from core.directory.model import Contact, ContactPoint
from core.messaging.model import Message

MOST_STAND_INS = 500


def stand_ins_among(
    session: Session, event_ids: Sequence[int], *, most: int = MOST_STAND_INS
) -> Sequence[tuple[int, Message, str]]:
    """The mails standing in for texts of these events, oldest first: the event, the mail, its reason fit to show.

    most: of each event, the newest; one event with very many takes nothing from the others.
    """
    text = aliased(Message)
    nth = func.row_number().over(partition_by=text.event_id, order_by=Message.id.desc())
    placed = (
        select(Message.id, nth.label("nth"))
        .join(text, text.id == Message.stands_in_for_id)
        .where(text.event_id.in_(event_ids))
        .subquery()
    )
    rows = session.execute(
        select(Message, text)
        .join(placed, placed.c.id == Message.id)
        .join(text, text.id == Message.stands_in_for_id)
        .where(placed.c.nth <= most)
        .options(
            joinedload(Message.contact_point)
            .joinedload(ContactPoint.contact)
            .joinedload(Contact.customer)
        )
        .order_by(Message.id)
    )
    return [(failed.event_id or 0, mail, _because(failed)) for mail, failed in rows]


def _because(failed: Message) -> str:
    detail = failed.error_detail or failed.error_code or "no reason was given"
    return f"by mail, as the text to {spoken_phone(failed.recipient)} did not get through: {detail}"
