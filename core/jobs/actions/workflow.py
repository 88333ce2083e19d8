"""The company edits its workflow: statuses added, renamed, switched off. One that was used is never
deleted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, record
from core.jobs.lifecycle import ALLOWED, Category
from core.jobs.model import JobStatus, JobStatusTransition

LONGEST_NAME = 60
LARGEST_POSITION = 1_000_000
STEP = 10


@dataclass(frozen=True)
class StatusDraft:
    """What staff decide about a status.

    position: where it stands in lists. leads_to: ids of statuses a job may go to from here.
    """

    name: str
    position: int
    customer_visible: bool
    subscribed_by_default: bool
    leads_to: frozenset[int] = frozenset()


def add_status(
    session: Session, category: Category, draft: StatusDraft, *, actor: Actor
) -> JobStatus:
    """A new status within a category of the trade (inventory 75). Refuses a name that is taken.

    It may be reached from wherever the category's default status may be reached.
    """
    _check_name(session, draft.name, but=None)
    status = JobStatus(name=draft.name.strip(), category=category, position=draft.position)
    _fill(status, draft)
    session.add(status)
    session.flush()
    _link_like_default(session, status)
    _lead_to(session, status, draft.leads_to)
    _record(session, "job_status.added", status, actor)
    return status


def edit_status(session: Session, status_id: int, draft: StatusDraft, *, actor: Actor) -> JobStatus:
    """Rename and reorder a status and say where it leads; its category stays, for rules have acted
    on it.
    """
    status = _locked(session, status_id)
    _check_name(session, draft.name, but=status)
    status.name, status.position = draft.name.strip(), draft.position
    _fill(status, draft)
    _lead_to(session, status, draft.leads_to)
    _record(session, "job_status.edited", status, actor)
    return status


def deactivate_status(session: Session, status_id: int, *, actor: Actor) -> None:
    """No job can enter it any more; jobs that stand in it stay (inventory 75).

    Refused for the default of a category: the rules need one of each.
    """
    status = _locked(session, status_id)
    if status.is_default:
        raise Refused(f"{status.name} is what Fixline uses by itself for {status.category} jobs.")
    status.active = False
    session.flush()
    _record(session, "job_status.deactivated", status, actor)


def activate_status(session: Session, status_id: int, *, actor: Actor) -> None:
    """Jobs may enter it again."""
    status = _locked(session, status_id)
    status.active = True
    session.flush()
    _record(session, "job_status.activated", status, actor)


def _locked(session: Session, status_id: int) -> JobStatus:
    status = session.scalar(select(JobStatus).where(JobStatus.id == status_id).with_for_update())
    if status is None:
        raise NotFound("job status", status_id)
    return status


def _check_name(session: Session, name: str, *, but: JobStatus | None) -> None:
    plain = name.strip()
    if not plain or len(plain) > LONGEST_NAME:
        raise FieldRefused("name", f"Give a name of at most {LONGEST_NAME} characters.")
    taken = session.scalar(select(JobStatus.id).where(func.lower(JobStatus.name) == plain.lower()))
    if taken is not None and (but is None or taken != but.id):
        raise FieldRefused("name", f"There is a status {plain} already.")


def _fill(status: JobStatus, draft: StatusDraft) -> None:
    status.customer_visible = draft.customer_visible
    status.subscribed_by_default = draft.subscribed_by_default


def _link_like_default(session: Session, status: JobStatus) -> None:
    """Make the new status reachable from where its category's default is."""
    origins = session.scalars(
        select(JobStatusTransition.from_id)
        .join(JobStatus, JobStatus.id == JobStatusTransition.to_id)
        .where(JobStatus.category == status.category, JobStatus.is_default)
    ).all()
    session.add_all(
        JobStatusTransition(from_id=origin, to_id=status.id)
        for origin in set(origins) - {status.id}
    )
    session.flush()


def _lead_to(session: Session, status: JobStatus, wanted: Collection[int]) -> None:
    """Set where the status leads, as far as the trade has such a step (lifecycle.ALLOWED)."""
    reachable = ALLOWED[status.category] | {status.category}
    allowed = set(
        session.scalars(
            select(JobStatus.id).where(
                JobStatus.id.in_(wanted),
                JobStatus.category.in_(reachable),
                JobStatus.id != status.id,
            )
        )
    )
    session.execute(
        delete(JobStatusTransition).where(
            JobStatusTransition.from_id == status.id, JobStatusTransition.to_id.not_in(allowed)
        )
    )
    standing = set(
        session.scalars(
            select(JobStatusTransition.to_id).where(JobStatusTransition.from_id == status.id)
        )
    )
    session.add_all(JobStatusTransition(from_id=status.id, to_id=to) for to in allowed - standing)
    session.flush()


def _record(session: Session, kind: str, status: JobStatus, actor: Actor) -> None:
    record(
        session,
        kind,
        subject=("job_status", status.id),
        actor=actor,
        after={"name": status.name, "position": status.position, "active": status.active},
    )
