"""What a tenant's answers make happen, and what only a person may answer; decided without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.context import Context, OpenPrompt, OpenWork, PromptKind
from bot.decide import decide
from bot.grave import grave_in
from bot.introductions import address_in, name_in
from bot.steps import (
    AddToBooking,
    Ask,
    CallOff,
    HandOff,
    OpenBooking,
    RecordVerdict,
    SwitchLanguage,
    WishTime,
)
from bot.windows import option_of, picked
from core.jobs.verdict import Verdict
from core.language import Language
from tests.bot.people import SCHEDULED, WAITING, WINDOWS, asking, tenant
from tests.bot.test_tenant_talk import kinds, only, said

FAUCET = replace(WAITING, category="plumbing")


def answering(kind: PromptKind, work: OpenWork = FAUCET) -> Context:
    """Tara, asked that question of her waiting request."""
    options = tuple(option_of(each) for each in WINDOWS) if kind is PromptKind.WINDOW else ()
    prompt = asking(kind, *options)
    return replace(tenant(work, prompt=prompt), windows=WINDOWS)


def test_each_answer_leads_to_the_next_question_and_the_last_to_a_read_back() -> None:
    detail = decide("at the handle", answering(PromptKind.DETAIL))
    assert only(detail, Ask).kind is PromptKind.ENTRY
    entry = decide("yes, one dog", answering(PromptKind.ENTRY))
    assert (only(entry, AddToBooking).access, only(entry, AddToBooking).pets) == ("ok", True)
    assert only(entry, Ask).kind is PromptKind.WINDOW
    window = decide("2", answering(PromptKind.WINDOW))
    assert only(window, AddToBooking).wished == WINDOWS[1].english
    assert said(window) == ["tenant/read_back"]


def test_what_is_known_is_not_asked() -> None:
    decision = decide("at the handle", answering(PromptKind.DETAIL, replace(FAUCET, access="ok")))
    assert only(decision, Ask).kind is PromptKind.WINDOW
    decision = decide(
        "at the handle", answering(PromptKind.DETAIL, replace(FAUCET, access="ok", wished="Monday"))
    )
    assert said(decision) == ["tenant/read_back"]


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("yes", ("ok", None)),
        ("no", ("no", None)),
        ("no pets", (None, False)),
        ("sí, sin mascotas", ("ok", False)),
        ("no, and we have two cats", ("no", True)),
        ("yes no pets", ("ok", False)),
        ("please call before you come", ("call_first", None)),
    ],
)
def test_entry_and_pets_are_heard_together(
    words: str, heard: tuple[str | None, bool | None]
) -> None:
    added = only(decide(words, answering(PromptKind.ENTRY)), AddToBooking)
    assert (added.access, added.pets) == heard


def test_thanks_permit_nobody_to_enter() -> None:
    assert AddToBooking not in kinds(decide("ok thanks", answering(PromptKind.ENTRY)))


@pytest.mark.parametrize(
    ("words", "at"), [("1", 0), ("the second one", 1), ("tuesday", 2), ("lunes por la tarde", 1)]
)
def test_a_window_is_chosen_by_number_or_words(words: str, at: int) -> None:
    added = only(decide(words, answering(PromptKind.WINDOW)), AddToBooking)
    assert added.wished == WINDOWS[at].english


def test_not_tuesday_is_no_choice() -> None:
    assert picked("not tuesday", WINDOWS) is None
    assert picked("monday", WINDOWS) is None


def test_the_detail_of_a_leak_opens_no_second_request() -> None:
    assert OpenBooking not in kinds(decide("it leaks at the pipe", answering(PromptKind.DETAIL)))
    other = decide("also the bedroom light is broken", answering(PromptKind.DETAIL))
    assert only(other, OpenBooking).category == "electrical"


def test_another_time_is_a_wish_and_moves_no_visit() -> None:
    asked = OpenPrompt(
        1,
        PromptKind.RESCHEDULE,
        tuple(option_of(each) for each in WINDOWS),
        job_id=SCHEDULED.job_id,
    )
    context = replace(tenant(SCHEDULED), windows=WINDOWS)
    question = only(decide("can we reschedule?", context), Ask)
    assert question.kind is PromptKind.RESCHEDULE
    decision = decide("3", replace(context, prompt=asked))
    assert only(decision, WishTime).wish == WINDOWS[2].english


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("1", Verdict.YES),
        ("yes all good", Verdict.YES),
        ("2", Verdict.NO),
        ("no, still dripping", Verdict.NO),
        ("sigue igual", Verdict.NO),
        ("3", Verdict.PARTLY),
        ("más o menos", Verdict.PARTLY),
    ],
)
def test_whether_it_is_fixed(words: str, verdict: Verdict) -> None:
    asked = OpenPrompt(1, PromptKind.IS_FIXED, ("1", "2", "3"), job_id=5)
    decision = decide(words, tenant(prompt=asked))
    assert only(decision, RecordVerdict).verdict is verdict


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("my lawyer will hear about this broken stove", "speaks of the law"),
        ("voy a demandarlos", "speaks of the law"),
        ("I slipped and hurt my back", "somebody was hurt"),
        ("you ignore me because I am disabled", "speaks of discrimination"),
    ],
)
def test_grave_matters_go_to_a_person_at_once(words: str, reason: str) -> None:
    assert only(decide(words, tenant()), HandOff).reason == reason


@pytest.mark.parametrize(
    "words",
    [
        "the heater at 88 Oak Court is broken",
        "its Sue in 4, the sink drips",
        "it broke in my kitchen",
    ],
)
def test_ordinary_words_are_not_grave(words: str) -> None:
    assert grave_in(words) is None


@pytest.mark.parametrize(
    ("words", "name", "address"),
    [
        ("hi the heat is out at 88 pine ave apt 3, it's Sam", "Sam", "88 pine ave apt 3"),
        (
            "This is Dana Whitfield, 400 Elm Street #9B, no hot water",
            "Dana Whitfield",
            "400 Elm Street #9B",
        ),
        ("me llamo rosa pérez y no tengo luz", "rosa pérez", ""),
        ("I'm so fed up with this sink", "", ""),
    ],
)
def test_a_stranger_says_who_and_where_by_the_way(words: str, name: str, address: str) -> None:
    assert name_in(words) == name
    assert address_in(words) == address


def test_the_third_miss_in_a_conversation_hands_off() -> None:
    context = replace(tenant(), misses_in_all=2)
    assert only(decide("qwerty zxcv", context), HandOff).reason == "not understood three times"


def test_a_visit_is_cancelled_only_after_one_more_yes() -> None:
    work = replace(SCHEDULED, may_cancel=True)
    question = only(decide("cancel my appointment tomorrow", tenant(work)), Ask)
    assert question.kind is PromptKind.CANCEL_SURE
    assert question.job_id == SCHEDULED.job_id
    asked = OpenPrompt(1, PromptKind.CANCEL_SURE, ("yes",), job_id=SCHEDULED.job_id)
    assert only(decide("yes", tenant(work, prompt=asked)), CallOff).job_id == SCHEDULED.job_id
    assert CallOff not in kinds(decide("no", tenant(work, prompt=asked)))
    assert CallOff not in kinds(decide("ok thanks", tenant(work, prompt=asked)))


def test_a_language_asked_for_in_the_middle_repeats_the_question_in_it() -> None:
    decision = decide("ESPAÑOL", answering(PromptKind.WINDOW))
    assert only(decision, SwitchLanguage).language is Language.SPANISH
    assert WINDOWS[2].spanish in only(decision, Ask).values["windows"]
