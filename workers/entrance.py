"""Where RQ comes in: a kind and ids, nothing more. Runs the kind's handler."""

from __future__ import annotations

from collections.abc import Sequence

from core.outbox import Kind
from workers.handlers import HANDLERS
from workers.runtime import process_runtime


def run(kind: str, entry_ids: Sequence[int]) -> None:
    """Handle a chunk of entries of one kind. Safe to run twice: each handler says why."""
    HANDLERS[Kind(kind)](process_runtime(), list(entry_ids))
