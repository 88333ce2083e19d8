"""An entrance for trials only: takes one of the product's safeguards away, then starts the command as usual.

`python -m tests.chaos.sabotage claim worker send`. A harness that still found nothing wrong would prove nothing.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.orm import Session

from app import main as fixline
from core.messaging.actions.claiming import Claim, SendingRules, claim_messages
from core.messaging.actions.queueing import requeue
from core.messaging.actions.reconciling import Patience
from core.messaging.model import Message
from core.messaging.wire import Candidate, MessageState, Priority

DELIVER, RECONCILE = "workers.handlers.deliver", "workers.handlers.reconcile"
FENCE = "carriers.fence"


class Safeguard(StrEnum):
    """What is taken away. Of reconciling there are two ways to do without: to resend at once, and never to."""

    CLAIM = "claim"
    RECONCILE_RESENDS = "reconcile-resends"
    RECONCILE_FORGETS = "reconcile-forgets"
    DEADLINE = "deadline"


def entrance_without(safeguard: Safeguard) -> tuple[str, ...]:
    """The command that stands for `fixline` when this safeguard is gone."""
    return (sys.executable, "-m", "tests.chaos.sabotage", safeguard.value)


_LET_GO = text(
    "UPDATE messages SET state = 'queued', lease_until = NULL, claim_token = NULL WHERE state = 'sending'"
)


def _claim_whatever(session: Session, entry_ids: Sequence[int], rules: SendingRules) -> Claim:
    """Takes a message whether or not another hand holds it."""
    session.execute(_LET_GO)
    return claim_messages(session, entry_ids, rules)


def _resend_at_once(
    session: Session,
    message_id: int,
    candidates: Sequence[Candidate],
    *,
    patience: Patience,
) -> float | None:
    """Takes "nobody knows" for "not sent"."""
    del candidates, patience
    message = _uncertain(session, message_id)
    if message is not None:
        message.state = MessageState.QUEUED
        message.claim_token = None
        session.flush()
        requeue(session, message_id, rank=Priority(message.priority).rank)
    return None


def _forget(
    session: Session,
    message_id: int,
    candidates: Sequence[Candidate],
    *,
    patience: Patience,
) -> float | None:
    """Takes "nobody knows" for "sent"."""
    del candidates, patience
    message = _uncertain(session, message_id)
    if message is not None:
        message.state = MessageState.ACCEPTED
    return None


def _uncertain(session: Session, message_id: int) -> Message | None:
    message = session.get(Message, message_id, with_for_update=True)
    return message if message and message.state is MessageState.UNCERTAIN else None


def _timeless() -> float:
    """A clock by which no deadline ever passes."""
    return 0.0


# The names that modules of the product look up, and what they find there instead.
_REPLACED: Mapping[Safeguard, Mapping[tuple[str, str], Callable[..., object]]] = {
    Safeguard.CLAIM: {(DELIVER, "claim_messages"): _claim_whatever},
    Safeguard.RECONCILE_RESENDS: {(RECONCILE, "settle_uncertain"): _resend_at_once},
    Safeguard.RECONCILE_FORGETS: {(RECONCILE, "settle_uncertain"): _forget},
    Safeguard.DEADLINE: {(DELIVER, "monotonic"): _timeless, (FENCE, "monotonic"): _timeless},
}


class NothingToTake(Exception):
    """The product has no such safeguard under that name any more: this file must follow it."""


def take_away(safeguard: Safeguard) -> None:
    """Replace the safeguard in this process. Raises NothingToTake when it is not where it was."""
    for (name, attribute), instead in _REPLACED[safeguard].items():
        module = importlib.import_module(name)
        if not callable(getattr(module, attribute, None)):
            raise NothingToTake(f"{name}.{attribute}")
        setattr(module, attribute, instead)


if __name__ == "__main__":
    take_away(Safeguard(sys.argv.pop(1)))
    fixline()
