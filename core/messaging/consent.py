"""May this message go to this person? Pure: what was said, what the message is for, and nothing else."""

from __future__ import annotations

from core.messaging.wire import ConsentState


def is_writing_allowed(state: ConsentState | None, *, after_opt_out: bool) -> bool:
    """Whether a message may leave: always unless the person opted out; then only the one confirmation.

    Nothing but START, UNSTOP or a consent on record brings an opted-out person back.
    """
    return state is not ConsentState.OPTED_OUT or after_opt_out
