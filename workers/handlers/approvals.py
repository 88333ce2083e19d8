"""Mail questions about money, remind of them, and tell who else should know. Silence only ever asks again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.context import PromptKind
from bot.money_letters import (
    News,
    Question,
    news_for_colleague,
    news_for_technician,
    question,
)
from core.clock import database_now
from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.events.actions import FIXLINE, ActorType
from core.events.model import Event
from core.jobs.actions.approvals import ASKED, expire
from core.jobs.approval_links import ApprovalLink, approval_url
from core.jobs.facts import accepted_by, current_visit
from core.jobs.model import ApprovalRequest, ApprovalState, DecidedHow, Technician
from core.jobs.queries.approvals import Reachable, deciders_of, texted_deciders_of
from core.language import Language
from core.messaging.actions.asking import ask_again
from core.messaging.actions.queueing import Draft, queue_messages
from core.messaging.actions.threads import conversation_with
from core.messaging.letterhead import Letterhead
from core.messaging.wire import Channel, Priority
from core.money import dollars
from core.outbox import Kind
from core.outbox.actions import Promise, promise
from workers.doing import Handler, number, one_by_one
from workers.handlers.deliver import deliver
from workers.runtime import Runtime

# As long as it waits before it expires unanswered (the steps below).
ANSWER_VALID = timedelta(days=30)
_WAITING = frozenset({ApprovalState.PENDING})


def _ask_approval(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: the mails are queued with the end of the promise. A request decided meanwhile asks nobody."""
    request = session.get_one(ApprovalRequest, number(entry, "request_id"))
    if request.state not in _WAITING:
        return
    asked = _mail(session, runtime.head, request, Question.FIRST, "Approval needed")
    if not asked:
        _task(session, request, "Nobody to ask by mail: get approval by phone", TaskPriority.HIGH)
    _promise_next(session, request, step=0)


def _remind(session: Session, head: Letterhead, request: ApprovalRequest) -> None:
    _mail(session, head, request, Question.REMINDER, "Reminder: approval needed")


def _call_them(session: Session, _head: Letterhead, request: ApprovalRequest) -> None:
    _task(session, request, "No answer about approval: please call", TaskPriority.HIGH)


def _give_up(session: Session, _head: Letterhead, request: ApprovalRequest) -> None:
    expire(session, request.id, actor=FIXLINE)
    _task(session, request, "Approval never answered: ask again or close", TaskPriority.NORMAL)


@dataclass(frozen=True)
class _Step:
    """What is done about silence, so long after the step before."""

    after: timedelta
    do: Callable[[Session, Letterhead, ApprovalRequest], None]


# 4 hours and 24 hours after the question (conversation.md), then a person, in the end nothing.
_STEPS = (
    _Step(timedelta(hours=4), _remind),
    _Step(timedelta(hours=20), _remind),
    _Step(timedelta(hours=4), _call_them),
    _Step(timedelta(days=29), _give_up),
)


