"""A cell that looks like a formula is words to a spreadsheet, and numbers stay numbers."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.spreadsheet import csv_line


@pytest.mark.parametrize(
    "words",
    ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", '=HYPERLINK("x")', "\x00=1"],
)
def test_what_begins_like_a_formula_gets_an_apostrophe(words: str) -> None:
    (cell,) = next(csv.reader([csv_line([words])[:-2]]))
    assert cell.startswith("'")


def test_numbers_are_numbers_and_nothing_is_empty() -> None:
    assert csv_line([-5, None, "a,b", 'say "hi"']) == '-5,,"a,b","say ""hi"""\r\n'


def test_moments_stand_on_the_readers_clock_and_days_are_days() -> None:
    summer = datetime(2026, 7, 1, 2, 30, 59, tzinfo=UTC)
    winter = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    line = csv_line([summer, winter, date(2026, 11, 22)], zone="America/Chicago")
    assert line == "2026-06-30T21:30-05:00,2026-11-22T14:30-06:00,2026-11-22\r\n"
    assert csv_line([winter]) == "2026-11-22T20:30+00:00\r\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1))
def test_a_line_reads_back_as_it_was_written(cells: list[str]) -> None:
    import io

    (read,) = list(csv.reader(io.StringIO(csv_line(cells), newline="")))
    assert [each.removeprefix("'") for each in read] == [
        each.replace("\x00", "").removeprefix("'") for each in cells
    ]
