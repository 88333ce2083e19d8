"""What must never leave: an answer twice, an answer to a machine for ever, a tag left raw."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.words import MissingValue, known_texts, say, tags_of
from core.db import Database
from core.jobs.model import Booking
from core.language import Language
from core.messaging.model import Message
from sandbox.company import load_company
from tests.transcripts.people import person_named
from tests.transcripts.stage import Stage

TARA = person_named("Tara")


@pytest.fixture
def stage(database: Database) -> Stage:
    with database.transaction() as session:
        load_company(session)
    return Stage(database)


# A duplicate webhook makes a second job or text; two machines answer each other in a loop.


def test_a_text_posted_three_times_is_one_request_and_one_answer(stage: Stage) -> None:
    stage.says(TARA, "kitchen faucet drips")
    stage.repeat()
    stage.repeat()
    with stage.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Booking)) == 1
    assert len(stage.unheard(TARA)) == 1


def test_a_machine_that_repeats_itself_is_not_answered_for_ever(stage: Stage) -> None:
    for _ in range(9):
        stage.says(TARA, "status")
    with stage.database.reading() as session:
        answers = session.scalar(
            select(func.count()).select_from(Message).where(Message.inbound.is_(False))
        )
    assert answers is not None
    assert answers < 9


# A raw or blank tag is sent.


@pytest.mark.parametrize(
    "name", [each for each in sorted(known_texts()) if each.startswith(("tenant/", "consent/"))]
)
def test_a_text_with_a_missing_value_is_refused_and_never_sent_raw(name: str) -> None:
    wanted = tags_of(name, Language.ENGLISH)
    said = say(name, Language.ENGLISH, dict.fromkeys(wanted, "x"))
    assert "{{" not in said
    assert "{%" not in said
    plain = wanted - {
        "heading",
        "category",
        "window",
        "access",
        "pets",
        "wished",
        "place",
        "summary",
    }
    for tag in plain:
        with pytest.raises(MissingValue):
            say(name, Language.ENGLISH, dict.fromkeys(wanted - {tag}, "x"))
