"""Addresses of the books: batches, their files, the accounts, the log."""

from __future__ import annotations

from office.billing import batch_members, batches, books
from office.door import Route

_ALL = "/billing/batches"
_BATCH = f"{_ALL}/<row:batch_id>"

PAGES: tuple[Route, ...] = (
    (_ALL, batches.batches),
    (f"{_ALL}/accounts", books.book_accounts),
    (f"{_ALL}/log", books.sync_log),
    (_BATCH, batches.batch),
    (f"{_BATCH}/files/<row:log_id>", books.batch_file),
)

CHANGES: tuple[Route, ...] = (
    (_ALL, batches.open_new_batch),
    (f"{_ALL}/accounts", books.change_book_accounts),
    (f"{_ALL}/daily", books.change_bookkeeping),
    (f"{_BATCH}/post", batches.post_this_batch),
    (f"{_BATCH}/refill", batches.refill_batch),
    (f"{_BATCH}/let-go", batches.let_batch_go),
    (f"{_BATCH}/members", batch_members.add_to_batch),
    (f"{_BATCH}/members/remove", batch_members.take_out_of_batch),
    (f"{_BATCH}/exports", books.export_this_batch),
)
