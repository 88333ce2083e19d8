"""A posted batch as a journal in CSV: a line for each account an amount went to, debits and credits in columns.

Applications are in it, as a debit and a credit of the same account, so that open items can be followed elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.billing.books import plain_words
from core.billing.export.posting import Posting, Split, amount
from core.spreadsheet import csv_line

# Spreadsheets take a file without this mark for one of another century's encoding.
BYTE_ORDER_MARK = "\ufeff"
COLUMNS = (
    "Type",
    "Document",
    "Date",
    "Due",
    "Customer",
    "Account",
    "Debit",
    "Credit",
    "Applies to",
    "PO",
    "Memo",
)


def journal_lines(postings: Iterable[Posting]) -> Iterator[bytes]:
    """The file, a line at a time; cells that look like formulas are words."""
    yield (BYTE_ORDER_MARK + csv_line(COLUMNS)).encode()
    for posting in postings:
        yield _line(posting, posting.first)
        for split in posting.splits:
            yield _line(posting, split)


def _line(posting: Posting, split: Split) -> bytes:
    return csv_line(
        (
            posting.kind.value.replace("_", " "),
            plain_words(posting.document),
            posting.on.isoformat(),
            posting.due_on.isoformat() if posting.due_on else "",
            split.customer or posting.customer,
            split.account,
            amount(split.cents) if split.cents > 0 else "",
            amount(-split.cents) if split.cents < 0 else "",
            posting.applies_to,
            plain_words(posting.po_number),
            plain_words(split.memo),
        )
    ).encode()
