"""The card processor's own page for a pending payment: asked for between two transactions, opened by a link.

No card number ever comes near us. The same payment always has the same page.
"""

from __future__ import annotations

from typing import cast

from flask import current_app, render_template, url_for

from core.billing.actions.cards import CardWord, fail_card, note_page
from core.billing.model import Payment, PaymentMethod, PaymentState
from core.billing.paper_links import InvoiceLink, invoice_url_of
from core.desk.permissions import Permission
from core.errors import NotFound, Refused
from gateways import gateway_for
from gateways.port import Checkout, CheckoutState, CheckoutWanted, PaymentGateway
from gateways.wishes import checkout_wanted
from office.access import needs
from office.door import NAME, office, reading, writing

GATEWAY = f"{NAME}.gateway"
UNAVAILABLE = 503


class PageExpired(Refused):
    """Nobody paid on the page while it was open, or no card was taken: its payment has come to nothing."""

    def __init__(self, payment_id: int) -> None:
        super().__init__(
            f"The card page of payment {payment_id} is closed; nothing was charged. Begin anew."
        )
        self.payment_id = payment_id


def card_gateway() -> PaymentGateway | None:
    """The gateway this deployment takes cards with, made once; None where it takes none."""
    kept = current_app.extensions
    if GATEWAY not in kept:
        kept[GATEWAY] = gateway_for(office().settings)
    return cast(PaymentGateway | None, kept[GATEWAY])


@needs(Permission.PAYMENTS_TAKE)
def open_card_page(payment_id: int) -> tuple[str, int]:
    """Ask once more for the page of a payment that is still pending."""
    return show_card_page(payment_id)


def show_card_page(payment_id: int) -> tuple[str, int]:
    """The link to the page, or what to do when the processor has none to give now.

    Raises Refused for a page that was paid, and PageExpired for one that nobody can pay any more.
    """
    wanted, known = _wish(payment_id)
    page = _page(wanted, known)
    if page is not None and page.state is CheckoutState.EXPIRED:
        _put_away(page)
        raise PageExpired(payment_id)
    if page is not None and page.state is not CheckoutState.OPEN:
        raise Refused(
            "The card was used on that page. The payment counts once the processor says so."
        )
    if page is not None and known is None:
        with writing() as session:
            note_page(session, payment_id, page.id)
    shown = render_template(
        "office/billing/card_page.html",
        payment_id=payment_id,
        amount_cents=wanted.amount_cents,
        link=page.url if page else "",
    )
    return shown, 200 if page else UNAVAILABLE


def _page(wanted: CheckoutWanted, known: str | None) -> Checkout | None:
    """The page that was opened before, from here or by a link, else a new one."""
    gateway = card_gateway()
    if gateway is None:
        return None
    answer = gateway.find_checkout(known) if known else gateway.open_checkout(wanted)
    return answer if isinstance(answer, Checkout) else None


def _put_away(page: Checkout) -> None:
    with writing() as session:
        fail_card(session, CardWord(page.amount_cents, page.reference, page.id, code="expired"))


def _wish(payment_id: int) -> tuple[CheckoutWanted, str | None]:
    """What to ask for, and the page that is known already."""
    with reading() as session:
        payment = session.get(Payment, payment_id)
        if payment is None:
            raise NotFound("payment", payment_id)
        if payment.method is PaymentMethod.CARD and payment.state is PaymentState.FAILED:
            raise PageExpired(payment_id)
        if payment.method is not PaymentMethod.CARD or payment.state is not PaymentState.PENDING:
            raise Refused(f"Payment {payment_id} is {payment.state}: it has no card page any more.")
        company = office().settings
        wanted = checkout_wanted(
            payment,
            description=f"{company.company_name}, payment {payment_id}",
            return_url=_back(payment),
        )
        return wanted, payment.processor_reference


def _back(payment: Payment) -> str:
    """Where whoever paid goes: to their own invoice, since a payer by its link may be given this page too.

    Money for several invoices is nobody's by a link: it leads back to the desk. Asked again, it is the same address.
    """
    settings = office().settings
    public = settings.public_url.rstrip("/")
    if len(payment.intended) == 1:
        link = InvoiceLink(int(next(iter(payment.intended))))
        return invoice_url_of(public, settings.secret_key, link, payment.created_at)
    return public + url_for("office.payment", payment_id=payment.id)
