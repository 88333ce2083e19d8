"""QuickBooks Desktop's Intuit Interchange Format: lines parted by tabs, a block for each movement.

Source of the form: Intuit, "IIF import files: transactions" (TRNS, SPL, ENDTRNS; TRNSTYPE, ACCNT and AMOUNT required).
Applications are not in it: the format has no word for them, and QuickBooks applies payments itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from core.billing.books import Accounts, account_type, plain_words
from core.billing.export.posting import Posting, PostingKind, Split, amount

# QuickBooks Desktop reads files in the Windows code page; what it lacks becomes a question mark.
ENCODING = "cp1252"
END = "\r\n"
LONGEST_DOCUMENT = 20
LONGEST_MEMO = 4000

# A refund or a bounced payment moves money between two accounts that no form of QuickBooks joins: a journal entry does.
TYPES: dict[PostingKind, str] = {
    PostingKind.INVOICE: "INVOICE",
    PostingKind.CREDIT_NOTE: "CREDIT MEMO",
    PostingKind.PAYMENT: "PAYMENT",
    PostingKind.REFUND: "GENERAL JOURNAL",
    PostingKind.REVERSAL: "GENERAL JOURNAL",
}
TRNS = (
    "!TRNS",
    "TRNSTYPE",
    "DATE",
    "ACCNT",
    "NAME",
    "AMOUNT",
    "DOCNUM",
    "MEMO",
    "DUEDATE",
    "PONUM",
    "PAYMETH",
)
SPL = ("!SPL", "TRNSTYPE", "DATE", "ACCNT", "NAME", "AMOUNT", "DOCNUM", "MEMO", "EXTRA")


def iif_lines(
    accounts: Accounts, customers: Iterable[str], postings: Iterable[Posting]
) -> Iterator[bytes]:
    """The file, a line at a time: accounts and customers that may be new to the books, then every movement."""
    yield _line(("!ACCNT", "NAME", "ACCNTTYPE"))
    for row in _account_rows(accounts):
        yield _line(row)
    yield _line(("!CUST", "NAME"))
    for name in customers:
        yield _line(("CUST", name))
    yield _line(TRNS)
    yield _line(SPL)
    yield _line(("!ENDTRNS",))
    for posting in postings:
        if posting.kind in TYPES:
            yield from _block(posting)


def _account_rows(accounts: Accounts) -> list[tuple[str, str, str]]:
    """Each account once, by name; those of deposits exist already in every company."""
    kinds = {
        name: kind
        for (purpose, _), name in sorted(accounts.names.items(), key=lambda each: each[1])
        if (kind := account_type(purpose)) is not None
    }
    return [("ACCNT", name, kind) for name, kind in kinds.items()]


def _block(posting: Posting) -> Iterator[bytes]:
    kind, on = TYPES[posting.kind], posting.on.strftime("%m/%d/%Y")
    document = posting.document[:LONGEST_DOCUMENT]
    yield _line(
        (
            "TRNS",
            kind,
            on,
            posting.first.account,
            posting.customer,
            amount(posting.first.cents),
            document,
            posting.first.memo[:LONGEST_MEMO],
            posting.due_on.strftime("%m/%d/%Y") if posting.due_on else "",
            posting.po_number,
            posting.method,
        )
    )
    for split in posting.splits:
        yield _line(_split(split, kind, on, document))
    yield _line(("ENDTRNS",))


def _split(split: Split, kind: str, on: str, document: str) -> tuple[str, ...]:
    return (
        "SPL",
        kind,
        on,
        split.account,
        split.customer,
        amount(split.cents),
        document,
        split.memo[:LONGEST_MEMO],
        "AUTOSTAX" if split.is_tax else "",
    )


def _line(cells: Sequence[str]) -> bytes:
    safe = "\t".join(plain_words(each) for each in cells)
    return f"{safe}{END}".encode(ENCODING, errors="replace")
