"""Builders of batches: accounts that are mapped, and a batch of some days, opened, posted or exported."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from core.billing.actions.accounts import set_accounts
from core.billing.actions.batches import EVERYTHING, BatchWanted, open_batch, post_batch
from core.billing.books import MemberKind
from core.billing.model import AccountPurpose, Batch
from tests.builders.directory import OFFICE

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)

NAMES: dict[AccountPurpose, str] = {
    AccountPurpose.RECEIVABLE: "Accounts Receivable",
    AccountPurpose.INCOME_SERVICE: "Income:Services",
    AccountPurpose.INCOME_MATERIAL: "Income:Materials",
    AccountPurpose.INCOME_LABOUR: "Income:Labour",
    AccountPurpose.SALES_TAX: "Sales Tax Payable",
    AccountPurpose.DEPOSIT_CARD: "Card Clearing",
    AccountPurpose.DEPOSIT_CHECK: "Undeposited Funds",
    AccountPurpose.DEPOSIT_CASH: "Undeposited Funds",
    AccountPurpose.DEPOSIT_ACH: "Checking",
    AccountPurpose.DEPOSIT_FINANCING: "Checking",
}


def mapped_accounts(session: Session, **other: str) -> None:
    """Every account has a name in the books; other: names for some purposes instead."""
    names = NAMES | {AccountPurpose(purpose): name for purpose, name in other.items()}
    set_accounts(session, {(purpose, None): name for purpose, name in names.items()}, actor=OFFICE)


def a_batch(
    session: Session,
    from_on: date = FIRST,
    to_on: date = LAST,
    *,
    kinds: frozenset[MemberKind] = EVERYTHING,
) -> Batch:
    """An open batch of March, or of other days."""
    return open_batch(session, BatchWanted(from_on, to_on, kinds), actor=OFFICE)


def a_posted_batch(session: Session, from_on: date = FIRST, to_on: date = LAST) -> Batch:
    """The same, posted; every account is mapped."""
    mapped_accounts(session)
    return post_batch(session, a_batch(session, from_on, to_on).id, actor=OFFICE)
