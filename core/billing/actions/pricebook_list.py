"""The pricebook as a list of a spreadsheet: written out, and brought in again whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.actions.pricebook import (
    ItemWanted,
    add_item,
    change_item,
    offer_item_again,
    retire_item,
)
from core.billing.model import ItemKind, PricebookItem
from core.directory.list_lines import plain_cell
from core.errors import FieldRefused
from core.events.actions import Actor
from core.money import cents_of

HEADS = ("code", "name", "kind", "price", "cost", "taxable", "words", "active")
NEEDED = ("code", "name", "price")
MOST_ITEMS = 5_000
LARGEST_BYTES = 5 * 1024 * 1024
YES, NO = frozenset({"yes", "y", "1", "true"}), frozenset({"no", "n", "0", "false"})


@dataclass(frozen=True)
class Problem:
    """What is wrong with one line of the file; the head is line 1."""

    line: int
    words: str


@dataclass(frozen=True)
class Brought:
    """How many items were new, changed, and the same as before."""

    added: int
    changed: int
    same: int


@dataclass(frozen=True)
class _Line:
    """One line of the file as it was read."""

    wanted: ItemWanted
    active: bool


class ListRefused(FieldRefused):
    """Nothing was written: every problem, by line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("file", "Nothing was written. Mend these lines and bring it once more.")
        self.problems = tuple(problems)


def pricebook_lines(session: Session) -> Iterator[Sequence[str | int | None]]:
    """The head and a line an item, retired ones too; the same file can be brought in again."""
    return lines_of_items(session.scalars(select(PricebookItem).order_by(PricebookItem.code)))


def lines_of_items(items: Iterable[PricebookItem]) -> Iterator[Sequence[str | int | None]]:
    """The same for some of them."""
    yield HEADS
    for item in items:
        yield (
            item.code,
            item.name,
            item.kind.value,
            _amount(item.unit_price_cents),
            _amount(item.cost_cents),
            "yes" if item.taxable else "no",
            item.words,
            "yes" if item.active else "no",
        )


def bring_pricebook(session: Session, content: bytes, *, actor: Actor) -> Brought:
    """Add and change items by their code; items that are not in the file stay. ListRefused names every problem."""
    items = {item.code: item for item in session.scalars(select(PricebookItem))}
    problems: list[Problem] = []
    counts = {"added": 0, "changed": 0, "same": 0}
    for line, cells in _records(content):
        try:
            counts[_write(session, items, _line(cells), actor=actor)] += 1
        except FieldRefused as refusal:
            problems.append(Problem(line, refusal.message))
    if problems:
        raise ListRefused(problems)
    return Brought(**counts)


def _records(content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each line with its number and its cells by column."""
    if len(content) > LARGEST_BYTES:
        raise ListRefused([Problem(1, "The file is over 5 MB.")])
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=_comma(text), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ListRefused([Problem(1, "Save it as CSV with UTF-8, with commas.")]) from error
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    missing = [name for name in NEEDED if name not in head]
    if missing:
        raise ListRefused([Problem(1, f"There is no column {' and no '.join(missing)}.")])
    if len(rows) > MOST_ITEMS + 1:
        raise ListRefused([Problem(1, f"Bring at most {MOST_ITEMS:,} items at once.")])
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: plain_cell(cell) for name, cell in zip(head, row, strict=False)}
        if any(cells.values()):
            yield number, cells


def _comma(text: str) -> str:
    first = text.partition("\n")[0]
    return ";" if first.count(";") > first.count(",") else ","


def _line(cells: Mapping[str, str]) -> _Line:
    kind = cells.get("kind", "").strip().lower() or ItemKind.SERVICE.value
    if kind not in set(ItemKind):
        raise FieldRefused("kind", f"{kind!r} is no kind: write service, material or labour.")
    wanted = ItemWanted(
        kind=ItemKind(kind),
        code=cells.get("code", "").strip(),
        name=cells.get("name", "").strip(),
        unit_price_cents=_cents(cells.get("price", "")),
        words=cells.get("words", ""),
        cost_cents=_cents(cells.get("cost", "").strip() or "0"),
        taxable=_yes(cells.get("taxable", "")),
    )
    return _Line(wanted, _yes(cells.get("active", "")))


def _cents(typed: str) -> int:
    try:
        return cents_of(typed)
    except ValueError as wrong:
        raise FieldRefused("price", str(wrong)) from wrong


def _yes(typed: str) -> bool:
    word = typed.strip().lower()
    if word and word not in YES | NO:
        raise FieldRefused("taxable", f"{typed!r} is neither yes nor no.")
    return word not in NO


def _write(
    session: Session,
    items: dict[str, PricebookItem],
    line: _Line,
    *,
    actor: Actor,
) -> str:
    """Whether the item was added, changed or the same."""
    wanted, active = line.wanted, line.active
    item = items.get(wanted.code)
    if item is None:
        items[wanted.code] = item = add_item(session, wanted, actor=actor)
        outcome = "added"
    elif _is_same(item, wanted) and item.active == active:
        return "same"
    else:
        kept = replace(wanted, business_unit_id=item.business_unit_id)
        item = change_item(session, item.id, kept, actor=actor)
        outcome = "changed"
    if item.active != active:
        (offer_item_again if active else retire_item)(session, item.id, actor=actor)
    return outcome


def _is_same(item: PricebookItem, wanted: ItemWanted) -> bool:
    return (item.kind, item.name, item.words, item.taxable) == (
        wanted.kind,
        wanted.name,
        wanted.words.strip(),
        wanted.taxable,
    ) and (item.unit_price_cents, item.cost_cents) == (wanted.unit_price_cents, wanted.cost_cents)


def _amount(cents: int) -> str:
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d}"
