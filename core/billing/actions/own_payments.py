"""What payers may do by themselves, in the portal or from a signed link: pay their own invoices, by card."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from core.billing.actions.counting import Held, hold, refuse_parts
from core.billing.actions.payments import begin_card_payment
from core.billing.model import Payment
from core.billing.receiving import NewPayment, check_new
from core.errors import FieldRefused, NotFound
from core.events.actions import Actor
from core.money import dollars


def begin_own_payment(
    session: Session, new: NewPayment, *, processor: str, actor: Actor
) -> Payment:
    """A pending payment of the payer's own invoices: several of them each in full, or a part of exactly one
    (inventory 182).

    NotFound for an invoice billed to anybody else, whether or not it exists. Refuses an amount that is not the sum of
    its parts: nobody pays ahead by themselves.
    """
    check_new(new)
    if not new.parts:
        raise FieldRefused("parts", "Choose what to pay.")
    held = hold(session, [part.invoice_id for part in new.parts])
    for id_ in sorted(held):
        if held[id_].invoice.bill_to_id != new.payer_id:
            raise NotFound("invoice", id_)
    refuse_parts(held, new.parts)
    _refuse_mixture(new, held)
    return begin_card_payment(session, new, processor=processor, actor=actor)


def _refuse_mixture(new: NewPayment, held: Mapping[int, Held]) -> None:
    if sum(part.cents for part in new.parts) != new.amount_cents:
        raise FieldRefused("amount", "The amount is not the sum of the chosen invoices.")
    in_part = [part for part in new.parts if part.cents < held[part.invoice_id].balance_cents]
    if in_part and len(new.parts) > 1:
        first = held[in_part[0].invoice_id]
        raise FieldRefused(
            "parts",
            f"To pay a part, choose one invoice alone. Invoice {first.invoice.number} asks for"
            f" {dollars(first.balance_cents)}.",
        )