def _remind_approval(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: what a step writes is committed with the end of its promise."""
    request = session.get_one(ApprovalRequest, number(entry, "request_id"))
    step = number(entry, "step")
    if request.state not in _WAITING:
        return
    _STEPS[step].do(session, runtime.head, request)
    _promise_next(session, request, step=step + 1)


def _promise_next(session: Session, request: ApprovalRequest, *, step: int) -> None:
    if step >= len(_STEPS):
        return
    promise(
        session,
        Kind.REMIND_APPROVAL,
        {"request_id": request.id, "step": step},
        dedupe_key=f"remind_approval:{request.id}:{step}",
        run_at=database_now(session) + _STEPS[step].after,
        rank=3,
    )


def _tell_approval(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: mails, text and task are written with the end of the promise, from the frozen event."""
    request = session.get_one(ApprovalRequest, number(entry, "request_id"))
    event = session.get_one(Event, number(entry, "event_id"))
    told = _told(request, event)
    drafts = [
        _draft(
            session,
            request,
            each,
            event.id,
            told.headline,
            news_for_colleague(told, Language(each.language)),
        )
        for each in _others(session, request, event)
    ]
    queue_messages(session, runtime.head, [*drafts, *_text_technician(session, request, told)])
    _task(session, request, told.for_staff, TaskPriority.NORMAL, details=told.words)


def _told(request: ApprovalRequest, event: Event) -> News:
    approved = event.after.get("approved_cents")
    return News(
        number=str(request.job.number),
        state=str(event.after["state"]),
        asked=dollars(request.amount_cents),
        approved=dollars(approved) if isinstance(approved, int) else "",
        who=event.actor_name,
        words=str(event.after.get("words") or ""),
    )


def _others(session: Session, request: ApprovalRequest, event: Event) -> Iterable[Reachable]:
    """Everyone who was asked; whoever answered by mail has had the answer in their own thread."""
    by_mail = event.after.get("how") == DecidedHow.EMAIL
    decider = event.actor_id if by_mail and event.actor_type == ActorType.CONTACT else None
    return [each for each in deciders_of(session, request.job) if each.contact_id != decider]


def _text_technician(session: Session, request: ApprovalRequest, told: News) -> list[Draft]:
    """The technician who has the visit waits for this word."""
    taken = accepted_by(current_visit(request.job))
    if taken is None:
        return []
    return [_text(session, request, taken.technician, told)]


def _text(session: Session, request: ApprovalRequest, technician: Technician, told: News) -> Draft:
    thread = conversation_with(session, Channel.SMS, technician.phone)
    return Draft(
        conversation_id=thread.id,
        channel=Channel.SMS,
        recipient=technician.phone,
        body=news_for_technician(told, Language(technician.language)),
        priority=Priority.DISPATCH,
        job_id=request.job_id,
    )


def _mail(
    session: Session, head: Letterhead, request: ApprovalRequest, text: Question, title: str
) -> bool:
    """Write the question to everyone who may decide, by text where mail reaches nobody; False where that fails too."""
    subject = f"{title}: {dollars(request.amount_cents)}"
    event_id = _asking(session, request)
    drafts = [
        _draft(session, request, each, event_id, subject, _question(head, request, each, text))
        for each in deciders_of(session, request.job)
    ] or [
        _text_question(session, head, request, each, event_id)
        for each in texted_deciders_of(session, request.job)
    ]
    queue_messages(session, head, drafts)
    return bool(drafts)


def _text_question(
    session: Session,
    head: Letterhead,
    request: ApprovalRequest,
    asked: Reachable,
    event_id: int | None,
) -> Draft:
    """A link to the page that shows it all; a text alone approves nothing, but is known for an answer to this."""
    thread = conversation_with(session, Channel.SMS, asked.address)
    kind, job_id = PromptKind.APPROVAL, request.job_id
    ask_again(session, thread, kind=kind, valid=ANSWER_VALID, job_id=job_id)
    return Draft(
        conversation_id=thread.id,
        channel=Channel.SMS,
        recipient=asked.address,
        body=_question(head, request, asked, Question.TEXT),
        priority=Priority.DISPATCH,
        contact_point_id=asked.point_id,
        job_id=request.job_id,
        event_id=event_id,
        supersedes_key=f"approval:{request.id}:{asked.point_id}",
    )


def _question(head: Letterhead, request: ApprovalRequest, asked: Reachable, text: Question) -> str:
    job = request.job
    by_mail = request.mail_limit_cents
    values = {
        "company": head.company.name,
        "first_name": asked.first_name,
        "number": str(job.number),
        "place": f"{job.property.street} #{job.unit.name}" if job.unit else job.property.street,
        "summary": job.summary.rstrip(". "),
        "amount": dollars(request.amount_cents),
        "reason": request.reason.rstrip(". "),
        "again": "1" if request.estimate_version > 1 else "",
        "mail_limit": dollars(by_mail) if by_mail else "",
        "within": "1" if request.amount_cents <= by_mail else "",
        "link": approval_url(
            head.public_url, head.secret, ApprovalLink(request.id, asked.point_id)
        ),
    }
    return question(text, Language(asked.language), values)


def _asking(session: Session, request: ApprovalRequest) -> int | None:
    """The event of the question: its mails are news of it, not answers in a talk."""
    return session.scalar(
        select(func.max(Event.id)).where(
            Event.subject_type == "approval",
            Event.subject_id == request.id,
            Event.kind == ASKED,
        )
    )


def _draft(
    session: Session,
    request: ApprovalRequest,
    person: Reachable,
    event_id: int | None,
    subject: str,
    body: str,
) -> Draft:
    thread = conversation_with(session, Channel.EMAIL, person.address, job_id=request.job_id)
    return Draft(
        conversation_id=thread.id,
        channel=Channel.EMAIL,
        recipient=person.address,
        subject=f"[#{request.job.number}] {subject}",
        body=body,
        priority=Priority.DISPATCH,
        contact_point_id=person.point_id,
        job_id=request.job_id,
        event_id=event_id,
        supersedes_key=f"approval:{request.id}:{person.point_id}",
    )


def _task(
    session: Session,
    request: ApprovalRequest,
    title: str,
    priority: TaskPriority,
    details: str = "",
) -> None:
    named = title if f"#{request.job.number}" in title else f"{title} (job #{request.job.number})"
    open_task(
        session,
        title=named,
        details=details or f"{dollars(request.amount_cents)}: {request.reason}",
        priority=priority,
        subject=("job", request.job_id),
        once_key=f"approval:{request.id}:{named}"[:200],
    )


def _next() -> dict[Kind, Handler]:
    return {Kind.DELIVER: deliver}


ask_approval = one_by_one(_ask_approval, then=_next)
remind_approval = one_by_one(_remind_approval, then=_next)
tell_approval = one_by_one(_tell_approval, then=_next)
