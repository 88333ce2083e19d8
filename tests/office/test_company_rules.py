"""The rules of billing at a desk: what each role may take off, which checks need a photo, and the page of both."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.billing.actions.company_rules import ask_for_photos_from
from core.billing.discounts import LIMITS
from core.billing.model import Invoice, Payment
from core.billing.queries.company import billing_defaults, discount_limit
from core.db import Database
from core.desk.model import StaffRole
from core.desk.permissions import Permission, may
from core.events.model import Event
from tests.builders import OFFICE
from tests.office.billing.books import a_draft_at_hand, a_portfolio, an_open_one, fields_of
from tests.office.company import PICTURE
from tests.office.desk import PASSWORD, Browser, at_desk, hire

PAGE = "/settings/billing"
GIVERS = [role for role in StaffRole if may(role, Permission.DISCOUNTS_GIVE)]


def take_off(desk: Browser, database: Database, draft_id: int, off: str, **more: str) -> int:
    with database.reading() as session:
        line = session.get_one(Invoice, draft_id).lines[0].id
    page = f"/billing/invoices/{draft_id}"
    wanted = {"discount_line": line, "discount": off, "discount_kind": "promotional", **more}
    return desk.send(f"{page}/discount", seen_on=page, **wanted).status_code


def net(database: Database, draft_id: int) -> int:
    with database.reading() as session:
        return session.get_one(Invoice, draft_id).net_cents


@pytest.mark.inventory(101)
@pytest.mark.parametrize("role", GIVERS)
def test_each_role_takes_off_what_its_limit_allows_and_no_cent_more(
    database: Database, role: StaffRole
) -> None:
    desk = at_desk(database, role)
    draft_id = a_draft_at_hand(database, 10_000)
    most = 10_000 * LIMITS[role] // 100_000
    assert f"You may take {LIMITS[role] / 1000:g} %" in desk.text(f"/billing/invoices/{draft_id}")
    beyond = f"{(most + 1) // 100}.{(most + 1) % 100:02d}"
    assert take_off(desk, database, draft_id, beyond) == 422
    assert net(database, draft_id) == 10_000
    assert take_off(desk, database, draft_id, f"{most // 100}.{most % 100:02d}") == 303
    assert net(database, draft_id) == 10_000 - most


@pytest.mark.inventory(101)
@pytest.mark.inventory(170)
def test_a_csr_gives_more_only_with_a_managers_word_and_edits_nothing_else(
    database: Database,
) -> None:
    desk, manager = at_desk(database, StaffRole.CSR), hire(database, StaffRole.MANAGER)
    draft_id = a_draft_at_hand(database, 10_000)
    assert take_off(desk, database, draft_id, "20 %") == 422
    signed = {"approver": manager, "password": PASSWORD}
    assert take_off(desk, database, draft_id, "20 %", **signed) == 303
    assert net(database, draft_id) == 8_000
    page = f"/billing/invoices/{draft_id}"
    assert desk.send(f"{page}/lines", seen_on=page, rows=1).status_code == 403
    assert desk.send(f"{page}/issue", seen_on=page).status_code == 403


def test_who_may_give_nothing_is_shown_no_form_and_turned_away(database: Database) -> None:
    draft_id = a_draft_at_hand(database, 10_000)
    desk = at_desk(database, StaffRole.TECHNICIAN)
    assert desk.open(f"/billing/invoices/{draft_id}").status_code == 403
    assert desk.send(f"/billing/invoices/{draft_id}/discount", seen_on="/jobs").status_code == 403
    clerk = at_desk(database, StaffRole.CSR)
    assert "Discount on a line" not in clerk.text(f"/billing/invoices/{an_open_one(database)}")


@pytest.mark.inventory(101)
def test_limits_are_set_on_the_page_and_count_at_once(database: Database, desk: Browser) -> None:
    fields = {f"limit_{role}": f"{LIMITS[role] / 1000:g}" for role in GIVERS}
    sent = desk.send(f"{PAGE}/limits", seen_on=PAGE, **{**fields, "limit_csr": "7.5"})
    assert sent.status_code == 303
    with database.reading() as session:
        assert discount_limit(session, StaffRole.CSR) == 7_500
        changed = Event.kind == "billing.discount_limit_changed"
        assert session.scalar(select(func.count(Event.id)).where(changed)) == 1
    draft_id = a_draft_at_hand(database, 10_000)
    clerk = at_desk(database, StaffRole.CSR)
    assert take_off(clerk, database, draft_id, "7.51") == 422
    assert take_off(clerk, database, draft_id, "7.50") == 303


@pytest.mark.parametrize("typed", ["", "-1", "101", "much", "1e1"])
def test_a_limit_that_is_no_share_is_refused_at_its_field(
    database: Database, desk: Browser, typed: str
) -> None:
    fields = {f"limit_{role}": "5" for role in GIVERS}
    answer = desk.send(f"{PAGE}/limits", seen_on=PAGE, **{**fields, "limit_csr": typed})
    assert answer.status_code == 422
    assert "limit_csr-error" in answer.text
    with database.reading() as session:
        assert discount_limit(session, StaffRole.CSR) == LIMITS[StaffRole.CSR]


def test_tax_words_and_the_rule_for_photos_are_set_together(
    database: Database, desk: Browser
) -> None:
    wanted = {"tax_rate": "8.25", "payment_words": "By check.", "photo_from": "500"}
    assert desk.send(PAGE, seen_on=PAGE, **wanted).status_code == 303
    page = fields_of(desk.text(PAGE))
    assert (page["tax_rate"], page["photo_from"]) == ("8.25", "500.00")
    with database.reading() as session:
        row = billing_defaults(session)
        stored = (row.tax_rate_thousandths, row.payment_words, row.check_photo_from_cents)
    assert stored == (8_250, "By check.", 50_000)
    desk.send(PAGE, seen_on=PAGE, **{**wanted, "photo_from": ""})
    with database.reading() as session:
        assert billing_defaults(session).check_photo_from_cents is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [("tax_rate", "31"), ("tax_rate", "x"), ("photo_from", "-5"), ("photo_from", "5.001")],
)
def test_what_is_no_rule_is_refused_and_nothing_is_kept(
    database: Database, desk: Browser, field: str, typed: str
) -> None:
    wanted = {"tax_rate": "8", "payment_words": "Kept words", "photo_from": "", field: typed}
    answer = desk.send(PAGE, seen_on=PAGE, **wanted)
    assert answer.status_code == 422
    assert f"{field}-error" in answer.text
    assert "Kept words" in answer.text
    with database.reading() as session:
        assert billing_defaults(session).tax_rate_thousandths == 0


def test_only_who_may_change_settings_sees_the_rules(database: Database) -> None:
    desk = at_desk(database, StaffRole.ACCOUNTING)
    assert desk.open(PAGE).status_code == 403
    assert desk.send(PAGE, seen_on="/billing/invoices", tax_rate="0").status_code == 403
    assert desk.send(f"{PAGE}/limits", seen_on="/billing/invoices").status_code == 403


def pay_by_check(desk: Browser, payer: int, invoice_id: int, dollars: str) -> TestResponse:
    fields = fields_of(desk.text("/billing/collect", payer=payer))
    kept = {name: value for name, value in fields.items() if name not in {"q", "csrf_token"}}
    sent = {**kept, "method": "check", "check_number": "1204", "amount": dollars, "do": "record"}
    seen = f"/billing/collect?payer={payer}"
    return desk.send("/billing/collect", seen_on=seen, **{**sent, f"pay-{invoice_id}": dollars})


@pytest.mark.inventory(119)
def test_a_check_needs_a_photo_from_the_amount_the_company_says(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        ask_for_photos_from(session, 50_000, actor=OFFICE)
    payer, (invoice_id,) = a_portfolio(database, 100_000)
    refused = pay_by_check(desk, payer, invoice_id, "500")
    assert refused.status_code == 422
    assert "Add a photo of the check." in refused.text
    assert pay_by_check(desk, payer, invoice_id, "499.99").status_code == 303
    fields = fields_of(desk.text("/billing/collect", payer=payer))
    sent = {**fields, "method": "check", "check_number": "9", "amount": "500", "do": "record"}
    photo = {"check_image": (BytesIO(PICTURE), "check.png")}
    assert desk.client.post("/billing/collect", data={**sent, **photo}).status_code == 303
    assert desk.client.post("/billing/collect", data=sent).status_code == 303
    with database.reading() as session:
        kept = session.scalars(select(Payment).order_by(Payment.id)).all()
    assert [payment.check_image_id is not None for payment in kept] == [False, True]
