"""Ask the carrier about a message nobody is sure of; no transaction is open while it is asked."""

from __future__ import annotations

from functools import partial

from sqlalchemy.orm import Session

from core.messaging.actions.reconciling import (
    IN_DANGER,
    Patience,
    leave_to_staff,
    send_unasked,
    settle_uncertain,
    sought,
)
from core.messaging.model import Message
from core.messaging.wire import Candidate, LookUpFailed, Priority, SoughtMessage
from core.outbox.actions import begin, keep, postpone
from workers.doing import number
from workers.runtime import Runtime

MOST_LOOKS = 12
LOOK_AGAIN_SECONDS = 120.0


def reconcile(runtime: Runtime, entry_ids: list[int]) -> None:
    """Find out about uncertain messages, several at once, for the carrier takes its time with each.

    Safe to run twice: the message's row is locked while it is settled, and only `uncertain` is ever settled. Where
    people wait for answers, only doubt about somebody's safety is worked off, and beside the work in hand.
    """
    if not runtime.speakers.are_open:
        for _ in runtime.senders.map(partial(_reconcile, runtime), entry_ids):
            continue
        return
    for entry_id in entry_ids:
        look = partial(_reconcile, runtime, entry_id)
        if not runtime.speakers.take(look):
            runtime.speakers.take_urgent(look)


def _reconcile(runtime: Runtime, entry_id: int) -> None:
    with runtime.database.reading() as session:
        promise = begin(session, entry_id)
        if promise is None:
            return
        message_id = number(promise, "message_id")
        wanted = sought(session, message_id)
        carrier_name = session.get_one(Message, message_id).carrier
    found = _look_up(runtime, carrier_name, wanted) if wanted else ()
    with runtime.database.transaction() as session:
        if begin(session, entry_id) is None:
            return
        if found is None:
            _no_answer(session, runtime, entry_id, message_id, looks=promise.attempts + 1)
            return
        wait = settle_uncertain(session, message_id, found, patience=_patience(runtime))
        if wait is None:
            keep(session, [entry_id])
        else:
            postpone(session, entry_id, seconds=wait, why="not found at the carrier, yet")


def _look_up(
    runtime: Runtime, carrier_name: str, wanted: SoughtMessage
) -> tuple[Candidate, ...] | None:
    """What the carrier's list shows, or None when it could not be asked; that is not a "no"."""
    try:
        return runtime.carrier_named(carrier_name).look_up(wanted)
    except LookUpFailed:
        return None


def _patience(runtime: Runtime) -> Patience:
    settings = runtime.settings
    return Patience(settings.fixline_no_to_no_seconds, settings.fixline_resend_age_seconds)


def _no_answer(
    session: Session, runtime: Runtime, entry_id: int, message_id: int, *, looks: int
) -> None:
    if send_unasked(session, message_id, after=runtime.settings.fixline_unasked_seconds):
        keep(session, [entry_id])
        return
    in_danger = session.get_one(Message, message_id).priority is Priority.EMERGENCY
    if looks >= MOST_LOOKS and not in_danger:
        leave_to_staff(session, message_id)
        keep(session, [entry_id])
        return
    wait = min(LOOK_AGAIN_SECONDS, runtime.settings.fixline_no_to_no_seconds)
    if in_danger:
        wait = min(wait, IN_DANGER.no_to_no)
    postpone(session, entry_id, seconds=wait, why="the carrier could not be asked")
