"""What a person asks of a visit by text: another time is a wish for the office; calling off is done, if not too late.

A wish never moves a visit by itself (decision 0009): technician and manager plan by it.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.errors import Refused
from core.events.actions import Actor, record
from core.jobs.actions.booking import dismiss, lock_booking
from core.jobs.actions.status import default_status, lock_job, move
from core.jobs.actions.visits import place_of
from core.jobs.facts import OPEN_VISITS
from core.jobs.lifecycle import OPEN, Category
from core.jobs.model import AppointmentState, BookingStatus, Job

WISH_LENGTH = 200
_UNDER_WAY = frozenset({AppointmentState.EN_ROUTE, AppointmentState.ARRIVED})


class TooLate(Refused):
    """Somebody is on the way or there already; only a person can settle it now."""


def wish_time(session: Session, job_id: int, wish: str, *, words: str, actor: Actor) -> Job:
    """Write down when the person would rather have the visit, for the office to confirm or refuse.

    Refused when the job is closed.
    """
    job = lock_job(session, job_id)
    if Category(job.status.category) not in OPEN:
        raise Refused(f"Job {job.number} is {job.status.name}.")
    event = record(
        session,
        "appointment.wished",
        subject=("job", job.id),
        actor=actor,
        place=place_of(job),
        after={"wish": wish[:WISH_LENGTH], "words": words.strip()},
    )
    open_task(
        session,
        title=f"Another time wished for job {job.number}: {wish[:WISH_LENGTH]}",
        details=words,
        priority=TaskPriority.HIGH,
        subject=("job", job.id),
        once_key=f"wish:{event.id}",
        place=place_of(job),
    )
    return job


def wish_time_of_booking(session: Session, booking_id: int, wish: str) -> None:
    """The same for a request that is not yet a job."""
    booking = lock_booking(session, booking_id)
    booking.requested_window = wish[:WISH_LENGTH]
    session.flush()


def call_off_job(session: Session, job_id: int, *, words: str, actor: Actor) -> Job:
    """Cancel the job with its visits and offers; whoever was to come is told by the fan-out of its status.

    Raises TooLate when a technician is on the way or there.
    """
    job = lock_job(session, job_id)
    under_way = [visit for visit in job.appointments if visit.state in OPEN_VISITS & _UNDER_WAY]
    if under_way:
        raise TooLate(f"The visit for job {job.number} is {under_way[0].state}.")
    move(session, job, default_status(session, Category.CANCELED), actor=actor)
    open_task(
        session,
        title=f"Job {job.number} was cancelled by {actor.name}",
        details=words,
        subject=("job", job.id),
        once_key=f"called_off:{job.id}:{job.status_since.isoformat()}",
        place=place_of(job),
    )
    return job


def call_off_booking(session: Session, booking_id: int, *, words: str, actor: Actor) -> None:
    """Let a request go that is not yet a job. Refused when it is one already, or was let go before."""
    booking = lock_booking(session, booking_id)
    if booking.status not in {BookingStatus.NEW, BookingStatus.WAIT_LISTED}:
        raise Refused(f"This request is {booking.status} already.")
    dismiss(session, booking_id, reason=f"Cancelled by {actor.name}: {words.strip()}", actor=actor)
