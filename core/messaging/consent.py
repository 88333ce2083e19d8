"""May this message go to this person? Pure: what was said, what the message is for, and nothing else."""

from __future__ import annotations

from enum import StrEnum

from core.messaging.wire import ConsentState


class Purpose(StrEnum):
    """What a message is for, as far as consent minds."""

    ORDINARY = "ordinary"
    OPT_OUT_CONFIRMATION = "opt_out_confirmation"


def is_writing_allowed(state: ConsentState | None, purpose: Purpose) -> bool:
    """Whether a message may leave: always unless the person opted out; then only the one confirmation.

    Nothing but START, UNSTOP or a consent on record brings an opted-out person back.
    """
    return state is not ConsentState.OPTED_OUT or purpose is Purpose.OPT_OUT_CONFIRMATION
