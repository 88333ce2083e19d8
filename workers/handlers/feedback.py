"""Some time after the work is done, ask by text whether it is: once a job, and only while it still counts as done."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import PromptKind
from bot.words import say
from core.alerts.actions.notice_settings import rule_of
from core.alerts.model import NoticeKind
from core.clock import database_now
from core.directory.model import Contact, ContactPoint, PointKind
from core.events.model import Event
from core.jobs.actions.feedback import begin_asking
from core.jobs.lifecycle import Category
from core.jobs.model import Job
from core.language import Language
from core.messaging.actions.asking import ask_beside
from core.messaging.actions.queueing import say_in
from core.messaging.actions.threads import conversation_with
from core.messaging.model import Conversation
from core.messaging.wire import Channel, Priority
from core.outbox import Kind
from core.outbox.actions import Promise, promise
from workers.doing import Handler, number, one_by_one
from workers.handlers.deliver import deliver
from workers.runtime import Runtime

# Where the company says nothing: long enough for a technician to take DONE back, and for a person to try the tap.
ASKED_AFTER = timedelta(hours=1)
ANSWER_VALID = timedelta(days=3)
_STILL_DONE = frozenset({Category.COMPLETED, Category.INVOICED, Category.PAID})


def plan_question(session: Session, event: Event) -> None:
    """Promise the question for a job that has just been completed. A job completed twice is asked about once.

    When, and whether at all, the company says in Settings.
    """
    if event.facts.get("category") != Category.COMPLETED or event.job_id is None:
        return
    rule = rule_of(session, NoticeKind.FOLLOW_UP)
    if rule is not None and not rule.active:
        return
    after = timedelta(hours=rule.hour) if rule is not None else ASKED_AFTER
    promise(
        session,
        Kind.ASK_FEEDBACK,
        {"job_id": event.job_id},
        run_at=database_now(session) + after,
        rank=3,
    )


def _ask_feedback(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: a job is asked about once. A job opened again, or a thread a person holds, is not asked."""
    job = session.get_one(Job, number(entry, "job_id"))
    point = _phone_of(session, job.requester)
    if point is None or job.status.category not in _STILL_DONE:
        return
    thread = conversation_with(session, Channel.SMS, point.value)
    if thread.taken_over_at is not None or not begin_asking(session, job.id):
        return
    _ask(session, runtime, thread, job)


def _phone_of(session: Session, requester: Contact | None) -> ContactPoint | None:
    """The requester's phone that takes job updates."""
    if requester is None:
        return None
    return session.scalar(
        select(ContactPoint)
        .where(
            ContactPoint.contact_id == requester.id,
            ContactPoint.kind == PointKind.PHONE,
            ContactPoint.accepts_job_updates,
            ContactPoint.bad_since.is_(None),
        )
        .order_by(ContactPoint.id)
        .limit(1)
    )


def _ask(session: Session, runtime: Runtime, thread: Conversation, job: Job) -> None:
    spoken = job.requester.language if job.requester else Language.ENGLISH
    language = Language(thread.language) if thread.language else spoken
    values = {
        "company": runtime.head.company.name,
        "number": str(job.number),
        "summary": job.summary,
    }
    body = say("dispatch/is_fixed", language, values)
    say_in(session, runtime.head, thread, body, priority=Priority.ALERT)
    ask_beside(
        session,
        thread,
        kind=PromptKind.IS_FIXED,
        options=("1", "2", "3"),
        valid=ANSWER_VALID,
        job_id=job.id,
    )


def _next() -> dict[Kind, Handler]:
    return {Kind.DELIVER: deliver}


ask_feedback = one_by_one(_ask_feedback, then=_next)
