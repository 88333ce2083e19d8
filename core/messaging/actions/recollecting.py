"""Find out, from the carrier's own list, what was sent that this database does not remember."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.messaging.actions.gate import LOOK_AGAIN_SECONDS
from core.messaging.actions.promising import promised_messages
from core.messaging.actions.receipts import record_receipt
from core.messaging.letterhead import Letterhead
from core.messaging.listed import SentText
from core.messaging.model import LostSend, Message, Pause
from core.messaging.wire import Channel, MessageState, Priority, Receipt
from core.outbox import Kind
from core.outbox.actions import promise
from core.outbox.kinds import DANGER_RANK
from core.outbox.model import OutboxEntry

# Answers to texts found again, and news told again, are written within this time of the pause's end.
WRITTEN_ANEW_WITHIN = timedelta(minutes=15)
# How much two clocks may differ.
CLOCK_SKEW = timedelta(seconds=5)
OLDEST_CLAIM = timedelta(hours=1)
OLDEST_QUEUED = timedelta(days=7)
IN_DOUBT = frozenset({MessageState.QUEUED, MessageState.SENDING, MessageState.UNCERTAIN})
DOUBTED_MAIL = "it may have left before the database was restored"


@dataclass(frozen=True)
class Found:
    """What a window held. known: remembered here. settled: waited here, but had left. lost: remembered by nobody.

    doubted: mails of which the carrier keeps no such list, asked about one by one.
    """

    known: int = 0
    settled: int = 0
    lost: int = 0
    doubted: int = 0


def unremembered(session: Session, sent: Sequence[SentText]) -> list[SentText]:
    """Texts that nothing in this database explains: neither their id nor a claim of the same words."""
    strange = _unknown_ids(session, sent)
    claimed = _claimed_words(session, strange)
    return [text for text in strange if not _is_claimed(text, claimed)]


def recollect(session: Session, head: Letterhead, sent: Sequence[SentText]) -> Found:
    """Take what the carrier sent as sent: settle what waits here to be sent again, and keep the rest in mind.

    Running it again finds everything known.
    """
    strange = _unknown_ids(session, sent)
    waiting = _waiting(session, strange)
    lost = [text for text in strange if not _settle(session, head, text, waiting)]
    if lost:
        _keep_in_mind(session, lost)
    return Found(known=len(sent) - len(strange), settled=len(strange) - len(lost), lost=len(lost))


def _unknown_ids(session: Session, sent: Sequence[SentText]) -> list[SentText]:
    ids = [text.provider_id for text in sent]
    known = set(session.scalars(select(Message.provider_id).where(Message.provider_id.in_(ids))))
    known |= set(session.scalars(select(LostSend.provider_id).where(LostSend.provider_id.in_(ids))))
    return [text for text in sent if text.provider_id not in known]


def _claimed_words(
    session: Session, texts: Sequence[SentText]
) -> dict[tuple[str, str], list[Message]]:
    """The messages once claimed to the same people, by person and words."""
    if not texts:
        return {}
    earliest = min(text.created_at for text in texts)
    rows = session.scalars(
        select(Message).where(
            Message.created_at > earliest - OLDEST_QUEUED,
            Message.recipient.in_({text.recipient for text in texts}),
            Message.inbound.is_(False),
            Message.claimed_at.is_not(None),
        )
    )
    found: dict[tuple[str, str], list[Message]] = {}
    for row in rows:
        found.setdefault((row.recipient, row.body), []).append(row)
    return found


def _is_claimed(text: SentText, claimed: dict[tuple[str, str], list[Message]]) -> bool:
    """Whether a claim explains the text: it may have been answered with no id, or never."""
    return any(
        row.claimed_at is not None and row.claimed_at >= text.created_at - OLDEST_CLAIM
        for row in claimed.get((text.recipient, text.body), ())
    )


Waiting = dict[tuple[str, str], deque[Message]]


def _waiting(session: Session, texts: Sequence[SentText]) -> Waiting:
    """Messages to these people that would be sent, or sent again: by person and words, the oldest first."""
    if not texts:
        return {}
    earliest = min(text.created_at for text in texts)
    rows = session.scalars(
        select(Message)
        .where(
            Message.created_at > earliest - OLDEST_QUEUED,
            Message.recipient.in_({text.recipient for text in texts}),
            Message.state.in_(IN_DOUBT),
            Message.provider_id.is_(None),
        )
        .order_by(Message.id)
    )
    found: Waiting = {}
    for row in rows:
        found.setdefault((row.recipient, row.body), deque()).append(row)
    return found


def _settle(session: Session, head: Letterhead, text: SentText, waiting: Waiting) -> bool:
    """The oldest message that still waits with these words to this person is the one that was sent.

    One written after the carrier's copy is not: it was written anew, and the claim finds that out.
    """
    same = waiting.get((text.recipient, text.body))
    if not same or same[0].created_at > text.created_at + CLOCK_SKEW:
        return False
    message = same.popleft()
    receipt = Receipt(
        carrier=text.carrier,
        event_id=f"listed:{text.provider_id}:{text.state}",
        provider_id=text.provider_id,
        ref=str(message.ref),
        state=text.state,
        code=text.code,
        cause=text.cause,
    )
    record_receipt(session, head, receipt)
    return True


def _keep_in_mind(session: Session, lost: Sequence[SentText]) -> None:
    now = session.scalars(select(func.clock_timestamp())).one()
    rows = [
        {
            "carrier": text.carrier,
            "provider_id": text.provider_id,
            "recipient": text.recipient,
            "words": hashlib.sha256(text.body.encode()).hexdigest(),
            "sent_at": text.created_at,
            "counts_until": now + WRITTEN_ANEW_WITHIN,
        }
        for text in lost
    ]
    session.execute(
        insert(LostSend).on_conflict_do_nothing(index_elements=["carrier", "provider_id"]), rows
    )


def forget_lost(session: Session) -> None:
    """What nobody has written anew in a day nobody will: claims look at these rows."""
    session.execute(_FORGET)


_FORGET = text("DELETE FROM lost_sends WHERE counts_until < clock_timestamp() - interval '1 day'")


def doubt_mails(session: Session, standing: Pause) -> int:
    """Mails that were due before the pause may have left: each is asked about before it is sent again.

    Where the carrier cannot tell, staff are told of it; none is sent blindly. Returns how many.
    """
    # What was put off to a later time, for quiet hours say, cannot have been sent before the pause.
    soon = func.clock_timestamp() + timedelta(seconds=LOOK_AGAIN_SECONDS)
    entries = session.scalars(
        select(OutboxEntry.args).where(
            OutboxEntry.kind == Kind.DELIVER,
            OutboxEntry.dead_at.is_(None),
            OutboxEntry.run_at <= soon,
        )
    )
    due = [message_id for args in entries for message_id in promised_messages(args)]
    doubted = session.execute(
        _DOUBT,
        {
            "channel": Channel.EMAIL.value,
            "began": standing.began_at,
            "why": DOUBTED_MAIL,
            "due": due,
        },
    ).all()
    for row in doubted:
        promise(
            session,
            Kind.RECONCILE,
            {"message_id": row.id},
            dedupe_key=f"reconcile:{row.id}",
            rank=DANGER_RANK if row.priority == Priority.EMERGENCY else 2,
        )
    return len(doubted)


_DOUBT = text(
    """
    UPDATE messages SET state = 'uncertain', error_detail = :why, state_at = clock_timestamp(),
           claimed_at = coalesce(claimed_at, created_at)
    WHERE id = ANY(:due) AND channel = :channel AND state = 'queued' AND created_at < :began
    RETURNING id, priority
    """
)
