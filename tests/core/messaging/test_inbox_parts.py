"""The inbox part after part: whoever needs a person first, then everybody else, none missing and none twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from core.clock import database_now
from core.messaging.model import Conversation
from core.messaging.queries.inbox import Lane, inbox_rows
from core.messaging.wire import Channel


def a_thread(session: Session, last: int, *, waits: int | None = None) -> int:
    """A conversation whose last word came so many minutes ago; waits: minutes somebody has waited for the office."""
    now = database_now(session)
    since = None if waits is None else now - timedelta(minutes=waits)
    row = Conversation(
        channel=Channel.SMS,
        address=f"+1312555{last:04d}",
        last_message_at=now - timedelta(minutes=last),
        waiting_since=since,
        taken_over_at=since,
    )
    session.add(row)
    session.flush()
    return row.id


@pytest.mark.parametrize("size", [1, 2, 3, 50])
def test_parts_of_any_size_give_the_whole_list_in_one_order(session: Session, size: int) -> None:
    quiet = [a_thread(session, minutes) for minutes in (10, 20, 30)]
    waiting = [a_thread(session, 5, waits=90), a_thread(session, 6, waits=40)]
    danger = [a_thread(session, 500)]
    session.get_one(Conversation, danger[0]).emergency = True
    session.flush()
    now = database_now(session)
    found: list[int] = []
    after: int | None = None
    for _ in range(0, 6, size):
        part = inbox_rows(session, Lane.ALL, now, limit=size, after=after)
        found += [row.id for row in part]
        after = found[-1]
    assert found == [*danger, *waiting, *quiet]


def test_only_those_who_need_a_person_are_among_the_waiting(session: Session) -> None:
    a_thread(session, 10)
    waiting = a_thread(session, 5, waits=90)
    rows = inbox_rows(session, Lane.WAITING, database_now(session), limit=10)
    assert [row.id for row in rows] == [waiting]
