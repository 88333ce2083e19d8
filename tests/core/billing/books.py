"""Everything that can be done to money, picked at random: one hand in one transaction, or many hands at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from core.billing.actions.cards import CardWord, decline_card, fail_card, settle_card
from core.billing.actions.crediting import apply_credit, credit_part
from core.billing.actions.issuing import issue
from core.billing.actions.payments import (
    apply_payment,
    begin_card_payment,
    receive_payment,
    unapply_payment,
)
from core.billing.actions.plans import agree_plan
from core.billing.actions.refunding import NewRefund, fail_refund, refund_payment, settle_refund
from core.billing.actions.reversing import reverse_payment
from core.billing.actions.splitting import split_issued
from core.billing.actions.undoing import take_credit_off, undo_credit
from core.billing.actions.voiding import void
from core.billing.instalments import Pace
from core.billing.model import Invoice, InvoiceKind, InvoiceStatus, Payment, PaymentMethod
from core.billing.queries.balances import earliest_day
from core.billing.queries.credit_uses import standing_uses
from core.billing.queries.payable import payables_of
from core.billing.receiving import NewPayment, Part
from core.billing.suggesting import suggest
from core.directory.model import Customer
from tests.builders import CHICAGO, OFFICE
from tests.builders.billing import a_draft_of, an_invoice, because
from tests.core.billing.opened import Books
from tests.core.billing.paying import MARCH

LARGEST = 9_000
DAYS = 40

Deed = Callable[["Hand", Session], None]


@dataclass
class Hand:
    """One who does things. moved: the cash of the deed under way, noted once it is committed."""

    books: Books
    chance: random.Random
    moved: int = 0

    def act(self, session: Session) -> str:
        """Do one deed, or be refused; returns its name."""
        self.moved = 0
        deed = self.chance.choice(DEEDS)
        deed(self, session)
        return deed.__name__

    def day(self) -> date:
        return MARCH + timedelta(days=self.chance.randrange(DAYS))

    def day_for(self, session: Session, *document_ids: int) -> date:
        """Mostly one on which something can be done to them all."""
        fits = earliest_day(session, document_ids) if self.chance.random() < 0.7 else None
        return max(self.day(), fits or date.min)

    def cents(self) -> int:
        return self.chance.randrange(1, LARGEST)

    def one_payment(self, session: Session, *states: str, kind: str = "payment") -> Payment | None:
        found = session.scalars(
            select(Payment)
            .where(Payment.kind == kind, Payment.state.in_(states))
            .order_by(func.random())
            .limit(1)
        )
        return found.first()

    def one_invoice(
        self, session: Session, kind: InvoiceKind = InvoiceKind.INVOICE
    ) -> Invoice | None:
        found = session.scalars(
            select(Invoice)
            .where(Invoice.kind == kind, Invoice.status == InvoiceStatus.ISSUED)
            .order_by(func.random())
            .limit(1)
        )
        return found.first()

    def parts(self, session: Session, payer: Customer, cents: int) -> tuple[Part, ...]:
        """As suggested, or at random and perhaps too much."""
        open_items = [each.item for each in payables_of(session, payer.id)]
        if self.chance.random() < 0.6:
            shares = suggest(cents, open_items).shares
            return tuple(Part(each.invoice_id, each.cents) for each in shares)
        some = self.chance.sample(open_items, min(2, len(open_items)))
        return tuple(Part(each.invoice_id, self.chance.randrange(1, cents + 1)) for each in some)


def charge(hand: Hand, session: Session) -> None:
    on = hand.day()
    payer = hand.chance.choice(hand.books.payers)
    amounts = [hand.cents() for _ in range(hand.chance.randrange(1, 3))]
    an_invoice(session, *amounts, customer=payer, place=hand.books.place, on=on)


def charge_job(hand: Hand, session: Session) -> None:
    a_draft = a_draft_of(session, hand.chance.choice(hand.books.jobs), hand.cents(), on=hand.day())
    issue(session, a_draft.id, on=hand.day(), actor=OFFICE)


def take_back_whole(hand: Hand, session: Session) -> None:
    invoice = hand.one_invoice(session)
    if invoice is not None:
        void(session, invoice.id, on=hand.day(), reason="never done", actor=OFFICE)


def credit(hand: Hand, session: Session) -> None:
    invoice = hand.one_invoice(session)
    if invoice is not None:
        why = because(on=hand.day_for(session, invoice.id))
        credit_part(session, invoice.id, hand.cents(), why, actor=OFFICE)


def split(hand: Hand, session: Session) -> None:
    invoice = hand.one_invoice(session)
    if invoice is not None:
        other = hand.chance.choice(hand.books.payers).id
        why = because(on=hand.day_for(session, invoice.id))
        split_issued(session, invoice.id, hand.cents(), other, why, actor=OFFICE)


def use_credit_note(hand: Hand, session: Session) -> None:
    note = hand.one_invoice(session, InvoiceKind.CREDIT_NOTE)
    if note is not None:
        open_items = list(payables_of(session, note.bill_to_id))
        chosen = hand.chance.sample(open_items, min(2, len(open_items)))
        shares = [(each.invoice_id, hand.cents() // 8 + 1) for each in chosen]
        day = hand.day_for(session, note.id, *dict(shares))
        apply_credit(session, note.id, shares, on=day, actor=OFFICE)


def take_note_off(hand: Hand, session: Session) -> None:
    note = hand.one_invoice(session, InvoiceKind.CREDIT_NOTE)
    standing = standing_uses(session, note.id) if note else []
    if note is not None and standing:
        target = hand.chance.choice(standing).invoice_id
        take_credit_off(session, note.id, target, on=hand.day(), reason="wrong one", actor=OFFICE)


def undo(hand: Hand, session: Session) -> None:
    kind = hand.chance.choice([InvoiceKind.CREDIT_NOTE, InvoiceKind.ADJUSTMENT])
    document = hand.one_invoice(session, kind)
    if document is not None:
        undo_credit(session, document.id, on=hand.day(), reason="written twice", actor=OFFICE)


def receive(hand: Hand, session: Session) -> None:
    payer, cents = hand.chance.choice(hand.books.payers), hand.cents()
    new = NewPayment(
        payer_id=payer.id,
        method=PaymentMethod.CASH,
        amount_cents=cents,
        received_on=hand.day(),
        key=uuid4().hex,
        parts=hand.parts(session, payer, cents),
    )
    receive_payment(session, new, actor=OFFICE)
    hand.moved = cents
    hand.books.remember(new)


def click_again(hand: Hand, session: Session) -> None:
    """What was sent before, once more: no cash moves unless the first try was undone by a crash."""
    if hand.books.sent:
        new = hand.chance.choice(hand.books.sent)
        if session.scalar(select(Payment.id).where(Payment.idempotency_key == new.key)):
            receive_payment(session, new, actor=OFFICE)


def use_credit(hand: Hand, session: Session) -> None:
    payment = hand.one_payment(session, "succeeded")
    if payment is not None:
        payer = session.get_one(Customer, payment.payer_id)
        parts = hand.parts(session, payer, hand.cents())
        apply_payment(session, payment.id, parts, on=hand.day(), actor=OFFICE)


def take_off(hand: Hand, session: Session) -> None:
    payment = hand.one_payment(session, "succeeded")
    standing = text(
        "SELECT invoice_id FROM allocations WHERE payment_id = :id GROUP BY invoice_id"
        " HAVING sum(amount_cents) > 0 ORDER BY random() LIMIT 1"
    )
    found = session.scalar(standing, {"id": payment.id}) if payment else None
    if payment is not None and found is not None:
        unapply_payment(session, payment.id, [found], on=hand.day(), reason="wrong", actor=OFFICE)


def bounce(hand: Hand, session: Session) -> None:
    payment = hand.one_payment(session, "succeeded")
    if payment is not None:
        reverse_payment(session, payment.id, on=hand.day(), reason="NSF", actor=OFFICE)
        is_cash = payment.method is PaymentMethod.CASH
        hand.moved = -payment.amount_cents if is_cash else 0


def give_back(hand: Hand, session: Session) -> None:
    payment = hand.one_payment(session, "succeeded")
    if payment is not None:
        new = NewRefund(payment.id, hand.cents() // 4 + 1, hand.day(), "asked", uuid4().hex)
        made = refund_payment(session, new, actor=OFFICE)
        hand.moved = -made.amount_cents if made.method is PaymentMethod.CASH else 0


def begin_card(hand: Hand, session: Session) -> None:
    payer, cents = hand.chance.choice(hand.books.payers), hand.cents()
    new = NewPayment(
        payer_id=payer.id,
        method=PaymentMethod.CARD,
        amount_cents=cents,
        received_on=hand.day(),
        key=uuid4().hex,
        parts=hand.parts(session, payer, cents),
    )
    begin_card_payment(session, new, processor="stripe", actor=OFFICE)


def hear_of_card(hand: Hand, session: Session) -> None:
    """The processor speaks: in any order, more than once."""
    payment = hand.one_payment(session, "pending", "failed", "succeeded")
    if payment is None or payment.method is not PaymentMethod.CARD:
        return
    key = payment.idempotency_key or ""
    word = CardWord(payment.amount_cents, key, f"cs_{key}", f"pi_{key}", "declined")
    said = hand.chance.random()
    if said < 0.2:
        decline_card(session, word)
    elif said < 0.4:
        fail_card(session, word)
    else:
        settle_card(session, word, on=hand.day())


def hear_of_refund(hand: Hand, session: Session) -> None:
    refund = hand.one_payment(session, "pending", "failed", "succeeded", kind="refund")
    if refund is None or refund.method is not PaymentMethod.CARD:
        return
    if hand.chance.random() < 0.4:
        fail_refund(session, refund.id, "refused")
    else:
        settle_refund(session, refund.id, f"re_{refund.id}")


def agree(hand: Hand, session: Session) -> None:
    payer = hand.chance.choice(hand.books.payers)
    payables = payables_of(session, payer.id)
    if payables:
        agree_plan(
            session,
            hand.chance.choice(payables).invoice_id,
            first_on=MARCH + timedelta(days=DAYS),
            count=hand.chance.randrange(2, 6),
            pace=hand.chance.choice(list(Pace)),
            on=hand.day(),
            zone=CHICAGO,
            actor=OFFICE,
        )


DEEDS: tuple[Deed, ...] = (
    charge,
    charge,
    charge_job,
    take_back_whole,
    credit,
    split,
    use_credit_note,
    take_note_off,
    undo,
    undo,
    receive,
    receive,
    receive,
    click_again,
    use_credit,
    use_credit,
    take_off,
    bounce,
    give_back,
    begin_card,
    hear_of_card,
    hear_of_card,
    hear_of_refund,
    agree,
)
