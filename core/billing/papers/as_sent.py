"""Statements as they were sent: whoever opens the link later finds the same paper, and a line where the books changed.

Nothing on a paper that was sent is worked out anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.model import StatementKind, StatementPaper, StatementRun, StatementSent
from core.billing.papers.head import Sender
from core.billing.papers.printing import Form, Paper
from core.billing.papers.statement import statement_paper
from core.billing.papers.words import long_day, word
from core.billing.queries.statement import account_of, activity, open_items
from core.directory.model import Customer
from core.language import Language
from core.money import dollars

NOTES = "notes"


def paper_as_sent(session: Session, run: StatementRun, customer: Customer, sender: Sender) -> Paper:
    """The statement behind a link, ready to be set.

    One that was sent before papers were kept is worked out from the books, and says where it differs.
    """
    kept = session.scalar(
        select(StatementPaper).where(
            StatementPaper.run_id == run.id, StatementPaper.customer_id == customer.id
        )
    )
    moved = _moved_since(session, run, customer)
    if kept is None:
        paper = _as_it_stands(session, run, customer, sender)
        return _noted(paper, "worked_out_anew", run.to_on, moved.sent_cents) if moved else paper
    paper = Paper(Form.STATEMENT, kept.words, kept.made_on, kept.name)
    return _noted(paper, "changed_since", run.to_on, moved.now_cents) if moved else paper


@dataclass(frozen=True)
class _Moved:
    """An account at the end of the last day, as it was sent and as it is in the books now."""

    sent_cents: int
    now_cents: int


def _moved_since(session: Session, run: StatementRun, customer: Customer) -> _Moved | None:
    """None where the books still say what was sent, nothing was, or the account went into another."""
    sent = session.scalar(
        select(StatementSent)
        .where(StatementSent.run_id == run.id, StatementSent.customer_id == customer.id)
        .order_by(StatementSent.id)
        .limit(1)
    )
    if sent is None or customer.merged_into_id is not None:
        return None
    now = account_of(session, customer.id, run.to_on)
    before = sent.opening_cents
    if run.kind is StatementKind.ACTIVITY:
        before = account_of(session, customer.id, run.from_on - timedelta(days=1))
    if (before, now) == (sent.opening_cents, sent.closing_cents):
        return None
    return _Moved(sent.closing_cents, now)


def _as_it_stands(session: Session, run: StatementRun, customer: Customer, sender: Sender) -> Paper:
    spoken = Language(customer.language)
    if run.kind is StatementKind.OPEN_ITEM:
        opened = open_items(session, customer.id, run.to_on)
        return statement_paper(opened, customer, sender, spoken)
    moved = activity(session, customer.id, run.from_on, run.to_on)
    return statement_paper(moved, customer, sender, spoken)


def _noted(paper: Paper, name: str, on: date, cents: int) -> Paper:
    """The same paper with one line more, before its other notes and in its own language."""
    spoken = Language(str(paper.words["language"]))
    line = word(name, spoken, day=long_day(on, spoken), amount=dollars(cents))
    notes = paper.words[NOTES]
    standing = notes if isinstance(notes, list) else []
    return replace(paper, words={**paper.words, NOTES: [line, *standing]})
