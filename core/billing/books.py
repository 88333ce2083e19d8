"""The company's books as Fixline speaks to them: which account a cent goes to, and names they can take. Pure.

Refuses nothing; what has no account is None, and the review says so.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, count
from typing import assert_never

from core.billing.model.batch import LONGEST_BOOK_NAME, AccountPurpose
from core.billing.model.payment import PaymentMethod
from core.billing.model.pricebook import ItemKind
from core.db import JsonObject

# How the mapping of the whole company is called among those of its units.
ALL_UNITS = ""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\s]+")


class MemberKind(StrEnum):
    """What stands in a batch."""

    INVOICE = "invoice"
    PAYMENT = "payment"
    ALLOCATION = "allocation"


INCOME: Mapping[ItemKind, AccountPurpose] = {
    ItemKind.SERVICE: AccountPurpose.INCOME_SERVICE,
    ItemKind.MATERIAL: AccountPurpose.INCOME_MATERIAL,
    ItemKind.LABOUR: AccountPurpose.INCOME_LABOUR,
}
DEPOSITS: Mapping[PaymentMethod, AccountPurpose] = {
    PaymentMethod.CARD: AccountPurpose.DEPOSIT_CARD,
    PaymentMethod.CHECK: AccountPurpose.DEPOSIT_CHECK,
    PaymentMethod.CASH: AccountPurpose.DEPOSIT_CASH,
    PaymentMethod.ACH: AccountPurpose.DEPOSIT_ACH,
    PaymentMethod.FINANCING: AccountPurpose.DEPOSIT_FINANCING,
}
# Only income is kept apart by business unit: a payment belongs to none, and what is owed is one account.
BY_UNIT = frozenset(INCOME.values())


@dataclass(frozen=True)
class Accounts:
    """The mapping: names of accounts by purpose and business unit, None for all without their own."""

    names: Mapping[tuple[AccountPurpose, int | None], str]

    def of(self, purpose: AccountPurpose, unit_id: int | None = None) -> str | None:
        """The account's name; a unit without its own has the company's."""
        return self.names.get((purpose, unit_id)) or self.names.get((purpose, None))

    def frozen(self) -> JsonObject:
        """As it is kept with a posted batch."""
        kept: dict[str, dict[str, str]] = {}
        for (purpose, unit_id), name in sorted(
            self.names.items(), key=lambda each: (each[0][0], each[0][1] or 0)
        ):
            unit = ALL_UNITS if unit_id is None else str(unit_id)
            kept.setdefault(purpose.value, {})[unit] = name
        return {**kept}


def thawed(kept: JsonObject) -> Accounts:
    """The mapping a batch was posted with."""
    names: dict[tuple[AccountPurpose, int | None], str] = {}
    for purpose, of_units in kept.items():
        if isinstance(of_units, dict):
            for unit, name in of_units.items():
                unit_id = None if unit == ALL_UNITS else int(unit)
                names[AccountPurpose(purpose), unit_id] = str(name)
    return Accounts(names)


def account_type(purpose: AccountPurpose) -> str | None:
    """What QuickBooks calls that sort of account in a list; None where the company has it already, whatever it is."""
    match purpose:
        case AccountPurpose.RECEIVABLE:
            return "AR"
        case (
            AccountPurpose.INCOME_SERVICE
            | AccountPurpose.INCOME_MATERIAL
            | AccountPurpose.INCOME_LABOUR
        ):
            return "INC"
        case AccountPurpose.SALES_TAX:
            return "OCLIAB"
        case (
            AccountPurpose.DEPOSIT_CARD
            | AccountPurpose.DEPOSIT_CHECK
            | AccountPurpose.DEPOSIT_CASH
            | AccountPurpose.DEPOSIT_ACH
            | AccountPurpose.DEPOSIT_FINANCING
        ):
            return None
        case _:
            assert_never(purpose)


def plain_words(words: str) -> str:
    """Words on one line without tabs, ends of lines, control characters or double quotes."""
    return _UNSAFE.sub(" ", words).replace('"', "'").strip()


def book_name(words: str) -> str:
    """A customer's name as QuickBooks takes it: one line, no colon (that parts customer and job), 41 letters."""
    return plain_words(words).replace(":", "-")[:LONGEST_BOOK_NAME].strip()


def distinct_names(wanted: Iterable[tuple[int, str]], taken: Iterable[str]) -> dict[int, str]:
    """A name for each customer that nobody else has; upper and lower case are the same to the books.

    Where two share a name, the later one carries its number after it.
    """
    used = {each.lower() for each in taken}
    given: dict[int, str] = {}
    for customer_id, words in wanted:
        name = _free(book_name(words), customer_id, used)
        used.add(name.lower())
        given[customer_id] = name
    return given


def _free(name: str, customer_id: int, used: Container[str]) -> str:
    """The name itself, or with the customer's number, or with a count after it."""
    marks = chain([f" ({customer_id})"], (f" ({customer_id}-{n})" for n in count(2)))
    found = name
    while not found or found.lower() in used:
        mark = next(marks)
        found = (name or "Customer")[: LONGEST_BOOK_NAME - len(mark)].rstrip() + mark
    return found
