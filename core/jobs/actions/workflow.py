"""The company edits its workflow: statuses added, renamed, switched off. One that was used is never
deleted.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, record
from core.jobs.lifecycle import ALLOWED, Category
from core.jobs.model import JobStatus, JobStatusTransition
from core.jobs.requirements import RequiredField

LONGEST_NAME = 60
LARGEST_POSITION = 1_000_000
STEP = 10


@dataclass(frozen=True)
class StatusDraft:
    """What staff decide about a status.

    position: where it stands in lists. leads_to: ids of statuses a job may go to from here.
    required: what a job must have before it may enter. category: another one, for a status no job ever stood in;
    None leaves it.
    """

    name: str
    position: int
    customer_visible: bool
    subscribed_by_default: bool
    leads_to: frozenset[int] = frozenset()
    required: frozenset[RequiredField] = frozenset()
    category: Category | None = None


def add_status(
    session: Session, category: Category, draft: StatusDraft, *, actor: Actor
) -> JobStatus:
    """A new status within a category of the trade (inventory 75). Refuses a name that is taken.

    It may be reached from wherever the category's default status may be reached.
    """
    _hold_all(session)
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
    """Rename and reorder a status and say where it leads. Its category stays once a job stood in it, for rules have
    acted on it.
    """
    _hold_all(session)
    status = _locked(session, status_id)
    _check_name(session, draft.name, but=status)
    before = said_of(status)
    status.name, status.position = draft.name.strip(), draft.position
    _fill(status, draft)
    if draft.category is not None and draft.category is not status.category:
        _recategorise(session, status, draft.category)
    _lead_to(session, status, draft.leads_to)
    _record(session, "job_status.edited", status, actor, before)
    return status


def make_default(session: Session, status_id: int, *, actor: Actor) -> None:
    """Fixline itself uses this status for its category from now on; the one before is demoted in the same step.

    Refused for a status that is switched off. Two at once queue behind the category's rows: one of them is last.
    """
    category = session.scalar(select(JobStatus.category).where(JobStatus.id == status_id))
    if category is None:
        raise NotFound("job status", status_id)
    rows = session.scalars(
        select(JobStatus)
        .where(JobStatus.category == category)
        .order_by(JobStatus.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    chosen = next(row for row in rows if row.id == status_id)
    if not chosen.active:
        raise Refused(f"Switch {chosen.name} on first; then it can be the one Fixline uses.")
    was = next((row.name for row in rows if row.is_default), None)
    for row in rows:
        row.is_default = False
    session.flush()
    chosen.is_default = True
    session.flush()
    _record(session, "job_status.made_default", chosen, actor, {"default": was})


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


def said_of(status: JobStatus) -> JsonObject:
    """What the audit keeps of a status."""
    return {
        "name": status.name,
        "category": status.category,
        "position": status.position,
        "active": status.active,
        "customer_visible": status.customer_visible,
        "required": list(status.required_fields),
    }


def _hold_all(session: Session) -> None:
    """One who names at a time: of two who save one name at once the second is told."""
    session.execute(text("LOCK TABLE job_statuses IN SHARE ROW EXCLUSIVE MODE"))


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
    status.required_fields = [each.value for each in RequiredField if each in draft.required]


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


def _recategorise(session: Session, status: JobStatus, category: Category) -> None:
    """Another category, and no step into it that the trade does not have any more."""
    if status.first_used_at is not None or status.is_default:
        raise FieldRefused("category", f"{status.name} is in use; its category stays as it is.")
    status.category = category
    session.flush()
    possible = [each for each in Category if each is category or category in ALLOWED[each]]
    session.execute(
        delete(JobStatusTransition).where(
            JobStatusTransition.to_id == status.id,
            JobStatusTransition.from_id.in_(
                select(JobStatus.id).where(JobStatus.category.not_in(possible))
            ),
        )
    )


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


def _record(
    session: Session, kind: str, status: JobStatus, actor: Actor, before: JsonObject | None = None
) -> None:
    record(
        session,
        kind,
        subject=("job_status", status.id),
        actor=actor,
        before=before,
        after=said_of(status),
    )
