"""Count money towards invoices and take it back, under row locks. It never counts more than there is or is owed.

Rows are locked in one order everywhere: jobs, invoices, payments, each by id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from core.billing.actions.days import refuse_future
from core.billing.actions.job_status import follow_jobs
from core.billing.actions.locking import lock_documents
from core.billing.actions.plan_state import follow_plans
from core.billing.model import (
    Allocation,
    Invoice,
    InvoiceKind,
    InvoiceStatus,
    Payment,
)
from core.billing.queries.last_days import changed_its_day, last_movement
from core.billing.queries.payable import left_of
from core.billing.receiving import BalanceMoved, Part
from core.errors import NotFound, Refused
from core.events.actions import Actor
from core.events.model import Event
from core.money import dollars
from core.outbox import Kind
from core.outbox.actions import promise

# Each takes a few statements: beyond this somebody at a desk would notice.
MOST_FOLLOWED_AT_ONCE = 20
# One statement whatever the number: the database weighs all that a statement adds at once.
_COUNT = text(
    """
    INSERT INTO allocations (payment_id, invoice_id, amount_cents, effective_on)
    SELECT :payment_id, invoice_id, cents, day
    FROM unnest(cast(:invoices AS bigint[]), cast(:cents AS bigint[]), cast(:days AS date[]))
        AS part (invoice_id, cents, day)
    """
)
COUNTED, TAKEN_BACK = "payment.applied", "payment.unapplied"


@dataclass(frozen=True)
class Held:
    """An invoice whose row is ours until the transaction ends. last_on: the last day anything was counted."""

    invoice: Invoice
    balance_cents: int
    last_on: date

    @property
    def takes_money(self) -> bool:
        """Whether anything may be counted towards it at all."""
        is_charge = self.invoice.kind is not InvoiceKind.CREDIT_NOTE
        return is_charge and self.invoice.status is InvoiceStatus.ISSUED


def hold(session: Session, invoice_ids: Collection[int]) -> dict[int, Held]:
    """Lock the invoices and read what is owed on each. NotFound names the first that does not exist."""
    wanted = set(invoice_ids)
    invoices = lock_documents(session, wanted) if wanted else []
    rows = session.execute(
        select(
            Allocation.invoice_id,
            func.sum(Allocation.amount_cents),
            func.coalesce(func.max(Allocation.effective_on).filter(changed_its_day()), date.min),
        )
        .where(Allocation.invoice_id.in_(wanted))
        .group_by(Allocation.invoice_id)
    )
    counted = {id_: (int(cents), last) for id_, cents, last in rows}
    return {each.id: _held(each, *counted.get(each.id, (0, date.min))) for each in invoices}


def _held(invoice: Invoice, counted: int, last_on: date) -> Held:
    return Held(invoice, invoice.total_cents - counted, max(last_on, invoice.issue_on or date.min))


def hold_payment(session: Session, payment_id: int) -> Payment:
    """Lock one payment, freshly read; hold its invoices before. NotFound if there is none."""
    payment = session.scalar(
        select(Payment)
        .where(Payment.id == payment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if payment is None:
        raise NotFound("payment", payment_id)
    return payment


def refuse_parts(held: Mapping[int, Held], parts: Iterable[Part]) -> None:
    """Raise BalanceMoved or Refused for the first part its invoice cannot take now."""
    for part in parts:
        of = held[part.invoice_id]
        number = of.invoice.number
        if not of.takes_money:
            raise Refused(
                f"Invoice {number or part.invoice_id} is {of.invoice.status}: it takes no payment."
            )
        if part.seen_cents is not None and part.seen_cents != of.balance_cents:
            raise BalanceMoved(invoice=number, seen=part.seen_cents, now=of.balance_cents)
        if part.cents > of.balance_cents:
            raise Refused(
                f"Invoice {number} has {dollars(of.balance_cents)} left to pay,"
                f" less than {dollars(part.cents)}."
            )


def count(
    session: Session,
    payment: Payment,
    held: Mapping[int, Held],
    parts: Sequence[Part],
    *,
    on: date,
    actor: Actor,
) -> None:
    """Count parts of a held, succeeded payment towards held invoices; their jobs and plans follow.

    A day before the last movement of an invoice or of the payment is moved up to it, so that no day of the past
    changes. Refuses more than is left of the payment.
    """
    if not parts:
        return
    refuse_parts(held, parts)
    left = left_of(session, [payment.id])[payment.id]
    wanted = sum(part.cents for part in parts)
    if wanted > left:
        raise Refused(f"Only {dollars(left)} of this payment is left, less than {dollars(wanted)}.")
    refuse_future(session, on, "on")
    earliest = max(on, payment.received_on, last_movement(session, payment.id))
    session.execute(
        _COUNT,
        {
            "payment_id": payment.id,
            "invoices": [part.invoice_id for part in parts],
            "cents": [part.cents for part in parts],
            "days": [max(earliest, held[part.invoice_id].last_on) for part in parts],
        },
    )
    moved = {part.invoice_id: part.cents for part in parts}
    _after(session, payment, held, moved, kind=COUNTED, actor=actor)


def take_back(
    session: Session,
    payment: Payment,
    held: Mapping[int, Held],
    *,
    on: date,
    reason: str,
    actor: Actor,
) -> date:
    """Take back everything the held payment counts towards the held invoices; the day on which that took effect."""
    refuse_future(session, on, "on")
    standing = standing_allocations(session, payment.id, held)
    day = max(
        on,
        payment.received_on,
        last_movement(session, payment.id),
        *(held[each.invoice_id].last_on for each in standing),
    )
    session.add_all(
        Allocation(
            payment_id=payment.id,
            invoice_id=each.invoice_id,
            amount_cents=-each.amount_cents,
            effective_on=day,
            reverses_id=each.id,
            reason=reason,
        )
        for each in standing
    )
    moved: dict[int, int] = {}
    for each in standing:
        moved[each.invoice_id] = moved.get(each.invoice_id, 0) - each.amount_cents
    _after(session, payment, held, moved, kind=TAKEN_BACK, actor=actor, reason=reason)
    return day


def standing_allocations(
    session: Session, payment_id: int, invoice_ids: Collection[int]
) -> list[Allocation]:
    """The payment's allocations to these invoices that nobody has taken back, oldest first."""
    undone = select(Allocation.reverses_id).where(
        Allocation.payment_id == payment_id, Allocation.reverses_id.is_not(None)
    )
    return list(
        session.scalars(
            select(Allocation)
            .where(
                Allocation.payment_id == payment_id,
                Allocation.invoice_id.in_(invoice_ids),
                Allocation.reverses_id.is_(None),
                Allocation.id.not_in(undone),
            )
            .order_by(Allocation.id)
        )
    )


