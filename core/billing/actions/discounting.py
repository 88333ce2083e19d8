"""Take something off a line, within what a role may give or with an approver's word (inventory 100, 101)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.billing.actions.editing import line_in
from core.billing.actions.recording import record_for
from core.billing.actions.summing import lock_draft, sum_up
from core.billing.discounts import least_price, most_off, percent_words
from core.billing.lines import line_sums, rounded
from core.billing.model import DiscountKind, InvoiceLine
from core.billing.queries.company import discount_limit
from core.billing.refusals import ApprovalNeeded
from core.desk.model import StaffUser
from core.errors import FieldRefused
from core.events.actions import Actor, ActorType
from core.jobs.estimate_sums import THOUSANDTHS
from core.money import dollars


@dataclass(frozen=True)
class Discount:
    """Cents off a whole line, and what for."""

    cents: int
    kind: DiscountKind


def discount_line(
    session: Session,
    invoice_id: int,
    line_id: int,
    wanted: Discount,
    *,
    by: StaffUser,
    approver: StaffUser | None = None,
) -> InvoiceLine:
    """Set a line's discount; 0 takes it off again.

    by: who asks. approver: who approves what `by` may not give; the door has made sure that it is they. Raises
    ApprovalNeeded beyond the limits of both, FieldRefused for less than nothing or more than the line. What its price
    is below the pricebook's counts as taken off already.
    """
    invoice = lock_draft(session, invoice_id)
    line = line_in(invoice, line_id)
    gross = line_sums(line).gross_cents
    if not 0 <= wanted.cents <= gross:
        raise FieldRefused("discount", f"Take off at most {dollars(gross)}.")
    giver = _giver(session, line, wanted, by=by, approver=approver)
    before = line.discount_cents
    _write(line, wanted, giver)
    sum_up(session, invoice)
    record_for(
        session,
        "invoice.discounted",
        invoice,
        actor=Actor(ActorType.STAFF, by.name, by.id),
        before={"discount": dollars(before)},
        after={
            "discount": dollars(wanted.cents),
            "kind": wanted.kind,
            "words": line.words,
            "approved_by": giver.name,
        },
    )
    return line


def _write(line: InvoiceLine, wanted: Discount, giver: StaffUser) -> None:
    line.discount_cents = wanted.cents
    line.discount_kind = wanted.kind if wanted.cents else None
    line.discount_approved_by_id = giver.id if wanted.cents else None
    line.tax_rounding_cents = 0


def _giver(
    session: Session,
    line: InvoiceLine,
    wanted: Discount,
    *,
    by: StaffUser,
    approver: StaffUser | None,
) -> StaffUser:
    """The first of the two whose role may give that much."""
    for user in (by, approver):
        if user is None or not user.active:
            continue
        if wanted.cents <= _most(line, discount_limit(session, user.role)):
            return user
    limit = discount_limit(session, by.role)
    most, gross = _most(line, limit), line_sums(line).gross_cents
    raise ApprovalNeeded(
        most_cents=most,
        limit=percent_words(limit),
        listed_cents=_listed(line) if most < most_off(gross, limit) else None,
    )


def _most(line: InvoiceLine, percent_thousandths: int) -> int:
    """What a limit leaves to take off: a share of the line, and never below that share of the pricebook's price."""
    gross = line_sums(line).gross_cents
    least = least_price(_listed(line), percent_thousandths)
    return max(min(most_off(gross, percent_thousandths), gross - least), 0)


def _listed(line: InvoiceLine) -> int:
    """What the pricebook asks for as much; of a line in one's own words, its own price."""
    price = line.item.unit_price_cents if line.item else line.unit_price_cents
    return rounded(line.quantity_thousandths * price, THOUSANDTHS)
