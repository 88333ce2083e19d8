"""What the demo company sells, how it is paid and where its mail goes. What a company has set itself stays."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.actions.pricebook import ItemWanted, add_item, set_billing_defaults
from core.billing.actions.reminding import schedule_of, set_reminders
from core.billing.model import ItemKind, PricebookItem
from core.billing.queries.company import billing_defaults
from core.events.actions import FIXLINE
from sandbox.demo.directory import TAX_RATE
from sandbox.demo.reference import Reference
from sandbox.demo.troubles import LABOUR, TROUBLES

POSTAL_ADDRESS = "1871 W Oak Street\nChicago, IL 60622"
PAYMENT_WORDS = (
    "Pay by card on the page behind the link in our mail, or by check to Oak Street Services;"
    " please write the invoice number on it."
)
COST_PERCENT = 40
_LETTER = {ItemKind.SERVICE: "S", ItemKind.MATERIAL: "M", ItemKind.LABOUR: "L"}


def open_shop(session: Session, reference: Reference) -> None:
    """Fill an empty pricebook with what the demo's bills charge, and say where payments go."""
    if session.scalar(select(PricebookItem.id).limit(1)) is None:
        for wanted in _items(reference):
            add_item(session, wanted, actor=FIXLINE)
    defaults = billing_defaults(session)
    if not defaults.payment_words:
        set_billing_defaults(
            session, tax_rate_thousandths=TAX_RATE, payment_words=PAYMENT_WORDS, actor=FIXLINE
        )
    if not defaults.postal_address:
        schedule = schedule_of(billing_defaults(session))
        set_reminders(session, schedule, postal_address=POSTAL_ADDRESS, actor=FIXLINE)


def _items(reference: Reference) -> Iterator[ItemWanted]:
    """Each thing once, by the trade that charges it; hours are everybody's."""
    seen: set[str] = set()
    for trouble in TROUBLES:
        for charge in trouble.charges:
            if charge.words in seen:
                continue
            seen.add(charge.words)
            kind = ItemKind(charge.kind)
            yield ItemWanted(
                kind,
                f"{_LETTER[kind]}-{len(seen):03d}",
                charge.words,
                charge.cents,
                cost_cents=charge.cents * COST_PERCENT // 100,
                taxable=kind is ItemKind.MATERIAL,
                business_unit_id=None if charge.words == LABOUR else reference.trade_of(trouble),
            )
