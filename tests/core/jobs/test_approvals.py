"""Consent to spend: asked once a version, decided once, never by silence, never above what was asked."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import FieldRefused, Refused
from core.events.actions import Actor, ActorType
from core.events.model import Event
from core.jobs.actions.approvals import (
    AlreadyDecided,
    approve,
    change_estimate,
    decline,
    expire,
    hold,
    request_approval,
    set_mail_limit,
)
from core.jobs.actions.editing import Edit, edit_job, fingerprint
from core.jobs.actions.purchase_orders import set_purchase_order
from core.jobs.job_fields import FIELDS, JobField
from core.jobs.model import ApprovalRequest, ApprovalState, DecidedHow, Job
from core.jobs.queries.approvals import deciders_of, may_decide, open_request_of, requests_of
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import OFFICE, a_job, a_job_at, a_manager, a_place, an_email
from tests.builders.directory import a_customer, a_person, linked
from tests.crowd import at_once

RITA = Actor(ActorType.CONTACT, "Rita Chen", 7)
SAM = Actor(ActorType.CONTACT, "Sam Chen", 8)


def asked(session: Session, job: Job, cents: int = 45_000) -> ApprovalRequest:
    return request_approval(session, job, amount_cents=cents, reason="a new flange", actor=OFFICE)


def by_page(
    session: Session, request: ApprovalRequest, cents: int = 45_000, actor: Actor = RITA
) -> ApprovalRequest:
    return approve(
        session,
        request.id,
        amount_cents=cents,
        how=DecidedHow.PAGE,
        words="yes",
        actor=actor,
    )


def kinds(session: Session, job: Job) -> list[str]:
    return list(
        session.scalars(
            select(Event.kind)
            .where(Event.job_id == job.id, Event.kind.startswith("approval."))
            .order_by(Event.id)
        )
    )


def test_asking_is_recorded_and_its_mails_are_promised(session: Session) -> None:
    job = a_job(session)
    request = asked(session, job)
    assert (request.state, request.estimate_version) == (ApprovalState.PENDING, 1)
    promised = session.scalars(
        select(OutboxEntry.args).where(OutboxEntry.kind == Kind.ASK_APPROVAL)
    ).one()
    assert promised == {"request_id": request.id}
    assert kinds(session, job) == ["approval.asked"]


def test_asking_the_same_again_is_the_same_question(session: Session) -> None:
    job = a_job(session)
    assert asked(session, job).id == asked(session, job).id


def test_another_amount_makes_the_open_question_void(session: Session) -> None:
    job = a_job(session)
    first, second = asked(session, job), asked(session, job, 60_000)
    assert first.state is ApprovalState.VOID
    assert (second.state, second.estimate_version) == (ApprovalState.PENDING, 2)
    assert open_request_of(session, job.id) == second


@pytest.mark.parametrize("cents", [0, -1, 10**12])
def test_an_amount_that_is_none_is_not_asked_for(session: Session, cents: int) -> None:
    with pytest.raises(FieldRefused, match="above zero"):
        asked(session, a_job(session), cents)


def test_a_reason_is_wanted_and_a_closed_job_costs_nothing_more(session: Session) -> None:
    with pytest.raises(FieldRefused, match="what the money is for"):
        request_approval(session, a_job(session), amount_cents=1, reason="  ", actor=OFFICE)
    with pytest.raises(Refused, match="nothing left to approve"):
        asked(session, a_job_at(session, "Canceled"))


def test_an_approval_becomes_the_jobs_limit_and_others_are_told(session: Session) -> None:
    job = a_job(session)
    request = by_page(session, asked(session, job))
    assert request.state is ApprovalState.APPROVED
    assert (request.decided_by, request.decided_how) == ("Rita Chen", DecidedHow.PAGE)
    assert request.decided_at is not None
    assert job.not_to_exceed_cents == 45_000
    told = session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.TELL_APPROVAL)).one()
    event = session.get_one(Event, told.args["event_id"])
    assert (event.kind, event.actor_name) == ("approval.approved", "Rita Chen")
    assert event.after["limit_cents"] == 45_000


def test_more_than_was_asked_is_never_approved(session: Session) -> None:
    job = a_job(session)
    request = by_page(session, asked(session, job), 80_000)
    assert request.approved_cents == job.not_to_exceed_cents == 45_000


def test_a_lower_ceiling_is_what_holds(session: Session) -> None:
    job = a_job(session)
    by_page(session, asked(session, job), 40_000)
    assert job.not_to_exceed_cents == 40_000


def test_mail_approves_nothing_above_the_jobs_own_limit(session: Session) -> None:
    job = a_job(session)
    job.not_to_exceed_cents = 35_000
    request = asked(session, job)
    with pytest.raises(Refused, match="above what may be approved by e-mail"):
        approve(
            session,
            request.id,
            amount_cents=45_000,
            how=DecidedHow.EMAIL,
            words="yes",
            actor=RITA,
        )
    assert request.state is ApprovalState.PENDING
    assert job.not_to_exceed_cents == 35_000


def test_a_customers_own_limit_counts_before_the_jobs(session: Session) -> None:
    job = a_job(session)
    set_mail_limit(session, job.customer_id, cents=100, actor=OFFICE)
    set_mail_limit(session, job.customer_id, cents=50_000, actor=OFFICE)
    request = asked(session, job)
    approve(
        session,
        request.id,
        amount_cents=45_000,
        how=DecidedHow.EMAIL,
        words="yes",
        actor=RITA,
    )
    assert job.not_to_exceed_cents == 45_000


def test_without_any_limit_mail_approves_nothing(session: Session) -> None:
    request = asked(session, a_job(session), 1)
    with pytest.raises(Refused, match=r"\$0\.00"):
        approve(session, request.id, amount_cents=1, how=DecidedHow.EMAIL, words="", actor=RITA)


def test_the_first_decision_wins(session: Session) -> None:
    request = asked(session, a_job(session))
    decline(session, request.id, how=DecidedHow.PAGE, words="too much", actor=SAM)
    with pytest.raises(AlreadyDecided, match="already declined by Sam Chen"):
        by_page(session, request)
    assert request.state is ApprovalState.DECLINED
    assert request.job.not_to_exceed_cents is None


def test_of_two_at_the_same_moment_one_wins(database: Database) -> None:
    with database.transaction() as session:
        request_id = asked(session, a_job(session)).id

    def act(n: int) -> str:
        with database.transaction() as session:
            actor = (RITA, SAM)[n]
            if n:
                decline(session, request_id, how=DecidedHow.PAGE, words="", actor=actor)
            else:
                approve(
                    session,
                    request_id,
                    amount_cents=45_000,
                    how=DecidedHow.PAGE,
                    words="",
                    actor=actor,
                )
            return actor.name

    got = at_once(2, act)
    won = [each for each in got if isinstance(each, str)]
    assert len(won) == 1
    with database.reading() as session:
        assert session.get_one(ApprovalRequest, request_id).decided_by == won[0]


def test_what_is_on_hold_may_still_be_approved(session: Session) -> None:
    request = asked(session, a_job(session))
    hold(session, request.id, how=DecidedHow.EMAIL, words="board meets", actor=RITA)
    assert by_page(session, request).state is ApprovalState.APPROVED


def test_a_changed_estimate_voids_an_approval_and_puts_the_limit_back(session: Session) -> None:
    job = a_job(session)
    job.not_to_exceed_cents = 35_000
    first = by_page(session, asked(session, job))
    second = change_estimate(session, job, amount_cents=60_000, reason="and a seal", actor=OFFICE)
    assert first.state is ApprovalState.VOID
    assert job.not_to_exceed_cents == 35_000
    assert (second.state, second.estimate_version) == (ApprovalState.PENDING, 2)
    with pytest.raises(AlreadyDecided, match="because the estimate changed"):
        by_page(session, first)


def test_a_limit_set_by_hand_since_outlives_the_approval(session: Session) -> None:
    job = a_job(session)
    by_page(session, asked(session, job))
    stands = FIELDS[JobField.NOT_TO_EXCEED].read(session, job)
    edit_job(
        session,
        job.id,
        Edit(JobField.NOT_TO_EXCEED, fingerprint(stands), "90000"),
        actor=OFFICE,
    )
    change_estimate(session, job, amount_cents=60_000, reason="and a seal", actor=OFFICE)
    assert job.not_to_exceed_cents == 90_000


def test_nobody_answers_and_nothing_is_approved(session: Session) -> None:
    job = a_job(session)
    request = asked(session, job)
    assert expire(session, request.id, actor=OFFICE) == request
    assert request.state is ApprovalState.EXPIRED
    assert job.not_to_exceed_cents is None
    assert expire(session, request.id, actor=OFFICE) is None
    assert [each.id for each in requests_of(session, job.id)] == [request.id]


def test_those_who_speak_for_the_place_are_asked_and_tenants_are_not(session: Session) -> None:
    place = a_place(session)
    rita = a_manager(session, place)
    tenant = a_person(session, a_customer(session, "Tom Tenant"), "Tom")
    an_email(session, tenant, "tom@home.example")
    linked(session, place, tenant.customer, "Tenant")
    job = a_job(session, place, rita.customer)
    assert [each.address for each in deciders_of(session, job)] == ["rita@lakeside.example"]
    assert may_decide(session, job, [rita.customer_id])
    assert not may_decide(session, job, [tenant.customer_id])


def test_an_address_that_does_not_work_is_not_asked(session: Session) -> None:
    place = a_place(session)
    rita = a_manager(session, place)
    session.execute(update(type(rita.points[0])).values(bad_since=rita.created_at))
    assert deciders_of(session, a_job(session, place, rita.customer)) == ()


def test_a_purchase_order_is_kept_with_who_said_so(session: Session) -> None:
    job = a_job(session)
    set_purchase_order(session, job.id, " 44718 ", words="PO 44718", actor=RITA)
    set_purchase_order(session, job.id, "44718", words="again", actor=SAM)
    assert job.po_number == "44718"
    event = session.scalars(select(Event).where(Event.kind == "job.po_number_set")).one()
    assert event.actor_name == "Rita Chen"
    with pytest.raises(FieldRefused, match="60 characters"):
        set_purchase_order(session, job.id, "9" * 61, words="", actor=RITA)
