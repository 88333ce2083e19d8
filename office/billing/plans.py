"""Agree on instalments of an invoice, and call a plan off (inventory 125)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.billing.actions.plans import LONGEST_NOTE, agree_plan, cancel_plan
from core.billing.instalments import FEWEST, MOST, Pace
from core.billing.model import PaymentPlan
from core.desk.permissions import Permission
from core.errors import NotFound
from office.access import actor, needs
from office.billing.acting import Answer
from office.billing.asking import today
from office.billing.correcting import day_typed
from office.billing.invoices import change_invoice
from office.door import office
from office.forms import Form


@needs(Permission.PAYMENTS_TAKE)
def agree_on_plan(invoice_id: int) -> Answer:
    """Divide what is owed into instalments, each with a reminder."""

    def act(session: Session, form: Form) -> None:
        count = form.whole("count", least=FEWEST, most=MOST)
        first_on = day_typed(form, "first_on")
        pace = form.choice("pace", Pace)
        note = form.text("plan_note", most=LONGEST_NOTE)
        if form.is_good:
            agree_plan(
                session,
                invoice_id,
                first_on=first_on,
                count=count,
                pace=pace,
                on=today(),
                zone=office().settings.company_timezone,
                actor=actor(),
                note=note,
            )

    return change_invoice(invoice_id, act)


@needs(Permission.PAYMENTS_TAKE)
def call_plan_off(invoice_id: int, plan_id: int) -> Answer:
    """The plan no longer holds."""

    def act(session: Session, _: Form) -> None:
        plan = session.get(PaymentPlan, plan_id)
        if plan is None or plan.invoice_id != invoice_id:
            raise NotFound("payment plan", plan_id)
        cancel_plan(session, plan_id, actor=actor())

    return change_invoice(invoice_id, act)
