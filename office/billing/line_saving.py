"""Bring a draft's lines to what was typed, and say what that comes to before. A stale form is refused whole."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from core.billing.actions.editing import Wanted, add_line, change_line, remove_line
from core.billing.actions.summing import lock_draft
from core.billing.discounts import least_price, percent_words
from core.billing.ledger import Part
from core.billing.lines import NOTHING, Sums, line_sums
from core.billing.model import Invoice, InvoiceLine, PricebookItem
from core.billing.queries.company import discount_limit, tax_rule_for
from core.desk.model import StaffRole
from core.errors import FieldRefused
from core.events.actions import Actor
from core.money import dollars
from office.billing.line_rows import Row, is_changed, read_rows, seen_of
from office.forms import Form

MOVED = (
    "Somebody else changed this draft while you typed. Nothing was saved; open it in another window to see "
    "theirs. Saving once more replaces the lines that are still there with yours."
)


def save_rows(
    session: Session, invoice_id: int, form: Form, *, role: StaffRole, on: date, actor: Actor
) -> None:
    """Add, change and take off lines as the form says. Nothing is done where a row cannot be read.

    role: of who saves. What it may not take off as a discount, it may not take off a pricebook's price either.
    """
    invoice = lock_draft(session, invoice_id)
    stands = list(invoice.lines)
    rows = read_rows(session, form, lines=stands)
    if form.value("seen") != seen_of(invoice):
        form.refuse("words-0", MOVED)
        form.hold(seen=seen_of(invoice))
    lines = {line.id: line for line in stands}
    for row in rows:
        _refuse_below_list(session, form, row, lines.get(row.line_id or 0), role)
    if not form.is_good:
        return
    for row in rows:
        try:
            _save(session, invoice, row, lines.get(row.line_id or 0), on=on, actor=actor)
        except FieldRefused as refusal:
            raise FieldRefused(
                f"{_FIELDS.get(refusal.field, 'words')}-{row.at}", refusal.message
            ) from refusal


def _refuse_below_list(
    session: Session, form: Form, row: Row, line: InvoiceLine | None, role: StaffRole
) -> None:
    """Note at its field a price that undercuts the pricebook by more than the role may give; what stands, stands."""
    wanted = row.wanted
    if wanted is None or wanted.item_id is None:
        return
    if line is not None and wanted.unit_price_cents >= line.unit_price_cents:
        return
    listed = session.get_one(PricebookItem, wanted.item_id).unit_price_cents
    limit = discount_limit(session, role)
    least = least_price(listed, limit)
    if wanted.unit_price_cents < least:
        form.refuse(
            f"price-{row.at}",
            f"Line {row.at + 1}: the pricebook asks {dollars(listed)}, and you may take {percent_words(limit)} off: "
            f"{dollars(least)} or more. A discount below it needs somebody who approves it.",
        )


_FIELDS = {"unit_price": "price", "quantity": "quantity", "words": "words"}


def _save(
    session: Session,
    invoice: Invoice,
    row: Row,
    line: InvoiceLine | None,
    *,
    on: date,
    actor: Actor,
) -> None:
    if row.wanted is None:
        if line is not None:
            remove_line(session, invoice.id, line.id, actor=actor)
    elif line is None:
        add_line(session, invoice.id, row.wanted, on=on, actor=actor)
    elif is_changed(line, row.wanted):
        change_line(session, invoice.id, line.id, row.wanted, on=on, actor=actor)


def sums_typed(
    session: Session, invoice: Invoice, form: Form, *, on: date
) -> tuple[Sums, dict[int, int]]:
    """What the readable rows come to with the tax of the day, and each row's amount; nothing is refused here."""
    rule = tax_rule_for(session, invoice.bill_to, invoice.property, on)
    lines = {line.id: line for line in invoice.lines}
    whole, nets = NOTHING, {}
    for row in read_rows(session, form, lines=invoice.lines):
        if row.wanted is not None:
            part = _part(row.wanted, lines.get(row.line_id or 0), rule.rate_thousandths)
            sums = line_sums(part)
            whole, nets[row.at] = whole + sums, sums.net_cents
    return whole, nets


def _part(wanted: Wanted, line: InvoiceLine | None, rate_thousandths: int) -> Part:
    """The row as arithmetic sees it: a line that is not changed keeps its discount."""
    kept = line if line is not None and not is_changed(line, wanted) else None
    return Part(
        unit_price_cents=wanted.unit_price_cents,
        discount_cents=kept.discount_cents if kept else 0,
        taxable=wanted.taxable,
        tax_rate_thousandths=rate_thousandths,
        tax_rounding_cents=kept.tax_rounding_cents if kept else 0,
        cost_cents=wanted.cost_cents,
        quantity_thousandths=wanted.quantity_thousandths,
    )
