"""What was in the books before migration 0032: plans that broke meanwhile, and the days on which runs were begun."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from alembic import command
from sqlalchemy import and_, or_, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.billing.actions.plan_state import BROKEN
from core.billing.actions.plans import agree_plan
from core.billing.actions.reversing import reverse_payment
from core.billing.instalments import Pace
from core.billing.model import Invoice, PaymentPlan, PlanState, StatementRun
from core.db import Database, alembic_config, upgrade
from core.desk.model import StaffTask
from core.events.model import Event
from tests.builders import CHICAGO, OFFICE, a_customer
from tests.core.billing.paying import MARCH, issued, paid

_GUARD = text("SELECT pg_get_functiondef(cast('guard_invoice()' AS regprocedure))")
_A_RUN = text(
    """
    INSERT INTO statement_runs (kind, from_on, to_on, started_by, created_at)
    VALUES ('activity', '2026-02-01', '2026-02-28', :by, :at)
    """
)


@contextmanager
def before_0032(database: Database) -> Iterator[None]:
    """The tables as they were; afterwards as they are, with what the migration made of the rows."""
    database.engine.dispose()
    command.downgrade(alembic_config(database.url), "0031")
    try:
        yield
    finally:
        database.engine.dispose()
        upgrade(database.url)


def undermined(session: Session) -> tuple[Invoice, PaymentPlan]:
    """$48.37, of which $20.00 came in before its plan was agreed on and bounced after."""
    payer = a_customer(session)
    invoice = issued(session, payer, 4_837)
    before = paid(session, payer, 2_000, (invoice, 2_000))
    plan = agree_plan(
        session,
        invoice.id,
        first_on=date(2026, 3, 10),
        count=2,
        pace=Pace.MONTHLY,
        on=MARCH,
        zone=CHICAGO,
        actor=OFFICE,
    )
    reverse_payment(session, before.id, on=MARCH, reason="bounced", actor=OFFICE)
    return invoice, plan


def told(session: Session) -> list[tuple[object, ...]]:
    """What staff can read of broken plans, in the order of their rows."""
    tasks = session.scalars(
        select(StaffTask).where(StaffTask.once_key.startswith("plan:")).order_by(StaffTask.id)
    ).all()
    titles = [each.title for each in tasks]
    opened = and_(Event.kind == "task.opened", Event.after["title"].astext.in_(titles))
    events = session.scalars(
        select(Event).where(or_(Event.kind == BROKEN, opened)).order_by(Event.kind, Event.id)
    ).all()
    return [
        *((each.title, each.details, each.priority, each.once_key) for each in tasks),
        *((each.kind, each.after, each.customer_id, each.actor_name) for each in events),
    ]


def test_staff_are_told_of_a_plan_that_broke_before_anybody_looked(database: Database) -> None:
    with database.transaction() as session:
        _, plan = undermined(session)
        expected = told(session)
        session.execute(text("ALTER TABLE events DISABLE TRIGGER USER"))
        session.execute(text("DELETE FROM events"))
        session.execute(text("ALTER TABLE events ENABLE TRIGGER USER"))
        session.execute(text("DELETE FROM staff_tasks"))
        plan.state = PlanState.ACTIVE
    with before_0032(database):
        pass
    with database.reading() as session:
        assert session.get_one(PaymentPlan, plan.id).state is PlanState.BROKEN
        assert (told(session), len(expected)) == (expected, 3)


def test_a_plan_that_was_paid_since_stays_kept(database: Database) -> None:
    with database.transaction() as session:
        invoice, plan = undermined(session)
        paid(session, invoice.bill_to, 4_837, (invoice, 4_837))
        session.execute(text("DELETE FROM staff_tasks"))
        plan.state = PlanState.KEPT
    with before_0032(database):
        pass
    with database.reading() as session:
        assert session.get_one(PaymentPlan, plan.id).state is PlanState.KEPT
        assert len(told(session)) == 1, "nothing but the event of then"


def test_a_run_of_the_past_was_begun_after_its_days_where_fixline_began_it(
    database: Database,
) -> None:
    begun = (
        ("Fixline", "2026-02-28 16:00+00", date(2026, 3, 1)),
        ("Dana", "2026-03-02 12:00+00", date(2026, 3, 2)),
    )
    with before_0032(database), database.transaction() as session:
        for by, at, _ in begun:
            session.execute(_A_RUN, {"by": by, "at": at})
    with database.reading() as session:
        runs = session.scalars(select(StatementRun).order_by(StatementRun.id)).all()
        assert [run.begun_on for run in runs] == [on for _, _, on in begun]


def test_a_guard_that_reads_otherwise_stops_the_migration(database: Database) -> None:
    with before_0032(database):
        with database.transaction() as session:
            guard = session.scalar(_GUARD) or ""
            other = guard.replace("coalesce(max(effective_on),", "coalesce(max( effective_on),")
            assert other != guard
            session.connection().exec_driver_sql(other.replace("%", "%%"))
        database.engine.dispose()
        with pytest.raises(DBAPIError, match="does not read as migration 0032 expects"):
            upgrade(database.url)
        with database.transaction() as session:
            session.connection().exec_driver_sql(guard.replace("%", "%%"))
