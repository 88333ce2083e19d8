"""Payment plans: an invoice paid in instalments that sum to what was owed when it was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.billing.model.invoice import Invoice
from core.db import Row


class PlanState(StrEnum):
    """Where a plan stands; an invoice has at most one that is ACTIVE.

    BROKEN: money counted before it was agreed on was taken back, so that its instalments are not what is owed.
    """

    ACTIVE = "active"
    KEPT = "kept"
    BROKEN = "broken"
    CANCELED = "canceled"


# What may become of a plan. It is active or kept as money comes and is taken back; nothing mends a broken one.
PLAN_MOVES: Mapping[PlanState, frozenset[PlanState]] = {
    PlanState.ACTIVE: frozenset({PlanState.KEPT, PlanState.BROKEN, PlanState.CANCELED}),
    PlanState.KEPT: frozenset({PlanState.ACTIVE, PlanState.BROKEN}),
    PlanState.BROKEN: frozenset(),
    PlanState.CANCELED: frozenset(),
}


class PaymentPlan(Row):
    """How one invoice is to be paid in parts (inventory 126). total_cents: the balance it was agreed over."""

    __tablename__ = "payment_plans"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"), index=True)
    state: Mapped[PlanState] = mapped_column(server_default="active")
    agreed_on: Mapped[date] = mapped_column(Date)
    total_cents: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(String(300), server_default="")

    invoice: Mapped[Invoice] = relationship()
    instalments: Mapped[list[Instalment]] = relationship(
        back_populates="plan", order_by="Instalment.position"
    )

    __table_args__ = (
        Index(
            "uq_payment_plans_one_active",
            "invoice_id",
            unique=True,
            postgresql_where=text("state = 'active'"),
        ),
    )


class Instalment(Row):
    """A part of a plan and its day. Whether it is paid is derived: what came in fills them in order."""

    __tablename__ = "instalments"

    plan_id: Mapped[int] = mapped_column(ForeignKey("payment_plans.id"))
    position: Mapped[int] = mapped_column(Integer)
    due_on: Mapped[date] = mapped_column(Date, index=True)
    amount_cents: Mapped[int] = mapped_column(BigInteger)

    plan: Mapped[PaymentPlan] = relationship(back_populates="instalments")

    __table_args__ = (Index("uq_instalments_plan_id_position", "plan_id", "position", unique=True),)
