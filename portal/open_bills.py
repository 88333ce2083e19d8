"""The page of all that is open on one account, each bill leading to a page of its own. Looking changes nothing.

The link, and those of the bills on it, admit as long as the phone or address it was sent to is still that account's
and belongs to somebody who is shown all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from flask import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from sqlalchemy.orm import Session

from core.addresses import spoken_phone
from core.billing.paper_links import InvoiceLink, account_in, invoice_url
from core.billing.papers.words import long_day
from core.billing.queries.company import company_day
from core.billing.queries.open_bills import MOST_BILLS, OpenBill, admitted_by, open_bills
from core.config import Settings
from core.db import Database
from core.directory.model import ContactPoint
from core.language import Language
from core.money import dollars
from portal.keys import read_with_any
from portal.unsubscribe import HEADERS, TEMPLATES, for_link_holders


@dataclass(frozen=True)
class _Listed:
    """A bill as its line shows it. path: of its own page."""

    bill: OpenBill
    path: str
    is_late: bool


@dataclass(frozen=True)
class _Shown:
    """name: of the account. is_cut: more is open than one page takes."""

    name: str
    language: Language
    bills: Sequence[_Listed]
    is_cut: bool

    @property
    def owed_cents(self) -> int:
        """On all the bills shown."""
        return sum(each.bill.owed_cents for each in self.bills)


class OpenBillPages:
    """One page."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database

    @for_link_holders
    def show(self, token: str) -> Response:
        """What is open, the first due first; for a link that admits nobody any more, how to reach us."""
        with self._database.reading() as session:
            point = self._admitted(session, token)
            return self._page(self._shown(session, point) if point else None)

    def _admitted(self, session: Session, token: str) -> ContactPoint | None:
        link = read_with_any(self._settings, account_in, token)
        return admitted_by(session, link) if link else None

    def _shown(self, session: Session, point: ContactPoint) -> _Shown:
        on = company_day(session, self._settings.company_timezone)
        customer = point.contact.customer
        found = open_bills(session, customer.id, most=MOST_BILLS + 1)
        return _Shown(
            name=customer.display_name,
            language=Language(point.contact.language),
            bills=[
                _Listed(each, self._path(each, point), each.is_late(on))
                for each in found[:MOST_BILLS]
            ],
            is_cut=len(found) > MOST_BILLS,
        )

    def _path(self, each: OpenBill, point: ContactPoint) -> str:
        return invoice_url("", self._settings.secret_key, InvoiceLink(each.invoice.id, point.id))

    def _page(self, shown: _Shown | None) -> Response:
        company = self._settings.company
        body = _template().render(
            known=shown is not None,
            shown=shown,
            company=company,
            phone=spoken_phone(company.phone),
            most=MOST_BILLS,
            money=dollars,
            long_day=long_day,
        )
        return Response(body, 200 if shown else 404, HEADERS, mimetype="text/html")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("bills.html")
