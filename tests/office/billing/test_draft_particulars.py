"""Who sees drafts and who changes them, what else a draft says, and one that belongs to no job."""

from __future__ import annotations

import pytest

from core.billing.model import Invoice
from core.db import Database
from core.desk.model import StaffRole
from tests.builders import a_customer
from tests.office.billing.books import a_draft_at_hand
from tests.office.desk import Browser, at_desk


def stored(database: Database, invoice_id: int) -> Invoice:
    with database.reading() as session:
        return session.get_one(Invoice, invoice_id)


@pytest.mark.parametrize("role", [StaffRole.CSR, StaffRole.DISPATCHER])
def test_who_may_only_read_sees_the_draft_and_changes_nothing(
    database: Database, role: StaffRole
) -> None:
    desk = at_desk(database, role)
    draft_id = a_draft_at_hand(database, 10_000)
    page = f"/billing/invoices/{draft_id}"
    assert "Save lines" not in desk.text(page)
    assert desk.send(f"{page}/lines", rows=1).status_code == 403
    assert desk.send(f"{page}/issue").status_code == 403


def test_a_technician_sees_no_money(database: Database) -> None:
    draft_id = a_draft_at_hand(database, 10_000)
    desk = at_desk(database, StaffRole.TECHNICIAN)
    assert desk.open(f"/billing/invoices/{draft_id}").status_code == 403
    assert desk.open("/billing/invoices").status_code == 403


def test_particulars_are_kept_and_a_strange_number_of_days_is_refused(
    database: Database, desk: Browser
) -> None:
    draft_id = a_draft_at_hand(database, 10_000)
    page = f"/billing/invoices/{draft_id}"
    good = {"po_number": "4471", "terms_days": "15", "language": "es", "message": "Thank you"}
    desk.send(f"{page}/particulars", seen_on=page, **good)
    kept = stored(database, draft_id)
    assert (kept.po_number, kept.terms_days, kept.message) == ("4471", 15, "Thank you")
    answer = desk.send(f"{page}/particulars", seen_on=page, **{**good, "terms_days": "-1"})
    assert answer.status_code == 422
    assert 'id="terms_days-error"' in answer.text


def test_an_invoice_without_a_job_is_written_for_whoever_is_found(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        customer = a_customer(session, "Paula Owner")
    assert "Paula Owner" in desk.text("/billing/invoices/new", who="paula")
    answer = desk.send(
        "/billing/invoices", seen_on="/billing/invoices/new", customer_id=customer.id
    )
    assert answer.status_code == 303
    assert desk.send("/billing/invoices", seen_on="/jobs", customer_id=99_999).status_code == 404
