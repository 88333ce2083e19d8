"""The paper of a statement, by activity or by open item, grouped by property, with the ageing beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import shorten

from core.billing.buckets import Ageing, Bucket
from core.billing.model import InvoiceKind
from core.billing.papers.head import Pairs, Sender, around, lines_of, questions, slip
from core.billing.papers.printing import Form, Paper
from core.billing.papers.words import long_day, short_day, word
from core.billing.queries.statement import (
    Activity,
    Movement,
    MovementKind,
    OpenItem,
    OpenItems,
)
from core.directory.model import Customer
from core.language import Language
from core.money import dollars

# One line of a paper, beside what is owed.
LONGEST_SUMMARY = 70
MONEY = frozenset({MovementKind.PAYMENT, MovementKind.REFUND, MovementKind.REVERSAL})


@dataclass(frozen=True)
class _Row:
    """kind: item, group or sum, as the template knows them. small: beneath the words of an item."""

    kind: str
    cells: tuple[str, ...]
    small: str = ""

    def told(self) -> dict[str, object]:
        return {"kind": self.kind, "cells": list(self.cells), "small": self.small}


def statement_paper(
    told: Activity | OpenItems, customer: Customer, sender: Sender, spoken: Language
) -> Paper:
    """Whichever of the two statements this is."""
    if isinstance(told, OpenItems):
        return open_item_paper(told, customer, sender, spoken)
    return activity_paper(told, customer, sender, spoken)


def activity_paper(told: Activity, customer: Customer, sender: Sender, spoken: Language) -> Paper:
    """What moved between two days."""
    charged = sum(each.cents for each in told.movements if each.cents > 0)
    period = f"{short_day(told.from_on, spoken)} - {short_day(told.to_on, spoken)}"
    summary = [
        ("opening", told.opening_cents),
        ("charges", charged),
        ("payments", told.closing_cents - told.opening_cents - charged),
        ("closing", told.closing_cents),
    ]
    who = _who(customer, told.address)
    words = _common(customer, sender, spoken, (word("period", spoken), period), who, told.ageing)
    rows = _activity_rows(told, spoken)
    running = len(told.groups()) == 1
    heads = ("day", "what", "amount", "running") if running else ("day", "what", "amount")
    words |= {
        "summary": [[word(name, spoken), dollars(cents)] for name, cents in summary],
        "columns": ["left", "wide", "right", "right"][: len(heads)],
        "heads": [word(name, spoken) for name in heads],
        "rows": [row.told() for row in rows],
    }
    if told.closing_cents > 0:
        words["slip"] = _slip(customer, sender, who, told.closing_cents, spoken)
    return Paper(Form.STATEMENT, words, told.to_on, _name(customer, told.to_on.isoformat()))


def open_item_paper(told: OpenItems, customer: Customer, sender: Sender, spoken: Language) -> Paper:
    """What is still open at the end of a day."""
    fact = (word("as_of", spoken), long_day(told.on, spoken))
    ageing = told.ageing
    summary = [
        ("current", ageing.current),
        ("due", ageing.overdue),
        ("unused", -ageing.unapplied),
        ("balance", told.balance_cents),
    ]
    who = _who(customer, told.address)
    words = _common(customer, sender, spoken, fact, who, ageing)
    words |= {
        "summary": [
            [word("overdue" if name == "due" else name, spoken), dollars(cents)]
            for name, cents in summary
        ],
        "columns": ["left", "wide", "left", "right", "right"],
        "heads": [word(name, spoken) for name in ("day", "what", "due", "original", "open")],
        "rows": [row.told() for row in _open_rows(told.items, spoken)],
    }
    if told.balance_cents > 0:
        words["slip"] = _slip(customer, sender, who, told.balance_cents, spoken)
    return Paper(Form.STATEMENT, words, told.on, _name(customer, told.on.isoformat()))


# An invoice that is void is called so without more.
_VOID_TOO = frozenset({InvoiceKind.ADJUSTMENT.value, InvoiceKind.CREDIT_NOTE.value})


def said(each: Movement | OpenItem, spoken: Language) -> str:
    """One movement or open item in words."""
    words = each.words
    if each.kind in MONEY:
        method, _, check = words.partition(" ")
        words = f"{word(f'method.{method}', spoken)} {check}".strip()
    name = f"movement.{each.kind.value}"
    if each.kind is MovementKind.VOID and words in _VOID_TOO:
        name = f"{name}_{words}"
    sentence = word(name, spoken, number=f"#{each.number}", words=words)
    is_document = each.kind in {MovementKind.INVOICE, MovementKind.ADJUSTMENT}
    if not is_document or not words:
        return sentence
    # Many write "PO 4471" where the number alone was asked for.
    named = words.upper().startswith(("PO", "P.O", "OC"))
    return f"{sentence}, {words}" if named else sentence + word("po_of", spoken, po=words)


def worked(each: Movement | OpenItem, spoken: Language) -> str:
    """The job behind a document and what it was about; empty without one."""
    if each.work is None:
        return ""
    summary = shorten(" ".join(each.work.summary.split()), LONGEST_SUMMARY, placeholder=" …")
    return f"{word('job', spoken)} #{each.work.job_number} {summary}".strip()


def ageing_pairs(ageing: Ageing, spoken: Language) -> list[tuple[str, int]]:
    """The buckets and what lies beside them, in words and cents."""
    pairs = [(word(bucket.value, spoken), ageing.of(bucket)) for bucket in Bucket]
    return [*pairs, (word("unused", spoken), -ageing.unapplied)]


def _common(
    customer: Customer,
    sender: Sender,
    spoken: Language,
    when: tuple[str, str],
    who: Sequence[str],
    ageing: Ageing,
) -> dict[str, object]:
    words = around(
        sender,
        spoken,
        title=word("statement", spoken),
        number="",
        facts=[when, (word("customer_number", spoken), f"#{customer.number}")],
        to=(word("account", spoken), who),
    )
    pairs = [[name, dollars(cents)] for name, cents in ageing_pairs(ageing, spoken)]
    notes = [sender.payment_words] if sender.payment_words else []
    return {
        **words,
        "ageing": {"title": word("how_old", spoken), "pairs": pairs},
        "notes": [*notes, questions(sender, spoken)],
    }


def _activity_rows(told: Activity, spoken: Language) -> list[_Row]:
    """The balance runs in the order of days, so it is told only where one group holds everything."""
    groups = told.groups()
    if not groups:
        return [_Row("group", (word("nothing", spoken),))]
    after = len(groups) == 1
    rows: list[_Row] = []
    for group in groups:
        rows.append(_Row("group", (group.place or word("on_account", spoken),)))
        for each in group.movements:
            cells = (short_day(each.on, spoken), said(each, spoken), dollars(each.cents))
            running = (dollars(each.after_cents),) if after else ()
            rows.append(_Row("item", (*cells, *running), worked(each, spoken)))
        total = ("", word("subtotal_of", spoken), dollars(group.cents))
        rows.append(_Row("sum", (*total, "") if after else total))
    return rows


def _open_rows(items: Sequence[OpenItem], spoken: Language) -> list[_Row]:
    if not items:
        return [_Row("group", (word("nothing_open", spoken),))]
    rows: list[_Row] = []
    for (_, place, _), found in groupby(sorted(items, key=_by_place), key=_by_place):
        group = list(found)
        rows.append(_Row("group", (place or word("on_account", spoken),)))
        rows += [_open_row(each, spoken) for each in group]
        total = dollars(sum(each.left_cents for each in group))
        rows.append(_Row("sum", ("", word("subtotal_of", spoken), "", "", total)))
    return rows


def _open_row(each: OpenItem, spoken: Language) -> _Row:
    due = short_day(each.due_on, spoken) if each.due_on else ""
    cells = (short_day(each.on, spoken), said(each, spoken), due)
    cents = (dollars(each.whole_cents), dollars(each.left_cents))
    return _Row("item", (*cells, *cents), worked(each, spoken))


def _by_place(each: OpenItem) -> tuple[bool, str, int]:
    return (each.property_id is None, each.place, each.property_id or 0)


def _who(customer: Customer, address: str) -> list[str]:
    return [customer.display_name, *lines_of(address)]


def _slip(
    customer: Customer, sender: Sender, who: Sequence[str], cents: int, spoken: Language
) -> dict[str, object] | None:
    facts: Pairs = [
        (word("customer_number", spoken), f"#{customer.number}"),
        (word("balance", spoken), dollars(cents)),
    ]
    return slip(sender, spoken, who=who, facts=facts)


def _name(customer: Customer, day: str) -> str:
    return f"statement-{customer.number}-{day}.pdf"
