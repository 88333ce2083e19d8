"""Managers' mails read by weights too: weights never approve, call off, opt out or bill; they may only doubt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.cases import CaseKind, read_case
from bot.context import Approval, OpenWork
from bot.flows import manager_changes
from bot.letters import take_letter
from bot.predicting import predict
from bot.reading.learned import Head, Weights
from bot.reading.letter import understand_letter
from bot.reading.manager_intent import ManagerIntent, Situation
from bot.reading.property_manager import Verdict, read_manager
from bot.reading.shipped import shipped_weights
from bot.scoring import Pair, score
from bot.steps import AddToJob, CallOff, RecordOptOut, Say, TellOffice, WritePurchaseOrder
from tests.bot.people import SCHEDULED, manager
from tests.bot.test_manager_money import ASKED

TEXTS = Path(__file__).resolve().parents[2] / "bot" / "learning" / "texts"
FOR_CERTAIN = 12.0
PENDING = Situation.ESTIMATE_PENDING
WORDS = (
    "Thanks, I will look at this with the owner.",
    "The tenant says the hallway smells of paint.",
    "Lorem ipsum dolor sit amet.",
    "Our PO 4471 is for the roof.",
    "Is the tenant at home?",
    "Nos vemos el martes.",
    "no",
    "...",
)


def certain_of(intent: ManagerIntent) -> Weights:
    """Weights that read this intent in whatever they see."""
    answers = tuple(each.value for each in ManagerIntent if each is not ManagerIntent.CONDITIONAL)
    bias = tuple(FOR_CERTAIN if each == intent.value else 0.0 for each in answers)
    return Weights((Head("intent", answers, bias, 1.0),), {})


@pytest.mark.parametrize("situation", Situation)
@pytest.mark.parametrize("words", WORDS)
def test_weights_alone_never_approve(words: str, situation: Situation) -> None:
    read = understand_letter(words, "Re: x", situation, certain_of(ManagerIntent.APPROVE))
    assert read_manager(words, "Re: x", situation).intent is not ManagerIntent.APPROVE
    assert read.intent is not ManagerIntent.APPROVE
    assert read.verdict is not Verdict.APPROVES


NEARLY_A_YES = ("Signed, sealed.", "you twisted my arm, ok", "firmado, va")


@pytest.mark.parametrize("words", NEARLY_A_YES)
def test_a_yes_that_only_weights_see_is_called_one_and_read_back(words: str) -> None:
    read = understand_letter(words, "Re: x", PENDING, certain_of(ManagerIntent.APPROVE))
    assert read_manager(words, "Re: x", PENDING).verdict is None
    assert read.intent is ManagerIntent.APPROVE
    assert read.verdict is Verdict.DOUBTFUL
    assert read.guessed


@pytest.mark.parametrize("words", NEARLY_A_YES)
@pytest.mark.parametrize("state", ["pending", "held", "approved", "declined", "void"])
@pytest.mark.parametrize("approval", [replace(ASKED, is_bound=False), ASKED, None])
@pytest.mark.parametrize("about", [SCHEDULED, None])
def test_a_yes_that_only_weights_see_is_acted_on_nowhere(
    words: str, state: str, approval: Approval | None, about: OpenWork | None
) -> None:
    """Whatever is open: it is told to the office and answered, and nothing is approved, billed or called off."""
    asked = replace(approval, state=state) if approval else None
    context = replace(manager(about, "Re: x"), approval=asked, replied_live=True)
    read = understand_letter(words, "Re: x", PENDING, certain_of(ManagerIntent.APPROVE))
    assert read.verdict is Verdict.DOUBTFUL
    steps = take_letter(words, context, read).steps
    assert {type(each) for each in steps} <= {TellOffice, Say, AddToJob}
    assert any(isinstance(each, TellOffice) for each in steps)


def test_without_an_estimate_the_office_is_told_to_ask_first() -> None:
    read = understand_letter("Signed, sealed.", "x", PENDING, certain_of(ManagerIntent.APPROVE))
    steps = take_letter("Signed, sealed.", manager(SCHEDULED), read).steps
    told = [each.reason for each in steps if isinstance(each, TellOffice)]
    assert told == ["Manager seems to approve: ask them plainly before acting"]


@pytest.mark.parametrize(
    "words",
    ["naw", "tbd", "ok but why two guys", "not signed yet", "hmm, maybe", "ok?"],
)
def test_what_hedges_asks_or_denies_is_no_yes_however_likely(words: str) -> None:
    read = understand_letter(words, "Re: x", PENDING, certain_of(ManagerIntent.APPROVE))
    assert read.intent is not ManagerIntent.APPROVE
    assert read.verdict is not Verdict.APPROVES


@pytest.mark.parametrize("silencing", [ManagerIntent.UNSUBSCRIBE, ManagerIntent.AUTO_REPLY])
@pytest.mark.parametrize("words", WORDS)
def test_weights_alone_silence_nobody(words: str, silencing: ManagerIntent) -> None:
    """Nobody is taken off and nothing is lost: a person of the office looks."""
    read = understand_letter(words, "Re: x", Situation.NONE, certain_of(silencing))
    steps = take_letter(words, manager(SCHEDULED, "Re: x"), read).steps
    assert not any(isinstance(each, RecordOptOut) for each in steps)
    assert any(isinstance(each, TellOffice) for each in steps)


def test_what_may_be_a_machine_is_not_answered() -> None:
    auto = certain_of(ManagerIntent.AUTO_REPLY)
    read = understand_letter("Lorem ipsum.", "Re: x", Situation.NONE, auto)
    steps = take_letter("Lorem ipsum.", manager(SCHEDULED, "Re: x"), read).steps
    assert not any(isinstance(each, Say) for each in steps)


def test_a_machine_by_its_wording_alone_is_doubted_when_it_reads_like_a_person() -> None:
    words = "I'm out of office this week so just do it and don't wait for me"
    assert read_manager(words, "Re: x", PENDING).intent is ManagerIntent.AUTO_REPLY
    read = understand_letter(words, "Re: x", PENDING, certain_of(ManagerIntent.APPROVE))
    assert read.intent is not ManagerIntent.AUTO_REPLY
    assert read.verdict is Verdict.DOUBTFUL


def test_a_rule_s_farewell_that_does_not_read_like_one_takes_nobody_off() -> None:
    status = certain_of(ManagerIntent.STATUS)
    read = understand_letter("unsubscribe", "Re: x", Situation.NONE, status)
    steps = take_letter("unsubscribe", manager(SCHEDULED, "Re: x"), read).steps
    assert not any(isinstance(each, RecordOptOut) for each in steps)


def test_a_rule_s_no_that_reads_like_a_yes_is_read_back() -> None:
    words = "I've changed my mind, let's do it"
    assert read_manager(words, "Re: x", PENDING).verdict is Verdict.DECLINES
    read = understand_letter(words, "Re: x", PENDING, certain_of(ManagerIntent.APPROVE))
    assert read.verdict is Verdict.DOUBTFUL


@pytest.mark.parametrize("words", ["Approved, go ahead.", "Aprobado hasta 400", "yes, proceed"])
def test_an_approval_that_does_not_read_like_one_is_taken_back(words: str) -> None:
    assert read_manager(words, "Re: x", PENDING).verdict is Verdict.APPROVES
    doubted = understand_letter(words, "Re: x", PENDING, certain_of(ManagerIntent.QUESTION))
    assert doubted.verdict is Verdict.DOUBTFUL
    assert doubted.intent is ManagerIntent.QUESTION


@pytest.mark.parametrize("words", ["Approved, go ahead.", "Aprobado hasta 400", "Approved"])
def test_a_plain_approval_stays_one_with_the_weights_of_the_product(words: str) -> None:
    read = understand_letter(words, "Re: x", Situation.ESTIMATE_PENDING)
    assert read.verdict is Verdict.APPROVES


def test_a_guessed_refusal_decides_nothing_about_money() -> None:
    decline = certain_of(ManagerIntent.DECLINE)
    read = understand_letter("Lorem ipsum.", "Re: x", Situation.ESTIMATE_PENDING, decline)
    assert read.intent is ManagerIntent.DECLINE
    assert read.verdict is None


def test_what_weights_guess_calls_nothing_off_and_bills_nobody() -> None:
    answering = replace(manager(SCHEDULED, "Re: Job"), replied_live=True)
    for words, intent in (
        ("Lorem ipsum, cancel culture.", ManagerIntent.CANCEL),
        ("Our PO 4471 lorem.", ManagerIntent.BILL_TO_CHANGE),
    ):
        guessed = replace(
            understand_letter(words, "Re: Job", Situation.NONE, certain_of(intent)),
            intent=intent,
            cancels=False,
            guessed=True,
        )
        decision = manager_changes.change_job(words, answering, guessed)
        steps = decision.steps if decision else ()
        assert not any(isinstance(each, CallOff | WritePurchaseOrder) for each in steps)


def test_the_weights_shipped_were_fitted_to_the_mails_as_they_stand() -> None:
    lines = [
        line
        for file in sorted(TEXTS.glob("manager*.jsonl"))
        for line in file.read_text(encoding="utf-8").split("\n")
        if line
    ]
    cases = list(map(read_case, lines))
    figures = score(
        [Pair(case, predict(case, CaseKind.MANAGER)) for case in cases], CaseKind.MANAGER
    )
    assert len(cases) >= 1_100
    assert figures.percent("approvals invented") == 0.0
    assert figures.percent("intent lenient") >= 93.0
    assert figures.percent("reply text") >= 98.0
    assert figures.percent("args F1") >= 90.0


def test_every_answer_of_the_shipped_weights_is_an_intent() -> None:
    [head] = shipped_weights("manager").heads
    assert set(head.answers) == {each.value for each in ManagerIntent} - {"conditional"}
