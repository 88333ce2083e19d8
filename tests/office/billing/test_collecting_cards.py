"""Collect payment by card: one page for one payment, whatever windows are open; nothing counts before it is paid."""

from __future__ import annotations

import pytest

from core.billing.actions.cards import CardWord, fail_card
from core.billing.model import Payment, PaymentMethod, PaymentState
from core.billing.paper_links import InvoiceLink, invoice_in, invoice_url_of
from core.db import Database
from gateways.port import CheckoutWanted
from office.billing.card_page import GATEWAY
from tests.office.billing.books import a_portfolio, owed_on
from tests.office.billing.collecting import FakeGateway, opened, payments, record
from tests.office.desk import Browser
from tests.practice import practice_settings


@pytest.mark.inventory(118)
def test_a_card_is_paid_on_the_processors_page_and_counts_for_nothing_before(
    database: Database, desk: Browser
) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    gateway = FakeGateway()
    desk.client.application.extensions[GATEWAY] = gateway
    fields = {**opened(desk, payer), f"pay-{invoice_id}": "100"}
    first, again = (record(desk, fields, amount="100", method="card") for _ in range(2))
    assert 'href="https://cards.example/pay"' in first.text
    assert again.status_code == 200
    (payment,) = payments(database)
    assert (payment.method, payment.state) == (PaymentMethod.CARD, PaymentState.PENDING)
    assert {wish.idempotency_key for wish in gateway.wishes} == {payment.idempotency_key}
    assert owed_on(database, invoice_id) == 10_000
    assert "Not paid yet" in desk.text(f"/billing/payments/{payment.id}")


@pytest.mark.inventory(126)
def test_a_card_that_is_declined_changes_no_balance_and_another_way_is_taken(
    database: Database, desk: Browser
) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    desk.client.application.extensions[GATEWAY] = FakeGateway()
    fields = {**opened(desk, payer), f"pay-{invoice_id}": "100"}
    record(desk, fields, amount="100", method="card")
    with database.transaction() as session:
        fail_card(session, CardWord(10_000, reference=fields["key"], code="card_declined"))
    page = f"/billing/payments/{payments(database)[0].id}"
    assert "It failed: card declined. Nothing was charged" in desk.text(page)
    assert owed_on(database, invoice_id) == 10_000
    assert desk.send(f"{page}/card", seen_on=page).status_code == 409
    record(desk, {**opened(desk, payer), f"pay-{invoice_id}": "100"}, amount="100")
    assert owed_on(database, invoice_id) == 0


def test_without_a_processor_cards_are_refused_at_the_field(
    database: Database, desk: Browser
) -> None:
    payer, _ = a_portfolio(database, 10_000)
    desk.client.application.extensions[GATEWAY] = None
    answer = record(desk, opened(desk, payer), amount="100", method="card")
    assert answer.status_code == 422
    assert 'id="method-error"' in answer.text
    assert payments(database) == []


def test_two_windows_with_the_same_card_payment_open_one_page(
    database: Database, desk: Browser
) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    gateway = FakeGateway()
    desk.client.application.extensions[GATEWAY] = gateway
    for _ in range(2):
        fields = {**opened(desk, payer), f"pay-{invoice_id}": "100"}
        answer = record(desk, fields, amount="100", method="card")
        assert 'href="https://cards.example/pay"' in answer.text
    assert (len(payments(database)), len(gateway.pages)) == (1, 1)


def test_whoever_paid_one_invoice_is_led_to_it_and_never_to_our_sign_in(
    database: Database, desk: Browser
) -> None:
    payer, (invoice_id, _) = a_portfolio(database, 10_000, 5_000)
    wish, payment = wished(database, desk, payer, {invoice_id: "100"})
    public, _, token = wish.return_url.partition("/invoice/")
    assert public
    assert invoice_in(practice_settings().secret_key, token) == InvoiceLink(invoice_id)
    begun = payment.created_at
    link = invoice_url_of(public, practice_settings().secret_key, InvoiceLink(invoice_id), begun)
    assert wish.return_url == link, "the same payment is always the same wish"


def test_money_for_several_invoices_leads_back_to_the_desk(
    database: Database, desk: Browser
) -> None:
    payer, (first, second) = a_portfolio(database, 10_000, 5_000)
    wish, payment = wished(database, desk, payer, {first: "100", second: "50"})
    assert wish.return_url.endswith(f"/billing/payments/{payment.id}")


def wished(
    database: Database, desk: Browser, payer: int, pays: dict[int, str]
) -> tuple[CheckoutWanted, Payment]:
    """The page that was asked for at the desk, and its payment."""
    gateway = FakeGateway()
    desk.client.application.extensions[GATEWAY] = gateway
    parts = {f"pay-{id_}": dollars for id_, dollars in pays.items()}
    amount = str(sum(int(each) for each in pays.values()))
    record(desk, {**opened(desk, payer), **parts}, amount=amount, method="card")
    (wish,), (payment,) = gateway.wishes, payments(database)
    return wish, payment


def test_an_expired_card_page_is_put_away_and_another_opened(
    database: Database, desk: Browser
) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    gateway = FakeGateway()
    desk.client.application.extensions[GATEWAY] = gateway
    fields = {**opened(desk, payer), f"pay-{invoice_id}": "100"}
    record(desk, fields, amount="100", method="card")
    gateway.expire(next(iter(gateway.pages)))
    anew = {**opened(desk, payer), f"pay-{invoice_id}": "100"}
    assert record(desk, anew, amount="100", method="card").status_code == 200
    states = [payment.state for payment in payments(database)]
    assert states == [PaymentState.FAILED, PaymentState.PENDING]


def test_the_same_form_sent_after_its_card_page_expired_opens_another(
    database: Database, desk: Browser
) -> None:
    payer, (invoice_id,) = a_portfolio(database, 10_000)
    gateway = FakeGateway()
    desk.client.application.extensions[GATEWAY] = gateway
    fields = {**opened(desk, payer), f"pay-{invoice_id}": "100"}
    record(desk, fields, amount="100", method="card")
    gateway.expire(next(iter(gateway.pages)))
    for _ in range(2):
        again = record(desk, fields, amount="100", method="card")
        assert again.status_code == 200, again.text
        assert 'href="https://cards.example/pay"' in again.text
    states = [payment.state for payment in payments(database)]
    assert states == [PaymentState.FAILED, PaymentState.PENDING]
