"""A large batch goes through in pieces: what is held at once does not grow with it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.billing.actions.exporting import file_of, in_pieces
from core.billing.model import Batch, ExportFormat
from core.blobs import PIECE_BYTES
from tests.builders.billing import an_invoice
from tests.builders.books import a_posted_batch

MANY = 40_000
MOST_HELD = 6 * 1024 * 1024

# The like of the one invoice that was posted by the ordinary road; the guards would take a minute over so many.
_INVOICES = """
    INSERT INTO invoices (number, kind, status, export, bill_to_id, bill_to_source, bill_to_name, issue_on, due_on,
                          net_cents, total_cents, batch_id)
    SELECT 100000 + n, 'invoice', 'issued', 'posted', bill_to_id, 'manual', bill_to_name, issue_on, due_on,
           n, n, batch_id
    FROM invoices, generate_series(1, :many) n
"""
_LINES = """
    INSERT INTO invoice_lines (invoice_id, position, kind, words, unit_price_cents, net_cents)
    SELECT id, 1, 'service', repeat('Cleaned the drain of the bath. ', 8), total_cents, total_cents
    FROM invoices WHERE number > 100000
"""


def a_large_batch(session: Session) -> Batch:
    an_invoice(session, 5_000)
    batch = a_posted_batch(session)
    session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text(_INVOICES), {"many": MANY})
    session.execute(text(_LINES))
    session.execute(text("SET LOCAL session_replication_role = origin"))
    return batch


def test_a_large_batch_is_never_held_whole(session: Session) -> None:
    batch = a_large_batch(session)
    tracemalloc.start()
    size = pieces = 0
    for piece in in_pieces(file_of(session, batch, ExportFormat.IIF)):
        size, pieces = size + len(piece), pieces + 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 2 * MOST_HELD
    assert pieces > 10
    assert peak < MOST_HELD


def test_pieces_are_handed_on_before_the_rest_is_read() -> None:
    read = 0

    def lines() -> Iterator[bytes]:
        nonlocal read
        for _ in range(2_000):
            read += 1
            yield b"x" * 1_000

    first = next(iter(in_pieces(lines())))
    assert PIECE_BYTES <= len(first) < PIECE_BYTES + 1000
    assert read < 600