def counted_invoices(session: Session, payment_id: int) -> list[int]:
    """Every invoice the payment was ever counted towards: what to hold before it is taken back."""
    return list(
        session.scalars(
            select(Allocation.invoice_id).where(Allocation.payment_id == payment_id).distinct()
        )
    )


def _after(
    session: Session,
    payment: Payment,
    held: Mapping[int, Held],
    moved: Mapping[int, int],
    *,
    kind: str,
    actor: Actor,
    reason: str = "",
) -> None:
    """What follows once allocations stand: events on every invoice and job, plans, jobs' statuses."""
    session.flush()
    for id_ in moved:
        # The database has written it down as the rows came.
        session.expire(held[id_].invoice, ["settled_on"])
    if not moved:
        return
    left = {id_: held[id_].balance_cents - cents for id_, cents in moved.items()}
    why = {"reason": reason} if reason else {}
    session.execute(
        insert(Event),
        [
            _event(payment, held[id_].invoice, cents, left[id_], kind=kind, actor=actor, why=why)
            for id_, cents in moved.items()
        ],
    )
    follow_plans(session, left)
    _follow(session, payment, [held[id_].invoice.job_id for id_ in moved], actor=actor)


def _follow(
    session: Session, payment: Payment, job_ids: Collection[int | None], *, actor: Actor
) -> None:
    """Few jobs follow at once; many follow a moment later, so that nobody waits for them at a desk."""
    jobs = {each for each in job_ids if each is not None}
    if len(jobs) <= MOST_FOLLOWED_AT_ONCE:
        follow_jobs(session, jobs, actor=actor)
        return
    promise(session, Kind.FOLLOW_JOBS, {"payment_id": payment.id}, rank=2)


def _event(
    payment: Payment,
    invoice: Invoice,
    cents: int,
    left: int,
    *,
    kind: str,
    actor: Actor,
    why: Mapping[str, str],
) -> dict[str, object]:
    return {
        "kind": kind,
        "subject_type": "invoice",
        "subject_id": invoice.id,
        "job_id": invoice.job_id,
        "customer_id": invoice.bill_to_id,
        "property_id": invoice.property_id,
        "actor_type": actor.type,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "before": {"balance_cents": left + cents},
        "after": {"balance_cents": left, "cents": cents, "number": invoice.number, **why},
        "facts": {
            "payment_id": payment.id,
            "method": payment.method,
            "payer_id": payment.payer_id,
        },
    }
