"""May this message go to this person? Pure: what was said, and what the message is for; it refuses
no one else.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from core.messaging.wire import Channel, ConsentState, Priority

# A text opt-out ends texts altogether (47 CFR 64.1200(a)(10)); a farewell to mails ends the notices
# (16 CFR 316.3), never the answer to a person who writes, nor a word about their safety.
SILENCED: Mapping[Channel, frozenset[Priority]] = {
    Channel.SMS: frozenset(Priority),
    Channel.EMAIL: frozenset({Priority.ALERT, Priority.BULK}),
}


class Purpose(StrEnum):
    """What a message is for, as far as consent minds."""

    ORDINARY = "ordinary"
    OPT_OUT_CONFIRMATION = "opt_out_confirmation"


def is_writing_allowed(
    state: ConsentState | None, purpose: Purpose, channel: Channel, priority: Priority
) -> bool:
    """Whether a message may leave: always unless the person opted out of the channel.

    Then only the one confirmation may, and what the opt-out does not silence on that channel (`SILENCED`). Nothing
    but START, UNSTOP or a consent on record brings an opted-out person back.
    """
    if state is not ConsentState.OPTED_OUT or purpose is Purpose.OPT_OUT_CONFIRMATION:
        return True
    return priority not in SILENCED[channel]
