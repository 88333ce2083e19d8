"""The button of an invoice's page that leads to the card processor's own page. No card number ever comes near us.

Two clicks, two tabs or two letters about the same invoice make one payment; what is paid or void is refused.
"""

from __future__ import annotations

from functools import cache, partial

from flask import Response, request
from sqlalchemy.orm import Session

from core.billing.actions.cards import CardWord, fail_card, note_page
from core.billing.actions.paying_by_link import begin_payment_by_link
from core.billing.model import Invoice, Payment
from core.billing.queries.company import company_day
from core.billing.receiving import BalanceMoved
from core.config import Settings
from core.db import Database
from core.errors import FieldRefused, Refused
from gateways import gateway_for
from gateways.port import Checkout, CheckoutState, PaymentGateway
from gateways.wishes import checkout_wanted
from portal.bills import BillPages, Trouble
from portal.unsubscribe import HEADERS, for_link_holders

LONGEST_FORM = 10_000
LONGEST_NUMBER = 12
# A page that has expired is put away and another begun.
MOST_PAGES = 2


class PayPages:
    """One button."""

    def __init__(self, settings: Settings, database: Database, bills: BillPages) -> None:
        self._settings = settings
        self._database = database
        self._bills = bills
        self._gateway = cache(partial(gateway_for, settings))

    @for_link_holders
    def pay(self, token: str) -> Response:
        """To the card processor's page for all that is owed; or the invoice again, saying why not."""
        request.max_content_length = LONGEST_FORM
        gateway = self._gateway()
        if gateway is None:
            return self._bills.again(token, Trouble.NO_CARDS, 409)
        try:
            page = self._page(token, gateway)
        except BalanceMoved:
            return self._bills.again(token, Trouble.MOVED, 409)
        except (Refused, FieldRefused):
            return self._bills.again(token, Trouble.NOTHING_OWED, 409)
        if page is None:
            return self._bills.again(token, Trouble.UNAVAILABLE, 503)
        way = page.url if page.state is CheckoutState.OPEN else f"/invoice/{token}"
        return Response(status=303, headers={**HEADERS, "Location": way})

    def _page(self, token: str, gateway: PaymentGateway) -> Checkout | None:
        """The page of the payment that is under way, else of a new one. None when the processor gives none now."""
        for _ in range(MOST_PAGES):
            payment = self._begun(token, gateway)
            if payment is None:
                return None
            page = self._asked(token, gateway, payment)
            if page is None or page.state is not CheckoutState.EXPIRED:
                return page
            with self._database.transaction() as session:
                word = CardWord(page.amount_cents, page.reference, page.id, code="expired")
                fail_card(session, word)
        return None

    def _begun(self, token: str, gateway: PaymentGateway) -> Payment | None:
        with self._database.transaction() as session:
            invoice = self._bills.invoice(session, token)
            if invoice is None:
                return None
            return begin_payment_by_link(
                session,
                invoice.id,
                seen_cents=_seen(),
                on=company_day(session, self._settings.company_timezone),
                processor=gateway.name,
            )

    def _asked(self, token: str, gateway: PaymentGateway, payment: Payment) -> Checkout | None:
        if payment.processor_reference is not None:
            known = gateway.find_checkout(payment.processor_reference)
            return known if isinstance(known, Checkout) else None
        with self._database.reading() as session:
            wanted = checkout_wanted(
                payment,
                description=self._words(session, token),
                return_url=f"{self._settings.public_url}/invoice/{token}",
            )
        page = gateway.open_checkout(wanted)
        if not isinstance(page, Checkout):
            return None
        with self._database.transaction() as session:
            note_page(session, payment.id, page.id)
        return page

    def _words(self, session: Session, token: str) -> str:
        invoice: Invoice | None = self._bills.invoice(session, token)
        number = f", invoice {invoice.number}" if invoice else ""
        return f"{self._settings.company_name}{number}"


def _seen() -> int:
    """What the page said was owed; an amount nobody could have seen fits no invoice."""
    typed = request.form.get("owed", "")
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
    return int(typed) if is_number else -1
