"""Statements in bulk: whoever is marked, once a run, and never the same days twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from core.billing.actions.statement_runs import start_monthly_run, start_run
from core.billing.model import StatementKind, StatementRun
from core.billing.queries.reach import accounts_with_statements, bill_phones, statement_reach
from core.billing.queries.statement_runs import runs
from core.db import Database
from core.directory.model import Customer
from core.errors import FieldRefused, Refused
from tests.builders import OFFICE, a_customer, a_person, a_phone, an_email, number

MARCH_1, MARCH_31, APRIL_1 = date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)


def marked(session: Session, name: str = "Lakeside") -> Customer:
    """A customer whose mail address receives statements."""
    customer = a_customer(session, name)
    person = a_person(session, customer)
    point = an_email(session, person, f"{name.lower()}@mail.example")
    point.receives_statements = True
    session.flush()
    return customer


@pytest.mark.inventory(134)
def test_a_run_is_for_whoever_is_marked(session: Session) -> None:
    marked(session), marked(session, "Hill")
    an_email(session, a_person(session, a_customer(session)), "nobody@mail.example")
    run = start_run(session, StatementKind.ACTIVITY, MARCH_1, MARCH_31, on=APRIL_1, actor=OFFICE)
    assert run.accounts == 2
    (shown,) = runs(session)
    assert (shown.done, shown.copies, shown.is_under_way) == (0, 0, True)


def test_the_same_days_are_never_sent_twice(session: Session) -> None:
    marked(session)
    start_run(session, StatementKind.ACTIVITY, MARCH_1, MARCH_31, on=APRIL_1, actor=OFFICE)
    with pytest.raises(Refused):
        start_run(session, StatementKind.ACTIVITY, MARCH_1, MARCH_31, on=APRIL_1, actor=OFFICE)
    start_run(session, StatementKind.OPEN_ITEM, MARCH_1, MARCH_31, on=APRIL_1, actor=OFFICE)


def test_two_clicks_begin_one_run(database: Database) -> None:
    with database.transaction() as session:
        marked(session)
    at_once = Barrier(4)

    def click(_: int) -> int:
        at_once.wait()
        try:
            with database.transaction() as session:
                start_run(
                    session, StatementKind.ACTIVITY, MARCH_1, MARCH_31, on=APRIL_1, actor=OFFICE
                )
        except Refused:
            return 0
        return 1

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(click, range(4))) == 1


def test_a_run_for_nobody_or_with_days_the_wrong_way_round_is_refused(session: Session) -> None:
    with pytest.raises(Refused):
        start_run(session, StatementKind.ACTIVITY, MARCH_1, MARCH_31, on=APRIL_1, actor=OFFICE)
    with pytest.raises(FieldRefused):
        start_run(session, StatementKind.ACTIVITY, MARCH_31, MARCH_1, on=APRIL_1, actor=OFFICE)


@pytest.mark.inventory(135)
def test_when_a_month_begins_last_months_statements_go_once(session: Session) -> None:
    marked(session)
    assert start_monthly_run(session, on=date(2026, 4, 9)) is None
    run = start_monthly_run(session, on=date(2026, 4, 2))
    assert run is not None
    assert (run.from_on, run.to_on) == (MARCH_1, MARCH_31)
    assert start_monthly_run(session, on=date(2026, 4, 3)) is None


@pytest.mark.parametrize("on", [date(2026, 2, 28), date(2026, 3, 30)])
def test_days_that_have_not_come_are_refused(session: Session, on: date) -> None:
    marked(session)
    with pytest.raises(FieldRefused, match="to come") as refusal:
        start_run(session, StatementKind.ACTIVITY, MARCH_1, MARCH_31, on=on, actor=OFFICE)
    assert refusal.value.field == "to"


def test_a_run_that_was_begun_before_its_days_were_over_stands_for_nothing(
    session: Session,
) -> None:
    marked(session)
    early = StatementRun(
        kind=StatementKind.ACTIVITY,
        from_on=MARCH_1,
        to_on=MARCH_31,
        started_by="Dana",
        begun_on=date(2026, 3, 20),
    )
    session.add(early)
    session.flush()
    run = start_monthly_run(session, on=date(2026, 4, 2))
    assert run is not None
    assert run.id != early.id
    assert start_monthly_run(session, on=date(2026, 4, 3)) is None


def test_on_the_last_day_itself_the_same_days_are_sent_once_and_again_when_they_are_over(
    session: Session,
) -> None:
    marked(session)
    start_run(session, StatementKind.ACTIVITY, MARCH_1, MARCH_31, on=MARCH_31, actor=OFFICE)
    with pytest.raises(Refused, match="already"):
        start_run(session, StatementKind.ACTIVITY, MARCH_1, MARCH_31, on=MARCH_31, actor=OFFICE)
    assert start_monthly_run(session, on=APRIL_1) is not None


def test_an_address_that_stopped_working_gets_none(session: Session) -> None:
    customer = marked(session)
    ((_, reach),) = statement_reach(session, customer.id)
    assert reach.address == "lakeside@mail.example"
    customer.contacts[0].points[0].bad_since = customer.created_at
    session.flush()
    assert statement_reach(session, customer.id) == []
    assert accounts_with_statements(session, after_id=0, most=9) == []


def test_bills_go_to_the_phones_marked_for_them(session: Session) -> None:
    customer = a_customer(session)
    person = a_person(session, customer)
    first, second = a_phone(session, person), a_phone(session, person, number(143))
    assert [reach.point_id for reach in bill_phones(session, customer.id)] == [first.id]
    second.receives_invoices = True
    session.flush()
    assert [reach.point_id for reach in bill_phones(session, customer.id)] == [second.id]
