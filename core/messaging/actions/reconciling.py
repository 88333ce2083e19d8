"""Find out about a message nobody is sure of: found at the carrier, or twice not there and sent again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.messaging.actions.queueing import requeue
from core.messaging.model import Message
from core.messaging.wire import Candidate, MessageState, Priority, SoughtMessage
from core.outbox import Kind
from core.outbox.actions import promise


@dataclass(frozen=True)
class Patience:
    """Seconds: between the two "no"s, and the age below which nothing is sent again."""

    no_to_no: float
    resend_age: float


# Whatever makes the carrier choke on it every time, a person should look at it.
MOST_TRIES = 10
IN_DANGER = Patience(no_to_no=5, resend_age=15)
# Posts of a safety text in all, before it is no longer sent without asking.
MOST_UNASKED = 5


def sought(session: Session, message_id: int) -> SoughtMessage | None:
    """What to ask the carrier about, or None when the message is not uncertain any more."""
    message = session.get(Message, message_id)
    if message is None or message.state is not MessageState.UNCERTAIN:
        return None
    return SoughtMessage(
        ref=str(message.ref),
        recipient=message.recipient,
        sender=message.sender,
        body=message.body,
        claimed_at=message.claimed_at or message.created_at,
    )


def settle_uncertain(
    session: Session,
    message_id: int,
    candidates: Sequence[Candidate],
    *,
    patience: Patience,
) -> float | None:
    """Decide with what the carrier's list showed. Returns seconds until the next look, or None when settled.

    A candidate that belongs to another message already does not count. Sent again only after two "no"s, apart and
    of age.
    """
    message = session.scalar(select(Message).where(Message.id == message_id).with_for_update())
    if message is None or message.state is not MessageState.UNCERTAIN:
        return None
    _one_hand_at_a_time(session, message)
    free = _not_yet_attributed(session, message, candidates)
    if free and _twin_is_leaving(session, message):
        return patience.no_to_no
    if free:
        message.provider_id = free[0].provider_id
        message.error_code = message.error_detail = ""
        _enter(session, message, MessageState.ACCEPTED)
        return None
    patience = _patience_for(message, patience)
    now = database_now(session)
    if message.absent_at is None:
        message.absent_at = now
        session.flush()
        return patience.no_to_no
    apart = (now - message.absent_at).total_seconds()
    age = (now - (message.claimed_at or message.created_at)).total_seconds()
    wait = max(patience.no_to_no - apart, patience.resend_age - age)
    if wait > 0:
        return wait
    _send_again(session, message)
    return None


def send_unasked(session: Session, message_id: int, *, after: float) -> bool:
    """The carrier cannot be asked: whether a safety text has been in doubt long enough to be sent again without.

    after: seconds since its post. Refused for all other messages, and after MOST_UNASKED posts: then it is only
    asked about. A warning that comes twice is better than none (docs/decisions/0015); staff are told of it.
    """
    message = session.scalar(select(Message).where(Message.id == message_id).with_for_update())
    if message is None or message.state is not MessageState.UNCERTAIN:
        return False
    if message.priority is not Priority.EMERGENCY or message.attempts >= MOST_UNASKED:
        return False
    age = (database_now(session) - (message.claimed_at or message.created_at)).total_seconds()
    if age < after:
        return False
    _tell_staff_it_is_sent_unasked(session, message)
    _send_again(session, message)
    return True


def _tell_staff_it_is_sent_unasked(session: Session, message: Message) -> None:
    task = open_task(
        session,
        title="A safety message is sent again, and may not have arrived: call them",
        details=f"The carrier does not tell what became of message {message.id}.",
        priority=TaskPriority.HIGH,
        subject=("conversation", message.conversation_id),
        once_key=f"unasked:{message.id}",
    )
    key = f"alert_staff:{task.id}"
    promise(session, Kind.ALERT_STAFF, {"task_id": task.id}, dedupe_key=key, rank=1)


def _send_again(session: Session, message: Message) -> None:
    if message.attempts >= MOST_TRIES and message.priority is not Priority.EMERGENCY:
        leave_to_staff(session, message.id)
        return
    _enter(session, message, MessageState.QUEUED)
    message.claim_token = None
    session.flush()
    requeue(session, message.id, rank=Priority(message.priority).rank)


def _one_hand_at_a_time(session: Session, message: Message) -> None:
    """Two messages in doubt to one person must not both take the same entry of the carrier's list for theirs."""
    key = f"reconcile:{message.carrier}:{message.recipient}"
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))


def _patience_for(message: Message, patience: Patience) -> Patience:
    """A safety text that comes twice harms nobody; one that comes three minutes late may."""
    if message.priority is not Priority.EMERGENCY:
        return patience
    return Patience(
        no_to_no=min(patience.no_to_no, IN_DANGER.no_to_no),
        resend_age=min(patience.resend_age, IN_DANGER.resend_age),
    )


def _not_yet_attributed(
    session: Session, message: Message, candidates: Sequence[Candidate]
) -> list[Candidate]:
    taken = set(
        session.scalars(
            select(Message.provider_id).where(
                Message.carrier == message.carrier,
                Message.provider_id.in_([each.provider_id for each in candidates]),
            )
        )
    )
    return sorted(
        (each for each in candidates if each.provider_id not in taken),
        key=lambda each: each.created_at,
    )


def _twin_is_leaving(session: Session, message: Message) -> bool:
    """Whether the same words to the same person are being sent this moment: what was found may be theirs."""
    found = session.scalar(
        select(Message.id)
        .where(
            Message.id != message.id,
            Message.carrier == message.carrier,
            Message.recipient == message.recipient,
            Message.body == message.body,
            Message.state == MessageState.SENDING,
        )
        .limit(1)
    )
    return found is not None


def _enter(session: Session, message: Message, state: MessageState) -> None:
    message.state = state
    message.state_at = func.clock_timestamp()
    message.lease_until = None
    session.flush()


def leave_to_staff(session: Session, message_id: int) -> None:
    """The carrier cannot tell: keep the message uncertain for a late receipt, and let staff know."""
    message = session.get_one(Message, message_id)
    open_task(
        session,
        title="A message may not have arrived",
        details=f"The carrier cannot tell what became of message {message.id}; ask the person.",
        subject=("conversation", message.conversation_id),
        once_key=f"uncertain:{message.id}",
    )
