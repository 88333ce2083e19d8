"""Where RQ comes in: a kind and ids, nothing more. Runs the kind's handler; its failures leave no words behind."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from core.logs import lines_of
from core.outbox import Kind
from workers.handlers import HANDLERS
from workers.pulse import WORK
from workers.runtime import process_runtime

log = structlog.get_logger("worker")


class HandlerBroke(Exception):
    """A handler failed as a whole. It names kind and type of the error alone: RQ prints and keeps what it is told."""


def run(kind: str, entry_ids: Sequence[int]) -> None:
    """Handle a chunk of entries of one kind. Safe to run twice: each handler says why.

    Raises HandlerBroke; the entries are due again when their lease is over.
    """
    with WORK.in_hand():
        try:
            HANDLERS[Kind(kind)](process_runtime(), list(entry_ids))
        except Exception as error:  # noqa: BLE001 - an error's own words may hold somebody's number
            broken = f"{kind}: {type(error).__name__}"
            log.error("handler_broke", kind=kind, error=type(error).__name__, at=lines_of(error))  # noqa: TRY400
        else:
            return
    raise HandlerBroke(broken)
