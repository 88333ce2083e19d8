"""What tests of billing's pages ask for: documents at hand, and what a form of a page holds."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from sqlalchemy.orm import Session

from core.billing.queries.balances import balance_of
from core.billing.queries.company import company_day
from core.db import Database
from core.directory.model import CustomerKind
from tests.builders import a_customer, a_place, linked
from tests.builders.billing import a_draft_invoice, an_invoice
from tests.practice import practice_settings

_FIELD = re.compile(r'<input[^>]*\bname="(?P<name>[^"]+)"[^>]*>')
_SELECT = re.compile(
    r'<select[^>]*\bname="(?P<name>[^"]+)"[^>]*>(?P<options>.*?)</select>', re.DOTALL
)
_OPTION = re.compile(r'<option value="([^"]*)"( selected)?')
_VALUE = re.compile(r'\bvalue="([^"]*)"')


def the_day(session: Session) -> date:
    """The company's day."""
    return company_day(session, practice_settings().company_timezone)


def an_open_one(database: Database, *cents: int) -> int:
    """An invoice issued today to a new customer; its id."""
    with database.transaction() as session:
        return an_invoice(session, *cents, on=the_day(session)).id


def a_draft_at_hand(database: Database, *cents: int) -> int:
    """A draft of a new customer; its id."""
    with database.transaction() as session:
        return a_draft_invoice(session, *cents, on=the_day(session)).id


def a_portfolio(database: Database, *cents: int) -> tuple[int, list[int]]:
    """A company, and for each amount a place it answers for with a tenant's open invoice: id, and theirs in order."""
    with database.transaction() as session:
        manager = a_customer(
            session, "Rita Chen", company_name="Lakeside", kind=CustomerKind.COMMERCIAL
        )
        ids = []
        for n, each in enumerate(cents):
            place = a_place(session, f"{100 + n} Oak St")
            linked(session, place, manager, "Property Manager")
            place.responsible = manager
            tenant = a_customer(session, f"Tenant {n}")
            bill = an_invoice(session, each, customer=tenant, place=place, on=the_day(session))
            ids.append(bill.id)
        return manager.id, ids


def fields_of(page: str) -> dict[str, str]:
    """Every input and list of a page with its value; of boxes only those that are ticked."""
    found = {match["name"]: _chosen(match["options"]) for match in _SELECT.finditer(page)}
    for match in _FIELD.finditer(page):
        tag = match[0]
        is_box = 'type="checkbox"' in tag or 'type="radio"' in tag
        if is_box and " checked" not in tag:
            continue
        value = _VALUE.search(tag)
        found[match["name"]] = unescape(value[1]) if value else "on"
    return found


def _chosen(options: str) -> str:
    """The option a browser would send: the selected one, else the first."""
    every = _OPTION.findall(options)
    return next((value for value, selected in every if selected), every[0][0] if every else "")


def owed_on(database: Database, invoice_id: int) -> int:
    """Cents owed on an invoice now."""
    with database.reading() as session:
        return balance_of(session, invoice_id)
