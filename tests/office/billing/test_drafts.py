"""A draft at a desk: lines, discounts, who is billed, review; what cannot be is refused at its field."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from core.billing.actions.pricebook import set_discount_limit
from core.billing.bill_to import BillToSource
from core.billing.model import DiscountKind, Invoice, InvoiceStatus, ReviewStatus
from core.db import Database
from core.desk.model import StaffRole
from tests.builders import OFFICE, a_customer, a_place
from tests.builders.billing import a_draft_invoice, a_job_draft, a_taxed, an_item, is_exempt
from tests.office.billing.books import a_draft_at_hand, an_open_one, fields_of, the_day
from tests.office.desk import PASSWORD, Browser, at_desk, hire


def stored(database: Database, invoice_id: int) -> Invoice:
    with database.reading() as session:
        invoice = session.get_one(Invoice, invoice_id)
        assert invoice.lines is not None
        return invoice


def save(desk: Browser, invoice_id: int, **changed: object) -> TestResponse:
    page = f"/billing/invoices/{invoice_id}"
    fields = {**fields_of(desk.text(page)), **changed}
    return desk.send(f"{page}/lines", seen_on=page, **fields)


@pytest.mark.inventory(97)
@pytest.mark.inventory(98)
def test_lines_are_typed_and_summed_with_the_tax_of_the_place(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        draft = a_draft_invoice(session, place=a_taxed(session, a_place(session)))
    answer = save(
        desk,
        draft.id,
        **{
            "kind-0": "labour",
            "words-0": "Two <technicians>",
            "quantity-0": "2.5",
            "price-0": "95",
            "taxable-0": "",
            "kind-1": "material",
            "words-1": "Pump",
            "price-1": "380.00",
            "taxable-1": "on",
        },
    )
    assert answer.status_code == 303
    kept = stored(database, draft.id)
    assert (kept.net_cents, kept.tax_cents, kept.total_cents) == (61_750, 3_135, 64_885)
    page = desk.text(f"/billing/invoices/{draft.id}")
    assert "Two &lt;technicians&gt;" in page
    assert "$648.85" in page


@pytest.mark.inventory(99)
@pytest.mark.parametrize("typed", ["DRAIN", "drain", "Drain cleaning", "DRAIN · Drain cleaning"])
def test_an_item_is_found_by_its_code_or_name_with_its_price_and_cost(
    database: Database, desk: Browser, typed: str
) -> None:
    draft_id = a_draft_at_hand(database)
    with database.transaction() as session:
        item_id = an_item(session).id
    save(desk, draft_id, **{"words-0": typed, "quantity-0": "2"})
    (line,) = stored(database, draft_id).lines
    assert (line.item_id, line.unit_price_cents, line.cost_cents) == (item_id, 18_500, 4_000)
    assert (line.words, line.net_cents) == ("Drain cleaning", 37_000)


@pytest.mark.inventory(102)
def test_rows_are_changed_and_an_emptied_row_is_taken_off(
    database: Database, desk: Browser
) -> None:
    draft_id = a_draft_at_hand(database, 10_000, 5_000)
    save(desk, draft_id, **{"words-0": "", "price-0": "", "price-1": "60.00"})
    (line,) = stored(database, draft_id).lines
    assert line.net_cents == 6_000


@pytest.mark.parametrize("field", ["price-0", "quantity-0"])
@pytest.mark.parametrize("words", ["-5", "NaN", "1,00", "0.0005", "1e9", "<b>"])
def test_what_is_no_number_is_refused_at_its_field(
    database: Database, desk: Browser, field: str, words: str
) -> None:
    draft_id = a_draft_at_hand(database, 10_000)
    answer = save(desk, draft_id, **{field: words})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert stored(database, draft_id).total_cents == 10_000


def test_who_saves_over_another_hands_change_is_told(database: Database, desk: Browser) -> None:
    draft_id = a_draft_at_hand(database, 10_000)
    page = f"/billing/invoices/{draft_id}"
    before = fields_of(desk.text(page))
    save(desk, draft_id, **{"price-0": "120.00"})
    answer = desk.send(f"{page}/lines", seen_on=page, **{**before, "price-0": "80.00"})
    assert answer.status_code == 422
    assert "Somebody else changed" in answer.text
    assert stored(database, draft_id).total_cents == 12_000
    kept = {**fields_of(answer.text), "price-0": "80.00"}
    assert fields_of(answer.text)["price-0"] == "80.00"
    assert desk.send(f"{page}/lines", seen_on=page, **kept).status_code == 303
    assert stored(database, draft_id).total_cents == 8_000


def test_the_preview_says_what_the_rows_come_to_and_writes_nothing(
    database: Database, desk: Browser
) -> None:
    draft_id = a_draft_at_hand(database, 10_000)
    page = f"/billing/invoices/{draft_id}"
    fields = {**fields_of(desk.text(page)), "price-0": "123.45", "quantity-0": "2"}
    answer = desk.send(f"{page}/lines/preview", seen_on=page, **fields)
    assert "$246.90" in answer.text
    assert stored(database, draft_id).total_cents == 10_000


def test_an_issued_invoice_is_not_edited(database: Database, desk: Browser) -> None:
    invoice_id = an_open_one(database, 10_000)
    answer = desk.send(
        f"/billing/invoices/{invoice_id}/lines",
        seen_on=f"/billing/invoices/{invoice_id}",
        **{"rows": 1, "words-0": "More", "price-0": "5"},
    )
    assert answer.status_code == 422
    assert "cannot be edited" in answer.text
    assert stored(database, invoice_id).total_cents == 10_000


@pytest.mark.inventory(100)
@pytest.mark.inventory(101)
def test_a_discount_above_ones_limit_needs_a_colleagues_password(database: Database) -> None:
    desk = at_desk(database, StaffRole.ACCOUNTING)
    manager = hire(database, StaffRole.MANAGER)
    draft_id = a_draft_at_hand(database, 10_000)
    page = f"/billing/invoices/{draft_id}"
    line = stored(database, draft_id).lines[0].id
    wanted = {"discount_line": line, "discount": "20 %", "discount_kind": "manager"}
    alone = desk.send(f"{page}/discount", seen_on=page, **wanted)
    assert alone.status_code == 422
    assert "You may take 10 % off this line" in alone.text
    wrong = desk.send(
        f"{page}/discount", seen_on=page, **wanted, approver=manager, password="guessed"
    )
    assert wrong.status_code == 422
    assert stored(database, draft_id).total_cents == 10_000
    signed = desk.send(
        f"{page}/discount", seen_on=page, **wanted, approver=manager, password=PASSWORD
    )
    assert signed.status_code == 303
    kept = stored(database, draft_id)
    assert (kept.total_cents, kept.lines[0].discount_kind) == (8_000, DiscountKind.MANAGER)
    assert "approved by Dana Manager" in desk.text(page)


@pytest.mark.inventory(101)
def test_within_ones_limit_nobody_else_is_asked(database: Database) -> None:
    with database.transaction() as session:
        set_discount_limit(session, StaffRole.ACCOUNTING, 25_000, actor=OFFICE)
    desk = at_desk(database, StaffRole.ACCOUNTING)
    draft_id = a_draft_at_hand(database, 10_000)
    page = f"/billing/invoices/{draft_id}"
    line = stored(database, draft_id).lines[0].id
    desk.send(
        f"{page}/discount",
        seen_on=page,
        discount_line=line,
        discount="25.00",
        discount_kind="promotional",
    )
    assert stored(database, draft_id).total_cents == 7_500


@pytest.mark.inventory(36)
@pytest.mark.inventory(106)
def test_somebody_else_is_billed_and_the_jobs_customer_stays(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        draft = a_job_draft(session, 10_000)
        other = a_customer(session, "Paula Owner")
        before = draft.bill_to_id
    page = f"/billing/invoices/{draft.id}"
    desk.send(f"{page}/bill-to", seen_on=page, payer="", payer_other="Paula Owner")
    kept = stored(database, draft.id)
    assert (kept.bill_to_id, kept.bill_to_source) == (other.id, BillToSource.MANUAL)
    assert "chosen by hand" in desk.text(page)
    desk.send(f"{page}/bill-to/rule", seen_on=page)
    assert stored(database, draft.id).bill_to_id == before


def test_nobody_of_that_name_is_refused_at_the_field(database: Database, desk: Browser) -> None:
    draft_id = a_draft_at_hand(database, 10_000)
    page = f"/billing/invoices/{draft_id}"
    answer = desk.send(f"{page}/bill-to", seen_on=page, payer="", payer_other="Zebulon Quux")
    assert answer.status_code == 422
    assert 'id="payer_other-error"' in answer.text


@pytest.mark.inventory(111)
def test_an_invoice_on_hold_is_not_issued(database: Database, desk: Browser) -> None:
    draft_id = a_draft_at_hand(database, 10_000)
    page = f"/billing/invoices/{draft_id}"
    desk.send(f"{page}/review", seen_on=page, review="on_hold")
    assert stored(database, draft_id).review is ReviewStatus.ON_HOLD
    assert desk.open(f"{page}/issue").status_code == 409
    assert desk.send(f"{page}/issue", seen_on=page).status_code == 422
    desk.send(f"{page}/review", seen_on=page, review="reviewed")
    assert desk.send(f"{page}/issue", seen_on=page).status_code == 303


@pytest.mark.inventory(114)
@pytest.mark.inventory(115)
def test_who_is_exempt_with_a_certificate_is_shown_no_tax(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        customer = is_exempt(session, a_customer(session))
        place = a_taxed(session, a_place(session))
        draft = a_draft_invoice(session, 10_000, customer=customer, place=place)
    page = desk.text(f"/billing/invoices/{draft.id}")
    assert "No sales tax: certificate" in page
    assert stored(database, draft.id).tax_cents == 0


@pytest.mark.inventory(102)
def test_what_will_happen_is_shown_before_and_nothing_is_final_by_looking(
    database: Database, desk: Browser
) -> None:
    draft_id = a_draft_at_hand(database, 10_000)
    shown = desk.text(f"/billing/invoices/{draft_id}/issue")
    assert "1001, if nobody issues another before" in shown
    assert stored(database, draft_id).status is InvoiceStatus.DRAFT
    seen = fields_of(shown)["seen"]
    answer = desk.send(
        f"/billing/invoices/{draft_id}/issue", seen_on="/billing/invoices", seen=seen
    )
    assert answer.status_code == 303
    assert stored(database, draft_id).number == 1001


def test_a_draft_changed_since_it_was_looked_at_is_not_issued(
    database: Database, desk: Browser
) -> None:
    draft_id = a_draft_at_hand(database, 10_000)
    seen = fields_of(desk.text(f"/billing/invoices/{draft_id}/issue"))["seen"]
    save(desk, draft_id, **{"price-0": "120.00"})
    page = f"/billing/invoices/{draft_id}"
    answer = desk.send(f"{page}/issue", seen_on=page, seen=seen)
    assert answer.status_code == 422
    assert stored(database, draft_id).status is InvoiceStatus.DRAFT


def test_who_is_told_stands_before_issuing_a_jobs_invoice(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        draft = a_job_draft(session, 10_000, on=the_day(session))
    assert "will be told" in desk.text(f"/billing/invoices/{draft.id}/issue")


def test_a_draft_is_thrown_away(database: Database, desk: Browser) -> None:
    draft_id = a_draft_at_hand(database, 10_000)
    page = f"/billing/invoices/{draft_id}"
    assert desk.send(f"{page}/delete", seen_on=page).status_code == 303
    assert desk.open(page).status_code == 404
