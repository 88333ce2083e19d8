"""Names and accounts as the books take them: safe, short, one customer’s alone; what does not balance is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.billing.books import (
    Accounts,
    account_type,
    book_name,
    distinct_names,
    plain_words,
    thawed,
)
from core.billing.export.iif import iif_lines
from core.billing.export.posting import Posting, PostingKind, Split, amount
from core.billing.model import AccountPurpose
from core.errors import Refused
from tests.core.billing.iif_reader import read_iif


def a_posting(words: str = "Repair", *, second: int = -100) -> Posting:
    return Posting(
        kind=PostingKind.INVOICE,
        document=words,
        on=date(2026, 3, 2),
        customer=book_name(words) or "Customer",
        first=Split("A/R", 100, words),
        splits=[Split("Income", second, words)],
        po_number=words,
    )


@given(st.text())
def test_no_words_break_out_of_their_cell(words: str) -> None:
    books = read_iif(b"".join(iif_lines(Accounts({}), [], [a_posting(words)])))
    (block,) = books.blocks
    assert block.head.cents == 100


@given(st.lists(st.text(max_size=60), max_size=12), st.lists(st.text(max_size=10), max_size=3))
def test_every_customer_has_a_name_nobody_else_has(words: list[str], taken: list[str]) -> None:
    given_names = distinct_names(enumerate(words, 1), taken)
    lowered = [name.lower() for name in given_names.values()]
    assert len(set(lowered)) == len(words)
    assert not set(lowered) & {each.lower() for each in taken}
    assert all(0 < len(name) <= 41 and name == plain_words(name) for name in given_names.values())


def test_a_name_is_shortened_and_parted_from_its_double() -> None:
    long = "Lakeside Property Management Company of Springfield"
    assert distinct_names([(7, long), (8, long.upper()), (9, "\t")], []) == {
        7: "Lakeside Property Management Company of S",
        8: "LAKESIDE PROPERTY MANAGEMENT COMPANY (8)",
        9: "Customer (9)",
    }


@pytest.mark.parametrize(
    ("cents", "written"),
    [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (124_000, "1240.00"), (-100_001, "-1000.01")],
)
def test_amounts_have_two_digits_and_no_thousands(cents: int, written: str) -> None:
    assert amount(cents) == written


def test_what_does_not_balance_reaches_no_file() -> None:
    with pytest.raises(Refused, match="does not balance"):
        a_posting(second=-99)


def test_a_unit_without_its_own_account_has_the_companys() -> None:
    income = AccountPurpose.INCOME_SERVICE
    accounts = Accounts({(income, None): "Income", (income, 3): "Income:HVAC"})
    assert [accounts.of(income, unit) for unit in (None, 3, 4)] == [
        "Income",
        "Income:HVAC",
        "Income",
    ]
    assert accounts.of(AccountPurpose.SALES_TAX) is None
    assert thawed(accounts.frozen()) == accounts


def test_only_accounts_every_company_has_already_are_not_listed() -> None:
    listed = {purpose for purpose in AccountPurpose if account_type(purpose)}
    assert {purpose for purpose in AccountPurpose if purpose not in listed} == {
        purpose for purpose in AccountPurpose if purpose.startswith("deposit")
    }
