"""What happened to batches and the accounts of the books, in a sentence each."""

from __future__ import annotations

from collections.abc import Callable

from core.events.queries.timeline import Happening


def _filled(event: Happening) -> str:
    return f"added {event.after.get('count')} to the batch"


def _lightened(event: Happening) -> str:
    return f"took {event.after.get('count')} out of the batch"


BATCH_SENTENCES: dict[str, Callable[[Happening], str]] = {
    "batch.opened": lambda event: (
        f"opened a batch from {event.after.get('from')} to {event.after.get('to')}"
    ),
    "batch.filled": _filled,
    "batch.lightened": _lightened,
    "batch.let_go": lambda _: "let the batch go",
    "batch.posted": lambda event: (
        f"posted the batch: {event.after.get('invoices')} documents,"
        f" {event.after.get('payments')} payments"
    ),
    "batch.exported": lambda _: "exported the batch",
    "billing.bookkeeping_changed": lambda event: (
        "keeps the books every morning without a hand"
        if event.after.get("bookkeeping") == "daily"
        else "keeps the books by hand"
    ),
    "billing.accounts_changed": lambda _: "changed the accounts of the books",
}
