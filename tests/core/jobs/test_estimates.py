"""Estimates: what was shown is what is approved, a change voids it and says so, and of two at once one wins."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import FieldRefused, Refused
from core.events.actions import Actor, ActorType
from core.events.model import Event
from core.jobs.actions.approvals import (
    AlreadyDecided,
    approve,
    decline,
    expire,
    hold,
    request_approval,
)
from core.jobs.actions.estimates import (
    EstimateDraft,
    LineDraft,
    Seen,
    approve_in_office,
    change_draft,
    decline_in_office,
    draft_estimate,
    draft_of,
    send_estimate,
    void_estimate,
)
from core.jobs.model import (
    ApprovalState,
    DecidedHow,
    Estimate,
    EstimateState,
    Job,
    LineKind,
)
from core.jobs.queries.estimates import (
    estimate_numbered,
    estimate_of_request,
    estimates_of,
    estimates_waiting,
)
from tests.builders import OFFICE, a_job, a_job_at

RITA = Actor(ActorType.CONTACT, "Rita Chen", 7)
PUMP = LineDraft(LineKind.MATERIAL, "Circulation pump", 1_000, 38_000, True)
HOURS = LineDraft(LineKind.LABOUR, "Two technicians", 2_500, 9_500, False)
DRAFT = EstimateDraft("A new pump", (PUMP, HOURS), tax_millipercent=8_250)
# 380.00 + 31.35 tax + 237.50
TOTAL = 64_885


def drafted(session: Session, job: Job | None = None, draft: EstimateDraft = DRAFT) -> Estimate:
    return draft_estimate(session, job or a_job(session), draft, actor=OFFICE)


def seen(estimate: Estimate) -> Seen:
    return Seen(estimate.version, estimate.state)


def sent(session: Session, job: Job | None = None) -> Estimate:
    estimate = drafted(session, job)
    return send_estimate(session, estimate.id, seen=seen(estimate), actor=OFFICE)


def by_page(session: Session, estimate: Estimate, cents: int = TOTAL) -> None:
    assert estimate.request_id is not None
    approve(
        session,
        estimate.request_id,
        amount_cents=cents,
        how=DecidedHow.PAGE,
        words="go ahead",
        actor=RITA,
    )


def approved(session: Session) -> Estimate:
    estimate = sent(session)
    by_page(session, estimate)
    return estimate


def changed(session: Session, estimate: Estimate, title: str = "A pump and a valve") -> Estimate:
    draft = replace(DRAFT, title=title)
    return change_draft(session, estimate.id, draft, seen=seen(estimate), actor=OFFICE)


def kinds(session: Session, job_id: int) -> list[str]:
    return list(
        session.scalars(
            select(Event.kind)
            .where(Event.job_id == job_id, Event.kind.startswith("estimate."))
            .order_by(Event.id)
        )
    )


@pytest.mark.inventory(69)
def test_a_draft_asks_nobody_and_says_what_it_comes_to(session: Session) -> None:
    estimate = drafted(session)
    view = estimate_numbered(session, estimate.number)
    assert (view.sums.net_cents, view.sums.tax_cents, view.sums.total_cents) == (
        61_750,
        3_135,
        TOTAL,
    )
    assert (view.state, view.asked, view.lines[1].quantity) == (EstimateState.DRAFT, None, "2.5")
    assert kinds(session, estimate.job_id) == ["estimate.drafted"]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(DRAFT, title=" "), "title"),
        (replace(DRAFT, lines=()), "description-0"),
        (replace(DRAFT, lines=(PUMP,) * 101), "title"),
        (replace(DRAFT, lines=(replace(PUMP, unit_price_cents=-1),)), "price-0"),
        (replace(DRAFT, lines=(replace(PUMP, unit_price_cents=99_999_999_999),)), "price-0"),
    ],
)
def test_what_is_no_estimate_is_refused_and_nothing_is_written(
    session: Session, draft: EstimateDraft, field: str
) -> None:
    job = a_job(session)
    with pytest.raises(FieldRefused) as refusal:
        drafted(session, job, draft)
    assert refusal.value.field == field
    assert estimates_of(session, job.id) == ()


def test_a_closed_job_is_not_estimated(session: Session) -> None:
    with pytest.raises(Refused, match="nothing left to estimate"):
        drafted(session, a_job_at(session, "Canceled"))


def test_sending_asks_for_the_total_and_says_which_estimate(session: Session) -> None:
    estimate = sent(session)
    request = estimate.request
    assert request is not None
    assert (request.amount_cents, request.state) == (TOTAL, ApprovalState.PENDING)
    assert request.reason == f"Estimate {estimate.number}: A new pump"
    assert estimate_of_request(session, request.id) == estimate_numbered(session, estimate.number)
    assert [each.number for each in estimates_waiting(session, limit=5)] == [estimate.number]


def test_their_yes_approves_the_estimate_and_becomes_the_jobs_limit(session: Session) -> None:
    estimate = approved(session)
    view = estimate_numbered(session, estimate.number)
    assert (view.state, view.decided_by, view.decided_words) == (
        EstimateState.APPROVED,
        "Rita Chen",
        "go ahead",
    )
    assert view.limit_cents == TOTAL
    assert kinds(session, estimate.job_id)[-1] == "estimate.approved"


def test_their_no_declines_it_and_not_now_leaves_it_sent(session: Session) -> None:
    estimate = sent(session)
    assert estimate.request_id is not None
    hold(session, estimate.request_id, how=DecidedHow.PAGE, words="board", actor=RITA)
    assert estimate.state is EstimateState.SENT
    decline(session, estimate.request_id, how=DecidedHow.EMAIL, words="too much", actor=RITA)
    assert (estimate.state, estimate.decided_by) == (EstimateState.DECLINED, "Rita Chen")


def test_a_ceiling_below_the_total_does_not_approve_these_lines(session: Session) -> None:
    estimate = sent(session)
    by_page(session, estimate, 40_000)
    assert estimate.state is EstimateState.DECLINED
    assert estimate.job.not_to_exceed_cents == 40_000


def test_a_question_nobody_answers_is_a_draft_again(session: Session) -> None:
    estimate = sent(session)
    assert estimate.request_id is not None
    expire(session, estimate.request_id, actor=OFFICE)
    assert estimate.state is EstimateState.DRAFT
    assert kinds(session, estimate.job_id)[-1] == "estimate.unanswered"


def test_a_change_after_approval_voids_it_and_says_so(session: Session) -> None:
    estimate = approved(session)
    request = estimate.request
    changed(session, estimate)
    assert request is not None
    assert (request.state, estimate.state, estimate.version) == (
        ApprovalState.VOID,
        EstimateState.DRAFT,
        2,
    )
    assert estimate.job.not_to_exceed_cents is None
    assert kinds(session, estimate.job_id)[-2:] == ["estimate.approval_voided", "estimate.changed"]


def test_an_answer_to_what_was_shown_before_a_change_is_refused(session: Session) -> None:
    estimate = sent(session)
    request_id = estimate.request_id
    assert request_id is not None
    changed(session, estimate)
    send_estimate(session, estimate.id, seen=seen(estimate), actor=OFFICE)
    with pytest.raises(AlreadyDecided, match="because the estimate changed"):
        approve(
            session,
            request_id,
            amount_cents=TOTAL,
            how=DecidedHow.PAGE,
            words="",
            actor=RITA,
        )
    assert estimate.state is EstimateState.SENT


def test_saving_what_stands_already_leaves_the_approval_alone(session: Session) -> None:
    estimate = approved(session)
    change_draft(session, estimate.id, draft_of(estimate), seen=seen(estimate), actor=OFFICE)
    assert (estimate.state, estimate.version) == (EstimateState.APPROVED, 1)


def test_the_lines_that_were_approved_can_be_read_after_a_change(session: Session) -> None:
    estimate = approved(session)
    changed(session, estimate)
    event = session.scalars(select(Event).where(Event.kind == "estimate.approved")).one()
    assert event.after["total_cents"] == TOTAL
    told = event.facts["lines"]
    assert isinstance(told, list)
    assert [each["description"] for each in told] == ["Circulation pump", "Two technicians"]


def test_another_question_about_the_job_takes_the_estimate_back(session: Session) -> None:
    estimate = sent(session)
    request_approval(session, estimate.job, amount_cents=1, reason="only a look", actor=OFFICE)
    assert estimate.state is EstimateState.DRAFT
    assert kinds(session, estimate.job_id)[-1] == "estimate.taken_back"


def test_a_job_has_one_estimate_that_stands(session: Session) -> None:
    first = sent(session)
    second = drafted(session, first.job)
    with pytest.raises(Refused, match=f"Estimate {first.number} of this job"):
        send_estimate(session, second.id, seen=seen(second), actor=OFFICE)
    void_estimate(session, first.id, seen=seen(first), actor=OFFICE)
    assert send_estimate(session, second.id, seen=seen(second), actor=OFFICE).request is not None


def test_what_was_taken_back_cannot_be_approved_or_changed(session: Session) -> None:
    estimate = sent(session)
    request_id = estimate.request_id
    assert request_id is not None
    void_estimate(session, estimate.id, seen=seen(estimate), actor=OFFICE)
    assert estimate.state is EstimateState.VOID
    with pytest.raises(AlreadyDecided):
        decline(session, request_id, how=DecidedHow.PAGE, words="", actor=RITA)
    with pytest.raises(Refused, match="is void"):
        changed(session, estimate)


def test_the_office_writes_down_what_was_said_in_person(session: Session) -> None:
    estimate = sent(session)
    with pytest.raises(FieldRefused, match="who said so"):
        approve_in_office(session, estimate.id, seen=seen(estimate), words=" ", actor=OFFICE)
    words = "Rita, on the phone at ten"
    approve_in_office(session, estimate.id, seen=seen(estimate), words=words, actor=OFFICE)
    assert estimate.state is EstimateState.APPROVED
    other = sent(session)
    decline_in_office(session, other.id, seen=seen(other), words="Rita: no", actor=OFFICE)
    assert other.state is EstimateState.DECLINED
