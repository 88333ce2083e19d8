"""Dead letters: listed with their error, tried again for a reason that is kept, told of again when they fail again."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.desk.actions.dead_letters import REPLAYED, death_key, replay_dead
from core.desk.actions.tasks import open_task
from core.desk.model import StaffTask
from core.desk.queries.dead_letters import dead_entries, dead_letter_count
from core.errors import FieldRefused, NotFound
from core.events.actions import Actor, ActorType
from core.events.model import Event
from core.outbox import Kind
from core.outbox.actions import give_up, promise
from core.outbox.model import OutboxEntry

RITA = Actor(ActorType.STAFF, "Rita", 1)


def a_dead_letter(session: Session) -> int:
    entry_id = promise(session, Kind.INTERPRET, {"envelope_id": 7})
    assert entry_id is not None
    give_up(session, entry_id, why="Unreadable: no sender")
    return entry_id


def test_a_dead_letter_is_listed_with_what_and_why(session: Session) -> None:
    promise(session, Kind.INTERPRET, {"envelope_id": 6})
    entry_id = a_dead_letter(session)

    (letter,) = dead_entries(session, limit=10)

    assert (letter.entry_id, letter.kind, letter.args) == (
        entry_id,
        Kind.INTERPRET,
        {"envelope_id": 7},
    )
    assert letter.why == "Unreadable: no sender"
    assert dead_letter_count(session) == 1


def test_it_is_tried_again_by_someone_for_a_reason_that_is_kept(session: Session) -> None:
    entry_id = a_dead_letter(session)

    replay_dead(session, entry_id, reason=" the reader is mended ", actor=RITA)

    row = session.get_one(OutboxEntry, entry_id)
    session.refresh(row)
    assert (row.dead_at, row.attempts) == (None, 0)
    (event,) = session.scalars(select(Event).where(Event.kind == REPLAYED))
    assert (event.subject_id, event.actor_name) == (entry_id, "Rita")
    assert event.facts == {"reason": "the reader is mended"}
    assert dead_letter_count(session) == 0


def test_the_task_about_it_is_finished_with_the_reason(session: Session) -> None:
    entry_id = a_dead_letter(session)
    key = death_key(session, entry_id)
    open_task(session, title="It fails", subject=("outbox", entry_id), once_key=key)

    replay_dead(session, entry_id, reason="mended", actor=RITA)

    task = session.scalars(select(StaffTask)).one()
    assert task.done_at is not None
    assert task.completion_note == "Tried again: mended"


def test_when_it_fails_again_staff_hear_of_it_again(session: Session) -> None:
    entry_id = a_dead_letter(session)
    before = death_key(session, entry_id)
    assert death_key(session, entry_id) == before

    replay_dead(session, entry_id, reason="mended", actor=RITA)

    assert death_key(session, entry_id) != before


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_without_a_fitting_reason_it_stays_dead(session: Session, reason: str) -> None:
    entry_id = a_dead_letter(session)
    with pytest.raises(FieldRefused):
        replay_dead(session, entry_id, reason=reason, actor=RITA)
    assert dead_letter_count(session) == 1


def test_what_lives_is_not_replayed(session: Session) -> None:
    entry_id = promise(session, Kind.INTERPRET, {"envelope_id": 6})
    assert entry_id is not None
    with pytest.raises(NotFound):
        replay_dead(session, entry_id, reason="why not", actor=RITA)
