"""Papers that go along with letters about bills: set once for everybody who is written to, and kept as they left.

They speak the paper's own language, so that what is attached and what the link shows are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from core.billing.model import Invoice, Payment
from core.billing.papers.head import Sender, sender_of
from core.billing.papers.invoice import invoice_paper
from core.billing.papers.printing import Paper, pdf
from core.billing.papers.receipt import receipt_paper
from core.billing.papers.statement import statement_paper
from core.billing.queries.company import billing_defaults, company_day
from core.billing.queries.statement import Activity, OpenItems
from core.blobs import keep_blob, pieces_of
from core.directory.model import Customer
from core.language import Language
from core.messaging.actions.carrying import KeptFile, kept_file
from workers.runtime import Runtime

PDF = "application/pdf"
# Setting a thousand lines takes a worker 70 MB for a moment; whoever has more finds the statement behind its link.
MOST_LINES = 1_000
Files = tuple[KeptFile, ...]


def invoice_files(session: Session, runtime: Runtime, invoice: Invoice) -> Files:
    """The document as it stands today."""
    on = company_day(session, runtime.settings.company_timezone)
    return _kept(session, invoice_paper(session, invoice, _sender(session, runtime), on=on))


def receipt_files(session: Session, runtime: Runtime, payment: Payment) -> Files:
    """What came and what it is counted towards."""
    return _kept(session, receipt_paper(session, payment, _sender(session, runtime)))


def paper_of_statement(
    session: Session, runtime: Runtime, told: Activity | OpenItems, customer: Customer
) -> Paper:
    """One account's statement in its own language."""
    return statement_paper(told, customer, _sender(session, runtime), Language(customer.language))


def is_short(told: Activity | OpenItems) -> bool:
    """Whether a statement has at most MOST_LINES, and so is set for a letter and kept word by word."""
    return len(told.items if isinstance(told, OpenItems) else told.movements) <= MOST_LINES


def statement_files(session: Session, told: Activity | OpenItems, paper: Paper) -> Files:
    """The statement; none where it is not short, and the letter then says where it is."""
    return _kept(session, paper) if is_short(told) else ()


def for_mails(mails: Sequence[object], make: Callable[[], Files]) -> Files:
    """The files, made only where there is a mail to carry them."""
    return make() if mails else ()


def _sender(session: Session, runtime: Runtime) -> Sender:
    return sender_of(runtime.settings.company, billing_defaults(session))


def _kept(session: Session, paper: Paper) -> Files:
    blob = keep_blob(session, pieces_of(pdf(paper)), content_type=PDF)
    return (kept_file(blob, paper.name),)
