"""A manager decides about money: nothing but a plain, proven yes to the mail that asked is a consent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.context import Approval, Context
from bot.decide import decide
from bot.reading.property_manager import Verdict
from bot.steps import CallOff, DecideApproval, Say, WritePurchaseOrder
from tests.bot.people import SCHEDULED, manager

ASKED = Approval(
    request_id=3,
    job_id=5,
    job_number=1042,
    state="pending",
    amount_cents=45_000,
    mail_limit_cents=50_000,
    is_bound=True,
    link="https://fixline.example/approve/x",
)


def asked(approval: Approval = ASKED) -> Context:
    """Dana answers, proven and to a live token, a mail in which we asked for $450."""
    answering = manager(SCHEDULED, "Re: [#1042] Approval needed: $450.00")
    return replace(answering, approval=approval, replied_live=True)


def decisions(words: str, context: Context) -> list[DecideApproval]:
    return [each for each in decide(words, context).steps if isinstance(each, DecideApproval)]


@pytest.mark.parametrize(
    ("words", "cents"),
    [
        ("Approved", 45_000),
        ("yes, go ahead", 45_000),
        ("Approved up to 400", 40_000),
        ("ok up to $400.50", 40_050),
        ("Please proceed, not to exceed 1,000", 45_000),
        ("Aprobado hasta 400", 40_000),
        ("APPROVE. When can you come?", 45_000),
    ],
)
def test_a_plain_yes_within_the_limit_is_a_consent(words: str, cents: int) -> None:
    assert decisions(words, asked()) == [DecideApproval(3, Verdict.APPROVES, words, cents)]


@pytest.mark.parametrize(
    "words",
    [
        "Approved if the tenant pays half",
        "Go ahead once the owner confirms",
        "Approved, but call me first",
        "Go ahead with the valve only",
        "Option B please",
        "Approved? What is included?",
        "Approved. Does that include hauling?",
        "If I approve today, when do you come?",
        "ok",
        "Fine on the rest if you can skip it.",
        "Aprobado siempre y cuando el dueño pague",
        "Approve up to 0",
        "Forwarding to the owner for approval",
        "I never approved this",
        "We decided not to do it",
        "I did not say go ahead",
        "Why would I approve this",
        "I thought this was approved",
        "We will approve it next week",
        "I'd like to proceed but need two days",
        "Approved for $300",
        "Approved for job 1050",
        "Approve everything except the valve",
        "Approved, though not the labor",
        "Do not proceed until I say go ahead",
        "Nobody approved this",
        "Sounds good",
        "Approved by mistake, please ignore",
        "Not approved",
        "I can't approve that",
        "",
        "Thanks!",
    ],
)
def test_anything_less_than_a_plain_yes_approves_nothing(words: str) -> None:
    assert all(each.verdict is not Verdict.APPROVES for each in decisions(words, asked()))


@pytest.mark.parametrize(
    "context",
    [
        replace(asked(), may_act=False),
        replace(asked(), replied_live=False),
        asked(replace(ASKED, is_bound=False)),
        asked(replace(ASKED, mail_limit_cents=44_999)),
        asked(replace(ASKED, mail_limit_cents=0)),
        asked(replace(ASKED, state="void")),
        asked(replace(ASKED, state="approved", decided_by="Priya")),
        asked(replace(ASKED, state="declined", decided_by="Priya")),
        asked(replace(ASKED, state="expired")),
        replace(asked(), approval=None),
        replace(asked(), taken_over=True),
    ],
)
def test_a_yes_from_elsewhere_or_too_late_approves_nothing(context: Context) -> None:
    assert decisions("Approved, go ahead.", context) == []


def test_a_picture_alone_approves_nothing() -> None:
    assert decisions("", replace(asked(), has_media=True)) == []


def test_a_subject_alone_approves_nothing() -> None:
    assert decisions("", replace(asked(), subject="Fwd: APPROVED, go ahead")) == []


def test_forwarded_words_approve_nothing() -> None:
    assert decisions("See below", replace(asked(), forwarded="I approve, go ahead")) == []


@pytest.mark.parametrize(
    "words",
    [
        "I am out of the office until Monday. Marie can approve repairs up to $750.",
        "Thank you for contacting us. Your ticket number is 88. Approved vendors may call.",
    ],
)
def test_a_machines_words_are_neither_acted_on_nor_answered(words: str) -> None:
    assert decide(words, asked()).steps == ()


def test_above_the_limit_the_page_is_shown_and_nothing_is_decided() -> None:
    decision = decide("Approved", asked(replace(ASKED, mail_limit_cents=10_000)))
    answer = decision.steps[-1]
    assert isinstance(answer, Say)
    assert answer.text == "manager/above_limit"
    assert answer.values["link"] == ASKED.link


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("Declined, too high", Verdict.DECLINES),
        ("Owner says no", Verdict.DECLINES),
        ("Please put this on hold", Verdict.HOLDS),
        ("Esperen por favor", Verdict.HOLDS),
    ],
)
def test_a_no_and_a_not_now_are_kept(words: str, verdict: Verdict) -> None:
    assert [each.verdict for each in decisions(words, asked())] == [verdict]


def test_an_order_number_goes_on_the_job_with_the_yes() -> None:
    steps = decide("Approved, PO 44718", asked()).steps
    assert WritePurchaseOrder(5, "44718", "Approved, PO 44718") in steps


def test_only_a_plain_cancel_in_answer_to_us_cancels() -> None:
    answering = replace(manager(SCHEDULED, "Re: Job"), replied_live=True)
    called_off = CallOff("Please cancel this job.", job_id=5)
    assert called_off in decide("Please cancel this job.", answering).steps
    for words, context in (
        ("Should we cancel this?", answering),
        ("Tenant says it works now", answering),
        ("Please cancel this job.", replace(answering, replied_live=False)),
        ("Please cancel this job.", replace(answering, may_act=False)),
        ("Please cancel.", replace(answering, about=replace(SCHEDULED, under_way=True))),
    ):
        steps = decide(words, context).steps
        assert not any(isinstance(each, CallOff) for each in steps), words


@pytest.mark.parametrize(
    ("approval", "newest", "rewritten"),
    [
        (replace(ASKED, state="void", newest_cents=90_000), "$900.00", ""),
        (replace(ASKED, state="void", link="", is_rewritten=True), "", "1"),
        (replace(ASKED, state="void", link=""), "", ""),
    ],
)
def test_a_yes_to_a_changed_estimate_names_no_sum_that_nobody_asks(
    approval: Approval, newest: str, rewritten: str
) -> None:
    told = [each for each in decide("Approved.", asked(approval)).steps if isinstance(each, Say)]
    assert [each.text for each in told] == ["manager/estimate_changed"]
    assert told[0].values["asked"] == "$450.00"
    assert (told[0].values["newest"], told[0].values["rewritten"]) == (newest, rewritten)
