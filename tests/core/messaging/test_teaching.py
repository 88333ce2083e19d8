"""What is taught of a message: kept once, put right later, taken back, and rid of what leads to a person."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from core.db import Database
from core.errors import NotFound, Refused
from core.events.actions import Actor, ActorType
from core.events.model import Event
from core.messaging.actions.teaching import Lesson, forget, teach
from core.messaging.model import Message, TaughtAs, Teaching
from core.messaging.queries.teaching import (
    question_when,
    taught_cases,
    taught_counts,
    taught_in,
    teachings,
)
from core.messaging.teaching_case import nameless, nameless_values
from tests.office.company import Company, settle_company

DANA = Actor(ActorType.STAFF, "Dana", 7)
EVELYN = Actor(ActorType.STAFF, "Evelyn", 8)
LABELS: dict[str, object] = {"intent": "new_request", "slots": {"unit": "4"}}


@pytest.fixture
def company(database: Database) -> Company:
    with database.transaction() as session:
        return settle_company(session)


def lesson(words: str = "the tap drips", **labels: object) -> Lesson:
    return Lesson(TaughtAs.TENANT, {"text": words, "context": None}, labels or LABELS, "a tap")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("call me at (312) 555-0142 ok", "call me at 555-0100 ok"),
        ("my number is 3125550142", "my number is 555-0100"),
        ("+1 312.555.0142", "555-0100"),
        ("mail rita@lakeside.example please", "mail person@example.com please"),
        ("look at https://pics.example/a?token=9 now", "look at https://example.com now"),
        ("gate code is 4471", "gate code is 0000"),
        ("El código de la puerta es 0921", "El código de la puerta es 0000"),
        ("unit 1204, home after 5, paid $1,240.00", "unit 1204, home after 5, paid $1,240.00"),
        ("job 1042 on 2025-03-12 14:05", "job 1042 on 2025-03-12 14:05"),
    ],
)
def test_what_leads_to_a_person_is_taken_out_and_what_a_reading_needs_stays(
    written: str, kept: str
) -> None:
    assert nameless(written) == kept


def test_words_deep_inside_are_cleaned_too() -> None:
    said = {"headers": {"From": "rita@lakeside.example"}, "jobs": [1042, "312-555-0142"]}
    assert nameless_values(said) == {
        "headers": {"From": "person@example.com"},
        "jobs": [1042, "555-0100"],
    }


def test_a_lesson_is_kept_with_who_and_when_and_leaves_as_a_case(
    database: Database, company: Company
) -> None:
    message = first_inbound(database, company)
    with database.transaction() as session:
        teach(session, message, lesson("call 312 555 0142, the tap drips"), staff=DANA)
    with database.reading() as session:
        row = session.scalars(select(Teaching)).one()
        assert (row.taught_by, row.taught_by_id, row.taught_as) == ("Dana", 7, TaughtAs.TENANT)
        assert taught_cases(session, TaughtAs.TENANT) == (
            {
                "id": f"taught-{row.id}",
                "text": "call 555-0100, the tap drips",
                "context": None,
                "intent": "new_request",
                "slots": {"unit": "4"},
                "note": "a tap",
            },
        )
        assert taught_cases(session, TaughtAs.MANAGER) == ()
        event = session.scalars(select(Event).where(Event.kind == "message.taught")).one()
        assert (event.actor_name, event.subject_id) == ("Dana", company.conversation_id)
        assert event.facts == {"message_id": message, "teaching_id": row.id}


def test_a_message_taught_again_has_only_the_last_lesson_and_the_event_keeps_the_first(
    database: Database, company: Company
) -> None:
    message = first_inbound(database, company)
    with database.transaction() as session:
        teach(session, message, lesson(intent="status"), staff=DANA)
        teach(session, message, lesson(intent="eta"), staff=EVELYN)
    with database.reading() as session:
        (only,) = teachings(session, limit=10, offset=0)
        assert (only.labels, only.taught_by) == ({"intent": "eta"}, "Evelyn")
        assert taught_counts(session) == {TaughtAs.TENANT: 1}
        assert taught_in(session, company.conversation_id) == {message}
        last = session.scalars(
            select(Event).where(Event.kind == "message.taught").order_by(Event.id.desc()).limit(1)
        ).one()
        assert last.before == {"taught_as": "tenant", "labels": {"intent": "status"}}


def test_a_lesson_can_be_taken_back_and_the_record_still_tells_of_it(
    database: Database, company: Company
) -> None:
    message = first_inbound(database, company)
    with database.transaction() as session:
        kept = teach(session, message, lesson(), staff=DANA).id
    with database.transaction() as session:
        forget(session, kept, staff=EVELYN)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Teaching)) == 0
        gone = session.scalars(
            select(Event).where(Event.kind == "message.teaching_forgotten")
        ).one()
        assert (gone.actor_name, gone.before["labels"]) == ("Evelyn", LABELS)
    with database.transaction() as session, pytest.raises(NotFound):
        forget(session, kept, staff=EVELYN)


def test_our_own_messages_and_none_at_all_cannot_be_taught(
    database: Database, company: Company
) -> None:
    with database.transaction() as session:
        ours = session.scalars(select(Message.id).where(Message.inbound.is_(False)).limit(1)).one()
        with pytest.raises(Refused, match="this message is ours"):
            teach(session, ours, lesson(), staff=DANA)
        with pytest.raises(NotFound):
            teach(session, 999_999, lesson(), staff=DANA)


def test_the_question_that_was_open_when_a_message_came_is_found(
    database: Database, company: Company
) -> None:
    with database.reading() as session:
        came = session.scalars(
            select(Message)
            .where(Message.conversation_id == company.conversation_id, Message.inbound)
            .order_by(Message.id)
        ).all()
        assert [question_when(session, each) for each in came] == [None, "which_place"]


def first_inbound(database: Database, company: Company) -> int:
    with database.reading() as session:
        return session.scalars(
            select(Message.id)
            .where(Message.conversation_id == company.conversation_id, Message.inbound)
            .order_by(Message.id)
            .limit(1)
        ).one()
