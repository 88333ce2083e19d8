"""Forms about money, as their own pages give them: sent twice they count once, and nobody's words are written over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import unescape

import pytest
from sqlalchemy import func, select

from core.billing.actions.crediting import credit_part
from core.billing.model import Allocation, Batch, Invoice, PricebookItem
from core.db import Base, Database
from core.desk.actions.tasks import open_task
from core.events.model import Event
from core.messaging.wire import Channel
from office.billing.wishes import TITLE
from tests.builders import (
    OFFICE,
    a_conversation,
    a_customer,
    a_job_at,
    a_person,
    a_place,
    an_email,
    linked,
)
from tests.builders.billing import a_draft_of, a_payment_of, an_invoice, an_item, because
from tests.office.billing.books import the_day
from tests.office.desk import Browser
from tests.office.opened_forms import as_open, held_in


@dataclass(frozen=True)
class Books:
    """What the forms are about, by id. job: its number."""

    issued: int
    credit: int
    draft: int
    line: int
    job: int
    item: int
    payer: int
    wish: int
    day: date


@pytest.fixture
def books(database: Database) -> Books:
    with database.transaction() as session:
        day = the_day(session)
        issued = an_invoice(session, 10_000, on=day)
        an_email(session, a_person(session, issued.bill_to))
        a_payment_of(session, issued, on=day)
        credit = credit_part(session, issued.id, 4_000, because(on=day), actor=OFFICE)
        an_invoice(session, 9_000, customer=issued.bill_to, on=day)
        place, owner = a_place(session), a_customer(session, "Olga Owner")
        linked(session, place, owner, "Owner")
        a_customer(session, "Paula Payer")
        job = a_job_at(session, "Completed", place)
        draft = a_draft_of(session, job, 10_000)
        thread = a_conversation(
            session, "rita@lakeside.example", channel=Channel.EMAIL, job_id=job.id
        )
        task = open_task(session, title=TITLE, subject=("conversation", thread.id))
        return Books(
            issued=issued.id,
            credit=credit.id,
            draft=draft.id,
            line=draft.lines[0].id,
            job=job.number,
            item=an_item(session).id,
            payer=owner.id,
            wish=task.id,
            day=day,
        )


def _invoice(row: int) -> str:
    return f"/billing/invoices/{row}"


# Where it stands, where it is sent, what is typed, and of what there is then more.
Addition = tuple[str, str, dict[str, str], type[Base]]
ADDITIONS: dict[str, Callable[[Books], Addition]] = {
    "a credit note": lambda b: (
        _invoice(b.issued),
        f"{_invoice(b.issued)}/credit",
        {"amount": "10", "reason": "Too much"},
        Invoice,
    ),
    "a credit counted": lambda b: (
        _invoice(b.credit),
        f"{_invoice(b.credit)}/use",
        {"credit_amount": "5"},
        Allocation,
    ),
    "an invoice sent": lambda b: (_invoice(b.issued), f"{_invoice(b.issued)}/send", {}, Event),
    "an invoice by hand": lambda b: (
        "/billing/invoices/new?who=Olga",
        "/billing/invoices",
        {"customer_id": str(b.payer)},
        Invoice,
    ),
    "one more invoice": lambda b: (f"/jobs/{b.job}", f"/jobs/{b.job}/invoices", {}, Invoice),
    "an item": lambda _: (
        "/billing/pricebook/new",
        "/billing/pricebook",
        {"code": "VALVE", "name": "Valve", "unit_price": "12"},
        PricebookItem,
    ),
    "a batch": lambda b: (
        "/billing/batches",
        "/billing/batches",
        {"from_on": b.day.isoformat(), "to_on": b.day.isoformat(), "kind-invoice": "on"},
        Batch,
    ),
}


def counted(database: Database, row: type[Base]) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(row)) or 0


@pytest.mark.parametrize("name", ADDITIONS)
def test_what_is_added_twice_is_there_once(
    database: Database, desk: Browser, books: Books, name: str
) -> None:
    page, action, typed, row = ADDITIONS[name](books)
    held = {**as_open(desk, page, action), **typed}
    before = counted(database, row)
    first = desk.send(action, seen_on=page, **held)
    assert first.status_code in {302, 303}
    there_is = counted(database, row)
    assert there_is > before
    again = desk.send(action, seen_on=page, **held)
    assert (again.status_code, again.location) == (first.status_code, first.location)
    assert counted(database, row) == there_is


# Where it stands, where it is sent, what is saved first, what then is not, and the words that tell of the first.
Change = tuple[str, str, dict[str, str], dict[str, str], str]
CHANGES: dict[str, Callable[[Books], Change]] = {
    "particulars": lambda b: (
        _invoice(b.draft),
        f"{_invoice(b.draft)}/particulars",
        {"message": "Thank you."},
        {"message": "With thanks."},
        "“Thank you.”",
    ),
    "who is billed": lambda b: (
        _invoice(b.draft),
        f"{_invoice(b.draft)}/bill-to",
        {"payer": str(b.payer)},
        {"payer_other": "Paula Payer"},
        "“Olga Owner",
    ),
    "the review": lambda b: (
        _invoice(b.draft),
        f"{_invoice(b.draft)}/review",
        {"review": "on_hold"},
        {"review": "reviewed"},
        "“On hold”",
    ),
    "a discount": lambda b: (
        _invoice(b.draft),
        f"{_invoice(b.draft)}/discount",
        {"discount_line": str(b.line), "discount": "5"},
        {"discount_line": str(b.line), "discount": "7"},
        "$5.00 off",
    ),
    "lines": lambda b: (
        _invoice(b.draft),
        f"{_invoice(b.draft)}/lines",
        {"price-0": "120.00"},
        {"price-0": "80.00"},
        "Somebody else changed this draft",
    ),
    "an item": lambda b: (
        f"/billing/pricebook/{b.item}",
        f"/billing/pricebook/{b.item}",
        {"name": "Drain cleared"},
        {"name": "Drain rinsed"},
        "“Drain cleared”",
    ),
    "reminders": lambda _: (
        "/billing/reminders",
        "/billing/reminders",
        {"postal_address": "1 Oak St"},
        {"postal_address": "2 Oak St"},
        "“1 Oak St”",
    ),
    "accounts": lambda _: (
        "/billing/batches/accounts",
        "/billing/batches/accounts",
        {"sales_tax": "2200"},
        {"sales_tax": "2300"},
        "“2200”",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_colleague_saved_meanwhile_is_shown_before_it_is_replaced(
    desk: Browser, books: Books, name: str
) -> None:
    page, action, theirs, mine, said = CHANGES[name](books)
    opened = as_open(desk, page, action)
    saved = desk.send(action, seen_on=page, **{**opened, **theirs})
    assert saved.status_code in {302, 303}
    refused = desk.send(action, seen_on=page, **{**opened, **mine})
    assert refused.status_code == 422
    assert "Somebody else" in refused.text
    assert said in unescape(refused.text)
    again = {**held_in(refused.text, action), **mine}
    kept = desk.send(action, seen_on=page, **again)
    assert kept.status_code in {302, 303}


def test_a_purchase_order_written_meanwhile_is_not_lost_to_a_managers_wish(
    desk: Browser, books: Books
) -> None:
    page = f"/billing/wishes/{books.wish}"
    opened = as_open(desk, page)
    fact = f"/jobs/{books.job}/facts/po_number"
    held = as_open(desk, f"{fact}/edit", fact)
    assert desk.send(fact, **{**held, "value": "PO 7"}).status_code == 302
    refused = desk.send(page, seen_on=page, **{**opened, "po_number": "4471"})
    assert refused.status_code == 422
    assert "Somebody else wrote “PO 7” here meanwhile; you have “4471”." in refused.text
    again = held_in(refused.text, page)
    assert desk.send(page, seen_on=page, **again).status_code == 303


def test_an_item_retired_twice_stays_retired(
    database: Database, desk: Browser, books: Books
) -> None:
    address = f"/billing/pricebook/{books.item}/switch"
    held = as_open(desk, "/billing/pricebook", address)
    for _ in range(2):
        assert desk.send(address, **held).status_code == 303
    with database.reading() as session:
        assert not session.get_one(PricebookItem, books.item).active
    back = as_open(desk, "/billing/pricebook?retired=yes", address)
    assert desk.send(address, **back).status_code == 303
    with database.reading() as session:
        assert session.get_one(PricebookItem, books.item).active
