"""An estimate as it is typed: rows of lines, read one by one, each mistake shown at its own field."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import FieldRefused
from core.jobs.actions.estimates import (
    LONGEST_DESCRIPTION,
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_LINES,
    EstimateDraft,
    LineDraft,
    Seen,
)
from core.jobs.estimate_sums import EstimateSums, sums_of
from core.jobs.model import EstimateState, LineKind
from core.jobs.quantities import millipercent_of, thousandths_of
from core.money import cents_of
from office.forms import Form

EMPTY_ROWS = 3
MORE_ROWS = 5
_PARTS = ("kind", "description", "quantity", "price", "taxable")


@dataclass(frozen=True)
class Typed:
    """What could be read of the form. at: the row of each line, so that sums stand beside it."""

    draft: EstimateDraft
    at: tuple[int, ...]


def read_estimate(form: Form) -> Typed:
    """The draft as far as it is readable; what is wrong is noted in the form, at its field."""
    title = form.needed_text(
        "title", "Say what the estimate is for; the customer reads it.", most=LONGEST_TITLE
    )
    found = [(row, _line(form, row)) for row in range(rows_of(form)) if _is_used(form, row)]
    if not found:
        form.refuse("description-0", "Write at least one line.")
    read = [(row, line) for row, line in found if line is not None]
    draft = EstimateDraft(
        title=" ".join(title.split()),
        words=form.text("words", most=LONGEST_WORDS),
        valid_until=form.day_or_none("valid_until"),
        tax_millipercent=_tax(form),
        lines=tuple(line for _, line in read),
    )
    return Typed(draft, tuple(row for row, _ in read))


def sums_typed(form: Form) -> tuple[EstimateSums, dict[int, int]]:
    """What the form comes to as far as it is readable, and each such row's amount; nothing is refused here."""
    typed = read_estimate(Form.filled(**{name: form.value(name) for name in _names(form)}))
    sums = sums_of(typed.draft.lines, tax_millipercent=typed.draft.tax_millipercent)
    nets = (each.net_cents for each in sums.lines)
    return sums, dict(zip(typed.at, nets, strict=True))


def rows_of(form: Form) -> int:
    """How many rows the form has, never more than an estimate may hold."""
    words = form.value("rows").strip()
    number = int(words) if words.isascii() and words.isdigit() and len(words) < 5 else EMPTY_ROWS
    return min(max(number, 1), MOST_LINES)


def with_more_rows(form: Form) -> Form:
    """The same form with room for more lines."""
    values = {name: form.value(name) for name in _names(form)}
    return Form.filled(**values | {"rows": str(min(rows_of(form) + MORE_ROWS, MOST_LINES))})


def filled_estimate(draft: EstimateDraft, words_of_tax: str, quantities: tuple[str, ...]) -> Form:
    """The form that shows an estimate as it stands, with a few empty rows below."""
    values: dict[str, object] = {
        "title": draft.title,
        "words": draft.words,
        "valid_until": draft.valid_until.isoformat() if draft.valid_until else "",
        "tax": words_of_tax,
        "rows": min(len(draft.lines) + EMPTY_ROWS, MOST_LINES),
    }
    for row, line in enumerate(draft.lines):
        whole, rest = divmod(line.unit_price_cents, 100)
        values |= {
            f"kind-{row}": line.kind.value,
            f"description-{row}": line.description,
            f"quantity-{row}": quantities[row],
            f"price-{row}": f"{whole}.{rest:02d}",
            f"taxable-{row}": "on" if line.taxable else "",
        }
    return Form.filled(**values)


def seen_in(form: Form) -> Seen:
    """Which version the form was made from; FieldRefused where it does not say."""
    version, _, state = form.value("seen").partition("-")
    is_whole = version.isascii() and version.isdigit() and len(version) < 10
    if not is_whole or state not in set(EstimateState):
        raise FieldRefused("title", "Load the estimate again before changing it.")
    return Seen(int(version), EstimateState(state))


def _names(form: Form) -> list[str]:
    rows = range(rows_of(form))
    lines = [f"{part}-{row}" for row in rows for part in _PARTS]
    return ["title", "words", "valid_until", "tax", "rows", *lines]


def _is_used(form: Form, row: int) -> bool:
    return any(form.value(f"{part}-{row}").strip() for part in ("description", "price"))


def _line(form: Form, row: int) -> LineDraft | None:
    """The line in this row, or None with an error at its field."""
    mistakes = len(form.errors)
    kind = form.choice(f"kind-{row}", LineKind)
    words = form.needed_text(
        f"description-{row}", f"Say what line {row + 1} is for.", most=LONGEST_DESCRIPTION
    )
    quantity = _quantity(form, row)
    price = _price(form, row)
    if len(form.errors) > mistakes:
        return None
    return LineDraft(
        kind=kind,
        description=" ".join(words.split()),
        quantity_thousandths=quantity,
        unit_price_cents=price,
        taxable=form.ticked(f"taxable-{row}"),
    )


def _quantity(form: Form, row: int) -> int:
    name = f"quantity-{row}"
    try:
        return thousandths_of(form.value(name).strip() or "1")
    except ValueError as wrong:
        form.refuse(name, f"Line {row + 1}: {wrong}")
        return 0


def _price(form: Form, row: int) -> int:
    name = f"price-{row}"
    try:
        return cents_of(form.value(name))
    except ValueError as wrong:
        form.refuse(name, f"Line {row + 1}: {wrong}")
        return 0


def _tax(form: Form) -> int:
    try:
        return millipercent_of(form.value("tax").strip() or "0")
    except ValueError as wrong:
        form.refuse("tax", str(wrong))
        return 0
