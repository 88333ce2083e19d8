"""Statements for many accounts at once. Each account is done once a run, whatever is killed and begun again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.billing.model import StatementKind, StatementPaper, StatementRun, StatementSent
from core.billing.papers.printing import Paper
from core.billing.queries.reach import accounts_with_statements
from core.clock import database_now
from core.errors import FieldRefused, Refused
from core.events.actions import FIXLINE, Actor, Place, record
from core.events.model import Event
from core.outbox import Kind
from core.outbox.actions import promise

STARTED, SENT = "statements.started", "statement.sent"
MOST_AT_ONCE = 20
# A server that was away on the first still sends last month's.
MONTH_BEGINS_DAYS = 5
MOST_ACCOUNTS = 1_000_000
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('statement_runs'))")
NOTHING_TO_TELL = "nothing moved and nothing is owed"


@dataclass(frozen=True)
class Figures:
    """An account at both ends of a statement, in cents."""

    opening_cents: int
    closing_cents: int


def start_run(
    session: Session, kind: StatementKind, from_on: date, to_on: date, *, on: date, actor: Actor
) -> StatementRun:
    """Begin to send statements to every entry that is marked for them (inventory 134, 135). on: the company's day.

    Refuses days the wrong way round or still to come, nobody to send to, and the same days a second time.
    """
    if to_on < from_on:
        raise FieldRefused("to", "A statement ends on or after the day it begins.")
    if to_on > on:
        raise FieldRefused(
            "to", "Choose today or an earlier day: what is to come cannot be told yet."
        )
    session.execute(_ONE_AT_A_TIME)
    if standing_run(session, kind, from_on, to_on, on=on) is not None:
        raise Refused("Statements of these days were sent already: see below.")
    accounts = len(accounts_with_statements(session, after_id=0, most=MOST_ACCOUNTS))
    if not accounts:
        raise Refused("No contact is marked to receive statements: mark one on a customer's page.")
    run = StatementRun(
        kind=kind,
        from_on=from_on,
        to_on=to_on,
        begun_on=on,
        accounts=accounts,
        started_by=actor.name,
    )
    session.add(run)
    session.flush()
    _record_started(session, run, actor)
    promise_part(session, run.id, after_id=0)
    return run


def _record_started(session: Session, run: StatementRun, actor: Actor) -> None:
    record(
        session,
        STARTED,
        subject=("statement_run", run.id),
        actor=actor,
        after={
            "kind": run.kind,
            "from": run.from_on.isoformat(),
            "to": run.to_on.isoformat(),
            "accounts": run.accounts,
        },
    )


def start_monthly_run(session: Session, *, on: date) -> StatementRun | None:
    """In a month's first days, last month's activity for whoever is marked; None later, or when it stands."""
    if on.day > MONTH_BEGINS_DAYS:
        return None
    end = on.replace(day=1) - timedelta(days=1)
    try:
        begin = end.replace(day=1)
        return start_run(session, StatementKind.ACTIVITY, begin, end, on=on, actor=FIXLINE)
    except Refused:
        return None


def standing_run(
    session: Session, kind: StatementKind, from_on: date, to_on: date, *, on: date
) -> StatementRun | None:
    """The run of these days, begun today or once they were over.

    One of an earlier day told less than there was in the end: it stands for nothing.
    """
    return session.scalar(
        select(StatementRun)
        .where(
            StatementRun.kind == kind,
            StatementRun.from_on == from_on,
            StatementRun.to_on == to_on,
            or_(StatementRun.begun_on > to_on, StatementRun.begun_on == on),
        )
        .limit(1)
    )


def promise_part(session: Session, run_id: int, *, after_id: int) -> None:
    """Promise the run's next accounts, those after a customer."""
    promise(
        session,
        Kind.SEND_STATEMENTS,
        {"run_id": run_id, "after_id": after_id},
        dedupe_key=f"send_statements:{run_id}:{after_id}",
        rank=4,
    )


def claim_statement(
    session: Session, run: StatementRun, customer_id: int, point_id: int, figures: Figures
) -> int | None:
    """The row of one account's copy to one entry; None when this run has sent it there already."""
    return _claim(session, run, customer_id, figures, point_id=point_id, reason="")


def pass_over(session: Session, run: StatementRun, customer_id: int, figures: Figures) -> None:
    """Write down that there was nothing to tell this account."""
    _claim(session, run, customer_id, figures, point_id=None, reason=NOTHING_TO_TELL)


def note_message(session: Session, sent_id: int, message_id: int) -> None:
    """The message that carries a copy."""
    session.get_one(StatementSent, sent_id).message_id = message_id


def keep_paper(session: Session, run: StatementRun, customer_id: int, paper: Paper) -> None:
    """Keep one account's statement of a run as it goes out; the first that was sent stays."""
    session.execute(
        insert(StatementPaper)
        .values(
            run_id=run.id,
            customer_id=customer_id,
            words=dict(paper.words),
            made_on=paper.made_on,
            name=paper.name,
        )
        .on_conflict_do_nothing(index_elements=["run_id", "customer_id"])
    )


def record_sent(session: Session, run: StatementRun, customer_id: int, copies: int) -> Event:
    """The event of one account's statement, for the customer's own page."""
    return record(
        session,
        SENT,
        subject=("statement_run", run.id),
        actor=FIXLINE,
        place=Place(customer_id=customer_id),
        after={"from": run.from_on.isoformat(), "to": run.to_on.isoformat(), "copies": copies},
    )


def end_run(session: Session, run: StatementRun) -> None:
    """Every account is done. accounts: those there were in the end, should some have been marked meanwhile."""
    run.accounts = (
        session.scalar(
            select(func.count(func.distinct(StatementSent.customer_id))).where(
                StatementSent.run_id == run.id
            )
        )
        or 0
    )
    run.done_at = database_now(session)


def _claim(
    session: Session,
    run: StatementRun,
    customer_id: int,
    figures: Figures,
    *,
    point_id: int | None,
    reason: str,
) -> int | None:
    sent_id: int | None = session.scalar(
        insert(StatementSent)
        .values(
            run_id=run.id,
            customer_id=customer_id,
            contact_point_id=point_id,
            opening_cents=figures.opening_cents,
            closing_cents=figures.closing_cents,
            reason=reason,
        )
        .on_conflict_do_nothing(index_elements=["run_id", "customer_id", "contact_point_id"])
        .returning(StatementSent.id)
    )
    return sent_id
