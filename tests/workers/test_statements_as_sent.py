"""A statement that went out stays what it was, whatever is written down for its days later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import delete, insert, select, update

from core.billing.actions.statement_runs import start_run
from core.billing.model import (
    BillingDefaults,
    Invoice,
    Payment,
    PaymentMethod,
    PaymentState,
    StatementKind,
    StatementPaper,
    StatementRun,
    StatementSent,
)
from core.billing.papers.as_sent import paper_as_sent
from core.billing.papers.head import sender_of
from core.db import Database
from core.directory.model import Customer
from tests.builders import OFFICE, a_customer, a_person, an_email
from tests.core.billing.paying import issued, paid
from tests.practice import practice_settings
from tests.workers.wall import work_off
from workers.bill_papers import MOST_LINES
from workers.runtime import Runtime

MARCH, MARCH_31, APRIL_1 = date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)


def sent(database: Database, runtime: Runtime, kind: StatementKind) -> tuple[int, int]:
    """A statement of 10.00 owed that went out by mail: its run and its account."""
    with database.transaction() as session:
        customer = a_customer(session)
        an_email(session, a_person(session, customer)).receives_statements = True
        issued(session, customer, 1_000)
        run = start_run(session, kind, MARCH, MARCH_31, on=APRIL_1, actor=OFFICE)
    work_off(runtime)
    return run.id, customer.id


@pytest.mark.parametrize("kind", list(StatementKind))
def test_a_statement_stays_as_it_was_sent_whatever_is_entered_later(
    database: Database, runtime: Runtime, kind: StatementKind
) -> None:
    """10.00 owed when it was sent; 4.00 entered afterwards for a day before: the paper says so and stays."""
    run_id, customer_id = sent(database, runtime, kind)
    first = _paper(database, run_id, customer_id)
    with database.transaction() as session:
        customer = session.get_one(Customer, customer_id)
        (invoice,) = session.scalars(select(Invoice).where(Invoice.bill_to_id == customer_id))
        paid(session, customer, 400, (invoice, 400))
    later = _paper(database, run_id, customer_id)
    assert (later["rows"], later["summary"]) == (first["rows"], first["summary"])
    (line,) = [each for each in _notes(later) if each not in _notes(first)]
    assert "changed these days" in line
    assert "$6.00" in line


def test_a_statement_of_which_no_paper_was_kept_says_that_it_is_worked_out_anew(
    database: Database, runtime: Runtime
) -> None:
    run_id, customer_id = sent(database, runtime, StatementKind.ACTIVITY)
    with database.transaction() as session:
        session.execute(delete(StatementPaper))
    as_before = _notes(_paper(database, run_id, customer_id))
    assert not any("Later entries" in each for each in as_before)
    with database.transaction() as session:
        paid(session, session.get_one(Customer, customer_id), 400)
    notes = _notes(_paper(database, run_id, customer_id))
    assert any("Later entries" in each and "$10.00" in each for each in notes)


def test_of_a_long_statement_the_figures_alone_are_kept(
    database: Database, runtime: Runtime
) -> None:
    with database.transaction() as session:
        customer = a_customer(session)
        an_email(session, a_person(session, customer)).receives_statements = True
        one = {
            "payer_id": customer.id,
            "method": PaymentMethod.CASH,
            "state": PaymentState.SUCCEEDED,
            "amount_cents": 100,
            "received_on": MARCH,
        }
        session.execute(insert(Payment), [one] * (MOST_LINES + 1))
        start_run(session, StatementKind.ACTIVITY, MARCH, MARCH_31, on=APRIL_1, actor=OFFICE)
    work_off(runtime)
    with database.reading() as session:
        (told,) = session.scalars(select(StatementSent))
        assert told.closing_cents == -100 * (MOST_LINES + 1)
        assert session.scalars(select(StatementPaper)).all() == []


def _paper(database: Database, run_id: int, customer_id: int) -> Mapping[str, object]:
    """What stands on the paper behind the link."""
    words = BillingDefaults(postal_address="", payment_words="")
    sender = sender_of(practice_settings().company, words)
    with database.reading() as session:
        run = session.get_one(StatementRun, run_id)
        customer = session.get_one(Customer, customer_id)
        return paper_as_sent(session, run, customer, sender).words


def _notes(words: Mapping[str, object]) -> list[str]:
    notes = words["notes"]
    return [str(each) for each in notes] if isinstance(notes, list) else []


def test_a_paper_stays_behind_its_link_when_its_account_is_merged(
    database: Database, runtime: Runtime
) -> None:
    run_id, customer_id = sent(database, runtime, StatementKind.ACTIVITY)
    first = _paper(database, run_id, customer_id)
    with database.transaction() as session:
        kept = a_customer(session, "Kept One")
        session.get_one(Customer, customer_id).merged_into_id = kept.id
        session.execute(update(StatementSent).values(customer_id=kept.id))
    assert _paper(database, run_id, customer_id) == first
