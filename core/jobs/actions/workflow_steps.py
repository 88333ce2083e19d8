"""Which status may follow which, and who may take each step. It refuses steps that the trade does not have."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.desk.permissions import Permission
from core.errors import Refused
from core.events.actions import Actor, record
from core.jobs.actions.status import STEP_PERMISSIONS, permission_of
from core.jobs.lifecycle import ALLOWED, Category
from core.jobs.model import JobStatus, JobStatusTransition

# (from, to): the permission the step needs; a pair that is not there is no step.
Steps = Mapping[tuple[int, int], Permission]
WORKFLOW_SET = "job_status.steps_set"


def standing_steps(session: Session) -> dict[tuple[int, int], Permission]:
    """Every step of the workflow; one kept to nobody in particular needs the right to move jobs."""
    rows = session.scalars(select(JobStatusTransition))
    return {(row.from_id, row.to_id): permission_of(row) for row in rows}


def set_steps(session: Session, wanted: Steps, *, seen: Steps, actor: Actor) -> int:
    """Make the workflow have exactly these steps; returns how many changed.

    seen: the steps as the person had them before their eyes; refused when somebody changed them meanwhile. Refused
    for a step the trade does not have, or one kept to a permission that is none of STEP_PERMISSIONS.
    """
    statuses = {
        row.id: row
        for row in session.scalars(select(JobStatus).order_by(JobStatus.id).with_for_update())
    }
    standing = standing_steps(session)
    if standing != dict(seen):
        raise Refused("Somebody changed the workflow meanwhile. Look at it again, then change it.")
    for pair, permission in wanted.items():
        _check(statuses, pair, permission)
    changed = [pair for pair in {*standing, *wanted} if standing.get(pair) != wanted.get(pair)]
    for pair in sorted(changed):
        _set(session, pair, wanted.get(pair))
        _record(session, statuses, pair, (standing.get(pair), wanted.get(pair)), actor)
    session.flush()
    return len(changed)


def is_possible(was: Category, wanted: Category) -> bool:
    """Whether the trade has such a step at all."""
    return wanted is was or wanted in ALLOWED[was]


def _check(
    statuses: Mapping[int, JobStatus], pair: tuple[int, int], permission: Permission
) -> None:
    was, wanted = (statuses.get(each) for each in pair)
    if was is None or wanted is None or was is wanted:
        raise Refused("One of these statuses is no longer there. Look at the workflow again.")
    if not is_possible(was.category, wanted.category):
        raise Refused(f"The trade has no step from {was.name} to {wanted.name}.")
    if permission not in STEP_PERMISSIONS:
        raise Refused(f"A step cannot be kept to those with {permission}.")


def _set(session: Session, pair: tuple[int, int], permission: Permission | None) -> None:
    row = session.scalar(
        select(JobStatusTransition).where(
            JobStatusTransition.from_id == pair[0], JobStatusTransition.to_id == pair[1]
        )
    )
    if permission is None:
        if row is not None:
            session.delete(row)
        return
    if row is None:
        row = JobStatusTransition(from_id=pair[0], to_id=pair[1])
        session.add(row)
    row.permission = None if permission is Permission.JOBS_MOVE else permission


def _record(
    session: Session,
    statuses: Mapping[int, JobStatus],
    pair: tuple[int, int],
    change: tuple[Permission | None, Permission | None],
    actor: Actor,
) -> None:
    step = f"{statuses[pair[0]].name} to {statuses[pair[1]].name}"
    record(
        session,
        WORKFLOW_SET,
        subject=("job_status", pair[0]),
        actor=actor,
        before={"step": step, "permission": change[0]},
        after={"step": step, "permission": change[1]},
    )
