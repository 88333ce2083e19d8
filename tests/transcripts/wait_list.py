"""What happens to a wait list in a transcript: a job is put on it, a technician's visit falls free, one falls ill."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.model import StaffUser
from core.events.actions import FIXLINE, Actor, ActorType
from core.jobs.actions.booking import NewJob, book
from core.jobs.actions.crew_time import add_time_off
from core.jobs.actions.offers import accept, offer_anyway
from core.jobs.actions.status import move
from core.jobs.actions.visits import schedule
from core.jobs.actions.wait_list import wait_list_job
from core.jobs.model import Job, JobStatus, Technician
from core.jobs.wait_rules import Wishes
from tests.transcripts.stage import Stage


def staff(session: Session) -> Actor:
    """Whoever has been at the desk longest."""
    user = session.scalars(select(StaffUser).order_by(StaffUser.id).limit(1)).one()
    return Actor(ActorType.STAFF, user.name, user.id)


def newest_job(session: Session) -> Job:
    """The job made last."""
    return session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()


def _puts_on_the_wait_list(stage: Stage) -> None:
    with stage.database.transaction() as session:
        wait_list_job(session, newest_job(session).id, Wishes(), actor=staff(session))


def _a_visit_falls_free(stage: Stage, hours: str) -> None:
    """Somebody else's visit of the same trade is cancelled."""
    with stage.database.transaction() as session:
        waiting = newest_job(session)
        new = NewJob(
            customer=waiting.customer,
            property=waiting.property,
            business_unit=waiting.business_unit,
            job_type=waiting.job_type,
            summary="Another job",
        )
        other = book(session, new, actor=staff(session))
        start = database_now(session) + timedelta(hours=int(hours))
        end = start + timedelta(hours=2)
        visit = schedule(session, other, start=start, end=end, actor=FIXLINE)
        technician = session.scalars(select(Technician).order_by(Technician.id).limit(1)).one()
        made = offer_anyway(session, visit, technician, actor=FIXLINE)
        accept(session, made.id, actor=FIXLINE)
        off = session.scalars(select(JobStatus).where(JobStatus.name == "Canceled")).one()
        move(session, other, off, actor=staff(session))


def _is_off(stage: Stage, name: str, days: str) -> None:
    with stage.database.transaction() as session:
        ill = select(Technician.id).where(Technician.name.startswith(name))
        begins = database_now(session)
        add_time_off(
            session,
            session.scalars(ill).one(),
            starts_at=begins,
            ends_at=begins + timedelta(days=int(days)),
            reason="ill",
            actor=staff(session),
        )


WAIT_LIST: tuple[tuple[str, Callable[..., None]], ...] = (
    (r"the office puts it on the wait list", _puts_on_the_wait_list),
    (r"a visit in (\d+) hours falls free", _a_visit_falls_free),
    (r"(\w+) is off ill for (\d+) days", _is_off),
)
