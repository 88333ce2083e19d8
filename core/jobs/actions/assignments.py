"""What offers, dispatch and the wait list share: a technician's row held, and an answer to an offer written down."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.events.actions import Actor, Place, record
from core.jobs.actions.free_times import promise_times_of
from core.jobs.availability import Span
from core.jobs.model import Assignment, AssignmentState, Technician

_LET_GO = frozenset({AssignmentState.DECLINED, AssignmentState.WITHDRAWN})


def hold_technician(session: Session, technician_id: int) -> Technician:
    """The technician, freshly read and held until the transaction ends; NotFound if there is none.

    Whoever puts work on them waits here for who came first, and then sees it. Taken after the job's row, before a
    free time's: in one order everywhere, so that nobody waits in a circle.
    """
    found = session.scalar(
        select(Technician)
        .where(Technician.id == technician_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound("technician", technician_id)
    return found


def write_answer(
    session: Session, assignment: Assignment, state: AssignmentState, *, actor: Actor
) -> None:
    """What became of an offer, with its event; a time that is let go may be offered to who waits again."""
    before, visit = assignment.state, assignment.appointment
    assignment.state = state
    assignment.answered_at = func.clock_timestamp()
    session.flush()
    job = visit.job
    record(
        session,
        f"assignment.{state}",
        subject=("assignment", assignment.id),
        actor=actor,
        place=Place(job_id=job.id, customer_id=job.customer_id, property_id=job.property_id),
        before={"state": before},
        after={"technician": assignment.technician.name, "reason": assignment.reason},
    )
    if state in _LET_GO:
        span = Span(visit.window_start, visit.window_end)
        promise_times_of(session, assignment.technician_id, span)
