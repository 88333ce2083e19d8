"""Tasks that Fixline opens for the office about a job, and that end by themselves once what they ask for is done.

What staff opened for each other is never touched.
"""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.actions.tasks import finish_task, open_task
from core.desk.model import StaffTask, TaskPriority
from core.events.actions import Actor, Place
from core.jobs.model import Appointment, Assignment, AssignmentState, Emergency, Job, JobPriority

PLAN_FIRST = "plan_first:"
SEND_NOW = "send_now:"
# Each asks for a visit of the job.
ASKS_FOR_VISIT = (PLAN_FIRST, "plan_return:", "no_visit:")


def settle(session: Session, job_id: int, *beginnings: str, note: str, actor: Actor) -> None:
    """Finish the job's open tasks whose key begins so; note: what happened, for whoever reads it later."""
    found = session.scalars(
        select(StaffTask.id)
        .where(
            StaffTask.subject_type == "job",
            StaffTask.subject_id == job_id,
            StaffTask.done_at.is_(None),
            or_(*(StaffTask.once_key.startswith(each, autoescape=True) for each in beginnings)),
        )
        .order_by(StaffTask.id)
    )
    for task_id in found.all():
        finish_task(session, task_id, note=note, actor=actor)


def ask_to_send(session: Session, job: Job) -> None:
    """Somebody called a job an emergency: dispatch is asked to send someone now, until somebody has it.

    Where a danger was named the on-call ladder is at work already, and where a technician has it nobody need be asked.
    """
    if job.priority is not JobPriority.EMERGENCY or _is_cared_for(session, job):
        return
    open_task(
        session,
        title=f"Emergency: send somebody to job {job.number} now",
        details=job.summary,
        priority=TaskPriority.HIGH,
        subject=("job", job.id),
        once_key=f"{SEND_NOW}{job.id}:{database_now(session).isoformat()}",
        due_at=database_now(session),
        place=Place(job_id=job.id, customer_id=job.customer_id, property_id=job.property_id),
    )


def _is_cared_for(session: Session, job: Job) -> bool:
    paged = select(Emergency.id).where(
        or_(Emergency.job_id == job.id, Emergency.booking_id == job.booking_id)
    )
    taken = (
        select(Assignment.id)
        .join(Appointment, Appointment.id == Assignment.appointment_id)
        .where(Appointment.job_id == job.id, Assignment.state == AssignmentState.ACCEPTED)
    )
    asked = select(StaffTask.id).where(
        StaffTask.once_key.startswith(f"{SEND_NOW}{job.id}:"), StaffTask.done_at.is_(None)
    )
    return session.scalar(select(or_(paged.exists(), taken.exists(), asked.exists()))) is True


def ask_to_plan(session: Session, job: Job, *, details: str) -> None:
    """A job without a visit needs somebody to plan one; pressing ones come first.

    Asked again once the first time was settled, a new task is opened.
    """
    asked_before = select(StaffTask.id).where(StaffTask.once_key == f"{PLAN_FIRST}{job.id}")
    again = f":{database_now(session).isoformat()}" if session.scalar(asked_before) else ""
    open_task(
        session,
        title=f"Plan a visit for job {job.number}: {job.summary}",
        details=details,
        priority=TaskPriority.NORMAL if job.priority is JobPriority.NORMAL else TaskPriority.HIGH,
        subject=("job", job.id),
        once_key=f"{PLAN_FIRST}{job.id}{again}",
        place=Place(job_id=job.id, customer_id=job.customer_id, property_id=job.property_id),
    )
