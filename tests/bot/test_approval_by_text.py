"""What a job may cost is never decided by text: not by a plain yes, and a vague one answers nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.context import Approval, Context, OpenPrompt, PromptKind
from bot.decide import decide
from bot.steps import (
    AddToJob,
    Ask,
    CallOff,
    DecideApproval,
    Decision,
    OpenBooking,
    RaiseEmergency,
    RecordOptOut,
    Say,
    TellOffice,
)
from tests.bot.people import SCHEDULED, WAITING, stranger, tenant

LINK = "https://fixline.example/approve/x"
ASKED = Approval(3, 5, 1042, "pending", 30_000, 50_000, link=LINK)
QUESTION = OpenPrompt(1, PromptKind.APPROVAL, job_id=5)
CANCELING = OpenPrompt(2, PromptKind.CANCEL_SURE, job_id=5)

AGREEING = (
    "approve",
    "Approved",
    "yes",
    "Yes please",
    "ok go ahead",
    "ok",
    "sure",
    "y",
    "sí",
    "aprobado",
)
REFUSING = ("no", "No thanks", "no gracias", "decline", "rechazado", "too expensive", "hold off")


def texted(approval: Approval = ASKED, prompt: OpenPrompt = QUESTION) -> Context:
    """She has been texted what job 1042 would cost."""
    return replace(tenant(SCHEDULED, prompt=prompt), texted=(approval,))


def said(decision: Decision) -> list[str]:
    return [each.text for each in decision.steps if isinstance(each, Say | Ask)]


@pytest.mark.parametrize(
    "words",
    [
        *AGREEING,
        *REFUSING,
        "yes but only under 200",
        "Approve it if the landlord pays half of it all",
    ],
)
def test_an_answer_by_text_is_shown_where_to_decide_and_decides_nothing(words: str) -> None:
    decision = decide(words, texted())
    shown = Say("tenant/decide_on_page", {"number": "1042", "link": LINK})
    assert shown in decision.steps
    assert AddToJob(5, words) in decision.steps
    assert not [each for each in decision.steps if isinstance(each, DecideApproval | CallOff)]


@pytest.mark.parametrize("words", ["no", "too expensive", "yes but only under 200", "ok"])
def test_what_is_no_plain_yes_is_seen_by_a_colleague(words: str) -> None:
    assert any(isinstance(each, TellOffice) for each in decide(words, texted()).steps)


@pytest.mark.parametrize("words", ["thanks", "how much is it", "call me", "when are you coming"])
def test_other_words_are_taken_for_what_they_are(words: str) -> None:
    assert "tenant/decide_on_page" not in said(decide(words, texted()))


def test_a_new_fault_beside_a_yes_is_booked() -> None:
    steps = decide("yes, and my toilet is clogged too", texted()).steps
    assert any(isinstance(each, OpenBooking) for each in steps)


def test_danger_and_goodbye_come_before_the_price() -> None:
    assert any(isinstance(each, RaiseEmergency) for each in decide("I smell gas", texted()).steps)
    assert any(isinstance(each, RecordOptOut) for each in decide("STOP", texted()).steps)


@pytest.mark.parametrize("words", ["yes", "no", "ok"])
def test_a_bare_answer_with_another_question_open_is_asked_about(words: str) -> None:
    for first, other in ((QUESTION, CANCELING), (CANCELING, QUESTION)):
        decision = decide(words, replace(texted(prompt=first), other_prompts=(other,)))
        assert said(decision) == ["tenant/which_question"]
        assert len(decision.steps) == 1


@pytest.mark.parametrize("words", ["approve", "approved", "aprobado"])
def test_approved_never_answers_another_question(words: str) -> None:
    context = replace(texted(prompt=CANCELING), other_prompts=(QUESTION,))
    decision = decide(words, context)
    assert said(decision) == ["tenant/decide_on_page"]
    assert not [each for each in decision.steps if isinstance(each, CallOff)]


@pytest.mark.parametrize(
    ("approval", "text"),
    [
        (replace(ASKED, state="approved", link=""), "tenant/price_settled"),
        (replace(ASKED, state="void", link="", is_rewritten=True), "tenant/price_rewritten"),
    ],
)
def test_a_late_yes_is_told_how_it_stands(approval: Approval, text: str) -> None:
    prompt = replace(QUESTION, expired=True)
    assert said(decide("yes", texted(approval, prompt))) == [text]
    assert said(decide("approved", texted(approval, prompt))) == [text]


def test_a_settled_price_takes_no_answer_from_an_open_question() -> None:
    settled = replace(ASKED, state="approved", link="")
    context = texted(settled, replace(QUESTION, expired=True))
    decision = decide("yes", replace(context, other_prompts=(CANCELING,)))
    assert any(isinstance(each, CallOff) for each in decision.steps)


@pytest.mark.parametrize(
    "context",
    [
        tenant(SCHEDULED),
        tenant(WAITING),
        stranger(),
        replace(texted(), may_act=False),
        replace(texted(), texted=()),
        replace(texted(), taken_over=True),
    ],
)
def test_whoever_was_not_asked_is_shown_no_page(context: Context) -> None:
    assert "tenant/decide_on_page" not in said(decide("approve", context))
