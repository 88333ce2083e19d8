"""Keep what people say of finished work. Asked once a job; "no" and "partly" bring the work back to the office."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.errors import FieldRefused, NotFound
from core.events.actions import Actor, record
from core.jobs.actions.status import default_status, lock_job, move, move_refusal
from core.jobs.actions.visits import place_of
from core.jobs.lifecycle import Category
from core.jobs.model import Feedback, Job
from core.jobs.verdict import Verdict

MOST_STARS = 5


def begin_asking(session: Session, job_id: int) -> bool:
    """Note that this job is asked about; False when it was before, so that nobody is asked twice."""
    begun = session.scalar(
        insert(Feedback)
        .values(job_id=job_id)
        .on_conflict_do_nothing(index_elements=["job_id"])
        .returning(Feedback.id)
    )
    return begun is not None


def record_verdict(
    session: Session, job_id: int, verdict: Verdict, words: str, *, actor: Actor
) -> None:
    """Is it fixed? NO and PARTLY reopen the job where its status allows, and always make a task.

    A second answer is kept as words only: the first one was acted on.
    """
    job = lock_job(session, job_id)
    feedback = _feedback(session, job_id)
    _keep_words(feedback, words)
    if feedback.verdict is not None:
        return
    feedback.verdict = verdict
    session.flush()
    _record(session, "job.verdict", job, {"verdict": verdict, "words": words.strip()}, actor)
    if verdict is not Verdict.YES:
        _reopen(session, job, verdict, words, actor)


def record_rating(session: Session, job_id: int, rating: int, words: str, *, actor: Actor) -> None:
    """From 1 to 5; refuses others. The last rating given counts."""
    if not 1 <= rating <= MOST_STARS:
        raise FieldRefused("rating", f"Give a number from 1 to {MOST_STARS}.")
    begin_asking(session, job_id)
    job = lock_job(session, job_id)
    feedback = _feedback(session, job_id)
    feedback.rating = rating
    _keep_words(feedback, words)
    session.flush()
    _record(session, "job.rated", job, {"rating": rating, "words": words.strip()}, actor)


def _feedback(session: Session, job_id: int) -> Feedback:
    found = session.scalar(select(Feedback).where(Feedback.job_id == job_id).with_for_update())
    if found is None:
        raise NotFound("feedback of job", job_id)
    return found


def _keep_words(feedback: Feedback, words: str) -> None:
    feedback.words = f"{feedback.words}\n\n{words.strip()}".strip()


def _reopen(session: Session, job: Job, verdict: Verdict, words: str, actor: Actor) -> None:
    """Back to work, then on hold until the office has planned: invoiced work stays as it is."""
    for category in (Category.IN_PROGRESS, Category.ON_HOLD):
        status = default_status(session, category)
        if move_refusal(session, job, status) is not None:
            break
        move(session, job, status, actor=actor)
    open_task(
        session,
        title=f"Not fixed ({verdict}): plan another visit for job {job.number}",
        details=words,
        priority=TaskPriority.HIGH,
        subject=("job", job.id),
        once_key=f"not_fixed:{job.id}",
        place=place_of(job),
    )


def _record(session: Session, kind: str, job: Job, said: dict[str, object], actor: Actor) -> None:
    record(session, kind, subject=("job", job.id), actor=actor, place=place_of(job), after=said)
