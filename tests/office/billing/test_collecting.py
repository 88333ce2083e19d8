"""Collect payment at a desk: one check over many places, what two windows do, and what is refused."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from core.billing.model import Payment
from core.db import Database
from core.desk.model import StaffRole
from tests.builders import a_customer
from tests.office.billing.books import a_portfolio, an_open_one, fields_of, owed_on, the_day
from tests.office.billing.collecting import opened, payments, record
from tests.office.company import PICTURE
from tests.office.desk import Browser, at_desk


@pytest.mark.inventory(117)
@pytest.mark.inventory(119)
@pytest.mark.inventory(123)
@pytest.mark.inventory(124)
def test_one_check_pays_invoices_of_many_places_from_the_oldest(
    database: Database, desk: Browser
) -> None:
    payer, ids = a_portfolio(database, 10_000, 20_000, 30_000)
    fields = opened(desk, payer)
    suggested = record(desk, fields, amount="250", do="suggest")
    assert suggested.status_code == 200
    shares = fields_of(suggested.text)
    assert [shares[f"pay-{each}"] for each in ids] == ["100.00", "150.00", ""]
    answer = record(
        desk, {**fields, **{f"pay-{each}": shares[f"pay-{each}"] for each in ids}}, amount="250"
    )
    assert answer.status_code == 303
    assert [owed_on(database, each) for each in ids] == [0, 5_000, 30_000]
    page = desk.text(answer.headers["Location"])
    assert "Payment of $250.00" in page
    assert "1204" in page


@pytest.mark.inventory(123)
def test_an_invoice_that_is_left_out_gets_nothing(database: Database, desk: Browser) -> None:
    payer, ids = a_portfolio(database, 10_000, 20_000)
    fields = {**opened(desk, payer), f"skip-{ids[0]}": "on"}
    shares = fields_of(record(desk, fields, amount="150", do="suggest").text)
    assert (shares[f"pay-{ids[0]}"], shares[f"pay-{ids[1]}"]) == ("", "150.00")


@pytest.mark.inventory(122)
def test_a_part_leaves_the_rest_owed_and_too_much_stays_as_credit(
    database: Database, desk: Browser
) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    record(desk, opened(desk, payer), amount="40", **{f"pay-{invoice_id}": "40"})
    assert owed_on(database, invoice_id) == 6_000
    more = {"check_number": "1205", f"pay-{invoice_id}": "60"}
    answer = record(desk, opened(desk, payer), amount="100", **more)
    assert "Use what is left" in desk.text(answer.headers["Location"])
    assert owed_on(database, invoice_id) == 0


@pytest.mark.inventory(130)
def test_the_form_sent_twice_makes_one_payment(database: Database, desk: Browser) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    fields = {**opened(desk, payer), f"pay-{invoice_id}": "100"}
    first, second = (record(desk, fields, amount="100") for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(payments(database)) == 1


@pytest.mark.inventory(130)
def test_two_windows_make_one_payment_and_the_other_sees_both_balances(
    database: Database, desk: Browser
) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    one, other = opened(desk, payer), opened(desk, payer)
    record(desk, one, amount="70", **{f"pay-{invoice_id}": "70"})
    sent = {"check_number": "1205", f"pay-{invoice_id}": "100"}
    late = record(desk, other, amount="100", **sent)
    assert late.status_code == 409
    assert "stood at $100.00 when you looked and is now at $30.00" in late.text
    assert "was $100.00" in late.text
    assert fields_of(late.text)[f"pay-{invoice_id}"] == "100"
    assert len(payments(database)) == 1


@pytest.mark.inventory(130)
def test_a_key_that_made_another_payment_is_refused(database: Database, desk: Browser) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    fields = {**opened(desk, payer), f"pay-{invoice_id}": "10"}
    record(desk, fields, amount="10")
    answer = record(desk, fields, amount="20")
    assert answer.status_code == 422
    assert len(payments(database)) == 1


@pytest.mark.inventory(119)
def test_a_check_needs_its_number_and_keeps_its_photo(database: Database, desk: Browser) -> None:
    payer, _ = a_portfolio(database, 10_000)
    fields = opened(desk, payer)
    without = record(desk, fields, amount="100", check_number="")
    assert without.status_code == 422
    assert 'id="check_number-error"' in without.text
    token = fields_of(desk.text("/billing/collect", payer=payer))["csrf_token"]
    sent = {**fields, "csrf_token": token, "amount": "100", "method": "check", "check_number": "9"}
    answer = desk.client.post(
        "/billing/collect", data={**sent, "check_image": (BytesIO(PICTURE), "check.png")}
    )
    where = answer.headers["Location"]
    assert desk.open(f"{where}/check").mimetype == "image/png"
    words = {**sent, "key": "other", "check_image": (BytesIO(b"#!/bin/sh"), "check.png")}
    refused = desk.client.post("/billing/collect", data=words)
    assert refused.status_code == 422
    assert 'id="check_image-error"' in refused.get_data(as_text=True)


@pytest.mark.parametrize("field", ["amount", "pay"])
@pytest.mark.parametrize("words", ["-5", "NaN", "1,00", "0.005", "1e9", "99999999999999", "<b>"])
def test_what_is_no_amount_is_refused_and_nothing_is_recorded(
    database: Database, desk: Browser, field: str, words: str
) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    name = field if field == "amount" else f"pay-{invoice_id}"
    answer = record(desk, opened(desk, payer), **{"amount": "100", name: words})
    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    assert payments(database) == []


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("amount", "0"),
        ("method", "gold"),
        ("received_on", "2026-02-30"),
        ("received_on", "0001-01-01"),
        ("check_number", "9" * 61),
    ],
)
def test_a_payment_that_cannot_be_is_refused_at_its_field(
    database: Database, desk: Browser, field: str, words: str
) -> None:
    payer, _ = a_portfolio(database, 10_000)
    answer = record(desk, opened(desk, payer), **{"amount": "100", field: words})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert payments(database) == []


def test_more_than_was_received_or_owed_is_refused(database: Database, desk: Browser) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    fields = opened(desk, payer)
    above = record(desk, fields, amount="50", **{f"pay-{invoice_id}": "60"})
    owed = record(desk, fields, amount="500", **{f"pay-{invoice_id}": "101"})
    assert (above.status_code, owed.status_code) == (422, 422)
    assert payments(database) == []


def test_invoices_out_of_the_payers_reach_are_not_paid(database: Database, desk: Browser) -> None:
    strange = an_open_one(database, 10_000)
    payer, _ = a_portfolio(database, 10_000)
    record(desk, opened(desk, payer), amount="100", **{f"pay-{strange}": "100"})
    assert owed_on(database, strange) == 10_000


def test_nobody_is_no_payer(desk: Browser) -> None:
    assert desk.open("/billing/collect", payer=99_999).status_code == 404
    assert desk.open("/billing/collect", payer="x").status_code == 400


def test_what_is_left_to_apply_is_said_while_typing(database: Database, desk: Browser) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    fields = {**opened(desk, payer), "amount": "120", f"pay-{invoice_id}": "100"}
    page = f"/billing/collect?payer={payer}"
    assert "$20.00" in desk.send("/billing/collect/left", seen_on=page, **fields).text
    fields["amount"] = "90"
    assert "$10.00 more" in desk.send("/billing/collect/left", seen_on=page, **fields).text


@pytest.mark.parametrize("method", ["cash", "ach", "financing"])
@pytest.mark.inventory(117)
@pytest.mark.inventory(120)
@pytest.mark.inventory(121)
@pytest.mark.inventory(129)
def test_other_ways_to_pay_need_no_number(database: Database, desk: Browser, method: str) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    fields = {**opened(desk, payer), f"pay-{invoice_id}": "100"}
    answer = record(desk, fields, amount="100", method=method, check_number="")
    assert answer.status_code == 303
    assert owed_on(database, invoice_id) == 0


def test_only_who_may_take_payments_opens_the_page(database: Database) -> None:
    desk = at_desk(database, StaffRole.CSR)
    assert desk.open("/billing/collect").status_code == 403
    assert desk.open("/billing/payments").status_code == 200


def test_the_payer_is_found_by_name_or_by_the_job(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        a_customer(session, "Paula Owner")
        assert the_day(session) > date(2000, 1, 1)
        assert session.scalar(select(func.count()).select_from(Payment)) == 0
    assert "Paula Owner" in desk.text("/billing/collect", q="paula")
    assert "Nobody fits" in desk.text("/billing/collect", q="zebra")
