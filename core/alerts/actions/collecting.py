"""Collect alerts for a daily mail, and write that mail; each alert is in one mail, each mail is written once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.alerts.digest_letter import Alert, digest_letter
from core.alerts.digest_times import DigestWish, next_digest
from core.alerts.model import Digest, DigestEntry, Notification
from core.directory.model import ContactPoint
from core.language import Language
from core.messaging.actions.queueing import Draft, queue_messages
from core.messaging.actions.threads import conversation_with
from core.messaging.letterhead import Letterhead
from core.messaging.wire import Channel, Priority
from core.outbox import Kind
from core.outbox.actions import promise


@dataclass(frozen=True)
class Collected:
    """One alert for one mail address, in the words it would have had by itself."""

    point_id: int
    event_id: int
    subject: str
    body: str


def collect(session: Session, alert: Collected, wish: DigestWish, now: datetime) -> int:
    """Put the alert into the next mail that has not been written yet; returns the digest's id."""
    due_at = next_digest(now, wish)
    digest_id, is_written = _digest_due(session, alert.point_id, due_at, wish)
    if is_written:
        due_at = next_digest(due_at, wish)
        digest_id, _ = _digest_due(session, alert.point_id, due_at, wish)
    session.execute(
        insert(DigestEntry)
        .values(
            digest_id=digest_id, event_id=alert.event_id, subject=alert.subject, body=alert.body
        )
        .on_conflict_do_nothing(index_elements=["digest_id", "event_id"])
    )
    promise(
        session,
        Kind.SEND_DIGEST,
        {"digest_id": digest_id},
        dedupe_key=f"send_digest:{digest_id}",
        run_at=due_at,
        rank=3,
    )
    return digest_id


def _digest_due(
    session: Session, point_id: int, due_at: datetime, wish: DigestWish
) -> tuple[int, bool]:
    """The digest of that moment, held until the end, and whether its mail is written already."""
    row = session.execute(
        insert(Digest)
        .values(contact_point_id=point_id, due_at=due_at, zone=wish.zone)
        .on_conflict_do_update(
            index_elements=["contact_point_id", "due_at"], set_={"zone": wish.zone}
        )
        .returning(Digest.id, Digest.message_id)
    ).one()
    return row.id, row.message_id is not None


def write_digest(session: Session, head: Letterhead, digest_id: int) -> int | None:
    """Write the mail with all that was collected; None when it was written before or holds nothing."""
    digest = session.get_one(Digest, digest_id, with_for_update=True, populate_existing=True)
    entries = session.scalars(
        select(DigestEntry).where(DigestEntry.digest_id == digest_id).order_by(DigestEntry.id)
    ).all()
    if digest.message_id is not None or not entries:
        return None
    point = session.get_one(ContactPoint, digest.contact_point_id)
    letter = digest_letter(
        head.company,
        Language(point.contact.language),
        point.contact.first_name,
        [Alert(each.subject, each.body) for each in entries],
        (digest.due_at, digest.zone),
    )
    thread = conversation_with(session, Channel.EMAIL, point.value)
    draft = Draft(
        conversation_id=thread.id,
        channel=Channel.EMAIL,
        recipient=point.value,
        subject=letter.subject,
        body=letter.body,
        priority=Priority.ALERT,
        contact_point_id=point.id,
    )
    (digest.message_id,) = queue_messages(session, head, [draft])
    session.execute(
        update(Notification)
        .where(Notification.digest_id == digest_id)
        .values(message_id=digest.message_id)
    )
    session.flush()
    return digest.message_id
