"""Moving a job: checked, recorded with its facts, promised to be told; or refused with the reason."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound, TransitionRefused
from core.events.actions import FIXLINE
from core.events.model import Event
from core.jobs.actions.status import (
    lock_job,
    move,
    reachable_statuses,
    status_following,
)
from core.jobs.actions.workflow import deactivate_status
from core.jobs.model import AppointmentState, Job, JobPriority
from core.jobs.queries.job_page import job_page
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import (
    OFFICE,
    a_job,
    a_job_at,
    a_technician,
    a_visit,
    an_accepted_visit,
    an_offer,
    number,
    status,
)

STANDS = [
    "Scheduled",
    "Dispatched",
    "On the Way",
    "In Progress",
    "On Hold",
    "Completed",
    "Canceled",
]


@pytest.mark.inventory(83)
def test_a_move_is_written_recorded_and_promised_to_be_told(session: Session) -> None:
    job = a_job(session)
    since = job.status_since
    event = move(session, job, status(session, "Scheduled"), actor=OFFICE)
    assert job.status.name == "Scheduled"
    assert job.status_since > since
    assert (event.before, event.after) == ({"status": "Booked"}, {"status": "Scheduled"})
    assert (event.actor_name, event.job_id) == (OFFICE.name, job.id)
    assert promised_events(session)[-1] == event.id


def test_the_facts_of_a_move_stay_as_they_were(session: Session) -> None:
    job = a_job(session)
    event = move(session, job, status(session, "Scheduled"), actor=OFFICE)
    job.summary = "Something else"
    session.flush()
    session.refresh(event)
    assert event.facts["summary"] == "Sink leaks"
    assert event.facts["status"] == "Scheduled"


@pytest.mark.inventory(83)
def test_the_first_status_of_a_job_is_told_like_any_other(session: Session) -> None:
    job = a_job(session)
    event = session.scalars(select(Event).where(Event.kind == "job.moved")).one()
    assert event.after == {"status": "Booked"}
    assert event.facts["job_number"] == job.number
    assert promised_events(session) == [event.id]


@pytest.mark.inventory(51, 52)
def test_news_of_an_emergency_goes_before_other_news(session: Session) -> None:
    a_job(session, priority=JobPriority.NORMAL)
    a_job(session, priority=JobPriority.EMERGENCY)
    ranks = session.scalars(
        select(OutboxEntry.rank).where(OutboxEntry.kind == Kind.FAN_OUT).order_by(OutboxEntry.id)
    )
    assert list(ranks) == [3, 1]


@pytest.mark.inventory(75)
@pytest.mark.parametrize("stand", STANDS)
def test_a_job_page_offers_what_the_workflow_links_to(session: Session, stand: str) -> None:
    job = a_job_at(session, stand)
    offered = [each for each in job_page(session, job.number).next_statuses if not each.refusal]
    assert offered
    for each in offered:
        with session.begin_nested() as savepoint:
            move(session, job, status(session, each.name), actor=FIXLINE)
            savepoint.rollback()
        session.expire_all()


@pytest.mark.parametrize(
    ("stand", "wanted", "why"),
    [
        ("Booked", "Booked", "it is there already"),
        ("Booked", "Completed", "the trade has no such step"),
        ("Completed", "Invoiced", "billing sets this by itself"),
        ("Completed", "Paid", "billing sets this by itself"),
        ("Canceled", "Scheduled", "the trade has no such step"),
    ],
)
def test_a_refused_move_names_the_job_and_the_reason_and_changes_nothing(
    session: Session, stand: str, wanted: str, why: str
) -> None:
    job = a_job_at(session, stand)
    before = promised_events(session)
    with pytest.raises(TransitionRefused) as refused:
        move(session, job, status(session, wanted), actor=OFFICE)
    assert str(refused.value) == f"Job {job.number} cannot go from {stand} to {wanted}: {why}"
    assert job.status.name == stand
    assert promised_events(session) == before


@pytest.mark.inventory(75)
def test_a_status_that_is_switched_off_cannot_be_entered(session: Session) -> None:
    job = a_job_at(session, "Dispatched")
    on_the_way = status(session, "On the Way")
    deactivate_status(session, on_the_way.id, actor=OFFICE)
    with pytest.raises(TransitionRefused, match="the status On the Way is switched off"):
        move(session, job, on_the_way, actor=OFFICE)
    assert on_the_way not in [each for each, _ in reachable_statuses(session, job)]
    assert status_following(session, AppointmentState.EN_ROUTE) is None


def test_a_status_may_require_fields_first(session: Session) -> None:
    job, hold = a_job(session), status(session, "On Hold")
    hold.required_fields = ["po_number", "not_to_exceed"]
    said = r"it needs a PO number \(under Facts\) and a not-to-exceed amount \(under Facts\) first"
    with pytest.raises(TransitionRefused, match=said):
        move(session, job, hold, actor=OFFICE)
    job.po_number, job.not_to_exceed_cents = "PO-118", 45_000
    move(session, job, hold, actor=OFFICE)
    assert job.status == hold


def test_a_job_is_not_completed_while_a_visit_is_open(session: Session) -> None:
    job = a_job(session)
    an_accepted_visit(session, job, a_technician(session))
    move(session, job, status(session, "In Progress"), actor=OFFICE)
    with pytest.raises(TransitionRefused, match="a visit is still open"):
        move(session, job, status(session, "Completed"), actor=OFFICE)


def test_canceling_cancels_the_visits_but_still_tells_which_visit_it_was(
    session: Session,
) -> None:
    job = a_job(session)
    visit = a_visit(session, job)
    event = move(session, job, status(session, "Canceled"), actor=OFFICE)
    assert visit.state is AppointmentState.CANCELED
    assert event.facts["window_start"] == visit.window_start.isoformat()


def test_canceling_a_job_records_each_offer_it_withdraws(session: Session) -> None:
    job = a_job(session)
    visit, other = a_visit(session, job), a_visit(session, job, 24)
    maria, tom = a_technician(session), a_technician(session, "Tom Reed", number(171))
    asked = [
        an_offer(session, where, who)
        for where, who in ((visit, maria), (visit, tom), (other, maria))
    ]
    move(session, job, status(session, "Canceled"), actor=OFFICE)
    events = session.scalars(
        select(Event).where(Event.kind == "assignment.withdrawn").order_by(Event.id)
    ).all()
    assert [each.subject_id for each in events] == [each.id for each in asked]
    assert {(each.job_id, each.actor_name) for each in events} == {(job.id, OFFICE.name)}
    assert [each.after["technician"] for each in events] == [maria.name, tom.name, maria.name]
    assert all(each.answered_at is not None for each in asked)


def test_a_canceled_job_may_be_booked_again(session: Session) -> None:
    job = a_job_at(session, "Canceled")
    move(session, job, status(session, "Booked"), actor=FIXLINE)
    assert job.status.name == "Booked"


def test_whatever_becomes_of_a_job_its_customer_and_place_stay(session: Session) -> None:
    job = a_job(session)
    mine = (job.customer_id, job.property_id)
    for name in ("Scheduled", "Dispatched", "In Progress", "Completed", "In Progress"):
        move(session, job, status(session, name), actor=OFFICE)
        stored = session.get_one(Job, job.id, populate_existing=True)
        assert (stored.customer_id, stored.property_id) == mine


def test_a_job_must_exist(session: Session) -> None:
    with pytest.raises(NotFound, match="job 0"):
        lock_job(session, 0)


def promised_events(session: Session) -> list[object]:
    entries = session.scalars(
        select(OutboxEntry).where(OutboxEntry.kind == Kind.FAN_OUT).order_by(OutboxEntry.id)
    )
    return [entry.args["event_id"] for entry in entries]
