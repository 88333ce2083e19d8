"""Who owed what at the end of any day, by age: one statement over open items. Later payments are not known to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Row, TextClause, text
from sqlalchemy.orm import Session

from core.billing.buckets import Ageing, Bucket

PAGE = 50


@dataclass(frozen=True)
class Company:
    """Every account."""


@dataclass(frozen=True)
class Account:
    """One customer's."""

    customer_id: int


@dataclass(frozen=True)
class Portfolio:
    """A property manager's own and those of all who are linked to a place this customer manages (inventory 135)."""

    manager_id: int


Scope = Company | Account | Portfolio


class Order(StrEnum):
    """How accounts are listed; the largest first, names from A."""

    OVERDUE = "overdue"
    OLDEST = "oldest"
    BALANCE = "balance"
    NAME = "name"


@dataclass(frozen=True)
class Wanted:
    """Which accounts of a scope are listed. at_least: only those with something in this bucket or an older one."""

    order: Order = Order.OVERDUE
    at_least: Bucket | None = None
    words: str = ""
    most: int = PAGE
    skip: int = 0


@dataclass(frozen=True)
class AccountAge:
    """One account with something open. oldest_on: the earliest due day among its open invoices."""

    customer_id: int
    number: int
    name: str
    ageing: Ageing
    oldest_on: date | None


@dataclass(frozen=True)
class Aged:
    """The whole scope and a page of its accounts. listed: how many accounts the list has in all."""

    total: Ageing
    accounts: tuple[AccountAge, ...]
    listed: int


def ageing(session: Session, on: date, scope: Scope, wanted: Wanted = Wanted()) -> Aged:
    """What was owed at the end of a day, by age, with those who owe it (inventory 131, 132).

    Buckets less what is unapplied are the account's balance, for every account, on every day.
    """
    rows = session.execute(_statement(scope, wanted), _values(on, scope, wanted)).all()
    total = next(row for row in rows if row.is_total)
    return Aged(
        total=_ageing(total),
        accounts=tuple(_account(row) for row in rows if not row.is_total),
        listed=int(total.listed),
    )


def ageing_of(session: Session, customer_id: int, on: date) -> Ageing:
    """One account's."""
    return ageing(session, on, Account(customer_id), Wanted(most=0)).total


def _ageing(row: Row[tuple[object, ...]]) -> Ageing:
    return Ageing(
        current=int(row.current or 0),
        to_30=int(row.to_30 or 0),
        to_60=int(row.to_60 or 0),
        to_90=int(row.to_90 or 0),
        over_90=int(row.over_90 or 0),
        unapplied=int(row.unapplied or 0),
        items=int(row.items or 0),
    )


def _account(row: Row[tuple[object, ...]]) -> AccountAge:
    return AccountAge(row.account_id, row.number, row.name, _ageing(row), row.oldest_on)


