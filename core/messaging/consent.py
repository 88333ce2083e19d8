"""May this message go to this person? Pure: what was said of its topic, and what it is for; it refuses
no one else.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from core.messaging.wire import Channel, ConsentState, Priority

# A confirmation that comes later no longer counts as the answer to the STOP (47 CFR 64.1200(a)(12)).
CONFIRMED_WITHIN = timedelta(minutes=5)
# Whoever stopped texts in one of these ways is held back by the carrier too, until they text START themselves.
HELD_BY_CARRIER = frozenset({"text", "carrier"})
NOTICES = frozenset({Priority.ALERT, Priority.BULK})


class Topic(StrEnum):
    """What people say yes or no to, each for itself.

    ANSWERS: to what they write, word of a visit under way, of danger. JOB_UPDATES: news of a job's status, until they
    say no. MARKETING: offers, only after they said yes.
    """

    ANSWERS = "answers"
    JOB_UPDATES = "job_updates"
    MARKETING = "marketing"


class Purpose(StrEnum):
    """What a message is for, as far as consent minds."""

    ORDINARY = "ordinary"
    MARKETING = "marketing"
    OPT_OUT_CONFIRMATION = "opt_out_confirmation"


# STOP ends texts altogether (47 CFR 64.1200(a)(10)); a farewell to mails ends the notices (16 CFR 316.3), never the
# answer to a person who writes, nor a word about their safety.
ENDED_BY_STOP: Mapping[Channel, frozenset[Topic]] = {
    Channel.SMS: frozenset(Topic),
    Channel.EMAIL: frozenset({Topic.JOB_UPDATES, Topic.MARKETING}),
}
# Offers need a yes of their own (47 CFR 64.1200(a)(2)): no START brings them back.
BROUGHT_BACK_BY_START: Mapping[Channel, frozenset[Topic]] = {
    Channel.SMS: frozenset({Topic.ANSWERS, Topic.JOB_UPDATES}),
    Channel.EMAIL: frozenset({Topic.JOB_UPDATES}),
}


def topic_of(purpose: Purpose, priority: Priority) -> Topic:
    """What a message is about; the claim's look-up says the same in SQL."""
    if purpose is Purpose.MARKETING:
        return Topic.MARKETING
    return Topic.JOB_UPDATES if priority in NOTICES else Topic.ANSWERS


def is_writing_allowed(state: ConsentState | None, purpose: Purpose) -> bool:
    """Whether a message may leave, with what the person said last of its topic; None where nothing.

    An offer needs a yes, everything else only the absence of a no. After a no only its one confirmation may leave.
    """
    if purpose is Purpose.OPT_OUT_CONFIRMATION:
        return True
    if purpose is Purpose.MARKETING:
        return state is ConsentState.OPTED_IN
    return state is not ConsentState.OPTED_OUT


def good_until(
    purpose: Purpose, asked_at: datetime, expires_at: datetime | None
) -> datetime | None:
    """Till when a message may leave at the latest: a confirmation soon after the STOP, others as they say."""
    if purpose is not Purpose.OPT_OUT_CONFIRMATION:
        return expires_at
    soon = asked_at + CONFIRMED_WITHIN
    return soon if expires_at is None else min(soon, expires_at)


def topics_allowed(channel: Channel, wanted: Collection[Topic]) -> frozenset[Topic]:
    """The topics a yes to these opens: whoever wants any texts wants texts to be answered as well."""
    spoken = {Topic.ANSWERS} if channel is Channel.SMS else set()
    return frozenset(wanted) | spoken
