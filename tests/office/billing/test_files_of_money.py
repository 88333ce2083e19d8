"""Lists about money as files, each by the link on its own page: bills to write, batches, runs, reminders, accounts."""

from __future__ import annotations

from datetime import date

import pytest

from core.billing.actions.payments import receive_payment
from core.billing.actions.pricebook import retire_item
from core.billing.actions.reminding import remind_overdue_invoices
from core.billing.actions.statement_runs import start_run
from core.billing.model import StatementKind
from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import Customer
from tests.builders import OFFICE, a_customer, a_job_at, a_person, a_place, an_email
from tests.builders.billing import an_invoice, an_item
from tests.builders.books import a_batch, a_posted_batch
from tests.core.billing.paying import new_payment
from tests.office.desk import Browser, at_desk
from tests.office.taking_along import lines_of, links_on, taken_along

MARCH = "from=2026-03-01&to=2026-03-31"


@pytest.fixture
def desk(database: Database) -> Browser:
    return at_desk(database, StaffRole.ACCOUNTING)


@pytest.fixture
def payer_id(database: Database) -> int:
    """Whose invoice of $120.50 is paid but for $100.50."""
    with database.transaction() as session:
        invoice = an_invoice(session, 12_050, customer=a_customer(session, "Lakeside Homes"))
        part = new_payment(invoice.bill_to, 2_000, (invoice, 2_000), on=date(2026, 3, 9))
        receive_payment(session, part, actor=OFFICE)
        return invoice.bill_to_id


def test_jobs_to_invoice_are_taken_along_with_who_is_billed(
    desk: Browser, database: Database
) -> None:
    assert links_on(desk, "/billing/jobs") == []
    with database.transaction() as session:
        customer = a_customer(session, "Oak Court LLC")
        number = a_job_at(session, "Completed", a_place(session), customer).number
    (row,) = taken_along(desk, "/billing/jobs")
    assert (row["Job"], row["Billed to"]) == (str(number), "Oak Court LLC")


def test_a_statement_is_taken_along_line_by_line_for_its_days(desk: Browser, payer_id: int) -> None:
    page = f"/billing/accounts/{payer_id}/statement"
    moved = taken_along(desk, f"{page}?{MARCH}")
    assert [(row["Amount"], row["Balance"]) for row in moved] == [
        ("", "0.00"),
        ("120.50", "120.50"),
        ("-20.00", "100.50"),
    ]
    (later,) = taken_along(desk, f"{page}?from=2026-04-01&to=2026-04-30")
    assert (later["What"], later["Balance"]) == ("Opening balance", "100.50")
    (left,) = taken_along(desk, f"{page}?kind=open_item&{MARCH}")
    assert (left["Original"], left["Open"]) == ("120.50", "100.50")
    assert date.fromisoformat(left["Due"]) > date.fromisoformat(left["Date"])
    assert desk.open("/billing/accounts/99999/statement.csv").status_code == 404
    assert desk.open(f"{page}.csv", to="soon").status_code == 400


def test_what_is_found_of_a_claim_is_taken_along(desk: Browser, payer_id: int) -> None:
    page = f"/billing/paid?customer={payer_id}"
    (payment,), (invoice,) = (taken_along(desk, page, nth=each) for each in range(2))
    assert (payment["Amount"], payment["Not used"]) == ("20.00", "0.00")
    assert payment["Counted towards"].endswith(": 20.00")
    assert (invoice["Billed to"], invoice["Still owed"]) == ("Lakeside Homes", "100.50")
    assert lines_of(desk, "/billing/paid/payments.csv") == []
    assert lines_of(desk, "/billing/paid/payments.csv?q=77.77") == []


def test_batches_their_members_and_the_log_are_taken_along(
    desk: Browser, database: Database, payer_id: int
) -> None:
    with database.transaction() as session:
        posted = a_posted_batch(session).id
        a_batch(session, date(2026, 4, 1), date(2026, 4, 30))
    later, row = taken_along(desk, "/billing/batches")
    assert later["State"] == "Open"
    assert (row["Batch"], row["From"], row["To"]) == (str(posted), "2026-03-01", "2026-03-31")
    assert (row["Documents"], row["Charged"], row["Received"]) == ("1", "120.50", "20.00")
    page = f"/billing/batches/{posted}"
    (member,) = taken_along(desk, f"{page}?kind=payment")
    assert (member["Whose"], member["Amount"]) == ("Lakeside Homes", "-20.00")
    everything = lines_of(desk, f"{page}.csv")
    assert [each["Kind"] for each in everything] == ["Invoices", "Payments", "Counted"]
    of_one = taken_along(desk, f"/billing/batches/log?batch={posted}")
    assert {each["Batch"] for each in of_one} == {str(posted)}
    assert desk.open("/billing/batches/99999.csv").status_code == 404


def test_runs_of_statements_and_reminders_are_taken_along(
    desk: Browser, database: Database, payer_id: int
) -> None:
    with database.transaction() as session:
        person = a_person(session, session.get_one(Customer, payer_id))
        an_email(session, person).receives_statements = True
        session.flush()
        start_run(
            session,
            StatementKind.ACTIVITY,
            date(2026, 3, 1),
            date(2026, 3, 31),
            on=date(2026, 4, 1),
            actor=OFFICE,
        )
        remind_overdue_invoices(session, on=date(2026, 6, 1))
    (run,) = taken_along(desk, "/billing/statements")
    assert (run["From"], run["To"], run["What"]) == ("2026-03-01", "2026-03-31", "What moved")
    (reminder,) = taken_along(desk, "/billing/reminders")
    assert (reminder["Customer"], reminder["Day"]) == ("Lakeside Homes", "2026-06-01")
    assert (reminder["Owed then"], reminder["Owed now"]) == ("100.50", "100.50")


def test_items_are_taken_along_as_the_pricebook_shows_them(
    desk: Browser, database: Database
) -> None:
    with database.transaction() as session:
        an_item(session, "Drain cleaned", code="DRAIN")
        gone = an_item(session, "Key cut", code="KEY")
        retire_item(session, gone.id, actor=OFFICE)
        an_item(session, "Lock changed", code="LOCK")
    assert [row["code"] for row in shown(desk, "")] == ["DRAIN", "LOCK"]
    assert [row["code"] for row in shown(desk, "?q=lock")] == ["LOCK"]
    assert [row["code"] for row in shown(desk, "?retired=yes")] == ["KEY"]
    assert len(lines_of(desk, "/billing/pricebook.csv")) == 3


def shown(desk: Browser, asked: str) -> list[dict[str, str]]:
    """The items of the list itself; the whole pricebook is another file."""
    return taken_along(desk, f"/billing/pricebook{asked}")


def test_the_books_are_taken_along_by_who_keeps_them(database: Database, payer_id: int) -> None:
    dispatcher = at_desk(database, StaffRole.DISPATCHER)
    for address in ("/billing/batches/log.csv", "/billing/jobs.csv"):
        assert dispatcher.open(address).status_code == 403
