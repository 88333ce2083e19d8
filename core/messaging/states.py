"""Which message state may follow which. Pure: states only climb, whatever order receipts arrive in."""

from __future__ import annotations

from core.messaging.wire import MessageState

RANK: dict[MessageState, int] = {
    MessageState.QUEUED: 0,
    MessageState.SENDING: 10,
    MessageState.UNCERTAIN: 20,
    MessageState.ACCEPTED: 30,
    MessageState.SENT: 40,
    MessageState.UNDELIVERED: 50,
    MessageState.FAILED: 50,
    MessageState.EXPIRED: 50,
    MessageState.SUPERSEDED: 50,
    MessageState.SUPPRESSED: 50,
    MessageState.DELIVERED: 60,
    MessageState.RECEIVED: 100,
}

# Nothing more is going to be tried for a message in one of these.
SETTLED = frozenset(state for state, rank in RANK.items() if rank >= RANK[MessageState.UNDELIVERED])


def may_climb(was: MessageState, told: MessageState) -> bool:
    """Whether what a receipt tells is news: a late or repeated one changes nothing."""
    return RANK[told] > RANK[was]
