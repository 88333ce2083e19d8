"""Of messages about to leave, those about something that is over by now: they are settled, with the reason told.

The rooms that cause messages are not known here: whoever runs the claim says what is over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from core.messaging.actions.turns import Judged
from core.messaging.sending import Send, Settle
from core.messaging.wire import MessageState

# Of these keys (`supersedes_key`) those that nothing is to be said about any more, and why. Asked within the claim.
Moot = Callable[[Session, Sequence[str]], Mapping[str, str]]


def still_of_use(session: Session, judged: Judged, moot: Moot | None) -> Judged:
    """The same messages, those settled that would tell what is over. A held one is asked about when it may leave.

    Each row tells its `supersedes_key`; asks nothing where none of those that may leave has one.
    """
    keys = sorted(
        {
            row.supersedes_key
            for row, what in judged
            if isinstance(what, Send) and row.supersedes_key
        }
    )
    over = moot(session, keys) if moot is not None and keys else {}
    if not over:
        return judged
    return [
        (row, Settle(MessageState.SUPPRESSED, over[row.supersedes_key]))
        if isinstance(what, Send) and row.supersedes_key in over
        else (row, what)
        for row, what in judged
    ]
