"""Which rows of docs/inventory.toml the tests show to hold, read from their marks.

Refuses a mark whose number is no row: `python -m tests.traceability --check` then fails.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
INVENTORY = ROOT / "docs" / "inventory.toml"
TESTS = ROOT / "tests"
MARK = "pytest.mark.inventory"


@dataclass(frozen=True)
class Row:
    """One thing the trade needs. testable: a rule that a test can show to hold."""

    number: int
    title: str
    testable: bool


@dataclass(frozen=True)
class Mark:
    """A test's claim that it shows a row to hold."""

    number: int
    test: str


def main(arguments: Sequence[str]) -> int:
    """Print a line a row, or with `--check` only what is wrong; sums and faults go to stderr."""
    rows, marks = read_rows(INVENTORY), list(marks_in(TESTS))
    strays = stray_marks(rows, marks)
    if "--check" not in arguments:
        print("\n".join(report(rows, marks)))
        print(summary(rows, marks), file=sys.stderr)
    for mark in strays:
        fault = f"{mark.test} is marked {mark.number}, which is no row of {INVENTORY.name}."
        print(fault, file=sys.stderr)
    return 1 if strays else 0


def report(rows: Mapping[int, Row], marks: Sequence[Mark]) -> Iterator[str]:
    """A line a row: number, covered or not-yet, title, tests."""
    tests = tests_by_number(marks)
    for row in rows.values():
        state = "covered" if row.number in tests else "not-yet"
        yield f"{row.number} {state} {row.title} {' '.join(tests.get(row.number, []))}".rstrip()


def summary(rows: Mapping[int, Row], marks: Sequence[Mark]) -> str:
    """How far the tests have come."""
    tests = tests_by_number(marks)
    testable = {row.number for row in rows.values() if row.testable}
    return (
        f"{len(tests.keys() & rows.keys())} of {len(rows)} rows covered, "
        f"{len(tests.keys() & testable)} of the {len(testable)} testable ones"
    )


def read_rows(path: Path) -> dict[int, Row]:
    """The inventory by number. Refuses a number given twice."""
    rows: dict[int, Row] = {}
    for entry in tomllib.loads(path.read_text())["row"]:
        row = Row(entry["number"], entry["title"], entry["testable"])
        if row.number in rows:
            raise ValueError(f"{path.name} has two rows {row.number}.")
        rows[row.number] = row
    return rows


def marks_in(folder: Path) -> Iterator[Mark]:
    """Every mark under a folder: on a function, on a class, or on a whole file by `pytestmark`."""
    for path in sorted(folder.rglob("test_*.py")):
        place = str(path.relative_to(folder.parent))
        for node in ast.walk(ast.parse(path.read_text())):
            for name, expression in claims_of(node):
                for number in numbers_in(expression):
                    yield Mark(number, f"{place}::{name}" if name else place)


def claims_of(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The expressions that may be marks, with the name of what they mark ('' for a file)."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield from ((node.name, decorator) for decorator in node.decorator_list)
        case ast.Assign(targets=[ast.Name(id="pytestmark")], value=value):
            yield "", value
        case _:
            pass


def numbers_in(expression: ast.expr) -> Iterator[int]:
    """The numbers of every `pytest.mark.inventory(…)` within an expression."""
    for node in ast.walk(expression):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == MARK:
            yield from (number_of(argument) for argument in node.args)


def number_of(argument: ast.expr) -> int:
    """Refuses anything but a number written out: a computed mark could not be found by reading."""
    match argument:
        case ast.Constant(value=int(number)):
            return number
        case _:
            raise ValueError(f"{MARK} takes numbers, not {ast.unparse(argument)}")


def stray_marks(rows: Mapping[int, Row], marks: Sequence[Mark]) -> list[Mark]:
    """Marks whose number is no row."""
    return [mark for mark in marks if mark.number not in rows]


def tests_by_number(marks: Sequence[Mark]) -> dict[int, list[str]]:
    """Who shows which row."""
    tests: dict[int, list[str]] = defaultdict(list)
    for mark in marks:
        tests[mark.number].append(mark.test)
    return dict(tests)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
