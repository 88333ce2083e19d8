"""Lines of a draft as they are typed: rows read one by one, each mistake shown at its own field.

A row that names an item of the pricebook and nothing else is that item, at today's price.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.actions.editing import LONGEST_WORDS, Wanted, wanted_of
from core.billing.model import Invoice, InvoiceLine, ItemKind, PricebookItem
from core.jobs.quantities import spelled_thousandths, thousandths_of
from core.money import bare_amount, cents_of
from office.door import LARGEST_ROW
from office.forms import Form

EMPTY_ROWS = 3
MORE_ROWS = 5
MOST_ROWS = 150
PARTS = ("line", "kind", "words", "quantity", "price", "taxable")
APART = " · "


@dataclass(frozen=True)
class Row:
    """One row as typed. line_id: the line it stands for; None is a new one. wanted: None where it was emptied."""

    at: int
    line_id: int | None
    wanted: Wanted | None


def read_rows(session: Session, form: Form, *, lines: Sequence[InvoiceLine]) -> list[Row]:
    """The rows that say something, or did; what is wrong is noted in the form at its field."""
    standing = {line.id: line for line in lines}
    read = [_row(session, form, at, standing) for at in range(rows_of(form))]
    return [row for row in read if row is not None]


def filled_rows(invoice: Invoice) -> dict[str, object]:
    """The fields that show a draft's lines as they stand, with a few empty rows below."""
    values: dict[str, object] = {
        "rows": min(len(invoice.lines) + EMPTY_ROWS, MOST_ROWS),
        "seen": seen_of(invoice),
    }
    for at, line in enumerate(invoice.lines):
        values |= {
            f"line-{at}": line.id,
            f"kind-{at}": ItemKind(line.kind).value,
            f"words-{at}": line.words,
            f"quantity-{at}": spelled_thousandths(line.quantity_thousandths),
            f"price-{at}": bare_amount(line.unit_price_cents),
            f"taxable-{at}": "on" if line.taxable else "",
        }
    return values


def seen_of(invoice: Invoice) -> str:
    """A fingerprint of the lines and of who is billed: whoever saves over another hand's change is told."""
    told = [
        [line.id, line.words, line.quantity_thousandths, line.unit_price_cents, line.discount_cents]
        for line in invoice.lines
    ]
    return hashlib.sha256(json.dumps([invoice.bill_to_id, told]).encode()).hexdigest()[:24]


def rows_of(form: Form) -> int:
    """How many rows the form has, never more than MOST_ROWS."""
    words = form.value("rows").strip()
    number = int(words) if words.isascii() and words.isdigit() and len(words) < 5 else EMPTY_ROWS
    return min(max(number, 1), MOST_ROWS)


def with_more_rows(form: Form) -> Form:
    """The same form with room for more lines."""
    return _with_rows(form, min(rows_of(form) + MORE_ROWS, MOST_ROWS))


def copy_of(form: Form) -> Form:
    """The same rows in a form of their own, where reading them leaves no errors behind."""
    return _with_rows(form, rows_of(form))


def _with_rows(form: Form, rows: int) -> Form:
    names = [f"{part}-{at}" for at in range(rows_of(form)) for part in PARTS]
    return Form().over(rows=rows, **{name: form.value(name) for name in [*names, "seen"]})


def item_label(item: PricebookItem) -> str:
    """An item as the description field offers it: its code first, so that typing the code is enough."""
    return f"{item.code}{APART}{item.name}"


def is_changed(line: InvoiceLine, wanted: Wanted) -> bool:
    """Whether saving the row would change the line."""
    return (line.kind, line.words, line.unit_price_cents) != (
        wanted.kind,
        wanted.words.strip(),
        wanted.unit_price_cents,
    ) or (line.quantity_thousandths, line.taxable) != (wanted.quantity_thousandths, wanted.taxable)


def _row(session: Session, form: Form, at: int, standing: Mapping[int, InvoiceLine]) -> Row | None:
    line = standing.get(_line_id(form, at) or 0)
    is_used = any(form.value(f"{part}-{at}").strip() for part in ("words", "price"))
    if not is_used:
        return Row(at, line.id, None) if line else None
    mistakes = len(form.errors)
    wanted = _wanted(session, form, at, line)
    if len(form.errors) > mistakes:
        return None
    return Row(at, line.id if line else None, wanted)


def _line_id(form: Form, at: int) -> int | None:
    words = form.value(f"line-{at}")
    is_row = words.isascii() and words.isdigit() and int(words[:20]) <= LARGEST_ROW
    return int(words[:20]) if is_row else None


def _wanted(session: Session, form: Form, at: int, line: InvoiceLine | None) -> Wanted:
    words = form.needed_text(f"words-{at}", f"Say what line {at + 1} is.", most=LONGEST_WORDS)
    quantity = _quantity(form, at)
    is_priced = bool(form.value(f"price-{at}").strip())
    item = _item(session, words) if line is None or not is_priced else None
    if item is not None and not is_priced:
        return wanted_of(item, quantity)
    typed = Wanted(
        kind=form.choice(f"kind-{at}", ItemKind),
        words=words,
        unit_price_cents=_price(form, at),
        quantity_thousandths=quantity,
        taxable=form.ticked(f"taxable-{at}"),
    )
    if item is not None:
        named = wanted_of(item)
        return replace(typed, words=named.words, cost_cents=item.cost_cents, item_id=item.id)
    return replace(typed, cost_cents=line.cost_cents, item_id=line.item_id) if line else typed


def _item(session: Session, words: str) -> PricebookItem | None:
    """The offered item whose code, name or label this is."""
    code = words.partition(APART)[0].strip().lower()
    return session.scalar(
        select(PricebookItem)
        .where(
            PricebookItem.active,
            (func.lower(PricebookItem.code) == code)
            | (func.lower(PricebookItem.name) == words.lower()),
        )
        .order_by(PricebookItem.id)
        .limit(1)
    )


def _quantity(form: Form, at: int) -> int:
    name = f"quantity-{at}"
    try:
        return thousandths_of(form.value(name).strip() or "1")
    except ValueError as wrong:
        form.refuse(name, f"Line {at + 1}: {wrong}")
        return 0


def _price(form: Form, at: int) -> int:
    name = f"price-{at}"
    try:
        return cents_of(form.value(name))
    except ValueError as wrong:
        form.refuse(name, f"Line {at + 1}: {wrong}")
        return 0
