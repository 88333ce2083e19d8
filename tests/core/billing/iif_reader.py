"""An own reader of IIF files that knows nothing of the writer: columns by their heads, amounts to the cent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

_AMOUNT = re.compile(r"(-?)(\d+)\.(\d\d)")


@dataclass(frozen=True)
class Line:
    """A line of a block by the names of its columns."""

    cells: dict[str, str]

    @property
    def cents(self) -> int:
        found = _AMOUNT.fullmatch(self.cells["AMOUNT"])
        assert found is not None, self.cells
        return (-1 if found[1] else 1) * (int(found[2]) * 100 + int(found[3]))

    @property
    def on(self) -> date:
        month, day, year = self.cells["DATE"].split("/")
        return date(int(year), int(month), int(day))


@dataclass
class Block:
    """One movement: its head and what answers it."""

    head: Line
    splits: list[Line] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        return [self.head, *self.splits]

    @property
    def kind(self) -> str:
        return self.head.cells["TRNSTYPE"]


@dataclass
class Books:
    """A whole file. accounts: their types by name."""

    blocks: list[Block] = field(default_factory=list)
    accounts: dict[str, str] = field(default_factory=dict)
    customers: list[str] = field(default_factory=list)

    def on_account(self, name: str) -> int:
        """What all movements together did to an account."""
        return sum(
            line.cents
            for block in self.blocks
            for line in block.lines
            if line.cells["ACCNT"] == name
        )


def read_iif(content: bytes) -> Books:
    """Read a file strictly; AssertionError for whatever QuickBooks would stumble over."""
    books, heads = Books(), dict[str, list[str]]()
    whole = content.decode("cp1252")
    assert whole.endswith("\r\n")
    open_block: Block | None = None
    for row in whole.removesuffix("\r\n").split("\r\n"):
        assert "\n" not in row, row
        assert "\r" not in row, row
        assert '"' not in row, row
        mark, *cells = row.split("\t")
        if mark.startswith("!"):
            heads[mark.removeprefix("!")] = cells
            continue
        assert len(cells) == len(heads[mark]), row
        line = Line(dict(zip(heads[mark], cells, strict=True)))
        if mark == "TRNS":
            assert open_block is None, row
            open_block = Block(line)
        elif mark == "SPL":
            assert open_block is not None, row
            open_block.splits.append(line)
        elif mark == "ENDTRNS":
            assert open_block is not None
            books.blocks.append(_closed(open_block))
            open_block = None
        else:
            _listed(books, mark, line)
    assert open_block is None
    return books


def _closed(block: Block) -> Block:
    assert block.splits
    assert {line.cells["TRNSTYPE"] for line in block.splits} == {block.kind}
    assert {line.on for line in block.splits} == {block.head.on}
    assert sum(line.cents for line in block.lines) == 0, block
    assert all(line.cells["ACCNT"] for line in block.lines)
    assert block.head.cells["NAME"]
    return block


def _listed(books: Books, mark: str, line: Line) -> None:
    name = line.cells["NAME"]
    assert name
    if mark == "ACCNT":
        assert name not in books.accounts
        books.accounts[name] = line.cells["ACCNTTYPE"]
    else:
        assert mark == "CUST", mark
        assert len(name) <= 41
        assert name.lower() not in {each.lower() for each in books.customers}
        books.customers.append(name)
