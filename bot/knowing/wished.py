"""Which job somebody means who writes whom to bill: the thread's, or one their words name by its number or its bill's.

A number alone opens nothing: only jobs count that are theirs, or at a place of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.model import Invoice
from core.jobs.model import Job
from core.jobs.queries.work import has_path_to
from core.messaging.model import Conversation, Message

MOST_NUMBERS = 8
_NAMED = re.compile(
    r"\b(?:jobs?|work orders?|wo|trabajos?|[oó]rden(?:es)?)\W{0,3}(?:number|no|num|n[uú]mero)?\W{0,3}(\d{1,9})\b",
    re.IGNORECASE,
)
_BILLED = re.compile(
    r"\b(?:invoices?|bills?|facturas?)\W{0,3}(?:number|no|num|n[uú]mero)?\W{0,3}(\d{1,9})\b",
    re.IGNORECASE,
)


def jobs_wished(
    session: Session, thread: Conversation, words: str, customer_ids: Sequence[int]
) -> tuple[Job, ...]:
    """The jobs that may be meant, by number; one where it is plain, none where nothing names any.

    words: those that ask, with the subject. customer_ids: whom the writer belongs to.
    """
    own = session.get(Job, thread.job_id) if thread.job_id else None
    if own is not None:
        return (own,)
    named = _named_in(session, words) or _last_told(session, thread)
    theirs = {job.id: job for job in named if has_path_to(session, job, customer_ids)}
    return tuple(theirs.values())


def _named_in(session: Session, words: str) -> Sequence[Job]:
    jobs = [int(each) for each in _NAMED.findall(words)][:MOST_NUMBERS]
    bills = [int(each) for each in _BILLED.findall(words)][:MOST_NUMBERS]
    billed = select(Invoice.job_id).where(Invoice.number.in_(bills))
    where = Job.number.in_(jobs) | Job.id.in_(billed)
    return session.scalars(select(Job).where(where).order_by(Job.number)).all()


def _last_told(session: Session, thread: Conversation) -> Sequence[Job]:
    """The job our last letter of this thread was about, if it was about one."""
    last = (
        select(Message.job_id)
        .where(
            Message.conversation_id == thread.id,
            Message.inbound.is_(False),
            Message.job_id.is_not(None),
        )
        .order_by(Message.id.desc())
        .limit(1)
    )
    return session.scalars(select(Job).where(Job.id == last.scalar_subquery())).all()
