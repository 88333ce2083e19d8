"""Which question about money a mail answers, and whether its sender may decide it. Reads only.

A mail answers what it was sent to: the token in its address names a letter of ours, and that letter,
or the last one about money before it, names the request. A newer estimate is never approved by an older mail.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.context import Approval, Context, PromptKind
from bot.who import Known
from core.jobs.approval_links import ApprovalLink, approval_url
from core.jobs.model import ApprovalRequest, ApprovalState, Estimate, EstimateState, Job
from core.jobs.queries.approvals import may_decide
from core.jobs.spending import latest_request_of
from core.messaging.letterhead import REPLY_PREFIX, Letterhead, token_hash
from core.messaging.model import Conversation, Message
from core.messaging.wire import Channel

# How long an answer to a mail of ours may act (security.md: reply tokens live 30 days).
TOKEN_VALID = timedelta(days=30)
_TOKEN = re.compile(rf"{re.escape(REPLY_PREFIX)}([a-z2-7]+)@", re.IGNORECASE)
_OF_REQUEST = re.compile(r"approval:(\d+):\d+")


def with_money(
    session: Session,
    head: Letterhead,
    conversation: Conversation,
    message: Message,
    known: Known,
    job: Job | None,
    context: Context,
) -> Context:
    """The context, and what was asked about money: of a mail's job, and whether it answers a letter of ours; or by
    text to this very number.
    """
    if conversation.channel is not Channel.EMAIL:
        return replace(context, texted=_texted(session, head, known, context))
    answered = answered_letter(session, conversation, message)
    approval = approval_known(session, head, known, job, answered)
    return replace(context, approval=approval, replied_live=answered is not None)


def _texted(
    session: Session, head: Letterhead, known: Known, context: Context
) -> tuple[Approval, ...]:
    """How each question that was put to them by text stands now."""
    prompts = (*((context.prompt,) if context.prompt else ()), *context.other_prompts)
    asked = [each.job_id for each in prompts if each.kind is PromptKind.APPROVAL]
    jobs = [session.get(Job, each) for each in dict.fromkeys(asked) if each is not None]
    if not known.points:
        return ()
    found = (approval_known(session, head, known, job, None) for job in jobs)
    return tuple(each for each in found if each is not None)


def answered_letter(
    session: Session, conversation: Conversation, message: Message
) -> Message | None:
    """The letter of ours, to this very address, whose live token the mail was sent to; else None."""
    told = _TOKEN.match(message.recipient)
    if told is None:
        return None
    return session.scalar(
        select(Message).where(
            Message.reply_token_hash == token_hash(told[1]),
            Message.conversation_id == conversation.id,
            Message.recipient == conversation.address,
            Message.created_at > func.clock_timestamp() - TOKEN_VALID,
        )
    )


def approval_known(
    session: Session,
    head: Letterhead,
    known: Known,
    job: Job | None,
    answered: Message | None,
) -> Approval | None:
    """What was asked about the job's money, as far as this sender may know of it."""
    if job is None or not may_decide(session, job, known.customer_ids):
        return None
    newest = latest_request_of(session, job.id)
    if newest is None:
        return None
    meant = _meant_by(session, answered) if answered else None
    approval = _approval(head, known, meant or newest, newest, is_bound=meant is not None)
    if newest.state is not ApprovalState.VOID:
        return approval
    return replace(approval, newest_cents=0, is_rewritten=_is_rewritten(session, job))


def _is_rewritten(session: Session, job: Job) -> bool:
    """Whether an estimate of the job lies before the office again."""
    draft = select(Estimate.id).where(
        Estimate.job_id == job.id, Estimate.state == EstimateState.DRAFT
    )
    return session.scalar(draft.limit(1)) is not None


def _meant_by(session: Session, answered: Message) -> ApprovalRequest | None:
    """The request which the answered letter, or the last one about money before it, put to them."""
    key = session.scalar(
        select(Message.supersedes_key)
        .where(
            Message.conversation_id == answered.conversation_id,
            Message.supersedes_key.like("approval:%"),
            Message.id <= answered.id,
        )
        .order_by(Message.id.desc())
        .limit(1)
    )
    told = _OF_REQUEST.fullmatch(key or "")
    return session.get(ApprovalRequest, int(told[1])) if told else None


def _approval(
    head: Letterhead,
    known: Known,
    meant: ApprovalRequest,
    newest: ApprovalRequest,
    *,
    is_bound: bool,
) -> Approval:
    is_open = newest.state in {ApprovalState.PENDING, ApprovalState.HELD}
    link = ApprovalLink(newest.id, known.points[0].id)
    return Approval(
        request_id=meant.id,
        job_id=meant.job_id,
        job_number=meant.job.number,
        state=meant.state.value,
        amount_cents=meant.amount_cents,
        mail_limit_cents=meant.mail_limit_cents,
        approved_cents=meant.approved_cents,
        decided_by=meant.decided_by,
        newest_cents=newest.amount_cents,
        is_bound=is_bound,
        link=approval_url(head.public_url, head.secret, link) if is_open else "",
    )
