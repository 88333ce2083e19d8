"""Pay by card from the page of an invoice: one payment however often it is asked, none for what is paid."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

import portal
from core.billing.actions.cards import (
    CardWord,
    fail_card,
    note_page,
    settle_card,
)
from core.billing.actions.crediting import credit_part
from core.billing.actions.editing import Particulars, set_particulars
from core.billing.actions.issuing import issue
from core.billing.actions.payments import begin_card_payment
from core.billing.actions.voiding import void
from core.billing.model import Invoice, Payment, PaymentMethod, PaymentState
from core.billing.paper_links import InvoiceLink, invoice_url
from core.billing.queries.balances import balance_of
from core.db import Database
from core.language import Language
from tests.builders import OFFICE, a_customer
from tests.builders.billing import MARCH_2, a_draft_invoice, an_invoice, because
from tests.core.billing.paying import new_payment, paid
from tests.crowd import at_once
from tests.gateways.cards import CardWorld, card_settings, card_world
from tests.practice import practice_settings

KEY = practice_settings().secret_key


@pytest.fixture
def world() -> Iterator[CardWorld]:
    with card_world() as served:
        yield served


def door(database: Database, url: str) -> Flask:
    app = Flask("practice")
    app.register_blueprint(portal.create_blueprint(card_settings(url), database))
    return app


@pytest.fixture
def client(database: Database, world: CardWorld) -> FlaskClient:
    return door(database, world.url).test_client()


def an_open_one(database: Database) -> Invoice:
    with database.transaction() as session:
        return an_invoice(session, 10_000, customer=a_customer(session, "Rita Diaz"))


def path(invoice: Invoice) -> str:
    return invoice_url("", KEY, InvoiceLink(invoice.id))


def press(client: FlaskClient, invoice: Invoice, owed: int | str = 10_000) -> TestResponse:
    return client.post(f"{path(invoice)}/pay", data={"owed": owed})


def payments(database: Database) -> list[Payment]:
    with database.reading() as session:
        return list(session.scalars(select(Payment).order_by(Payment.id)))


def shown(client: FlaskClient, invoice: Invoice) -> str:
    """The words of the page, without what is between them."""
    page = client.get(path(invoice)).get_data(as_text=True)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_button_leads_to_the_processors_page_and_asks_for_all_that_is_owed(
    client: FlaskClient, database: Database, world: CardWorld
) -> None:
    invoice = an_open_one(database)
    assert "Pay $100.00 by card" in shown(client, invoice)
    answer = press(client, invoice)
    assert answer.status_code == 303
    assert answer.location.startswith(f"{world.url}/cards/pay/")
    (payment,) = payments(database)
    assert (payment.amount_cents, payment.state) == (10_000, PaymentState.PENDING)
    assert payment.intended == {str(invoice.id): 10_000}
    page = client.get(path(invoice))
    assert f"form-action 'self' {world.url};" in page.headers["Content-Security-Policy"]
    assert "A card payment of $100.00 was begun" in shown(client, invoice)


def test_pressed_again_or_from_another_letter_it_is_the_same_page(
    client: FlaskClient, database: Database
) -> None:
    invoice = an_open_one(database)
    assert press(client, invoice).location == press(client, invoice).location
    assert len(payments(database)) == 1


def begun_at_the_desk(database: Database, invoice: Invoice, cents: int) -> None:
    """A card payment whose page is open, with $100.00 of it for the invoice."""
    with database.transaction() as session:
        payer = session.merge(invoice).bill_to
        new = new_payment(payer, cents, (invoice, 10_000), method=PaymentMethod.CARD)
        payment = begin_card_payment(session, new, processor="stripe", actor=OFFICE)
        note_page(session, payment.id, f"page-{cents}")


def test_a_payment_begun_at_a_desk_for_all_that_is_owed_is_under_way_here_too(
    client: FlaskClient, database: Database
) -> None:
    invoice = an_open_one(database)
    begun_at_the_desk(database, invoice, 10_000)
    assert "A card payment of $100.00 was begun" in shown(client, invoice)
    assert "Pay $100.00 by card" not in shown(client, invoice)


def test_a_payment_of_more_than_is_owed_is_not_what_this_button_opens(
    client: FlaskClient, database: Database
) -> None:
    invoice = an_open_one(database)
    begun_at_the_desk(database, invoice, 15_000)
    assert "Pay $100.00 by card" in shown(client, invoice)
    assert press(client, invoice).status_code == 303
    assert [each.amount_cents for each in payments(database)] == [15_000, 10_000]


def test_two_tabs_at_once_make_one_payment(database: Database, world: CardWorld) -> None:
    invoice = an_open_one(database)
    app = door(database, world.url)

    def act(_hand: int) -> int:
        return press(app.test_client(), invoice).status_code

    answers = at_once(4, act)
    assert 303 in answers
    assert set(answers) <= {303, 503}
    assert len(payments(database)) == 1


def test_what_was_paid_is_shown_and_then_nothing_more_is_taken(
    client: FlaskClient, database: Database
) -> None:
    invoice = an_open_one(database)
    with database.transaction() as session:
        payer = session.merge(invoice).bill_to
        paid(session, payer, 2_500, (invoice, 2_500))
        credit_part(session, invoice.id, 500, because(), actor=OFFICE)
    assert "Paid by cash March 2, 2026 -$25.00" in shown(client, invoice)
    assert "Credit note #" in shown(client, invoice)
    assert "Still owed $70.00" in shown(client, invoice)
    press(client, invoice, 7_000)
    (_, payment) = payments(database)
    with database.transaction() as session:
        word = CardWord(7_000, payment.idempotency_key or "", payment_ref="pi_1")
        settle_card(session, word, on=MARCH_2)
        assert balance_of(session, invoice.id) == 0
    assert "Paid by card" in shown(client, invoice)
    assert "Nothing is owed on this invoice. Thank you." in shown(client, invoice)
    assert "by card</button>" not in client.get(path(invoice)).get_data(as_text=True)
    again = press(client, invoice, 7_000)
    assert again.status_code == 409
    assert "so nothing was paid" in again.get_data(as_text=True)
    assert len(payments(database)) == 2


def test_a_void_invoice_and_a_credit_note_take_no_card(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        invoice, other = an_invoice(session, 10_000), an_invoice(session, 10_000)
        note = credit_part(session, other.id, 500, because(), actor=OFFICE)
        void(session, invoice.id, on=MARCH_2, reason="twice", actor=OFFICE)
    for document in (invoice, note):
        assert press(client, document).status_code == 409
    assert payments(database) == []


@pytest.mark.parametrize("owed", [9_999, "", "-1", "1e3", "9" * 40, "٣"])
def test_another_amount_than_is_owed_is_not_taken(
    client: FlaskClient, database: Database, owed: int | str
) -> None:
    answer = press(client, an_open_one(database), owed)
    assert answer.status_code == 409
    assert "has changed since you opened this page" in answer.get_data(as_text=True)
    assert payments(database) == []


def test_a_processor_that_does_not_answer_is_asked_for_the_same_page_later(
    client: FlaskClient, database: Database, world: CardWorld
) -> None:
    invoice = an_open_one(database)
    world.switch(script=["500"])
    down = press(client, invoice)
    assert down.status_code == 503
    assert "try again in a minute" in down.get_data(as_text=True)
    assert press(client, invoice).status_code == 303
    assert len(payments(database)) == 1


def test_after_a_page_has_come_to_nothing_another_is_begun(
    client: FlaskClient, database: Database, world: CardWorld
) -> None:
    invoice = an_open_one(database)
    first = press(client, invoice).location
    (payment,) = payments(database)
    world.gateway.close_checkout(payment.processor_reference or "")
    second = press(client, invoice).location
    assert second != first
    assert [each.state for each in payments(database)] == [
        PaymentState.FAILED,
        PaymentState.PENDING,
    ]
    with database.transaction() as session:
        fail_card(session, CardWord(0, payments(database)[1].idempotency_key or "", code="x"))
    assert press(client, invoice).location not in {first, second}


def test_where_cards_are_not_taken_there_is_no_button(database: Database) -> None:
    app = Flask("practice")
    app.register_blueprint(portal.create_blueprint(practice_settings(), database))
    invoice = an_open_one(database)
    assert "by card" not in shown(app.test_client(), invoice)
    assert press(app.test_client(), invoice).status_code == 409
    assert payments(database) == []


def test_a_link_that_is_not_ours_pays_nothing(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        draft = a_draft_invoice(session, 500)
    assert press(client, draft, 500).status_code == 404
    assert client.post("/invoice/nonsense/pay", data={"owed": 1}).status_code == 404
    assert payments(database) == []


def test_the_page_speaks_the_invoices_language(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        draft = a_draft_invoice(session, 10_000)
        set_particulars(session, draft.id, Particulars("", "", 30, Language.SPANISH), actor=OFFICE)
        invoice = issue(session, draft.id, on=MARCH_2, actor=OFFICE)
        paid(session, invoice.bill_to, 4_000, (invoice, 4_000))
    assert "Pagar $60.00 con tarjeta" in shown(client, invoice)
    assert "Queda por pagar $60.00" in shown(client, invoice)
