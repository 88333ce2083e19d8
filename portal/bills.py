"""The page behind the link in our letters about an invoice, and the PDFs. The link admits to one paper, no sign-in.

It shows what that paper says and what was paid on it, and nothing of anybody else; looking changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from flask import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from sqlalchemy.orm import Session

from core.addresses import spoken_phone
from core.billing.model import Invoice, InvoiceKind, InvoiceStatus, StatementRun
from core.billing.paper_links import AccountLink, invoice_in, statement_in
from core.billing.papers.as_sent import paper_as_sent
from core.billing.papers.head import Sender, sender_of
from core.billing.papers.invoice import invoice_paper
from core.billing.papers.printing import Paper, pdf
from core.billing.papers.words import long_day, quantity, word
from core.billing.queries.balances import balance_of, credit_left
from core.billing.queries.company import billing_defaults, company_day
from core.billing.queries.open_bills import admitted_by
from core.billing.queries.paid_towards import PaidPart, paid_towards, under_way
from core.config import Settings
from core.db import Database
from core.directory.model import Customer
from core.language import Language
from core.money import dollars
from gateways import pages_at
from portal.keys import read_with_any
from portal.unsubscribe import HEADERS, TEMPLATES, for_link_holders


@dataclass(frozen=True)
class _Shown:
    """One invoice as its page shows it. owed_cents: on this day; of a credit note what is left of it.

    under_way_cents: of a payment by card begun here or at a desk, for this, that has not come to an end.
    """

    invoice: Invoice
    language: Language
    owed_cents: int
    payment_words: str
    paid: list[PaidPart]
    under_way_cents: int

    @property
    def is_credit(self) -> bool:
        return self.invoice.kind is InvoiceKind.CREDIT_NOTE

    @property
    def is_void(self) -> bool:
        return self.invoice.status is InvoiceStatus.VOID


class Trouble(StrEnum):
    """Why the page is shown again instead of the card processor's."""

    NONE = ""
    NO_CARDS = "no_cards"
    NOTHING_OWED = "nothing_owed"
    MOVED = "moved"
    UNAVAILABLE = "unavailable"


class BillPages:
    """One page and two papers."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._settings = settings
        self._database = database

    @for_link_holders
    def show(self, token: str) -> Response:
        """The invoice: what it is for, what was paid, what is still owed and how to pay it, and the way to the PDF."""
        return self.again(token, Trouble.NONE, 200)

    def again(self, token: str, trouble: Trouble, status: int) -> Response:
        """The page, saying what stood in the way."""
        with self._database.reading() as session:
            invoice = self.invoice(session, token)
            if invoice is None:
                return self._unknown()
            body = _template().render(
                known=True,
                token=token,
                trouble=trouble.value,
                takes_cards=pages_at(self._settings) is not None,
                shown=self._shown(session, invoice),
                company=self._settings.company,
                phone=spoken_phone(self._settings.company.phone),
                money=dollars,
                quantity=quantity,
                long_day=long_day,
                word=word,
            )
        return Response(body, status, self._headers(), mimetype="text/html")

    def _headers(self) -> dict[str, str]:
        """A form that is sent on to another site may go only where our processor has its pages."""
        policy, pages = HEADERS["Content-Security-Policy"], pages_at(self._settings)
        if pages is not None:
            policy = policy.replace("form-action 'self'", f"form-action 'self' {pages}")
        return {**HEADERS, "Content-Security-Policy": policy}

    @for_link_holders
    def invoice_paper(self, token: str) -> Response:
        """The same as PDF."""
        with self._database.reading() as session:
            invoice = self.invoice(session, token)
            if invoice is None:
                return self._unknown()
            sender, on = self._sender(session), self._today(session)
            return _given(invoice_paper(session, invoice, sender, on=on))

    @for_link_holders
    def statement_paper(self, token: str) -> Response:
        """One account's statement of one run as PDF, as it was sent."""
        link = read_with_any(self._settings, statement_in, token)
        with self._database.reading() as session:
            run = session.get(StatementRun, link.run_id) if link else None
            customer = session.get(Customer, link.customer_id) if link else None
            if run is None or customer is None:
                return self._unknown()
            return _given(paper_as_sent(session, run, customer, self._sender(session)))

    def invoice(self, session: Session, token: str) -> Invoice | None:
        """The invoice a link admits to; None for one that is not ours, too old or bound to an entry that is the
        payer's no more, and for a draft.
        """
        link = read_with_any(self._settings, invoice_in, token)
        invoice = session.get(Invoice, link.invoice_id) if link else None
        if link is None or invoice is None or invoice.status is InvoiceStatus.DRAFT:
            return None
        if link.point_id is None:
            return invoice
        bound = AccountLink(invoice.bill_to_id, link.point_id)
        return invoice if admitted_by(session, bound) else None

    def _shown(self, session: Session, invoice: Invoice) -> _Shown:
        on = self._today(session)
        is_credit = invoice.kind is InvoiceKind.CREDIT_NOTE
        left = credit_left(session, [invoice.id], on).get(invoice.id, 0) if is_credit else 0
        owed = left if is_credit else balance_of(session, invoice.id, on)
        words = billing_defaults(session).payment_words.strip()
        begun = under_way(session, invoice, owed)
        return _Shown(
            invoice=invoice,
            language=Language(invoice.language),
            owed_cents=owed,
            payment_words=words,
            paid=[] if is_credit else paid_towards(session, invoice.id),
            under_way_cents=begun.amount_cents if begun and begun.processor_reference else 0,
        )

    def _sender(self, session: Session) -> Sender:
        return sender_of(self._settings.company, billing_defaults(session))

    def _today(self, session: Session) -> date:
        return company_day(session, self._settings.company_timezone)

    def _unknown(self) -> Response:
        company = self._settings.company
        body = _template().render(known=False, company=company, phone=spoken_phone(company.phone))
        return Response(body, 404, HEADERS, mimetype="text/html")


def _given(paper: Paper) -> Response:
    answer = Response(pdf(paper), 200, HEADERS, mimetype="application/pdf")
    # Browsers show a PDF in a viewer of their own, which a stricter policy would lock out.
    answer.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    answer.headers["Content-Disposition"] = f'inline; filename="{paper.name}"'
    return answer


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("invoice.html")
