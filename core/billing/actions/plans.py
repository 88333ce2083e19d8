"""Agree on payment plans and call them off. Their instalments always sum to what was owed on that day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.billing.actions.counting import hold
from core.billing.instalments import FEWEST, MOST, Due, Pace, filled, instalments
from core.billing.model import Instalment, PaymentPlan, PlanState, Reminder
from core.billing.model.plan import PLAN_MOVES
from core.billing.queries.balances import balance_of
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import FIXLINE, Actor, Place, record
from core.outbox import Kind
from core.outbox.actions import promise

AGREED, CANCELED, REMINDED = "plan.agreed", "plan.canceled", "plan.reminded"
# Enough for a bank transfer, and in the morning.
REMINDED_BEFORE = timedelta(days=3)
REMINDED_AT = time(10)
FIRST_LEVEL = 1
LONGEST_NOTE = 300
# Later than that nobody is reminded while the invoice grows old, or long before the last part.
LATEST_FIRST = timedelta(days=60)
LONGEST_PLAN = timedelta(days=3 * 365)


def agree_plan(
    session: Session,
    invoice_id: int,
    *,
    first_on: date,
    count: int,
    pace: Pace,
    on: date,
    zone: str,
    actor: Actor,
    note: str = "",
) -> PaymentPlan:
    """Divide what is owed on an issued invoice into instalments, each with a reminder (inventory 125).

    zone: the company's, for the hour of the reminders. Refuses a first day before today or more than sixty days off, a
    last one more than three years off, a plan where one runs, and an invoice on which nothing is owed.
    """
    held = hold(session, [invoice_id])[invoice_id]
    if not held.takes_money or held.balance_cents <= 0:
        raise Refused("Nothing is owed on this invoice.")
    _check_first(first_on, on)
    if active_plan(session, invoice_id) is not None:
        raise Refused("A payment plan runs for this invoice already: call it off first.")
    try:
        dues = instalments(held.balance_cents, first_on, count, pace)
    except ValueError as error:
        raise FieldRefused("count", f"Choose {FEWEST} to {MOST} instalments.") from error
    if dues[-1].due_on > on + LONGEST_PLAN:
        raise FieldRefused("count", "The last instalment is due within three years at the latest.")
    plan = PaymentPlan(
        invoice_id=invoice_id,
        agreed_on=on,
        total_cents=held.balance_cents,
        note=note.strip()[:LONGEST_NOTE],
    )
    session.add(plan)
    session.flush()
    _write(session, plan, dues, zone)
    _record(session, AGREED, plan, actor=actor)
    return plan


def cancel_plan(session: Session, plan_id: int, *, actor: Actor) -> PaymentPlan:
    """The plan no longer holds: the invoice is owed as its own due day says. Refuses one that does not run."""
    plan = session.get(PaymentPlan, plan_id)
    if plan is None:
        raise NotFound("payment plan", plan_id)
    hold(session, [plan.invoice_id])
    session.refresh(plan)
    if PlanState.CANCELED not in PLAN_MOVES[plan.state]:
        raise Refused(f"This payment plan is {plan.state} already.")
    plan.state = PlanState.CANCELED
    session.flush()
    _record(session, CANCELED, plan, actor=actor)
    return plan


def active_plan(session: Session, invoice_id: int) -> PaymentPlan | None:
    """The plan that runs for an invoice."""
    return session.scalar(
        select(PaymentPlan).where(
            PaymentPlan.invoice_id == invoice_id, PaymentPlan.state == PlanState.ACTIVE
        )
    )


def shown_plan(session: Session, invoice_id: int) -> PaymentPlan | None:
    """The plan that runs; else the last one, where that is broken and something is still owed."""
    last = session.scalar(
        select(PaymentPlan)
        .where(PaymentPlan.invoice_id == invoice_id)
        .order_by(PaymentPlan.id.desc())
        .limit(1)
    )
    if last is None or last.state not in {PlanState.ACTIVE, PlanState.BROKEN}:
        return None
    is_over = last.state is PlanState.BROKEN and balance_of(session, invoice_id) <= 0
    return None if is_over else last


def progress_of(session: Session, plan: PaymentPlan) -> list[Due]:
    """The instalments with what came in since the plan was agreed, earliest first."""
    paid = plan.total_cents - balance_of(session, plan.invoice_id)
    planned = [Due(each.position, each.due_on, each.amount_cents) for each in plan.instalments]
    return filled(planned, paid)


def begin_reminding(session: Session, instalment_id: int, *, on: date) -> Reminder | None:
    """The reminder of an instalment, once; None when it is paid, its plan does not run, or it was reminded of."""
    instalment = session.get(Instalment, instalment_id)
    if instalment is None:
        raise NotFound("instalment", instalment_id)
    plan = instalment.plan
    due = progress_of(session, plan)[instalment.position - 1]
    told = select(Reminder.id).where(Reminder.instalment_id == instalment.id)
    if plan.state is not PlanState.ACTIVE or due.is_paid or session.scalar(told.limit(1)):
        return None
    event = _record(session, REMINDED, plan, actor=FIXLINE, position=instalment.position)
    reminder: Reminder | None = session.scalar(
        insert(Reminder)
        .values(
            invoice_id=plan.invoice_id,
            instalment_id=instalment.id,
            level=FIRST_LEVEL,
            balance_cents=due.cents - due.paid_cents,
            reminded_on=on,
            event_id=event,
        )
        .on_conflict_do_nothing(index_elements=["invoice_id", "instalment_id", "level"])
        .returning(Reminder)
    )
    return reminder


def _check_first(first_on: date, on: date) -> None:
    if first_on < on:
        raise FieldRefused("first_on", "The first instalment cannot lie in the past.")
    if first_on > on + LATEST_FIRST:
        days = LATEST_FIRST.days
        raise FieldRefused(
            "first_on", f"The first instalment is due within {days} days at the latest."
        )


def _write(session: Session, plan: PaymentPlan, dues: list[Due], zone: str) -> None:
    rows = [
        Instalment(
            plan_id=plan.id, position=due.position, due_on=due.due_on, amount_cents=due.cents
        )
        for due in dues
    ]
    session.add_all(rows)
    session.flush()
    session.refresh(plan, ["instalments"])
    for row in rows:
        promise(
            session,
            Kind.REMIND_INSTALMENT,
            {"instalment_id": row.id},
            dedupe_key=f"remind_instalment:{row.id}",
            run_at=datetime.combine(row.due_on - REMINDED_BEFORE, REMINDED_AT, ZoneInfo(zone)),
            rank=3,
        )


def _record(
    session: Session, kind: str, plan: PaymentPlan, *, actor: Actor, position: int = 0
) -> int:
    invoice = plan.invoice
    event = record(
        session,
        kind,
        subject=("invoice", plan.invoice_id),
        actor=actor,
        place=Place(
            job_id=invoice.job_id,
            customer_id=invoice.bill_to_id,
            property_id=invoice.property_id,
        ),
        after={
            "cents": plan.total_cents,
            "instalments": len(plan.instalments),
            "position": position,
            "number": invoice.number,
        },
    )
    return event.id
