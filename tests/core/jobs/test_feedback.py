"""What people say of finished work: asked once, kept, and "no" brings the job back."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.desk.model import StaffTask
from core.errors import FieldRefused, NotFound, Refused
from core.jobs.actions.feedback import begin_asking, record_rating, record_verdict
from core.jobs.actions.rescheduling import (
    TooLate,
    call_off_booking,
    call_off_job,
    wish_time,
)
from core.jobs.actions.visits import start_travel
from core.jobs.model import AppointmentState, BookingStatus, Feedback
from core.jobs.verdict import Verdict
from tests.builders import OFFICE, a_booking, a_job, a_job_at, a_technician, an_accepted_visit


def test_a_job_is_asked_about_once(session: Session) -> None:
    job = a_job_at(session, "Completed")
    assert begin_asking(session, job.id)
    assert not begin_asking(session, job.id)


@pytest.mark.parametrize("verdict", [Verdict.NO, Verdict.PARTLY])
def test_what_is_not_fixed_comes_back_to_the_office(session: Session, verdict: Verdict) -> None:
    job = a_job_at(session, "Completed")
    begin_asking(session, job.id)
    record_verdict(session, job.id, verdict, "still drips", actor=OFFICE)
    assert job.status.name == "On Hold"
    task = session.scalars(select(StaffTask)).one()
    assert task.title == f"Not fixed ({verdict}): plan another visit for job {job.number}"


def test_a_second_answer_opens_nothing_a_second_time(session: Session) -> None:
    job = a_job_at(session, "Completed")
    begin_asking(session, job.id)
    record_verdict(session, job.id, Verdict.YES, "1", actor=OFFICE)
    record_verdict(session, job.id, Verdict.NO, "2", actor=OFFICE)
    assert job.status.name == "Completed"
    assert session.scalars(select(Feedback)).one().verdict is Verdict.YES


def test_an_answer_nobody_asked_for_is_refused(session: Session) -> None:
    job = a_job_at(session, "Completed")
    with pytest.raises(NotFound):
        record_verdict(session, job.id, Verdict.NO, "2", actor=OFFICE)


@pytest.mark.parametrize("stars", [0, 6])
def test_a_rating_is_from_one_to_five(session: Session, stars: int) -> None:
    job = a_job_at(session, "Completed")
    with pytest.raises(FieldRefused):
        record_rating(session, job.id, stars, "", actor=OFFICE)
    record_rating(session, job.id, 5, "great", actor=OFFICE)
    assert session.scalars(select(Feedback)).one().rating == 5


def test_a_wish_moves_no_visit(session: Session) -> None:
    visit = an_accepted_visit(session, a_job(session), a_technician(session))
    before = (visit.window_start, visit.window_end, visit.job.status.name)
    wish_time(session, visit.job_id, "Tue 3 Mar, 9am-12pm", words="3", actor=OFFICE)
    assert (visit.window_start, visit.window_end, visit.job.status.name) == before
    titles = session.scalars(select(StaffTask.title)).all()
    assert titles == [f"Another time wished for job {visit.job.number}: Tue 3 Mar, 9am-12pm"]


def test_a_wish_for_a_closed_job_is_refused(session: Session) -> None:
    job = a_job_at(session, "Canceled")
    with pytest.raises(Refused):
        wish_time(session, job.id, "Tuesday", words="", actor=OFFICE)


def test_calling_off_cancels_job_and_visit_but_not_under_way(session: Session) -> None:
    visit = an_accepted_visit(session, a_job(session), a_technician(session))
    start_travel(session, visit.id, eta_minutes=10, actor=OFFICE)
    with pytest.raises(TooLate):
        call_off_job(session, visit.job_id, words="yes", actor=OFFICE)
    assert visit.state is AppointmentState.EN_ROUTE


def test_calling_off_in_time_cancels_the_job_with_its_visit(session: Session) -> None:
    visit = an_accepted_visit(session, a_job(session), a_technician(session))
    call_off_job(session, visit.job_id, words="yes", actor=OFFICE)
    assert visit.state is AppointmentState.CANCELED
    assert visit.job.status.name == "Canceled"


def test_a_request_is_let_go_once(session: Session) -> None:
    booking = a_booking(session)
    call_off_booking(session, booking.id, words="yes", actor=OFFICE)
    assert booking.status is BookingStatus.DISMISSED
    with pytest.raises(Refused):
        call_off_booking(session, booking.id, words="yes", actor=OFFICE)
