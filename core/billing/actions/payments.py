"""Record money that came in, once however often it is sent. Cards are refused here: they come by hosted checkout."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.billing.actions.counting import (
    count,
    counted_invoices,
    hold,
    hold_payment,
    standing_allocations,
    take_back,
)
from core.billing.actions.days import refuse_dated_ahead, refuse_future
from core.billing.model import Payment, PaymentKind, PaymentMethod, PaymentState
from core.billing.queries.payable import left_of, out_of_reach
from core.billing.receiving import (
    NO_RULES,
    NewPayment,
    Part,
    PaymentRules,
    SameKeyOtherPayment,
    check_new,
    check_photo_given,
)
from core.clock import database_now
from core.db import JsonObject
from core.directory.model import Customer
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, Place, record
from core.events.model import Event
from core.outbox import Kind
from core.outbox.actions import promise

RECEIVED, BEGUN = "payment.received", "payment.begun"
# A processor that has said nothing by then is asked.
ASKED_AFTER = timedelta(minutes=10)


def receive_payment(
    session: Session, new: NewPayment, *, actor: Actor, rules: PaymentRules = NO_RULES
) -> Payment:
    """Check, cash, bank transfer or financing, counted towards invoices at once (inventory 117-124, 130).

    The same key again returns the payment it made. Refuses a key sent with another body (SameKeyOtherPayment), a
    balance that has moved (BalanceMoved), more than an invoice asks for, an invoice out of the payer's reach.
    """
    if new.method is PaymentMethod.CARD:
        raise FieldRefused("method", "Cards are paid on the card page: open it from here.")
    check_new(new)
    refuse_future(session, new.received_on, "received_on")
    # A form sent twice has handed its photo over the first time.
    if rules.photo_from_cents is not None and not is_known(session, new):
        check_photo_given(new, rules)
    written = _write(session, new, PaymentState.SUCCEEDED, actor=actor)
    if written is None:
        return known_payment(session, new)
    held = hold(session, [part.invoice_id for part in new.parts])
    _refuse_strangers(session, new)
    count(session, written, held, new.parts, on=new.received_on, actor=actor)
    announce(session, written, actor=actor)
    return written


def begin_card_payment(
    session: Session, new: NewPayment, *, processor: str, actor: Actor
) -> Payment:
    """A payment by card that is about to be made on the processor's page: pending, it counts for nothing yet.

    Its key is our reference at the processor. Refuses what `receive_payment` would refuse now.
    """
    if new.method is not PaymentMethod.CARD:
        raise FieldRefused("method", "Only cards are paid on the card page.")
    check_new(new)
    refuse_future(session, new.received_on, "received_on")
    written = _write(session, new, PaymentState.PENDING, actor=actor, processor=processor)
    if written is None:
        return known_payment(session, new)
    held = hold(session, [part.invoice_id for part in new.parts])
    _refuse_strangers(session, new)
    for part in new.parts:
        if part.cents > held[part.invoice_id].balance_cents:
            raise Refused(
                f"Invoice {held[part.invoice_id].invoice.number} asks for less than that."
            )
    _record(session, BEGUN, written, actor=actor)
    promise(
        session,
        Kind.CHECK_CARD,
        {"payment_id": written.id},
        run_at=database_now(session) + ASKED_AFTER,
        rank=3,
    )
    return written


def apply_payment(
    session: Session, payment_id: int, parts: Sequence[Part], *, on: date, actor: Actor
) -> Payment:
    """Count what is left of an earlier payment towards invoices. Refuses more than is left or owed."""
    if not parts or any(part.cents <= 0 for part in parts):
        raise FieldRefused("parts", "Choose at least one invoice and an amount above zero.")
    held = hold(session, [part.invoice_id for part in parts])
    payment = hold_payment(session, payment_id)
    refuse_dated_ahead(session, payment)
    strangers = out_of_reach(session, payment.payer_id, held.keys())
    if strangers:
        raise NotFound("invoice", min(strangers))
    count(session, payment, held, parts, on=on, actor=actor)
    return payment


def unapply_payment(
    session: Session,
    payment_id: int,
    invoice_ids: Collection[int],
    *,
    on: date,
    reason: str,
    actor: Actor,
) -> Payment:
    """Take a payment off invoices by negative rows; it becomes the payer's credit, they are owed again.

    Refuses invoices the payment is not counted towards, and no reason.
    """
    if not reason.strip():
        raise FieldRefused("reason", "Say why, for whoever reads it later.")
    held = hold(session, invoice_ids)
    payment = hold_payment(session, payment_id)
    standing = {each.invoice_id for each in standing_allocations(session, payment.id, held)}
    if not held or standing != set(held):
        raise Refused("This payment is not counted towards that invoice.")
    take_back(session, payment, held, on=on, reason=reason.strip(), actor=actor)
    return payment


def pay_from_credit(
    session: Session, payment_id: int, *, on: date, actor: Actor, parts: Sequence[Part]
) -> int:
    """The same as `apply_payment`, answering with what is left of the payment afterwards, in cents."""
    payment = apply_payment(session, payment_id, parts, on=on, actor=actor)
    return left_of(session, [payment.id])[payment.id]


def announce(session: Session, payment: Payment, *, actor: Actor) -> Event:
    """The event that money came, and the promise of a receipt (inventory 128)."""
    event = _record(session, RECEIVED, payment, actor=actor)
    promise(
        session,
        Kind.TELL_PAYMENT,
        {"payment_id": payment.id, "event_id": event.id},
        dedupe_key=f"tell_payment:{payment.id}",
        rank=3,
    )
    return event


def known_payment(session: Session, new: NewPayment) -> Payment:
    """The payment this key made before. Raises SameKeyOtherPayment when it was asked for with another body."""
    known = session.scalars(select(Payment).where(Payment.idempotency_key == new.key)).one()
    if known.body_hash != new.body_hash:
        raise SameKeyOtherPayment(known.id)
    return known


def is_known(session: Session, new: NewPayment) -> bool:
    """Whether the key has made a payment already."""
    found = select(Payment.id).where(Payment.idempotency_key == new.key)
    return session.scalar(found) is not None


def intended_parts(payment: Payment) -> list[Part]:
    """What a pending payment is meant for, in order of invoice."""
    told = [(int(id_), cents) for id_, cents in payment.intended.items() if id_.isdecimal()]
    return [Part(id_, cents) for id_, cents in sorted(told) if isinstance(cents, int)]


def lock_intended(session: Session, payment_id: int) -> list[int]:
    """Every invoice to hold before a payment is changed: those it is meant for and those it is counted towards."""
    payment = session.get(Payment, payment_id)
    if payment is None:
        raise NotFound("payment", payment_id)
    meant = [part.invoice_id for part in intended_parts(payment)]
    return sorted({*meant, *counted_invoices(session, payment_id)})


def _write(
    session: Session, new: NewPayment, state: PaymentState, *, actor: Actor, processor: str = ""
) -> Payment | None:
    """The new row, or None where its key stands already, once whoever wrote it is done."""
    if session.get(Customer, new.payer_id) is None:
        raise NotFound("customer", new.payer_id)
    intended: JsonObject = {str(part.invoice_id): part.cents for part in new.parts}
    pending = state is PaymentState.PENDING
    written: Payment | None = session.scalar(
        insert(Payment)
        .values(
            kind=PaymentKind.PAYMENT,
            payer_id=new.payer_id,
            method=new.method,
            state=state,
            received_on=new.received_on,
            amount_cents=new.amount_cents,
            check_number=new.check_number.strip(),
            check_image_id=new.check_image_id,
            processor=processor,
            idempotency_key=new.key,
            body_hash=new.body_hash,
            intended=intended if pending else {},
            note=new.note,
            settled_at=None if pending else func.clock_timestamp(),
            taken_by=actor.name,
        )
        .on_conflict_do_nothing(index_elements=["idempotency_key"])
        .returning(Payment)
    )
    return written


def _refuse_strangers(session: Session, new: NewPayment) -> None:
    strangers = out_of_reach(session, new.payer_id, [part.invoice_id for part in new.parts])
    if strangers:
        raise NotFound("invoice", min(strangers))


def _record(session: Session, kind: str, payment: Payment, *, actor: Actor) -> Event:
    told: JsonObject = {
        "cents": payment.amount_cents,
        "method": payment.method,
        "state": payment.state,
    }
    return record(
        session,
        kind,
        subject=("payment", payment.id),
        actor=actor,
        place=Place(customer_id=payment.payer_id),
        after=told,
    )
