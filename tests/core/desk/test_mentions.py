"""Who a note names, and how long it stays before them."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.actions.mentioning import mention, nameable, read_mentions
from core.desk.actions.staff import add_staff
from core.desk.mentions import Colleague, named_in
from core.desk.model import StaffRole, StaffUser
from core.desk.queries.day import has_own_work, unread_mentions, waiting_at_desk
from core.events.actions import Actor, ActorType, record
from core.events.model import Event

DANA, DAN, OTHER_DANA, JO = (
    Colleague(1, "Dana Ortiz"),
    Colleague(2, "Dan Ortiz"),
    Colleague(3, "Dana Li"),
    Colleague(4, "Jo-Ann O’Neill"),
)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("ask @Dana Ortiz please", (DANA,)),
        ("@dana ortiz, look", (DANA,)),
        ("@Dan can you", (DAN,)),
        ("@Dana can you", ()),
        ("(@Jo-Ann O’Neill)", (JO,)),
        ("@Dana Li and @Dan", (DAN, OTHER_DANA)),
        ("Dana Ortiz was here", ()),
        ("write to rita@dan.example", ()),
        ("@Dante", ()),
        ("@@Dan", ()),
        ("", ()),
    ],
)
def test_names_after_the_sign_count_and_shared_first_names_do_not(
    words: str, named: tuple[Colleague, ...]
) -> None:
    assert named_in(words, (DANA, DAN, OTHER_DANA, JO)) == named


def hire(session: Session, name: str) -> StaffUser:
    return add_staff(
        session,
        name=name,
        email=f"{name.split(maxsplit=1)[0].lower()}@example.com",
        role=StaffRole.CSR,
        password="correct horse",
    )


def noted(session: Session, author: StaffUser, words: str, row_id: int = 7) -> Event:
    actor = Actor(ActorType.STAFF, author.name, author.id)
    note = record(
        session, "conversation.noted", subject=("conversation", row_id), actor=actor,
        after={"words": words},
    )  # fmt: skip
    mention(session, note, words)
    return note


def test_a_note_stays_before_whom_it_names_until_they_have_opened_it(session: Session) -> None:
    ann, luis = hire(session, "Ann Berg"), hire(session, "Luis Vega")
    assert not has_own_work(session, luis.id)
    noted(session, ann, "@Luis she wants you, says @Ann")
    (row,) = unread_mentions(session, luis.id)
    assert (row.author, row.subject) == ("Ann Berg", ("conversation", 7))
    assert unread_mentions(session, ann.id) == ()
    assert has_own_work(session, luis.id)
    assert waiting_at_desk(session, luis.id, database_now(session)) == 1
    read_mentions(session, luis.id, ("conversation", 8))
    assert len(unread_mentions(session, luis.id)) == 1
    read_mentions(session, luis.id, ("conversation", 7))
    assert unread_mentions(session, luis.id) == ()
    assert waiting_at_desk(session, luis.id, database_now(session)) == 0


def test_nobody_switched_off_is_named(session: Session) -> None:
    ann, luis = hire(session, "Ann Berg"), hire(session, "Luis Vega")
    luis.active = False
    session.flush()
    assert [each.name for each in nameable(session)] == ["Ann Berg"]
    noted(session, ann, "@Luis Vega")
    assert unread_mentions(session, luis.id) == ()
