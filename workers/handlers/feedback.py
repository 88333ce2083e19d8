"""Some time after the work is done, ask whether it is: once a job, and only while it still counts as done."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.context import PromptKind
from bot.words import say
from core.alerts.actions.notice_settings import rule_of
from core.alerts.model import NoticeKind
from core.alerts.notice_wording import Asked, question_words
from core.alerts.wording import Worded
from core.clock import database_now
from core.directory.model import Contact, ContactPoint, PointKind
from core.events.model import Event
from core.jobs.actions.feedback import begin_asking
from core.jobs.lifecycle import Category
from core.jobs.model import Job
from core.language import Language
from core.messaging.actions.asking import ask_beside
from core.messaging.actions.queueing import Draft, queue_messages
from core.messaging.actions.threads import conversation_with, note_answered
from core.messaging.consent import Topic
from core.messaging.model import Consent, Conversation
from core.messaging.wire import Channel, ConsentState, Priority
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
    point = _way_to(session, job.requester)
    if point is None or job.status.category not in _STILL_DONE:
        return
    by_mail = point.kind is PointKind.EMAIL
    thread = (
        conversation_with(session, Channel.EMAIL, point.value, job_id=job.id)
        if by_mail
        else conversation_with(session, Channel.SMS, point.value)
    )
    if thread.taken_over_at is not None or not begin_asking(session, job.id):
        return
    _ask(session, runtime, thread, point, job)


def _way_to(session: Session, requester: Contact | None) -> ContactPoint | None:
    """The requester's phone that takes job updates, else an e-mail address that does; one that opted out only last.

    Then nothing leaves, and the thread shows why.
    """
    if requester is None:
        return None
    opted_out = exists().where(
        Consent.address == ContactPoint.value,
        Consent.topic == Topic.JOB_UPDATES,
        Consent.state == ConsentState.OPTED_OUT,
    )
    return session.scalar(
        select(ContactPoint)
        .where(
            ContactPoint.contact_id == requester.id,
            ContactPoint.retired_at.is_(None),
            ContactPoint.accepts_job_updates,
            ContactPoint.bad_since.is_(None),
        )
        .order_by(opted_out, ContactPoint.kind == PointKind.EMAIL, ContactPoint.id)
        .limit(1)
    )


def _ask(
    session: Session, runtime: Runtime, thread: Conversation, point: ContactPoint, job: Job
) -> None:
    words = _words(session, runtime, thread, point.contact, job)
    thread.subject = thread.subject or words.subject
    draft = Draft(
        conversation_id=thread.id,
        channel=thread.channel,
        recipient=thread.address,
        subject=words.subject,
        body=words.body,
        priority=Priority.ALERT,
        contact_point_id=point.id,
        job_id=thread.job_id,
    )
    queue_messages(session, runtime.head, [draft])
    note_answered(session, thread)
    ask_beside(
        session,
        thread,
        kind=PromptKind.IS_FIXED,
        options=("1", "2", "3"),
        valid=ANSWER_VALID,
        job_id=job.id,
    )


def _words(
    session: Session, runtime: Runtime, thread: Conversation, contact: Contact, job: Job
) -> Worded:
    """The company's own where they can be filled in, else ours."""
    company = runtime.head.company
    language = Language(thread.language) if thread.language else contact.language
    asked = Asked(thread.channel, language, contact)
    written = question_words(session, NoticeKind.FOLLOW_UP, job, company, asked)
    if written is not None:
        return written
    values = {"company": company.name, "number": str(job.number), "summary": job.summary}
    return Worded(f"[#{job.number}]", say("dispatch/is_fixed", language, values))


def _next() -> dict[Kind, Handler]:
    return {Kind.DELIVER: deliver}


ask_feedback = one_by_one(_ask_feedback, then=_next)
