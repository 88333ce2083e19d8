"""Receivables: who owes how much and how old it is, for the company or one manager's portfolio, as of any day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.billing.buckets import Bucket
from core.billing.queries.ageing import (
    AccountAge,
    Aged,
    Company,
    Order,
    Portfolio,
    Scope,
    Wanted,
    ageing,
)
from core.billing.queries.portfolios import managers
from core.desk.permissions import Permission
from core.directory.model import Customer
from core.errors import NotFound
from core.money import bare_amount
from office.access import needs
from office.billing.ageing_bar import HEIGHT, WIDTH, ageing_bar
from office.billing.asking import day_asked, day_said, today
from office.billing.rooms import billing_rooms, may_collect
from office.door import Page, choice_asked, page_asked, reading, row_asked, words_asked
from office.spreadsheets import csv_file

# Read at once for a file, and how often: a file of more lines no spreadsheet opens.
ACCOUNTS_AT_ONCE = 20_000
MOST_PARTS = 25
BUCKET_WORDS = {
    Bucket.CURRENT: "Not yet due",
    Bucket.TO_30: "1–30 days",
    Bucket.TO_60: "31–60 days",
    Bucket.TO_90: "61–90 days",
    Bucket.OVER_90: "Over 90 days",
}
_AT_LEAST = (
    (Bucket.CURRENT, "Who owes anything"),
    (Bucket.TO_30, "Overdue"),
    (Bucket.TO_60, "Over 30 days"),
    (Bucket.TO_90, "Over 60 days"),
    (Bucket.OVER_90, "Over 90 days"),
)
_ORDERS = (
    (Order.OVERDUE, "Most overdue first"),
    (Order.OLDEST, "Oldest first"),
    (Order.BALANCE, "Largest balance first"),
    (Order.NAME, "By name"),
)


@dataclass(frozen=True)
class _Asked:
    """What the page is asked to show. manager: whose portfolio; None is the company."""

    on: date
    words: str
    at_least: Bucket | None
    order: Order
    manager: Customer | None
    page: Page

    def wanted(self) -> Wanted:
        return Wanted(self.order, self.at_least, self.words, self.page.size, self.page.offset)

    def scope(self) -> Scope:
        return Portfolio(self.manager.id) if self.manager else Company()

    def kept(self) -> dict[str, object]:
        """What the links of the page go on asking for."""
        asked: dict[str, object] = {
            "q": self.words,
            "older": self.at_least,
            "order": None if self.order is Order.OVERDUE else self.order,
            "manager": self.manager.id if self.manager else None,
            "on": None if self.on == today() else self.on.isoformat(),
        }
        return {name: value for name, value in asked.items() if value}


@needs(Permission.BILLING_READ)
def receivables() -> str:
    """What is owed, by age, and who owes it (inventory 131, 132)."""
    with reading() as session:
        asked = _asked(session)
        found = ageing(session, asked.on, asked.scope(), asked.wanted())
        return _page(session, asked, found)


@needs(Permission.BILLING_READ)
def receivables_file() -> Response:
    """Who owes, as asked for, as CSV; the oldest due day is of what is open."""
    with reading() as session:
        asked = _asked(session)
        scope = asked.scope()

    def lines(session: Session) -> Iterator[Sequence[str | int | None]]:
        yield (
            "Number",
            "Customer",
            *BUCKET_WORDS.values(),
            "Unapplied",
            "Balance",
            "Oldest due day",
        )
        for nth in range(MOST_PARTS):
            skip = nth * ACCOUNTS_AT_ONCE
            wanted = replace(asked.wanted(), most=ACCOUNTS_AT_ONCE, skip=skip)
            part = ageing(session, asked.on, scope, wanted).accounts
            yield from map(_cells, part)
            if len(part) < ACCOUNTS_AT_ONCE:
                return

    return csv_file("receivables", lines)


def _cells(row: AccountAge) -> Sequence[str | int | None]:
    age = row.ageing
    amounts = (
        age.current, age.to_30, age.to_60, age.to_90, age.over_90, age.unapplied, age.balance,
    )  # fmt: skip
    oldest = row.oldest_on.isoformat() if row.oldest_on else None
    return (row.number, row.name, *map(bare_amount, amounts), oldest)


def _asked(session: Session) -> _Asked:
    manager_id = row_asked("manager")
    manager = session.get(Customer, manager_id) if manager_id else None
    if manager_id and manager is None:
        raise NotFound("customer", manager_id)
    return _Asked(
        on=day_asked("on", today()),
        words=words_asked(),
        at_least=choice_asked("older", Bucket),
        order=choice_asked("order", Order) or Order.OVERDUE,
        manager=manager,
        page=page_asked(),
    )


def _page(session: Session, asked: _Asked, found: Aged) -> str:
    return render_template(
        "office/billing/receivables.html",
        billing=billing_rooms("receivables"),
        may_collect=may_collect(),
        asked=asked,
        found=found,
        parts=ageing_bar(found.total),
        bar=(WIDTH, HEIGHT),
        more=asked.page.offset + len(found.accounts) < found.listed,
        is_today=asked.on == today(),
        managers=managers(session),
        at_least=_AT_LEAST,
        orders=_ORDERS,
        BUCKET_WORDS=BUCKET_WORDS,
        day_said=day_said,
    )
