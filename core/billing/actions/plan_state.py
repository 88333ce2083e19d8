"""What becomes of payment plans as money moves: kept, running again, or broken. Tells staff of a broken one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from core.billing.model import Allocation, PaymentPlan, PlanState
from core.billing.model.plan import PLAN_MOVES
from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.events.actions import FIXLINE, Place, record
from core.money import dollars

BROKEN = "plan.broken"
_RUNNING = tuple(state for state, moves in PLAN_MOVES.items() if moves)


def follow_plans(session: Session, left: Mapping[int, int]) -> None:
    """After money moved on invoices: a plan is kept once nothing is owed, and runs again when what came in since is
    taken back. left: cents owed now, by invoice.

    It breaks when money was taken back that had been counted before it was agreed on: its instalments no longer come
    to what is owed, and reminders go by the invoice's due date again.
    """
    plans = _running(session, left)
    for plan in plans:
        owed = left[plan.invoice_id]
        if _is_undermined(session, plan):
            _break(session, plan, owed)
        else:
            plan.state = PlanState.KEPT if owed == 0 else PlanState.ACTIVE
    session.flush()


def _running(session: Session, invoice_ids: Collection[int]) -> list[PaymentPlan]:
    return list(
        session.scalars(
            select(PaymentPlan)
            .where(PaymentPlan.invoice_id.in_(set(invoice_ids)), PaymentPlan.state.in_(_RUNNING))
            .order_by(PaymentPlan.id)
            .execution_options(populate_existing=True)
        )
    )


def _is_undermined(session: Session, plan: PaymentPlan) -> bool:
    first, taken = aliased(Allocation), aliased(Allocation)
    # Both are written while the invoice is held, so that these moments tell which came first.
    found = (
        select(taken.id)
        .join(first, first.id == taken.reverses_id)
        .where(
            taken.invoice_id == plan.invoice_id,
            first.created_at < plan.created_at,
            taken.created_at > plan.created_at,
        )
    )
    return session.scalar(found.limit(1)) is not None


def _break(session: Session, plan: PaymentPlan, owed: int) -> None:
    plan.state = PlanState.BROKEN
    session.flush()
    invoice = plan.invoice
    place = Place(
        job_id=invoice.job_id, customer_id=invoice.bill_to_id, property_id=invoice.property_id
    )
    told = {"cents": plan.total_cents, "owed_cents": owed, "number": invoice.number}
    subject = ("invoice", invoice.id)
    record(session, BROKEN, subject=subject, actor=FIXLINE, place=place, after={**told})
    open_task(
        session,
        title=f"The payment plan of invoice {invoice.number} is broken",
        details=(
            f"It was agreed on for {dollars(plan.total_cents)}. Money counted before was taken back, and"
            f" {dollars(owed)} are owed now. Agree on a new plan with the payer; until then reminders go by"
            " the invoice's due date again."
        ),
        priority=TaskPriority.HIGH,
        subject=subject,
        place=place,
        once_key=f"plan:{plan.id}:broken",
    )
