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
from core.jobs.model import Job, JobPriority

PLAN_FIRST = "plan_first:"
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
