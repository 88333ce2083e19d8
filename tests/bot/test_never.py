"""What must never happen to a tenant: each line of the list, and an attempt to make it happen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

import pytest
from sqlalchemy import select

from bot.context import Context, OpenPrompt, PromptKind
from bot.decide import decide
from bot.steps import (
    AddToBooking,
    AddToJob,
    Ask,
    CallOff,
    Decision,
    OpenBooking,
    RaiseEmergency,
    RecordOptOut,
    RecordRating,
    RecordVerdict,
    Say,
    Step,
    WishTime,
)
from bot.windows import option_of
from bot.words import known_texts, say, tags_of
from core.db import Database
from core.events.actions import FIXLINE
from core.jobs.actions.booking import dismiss
from core.jobs.model import Booking, BookingStatus
from core.language import Language
from sandbox.company import load_company
from tests.bot.people import ELM, OAK, SCHEDULED, WAITING, WINDOWS, stranger, tenant
from tests.transcripts.people import person_named
from tests.transcripts.stage import Stage

DEEDS = (AddToBooking, AddToJob, CallOff, WishTime, RecordVerdict, RecordRating, OpenBooking)
QUESTIONS = [each for each in PromptKind if each not in {PromptKind.WHICH_JOB, PromptKind.DONE_HOW}]
TARA = person_named("Tara")
SECRETS = ("4471", "$180")


def kinds(decision: Decision) -> list[type[Step]]:
    return [type(step) for step in decision.steps]


def asked(kind: PromptKind, prompt_id: int = 1) -> OpenPrompt:
    """Any question, as open as can be."""
    windows = {PromptKind.WINDOW, PromptKind.RESCHEDULE}
    options = (
        tuple(option_of(each) for each in WINDOWS) if kind in windows else (OAK.label, ELM.label)
    )
    if kind is PromptKind.WHICH_QUESTION:
        options = ("1", f"7 {OAK.label}", f"8 {ELM.label}")
    about_job = kind in {PromptKind.IS_FIXED, PromptKind.RATING, PromptKind.RESCHEDULE}
    return OpenPrompt(
        prompt_id, kind, options, None if about_job else 7, SCHEDULED.job_id if about_job else None
    )


def spoken_values(decision: Decision) -> Iterator[str]:
    for step in decision.steps:
        if isinstance(step, Say | Ask):
            yield from step.values.values()


@pytest.fixture
def stage(database: Database) -> Stage:
    with database.transaction() as session:
        load_company(session)
    return Stage(database)


# An emergency waits.


@pytest.mark.parametrize("kind", QUESTIONS)
def test_no_open_question_makes_an_emergency_wait(kind: PromptKind) -> None:
    decision = decide("I smell gas", tenant(WAITING, SCHEDULED, prompt=asked(kind)))
    assert RaiseEmergency in kinds(decision)
    assert not [step for step in decision.steps if isinstance(step, Ask)]


@pytest.mark.parametrize(
    "context",
    [
        replace(tenant(), taken_over=True),
        replace(tenant(), opted_out=True),
        tenant(days_silent=400),
        tenant(misses=1),
        stranger(),
    ],
)
def test_nobody_in_danger_waits_for_who_they_are_or_who_listens(context: Context) -> None:
    decision = decide("there is a fire in the kitchen", context)
    assert RaiseEmergency in kinds(decision)
    told = kinds(decision)
    assert told.index(RaiseEmergency) < told.index(Say)


def test_danger_told_in_pieces_is_still_danger() -> None:
    assert RaiseEmergency in kinds(decide("gas", replace(tenant(), lead="I smell")))


def test_an_emergency_is_asked_no_convenience(stage: Stage) -> None:
    stage.says(TARA, "water is pouring through the ceiling")
    heard = [each.body for each in stage.unheard(TARA)]
    assert len(heard) == 1
    assert "suits you" not in heard[0]


def test_the_same_cry_again_and_again_is_paged_again_and_again(stage: Stage) -> None:
    for _ in range(6):
        stage.says(TARA, "I smell gas!!")
    assert stage.wall.to(person_named("Maria").address)
    assert len(stage.unheard(TARA)) == 6


# CANCEL cancels a visit and unsubscribes, or either silently.


@pytest.mark.parametrize("word", ["CANCEL", "end", "Quit"])
def test_bare_cancel_never_cancels_a_visit(word: str) -> None:
    decision = decide(word, tenant(replace(SCHEDULED, may_cancel=True)))
    assert RecordOptOut in kinds(decision)
    assert CallOff not in kinds(decision)
    assert [step.text for step in decision.steps if isinstance(step, Say)] == [
        "consent/stopped_visit_stands"
    ]


@pytest.mark.parametrize(
    "words",
    ["cancel my appointment", "please cancel", "cancelar la cita", "never mind, it works now"],
)
def test_no_visit_is_cancelled_without_a_yes_and_nobody_is_unsubscribed(words: str) -> None:
    decision = decide(words, tenant(replace(SCHEDULED, may_cancel=True)))
    assert CallOff not in kinds(decision)
    assert RecordOptOut not in kinds(decision)
    assert decision.steps


@pytest.mark.parametrize("words", ["ok thanks", "what?", "maybe", "5", "2", "no", "yesterday"])
def test_only_a_yes_cancels(words: str) -> None:
    prompt = OpenPrompt(1, PromptKind.CANCEL_SURE, ("yes",), job_id=SCHEDULED.job_id)
    work = replace(SCHEDULED, may_cancel=True)
    assert CallOff not in kinds(decide(words, tenant(work, prompt=prompt)))


# A reply acts on another, expired or cancelled object.


@pytest.mark.parametrize("kind", QUESTIONS)
@pytest.mark.parametrize("words", ["1", "2", "yes", "no", "👍"])
def test_a_bare_answer_to_an_expired_question_does_nothing(kind: PromptKind, words: str) -> None:
    prompt = replace(asked(kind), expired=True)
    decision = decide(words, tenant(WAITING, prompt=prompt))
    assert not [step for step in decision.steps if isinstance(step, DEEDS)]
    assert decision.steps, "and it is said"


@pytest.mark.parametrize("words", ["1", "2", "yes"])
def test_with_two_questions_open_a_bare_answer_does_nothing_yet(words: str) -> None:
    context = tenant(WAITING, SCHEDULED, prompt=asked(PromptKind.IS_FIXED))
    decision = decide(words, replace(context, other_prompts=(asked(PromptKind.WINDOW, 2),)))
    assert [step.kind for step in decision.steps if isinstance(step, Ask)] == [
        PromptKind.WHICH_QUESTION
    ]
    assert not [step for step in decision.steps if isinstance(step, DEEDS)]


@pytest.mark.parametrize("words", ["yes", "5", "1", "👍", "no", "si"])
def test_with_nothing_open_a_bare_answer_does_nothing_and_is_no_miss(words: str) -> None:
    decision = decide(words, tenant(SCHEDULED))
    assert all(isinstance(step, Say) for step in decision.steps)
    assert decision.steps


def test_an_answer_about_a_request_that_was_let_go_changes_nothing(stage: Stage) -> None:
    stage.says(TARA, "kitchen faucet drips")
    stage.says(TARA, "at the handle")
    with stage.database.transaction() as session:
        booking = session.scalars(select(Booking)).one()
        dismiss(session, booking.id, reason="a test", actor=FIXLINE)
    stage.says(TARA, "yes")
    with stage.database.reading() as session:
        booking = session.scalars(select(Booking)).one()
        assert booking.access is None
        assert booking.status is BookingStatus.DISMISSED
    assert any("has closed" in each.body for each in stage.unheard(TARA))


def test_who_did_not_ask_for_it_cannot_cancel_it() -> None:
    prompt = OpenPrompt(1, PromptKind.CANCEL_WHICH, ("#1042 (sink leaks)",))
    decision = decide("1", tenant(SCHEDULED, WAITING, prompt=prompt))
    assert CallOff not in kinds(decision)
    assert not [step for step in decision.steps if isinstance(step, Ask)]


# "Help is on the way" before a human has it.


@pytest.mark.parametrize("language", Language)
def test_no_text_promises_help_that_nobody_has_promised(language: Language) -> None:
    promises = ("help is on the way", "on its way", "is coming", "va en camino", "ayuda en camino")
    for name in known_texts():
        if name.startswith("safety/") and name != "safety/worker":
            text = say(name, language, dict.fromkeys(tags_of(name, language), ""))
            assert not [each for each in promises if each in text.lower()], name


def test_status_of_a_danger_promises_nobody() -> None:
    danger = replace(SCHEDULED, safety="gas", technician="Maria", eta="14:20")
    decision = decide("when is somebody coming?", tenant(danger))
    assert [step.text for step in decision.steps if isinstance(step, Say)] == ["safety/standing"]


# A tenant's data goes to a reassigned number.


@pytest.mark.parametrize(
    "words",
    [
        "status",
        "when are you coming?",
        "yes",
        "my sink leaks",
        "cancel my appointment",
        "can we reschedule?",
        "hi",
    ],
)
@pytest.mark.parametrize("context", [tenant(SCHEDULED, days_silent=120), stranger()])
def test_after_a_long_silence_nothing_of_theirs_is_told(words: str, context: Context) -> None:
    told = " ".join(spoken_values(decide(words, replace(context, work=(SCHEDULED,)))))
    assert OAK.label not in told
    assert SCHEDULED.window is not None
    assert SCHEDULED.window not in told
    assert "1042" not in told


@pytest.mark.parametrize(
    "words", ["what is the gate code?", "cuál es el código?", "how much do I owe?"]
)
def test_no_step_can_carry_a_code_or_an_amount(words: str) -> None:
    known = {each.name for each in fields(Context)} | {
        each.name for each in fields(type(SCHEDULED))
    }
    assert not known & {"access_notes", "code", "balance", "amount", "not_to_exceed"}
    told = " ".join(spoken_values(decide(words, tenant(SCHEDULED))))
    assert not [each for each in SECRETS if each in told]
