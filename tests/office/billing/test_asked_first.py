"""Collect payment: what is asked or refused before money is recorded, and whose invoices it is offered for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.db import Database
from tests.builders import a_customer, a_place, linked
from tests.builders.billing import an_invoice
from tests.office.billing.books import a_portfolio, fields_of, owed_on, the_day
from tests.office.billing.collecting import opened, payments, record
from tests.office.desk import Browser


def test_the_same_check_in_another_form_is_asked_about_first(
    database: Database, desk: Browser
) -> None:
    payer, _ = a_portfolio(database, 10_000)
    record(desk, opened(desk, payer), amount="100")
    (first,) = payments(database)
    asked = record(desk, opened(desk, payer), amount="100")
    assert asked.status_code == 422
    assert "Check 1204 of this payer was entered before" in asked.text
    box = f"sure-check:{first.id}"
    assert f'name="{box}"' in asked.text
    sent = {**opened(desk, payer), box: "on"}
    assert record(desk, sent, amount="100").status_code == 303
    assert len(payments(database)) == 2


@pytest.mark.parametrize("days", [1, 365])
def test_a_check_of_a_day_to_come_is_refused_with_what_to_do(
    database: Database, desk: Browser, days: int
) -> None:
    payer, _ = a_portfolio(database, 10_000)
    with database.reading() as session:
        to_come = the_day(session) + timedelta(days=days)
    answer = record(desk, opened(desk, payer), amount="100", received_on=to_come)
    assert answer.status_code == 422
    assert "entered on the day it can be deposited" in answer.text
    assert payments(database) == []


def test_a_sum_far_above_and_a_day_long_ago_are_both_asked_about(
    database: Database, desk: Browser
) -> None:
    payer, _ = a_portfolio(database, 10_000)
    typed = {"amount": "999999999.99", "received_on": "2020-01-02", "method": "cash"}
    asked = record(desk, opened(desk, payer), **typed)
    assert asked.status_code == 422
    assert "is far more than" in asked.text
    assert "2 Jan 2020 is" in asked.text
    one = {**opened(desk, payer), "sure-above:99999999999": "on"}
    half = record(desk, one, **typed)
    assert half.status_code == 422
    assert fields_of(half.text)["sure-above:99999999999"] == "on"
    assert record(desk, {**one, "sure-ago:2020-01-02": "on"}, **typed).status_code == 303


def test_a_tenants_money_is_offered_for_their_own_invoice_alone(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        place, tenant = a_place(session), a_customer(session, "Tina Tenant")
        manager = a_customer(session, "Mia Manager")
        linked(session, place, tenant)
        linked(session, place, manager, "Property Manager")
        on = the_day(session)
        theirs = an_invoice(session, 4_837, customer=manager, place=place, on=on)
        own = an_invoice(session, 8_145, customer=tenant, place=place, on=on)
    fields = opened(desk, tenant.id)
    page = desk.text("/billing/collect", payer=tenant.id)
    assert "$48.37 owed by others at the same properties" in page
    assert (
        page.index(f">{own.number}<")
        < page.index("Owed by others")
        < page.index(f">{theirs.number}<")
    )
    shares = fields_of(record(desk, fields, amount="129.82", do="suggest").text)
    assert (shares[f"pay-{own.id}"], shares[f"pay-{theirs.id}"]) == ("81.45", "")
    by_hand = {**fields, f"pay-{own.id}": "33.08", f"pay-{theirs.id}": "48.37"}
    assert record(desk, by_hand, amount="81.45").status_code == 303
    assert owed_on(database, theirs.id) == 0
