"""Where a payer sees what they owe: the invoice they named, their only open one, or all that are open.

Only a proven sender who may act is led there, and only to bills of their own account; to all of them only who has to
do with its bills. No amount is read.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.context import BillPage, Context, Speaker
from bot.who import Known
from core.billing.model import Invoice, InvoiceStatus
from core.billing.paper_links import AccountLink, InvoiceLink, account_url, invoice_url
from core.billing.queries.open_bills import open_bills, sees_all_bills
from core.messaging.letterhead import Letterhead
from core.messaging.model import Message

# Nobody names more bills in one breath; what stands beyond is not looked up.
MOST_NAMED = 10
LARGEST_NUMBER = 2**31 - 1
_NUMBER = re.compile(r"(?<![\w$.,:/-])#?(\d{1,10})(?![\w%:/-]|[.,]\d)")
# `invoice 12`, `Factura no. 12`, `invoices 12, 13 and 14`.
_SAID = re.compile(
    r"\b(?:invoices?|inv|bills?|facturas?|fact|recibos?)\b[\s.]*(?:numbers?|número|numero|no|nr|núm|num)?"
    r"[\s.:#º°]*(\d{1,10}(?:(?:\s*,\s*|\s+(?:and|y|e|&)\s+)#?\d{1,10})*)(?![\w%:/-]|[.,]\d)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def with_bill(
    session: Session, head: Letterhead, known: Known, message: Message, context: Context
) -> Context:
    """The context with the page of whoever is proven, may act in this thread, and pays; by what they wrote."""
    if known.speaker is Speaker.STRANGER or not context.may_act:
        return context
    words = f"{message.subject}\n{message.new_words}"
    return replace(context, bill=_page(session, head, known, words))


def _page(session: Session, head: Letterhead, known: Known, words: str) -> BillPage | None:
    """The page meant, or None where nothing is open and none of theirs was named, or several were that are not shown
    to them: the office answers then.

    Only where the address belongs to one customer: of a shared one nobody knows whose bill is meant.
    """
    if len(known.customer_ids) != 1:
        return None
    customer_id = known.customer_ids[0]
    named, opened = _named(session, customer_id, words), open_bills(session, customer_id)
    if len(named) == 1:
        return BillPage(_of_invoice(head, named[0].id), number=named[0].number)
    if not named and not opened:
        return None
    is_any_meant = not named and not _SAID.search(words)
    if is_any_meant and len(opened) == 1:
        return BillPage(_of_invoice(head, opened[0].invoice.id))
    if known.contact is not None and sees_all_bills(session, known.points[0]):
        link = AccountLink(customer_id, known.points[0].id)
        return BillPage(account_url(head.public_url, head.secret, link), is_of_all=True)
    latest = max((each.invoice.id for each in opened), default=0)
    return BillPage(_of_invoice(head, latest)) if is_any_meant else None


def _of_invoice(head: Letterhead, invoice_id: int) -> str:
    return invoice_url(head.public_url, head.secret, InvoiceLink(invoice_id))


def _named(session: Session, customer_id: int, words: str) -> list[Invoice]:
    """Their own documents whose numbers stand in the words; where "invoice 12" is said, other numbers count not."""
    said = _numbers(_DIGITS.findall(" ".join(_SAID.findall(words))))
    return _own(session, customer_id, said) or _own(
        session, customer_id, _numbers(_NUMBER.findall(words))
    )


def _own(session: Session, customer_id: int, numbers: Collection[int]) -> list[Invoice]:
    if not numbers:
        return []
    theirs: ColumnElement[bool] = Invoice.bill_to_id == customer_id
    found = select(Invoice).where(
        theirs, Invoice.status != InvoiceStatus.DRAFT, Invoice.number.in_(numbers)
    )
    return list(session.scalars(found.order_by(Invoice.id)))


def _numbers(found: list[str]) -> list[int]:
    numbers = dict.fromkeys(int(each) for each in found)
    return [each for each in numbers if 0 < each <= LARGEST_NUMBER][:MOST_NAMED]
