"""A pending payment as a wish to a gateway: the same payment is always the same wish."""

from __future__ import annotations

from core.billing.model import Payment
from core.errors import Refused
from gateways.port import CheckoutWanted


def checkout_wanted(
    payment: Payment, *, description: str, return_url: str, payer_email: str = ""
) -> CheckoutWanted:
    """The page a pending payment is to be made on. Refuses one without a key, which did not begin by card.

    A door asks for the page between two transactions: `begin_card_payment`, commit; `open_checkout`; `note_page`,
    commit; then it sends the browser there. After Unknown or NotDone the same wish may be asked again.
    """
    if payment.idempotency_key is None:
        raise Refused(f"Payment {payment.id} was not begun by card.")
    return CheckoutWanted(
        reference=payment.idempotency_key,
        idempotency_key=payment.idempotency_key,
        amount_cents=payment.amount_cents,
        description=description,
        return_url=return_url,
        payer_email=payer_email,
    )