_WHOSE = {
    Company: "TRUE",
    Account: "{column} = :account",
    Portfolio: "{column} IN (SELECT account_id FROM portfolio)",
}
# A page of accounts and the sum of all are two looks at one grouping, so that they can never disagree.
_AGEING = """
    WITH portfolio AS (
        SELECT CAST(:manager AS bigint) AS account_id
        UNION
        SELECT others.customer_id FROM property_relationships mine
            JOIN relationship_types type ON type.id = mine.type_id AND type.role = 'manager'
            JOIN property_relationships others ON others.property_id = mine.property_id
            WHERE mine.customer_id = :manager
    ), open_items AS (
        SELECT i.bill_to_id AS account_id, CAST(:on AS date) - i.due_on AS days, i.due_on,
            CASE WHEN i.kind = 'credit_note' THEN 0 ELSE i.total_cents - (
                SELECT CAST(coalesce(sum(a.amount_cents), 0) AS bigint) FROM allocations a
                WHERE a.invoice_id = i.id AND a.effective_on <= :on
            ) END AS owed,
            CASE WHEN i.kind <> 'credit_note' THEN 0 ELSE -i.total_cents - (
                SELECT CAST(coalesce(sum(a.amount_cents), 0) AS bigint) FROM allocations a
                WHERE a.credit_note_id = i.id AND a.effective_on <= :on
            ) - (
                SELECT CAST(coalesce(sum(r.amount_cents), 0) AS bigint) FROM payments r
                WHERE r.returns_credit_id = i.id AND r.state = 'succeeded' AND r.received_on <= :on
            ) END AS unapplied
        FROM invoices i
        WHERE i.status <> 'draft' AND daterange(i.issue_on, i.settled_on) @> CAST(:on AS date) AND {invoices}
        UNION ALL
        SELECT p.payer_id, NULL, NULL, 0, p.amount_cents - (
                SELECT CAST(coalesce(sum(a.amount_cents), 0) AS bigint) FROM allocations a
                WHERE a.payment_id = p.id AND a.effective_on <= :on
            ) - (
                SELECT CAST(coalesce(sum(r.amount_cents), 0) AS bigint) FROM payments r
                WHERE r.returns_id = p.id AND r.state = 'succeeded' AND r.received_on <= :on
            )
        FROM payments p
        WHERE p.kind = 'payment' AND p.state IN ('succeeded', 'reversed')
            AND daterange(p.received_on, p.spent_on) @> CAST(:on AS date) AND {payments}
    ), accounts AS MATERIALIZED (
        SELECT account_id,
            coalesce(sum(owed) FILTER (WHERE days <= 0), 0) AS current,
            coalesce(sum(owed) FILTER (WHERE days BETWEEN 1 AND 30), 0) AS to_30,
            coalesce(sum(owed) FILTER (WHERE days BETWEEN 31 AND 60), 0) AS to_60,
            coalesce(sum(owed) FILTER (WHERE days BETWEEN 61 AND 90), 0) AS to_90,
            coalesce(sum(owed) FILTER (WHERE days > 90), 0) AS over_90,
            sum(unapplied) AS unapplied,
            count(*) FILTER (WHERE owed > 0) AS items,
            min(due_on) FILTER (WHERE owed > 0) AS oldest_on
        FROM open_items WHERE owed <> 0 OR unapplied <> 0 GROUP BY account_id
    ), chosen AS (
        SELECT * FROM accounts {with_names} WHERE {at_least} AND {named}
    ), page AS (
        SELECT * FROM chosen ORDER BY {order}, account_id LIMIT :most OFFSET :skip
    )
    SELECT * FROM (
        SELECT FALSE AS is_total, row_number() OVER (ORDER BY {order}, account_id) AS place, account_id,
            c.number, coalesce(nullif(c.company_name, ''), c.name) AS name, oldest_on,
            current, to_30, to_60, to_90, over_90, unapplied, items, 0 AS listed
        FROM page JOIN customers c ON c.id = account_id
        UNION ALL
        SELECT TRUE, 0, NULL, NULL, NULL, min(oldest_on), sum(current), sum(to_30), sum(to_60), sum(to_90),
            sum(over_90), sum(unapplied), sum(items), {listed}
        FROM accounts
    ) rows ORDER BY place
"""
# Names are read one by one: who owes is few among all customers, and the planner cannot know it.
_NAMES = """
    CROSS JOIN LATERAL (SELECT sort_name AS listed_as FROM customers WHERE customers.id = account_id LIMIT 1) names
"""
_OLDER = {
    Bucket.CURRENT: "current + to_30 + to_60 + to_90 + over_90 > 0",
    Bucket.TO_30: "to_30 + to_60 + to_90 + over_90 > 0",
    Bucket.TO_60: "to_60 + to_90 + over_90 > 0",
    Bucket.TO_90: "to_90 + over_90 > 0",
    Bucket.OVER_90: "over_90 > 0",
}
_ORDERS = {
    Order.OVERDUE: "to_30 + to_60 + to_90 + over_90 DESC",
    Order.OLDEST: "oldest_on NULLS LAST",
    Order.BALANCE: "current + to_30 + to_60 + to_90 + over_90 - unapplied DESC",
    Order.NAME: "listed_as",
}


def _statement(scope: Scope, wanted: Wanted) -> TextClause:
    """Only words of our own go into it; what was typed goes beside it."""
    whose = _WHOSE[type(scope)]
    by_words = bool(wanted.words.strip())
    is_all = wanted.at_least is None and not by_words
    return text(
        _AGEING.format(
            invoices=whose.format(column="i.bill_to_id"),
            payments=whose.format(column="p.payer_id"),
            at_least=_OLDER[wanted.at_least] if wanted.at_least else "TRUE",
            with_names=_NAMES if by_words or wanted.order is Order.NAME else "",
            named="strpos(listed_as, lower(:words)) > 0" if by_words else "TRUE",
            order=_ORDERS[wanted.order],
            listed="count(*)" if is_all else "(SELECT count(*) FROM chosen)",
        )
    )


def _values(on: date, scope: Scope, wanted: Wanted) -> dict[str, object]:
    values: dict[str, object] = {
        "on": on,
        "most": wanted.most,
        "skip": wanted.skip,
        "manager": scope.manager_id if isinstance(scope, Portfolio) else None,
    }
    if isinstance(scope, Account):
        values["account"] = scope.customer_id
    if wanted.words.strip():
        values["words"] = wanted.words.strip()
    return values
