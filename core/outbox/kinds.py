"""Every kind of background work there is, and the lane it travels in; `workers` has a handler for each."""

from __future__ import annotations

from enum import StrEnum


class Lane(StrEnum):
    """A queue of its own with workers of its own, so that bulk never stands before a conversation."""

    TALK = "talk"
    SEND = "send"
    CHORES = "chores"


# Deliveries up to this rank (see Priority.rank) travel with conversations, the others with bulk.
LAST_TALKING_RANK = 2


class Kind(StrEnum):
    """What a promise is for."""

    INTERPRET = "interpret"
    CONVERSE = "converse"
    DELIVER = "deliver"
    FAN_OUT = "fan_out"
    RECORD_RECEIPTS = "record_receipts"
    RECONCILE = "reconcile"
    FETCH_MEDIA = "fetch_media"
    OFFER_JOB = "offer_job"
    OFFER_AGAIN = "offer_again"
    PAGE_ON_CALL = "page_on_call"
    PAGE_NEWS = "page_news"
    ALERT_STAFF = "alert_staff"
    SWEEP = "sweep"
    POLL = "poll"
    ASK_FEEDBACK = "ask_feedback"
    ASK_APPROVAL = "ask_approval"
    REMIND_APPROVAL = "remind_approval"
    TELL_APPROVAL = "tell_approval"


# Someone may be in danger: tried again and again, never given up.
NEVER_GIVEN_UP = frozenset({Kind.PAGE_ON_CALL, Kind.PAGE_NEWS})

# Times that people are given run from when they hear of it: these wait while nothing leaves.
HELD_WHILE_PAUSED = frozenset(
    {
        Kind.OFFER_JOB,
        Kind.OFFER_AGAIN,
        Kind.ASK_FEEDBACK,
        Kind.ASK_APPROVAL,
        Kind.REMIND_APPROVAL,
    }
)

LANE: dict[Kind, Lane] = {
    Kind.INTERPRET: Lane.TALK,
    Kind.CONVERSE: Lane.TALK,
    Kind.DELIVER: Lane.SEND,
    Kind.FAN_OUT: Lane.CHORES,
    Kind.RECORD_RECEIPTS: Lane.CHORES,
    Kind.RECONCILE: Lane.CHORES,
    Kind.FETCH_MEDIA: Lane.CHORES,
    Kind.OFFER_JOB: Lane.TALK,
    Kind.OFFER_AGAIN: Lane.CHORES,
    Kind.PAGE_ON_CALL: Lane.TALK,
    Kind.PAGE_NEWS: Lane.TALK,
    Kind.ALERT_STAFF: Lane.TALK,
    Kind.SWEEP: Lane.CHORES,
    Kind.POLL: Lane.CHORES,
    Kind.ASK_FEEDBACK: Lane.CHORES,
    Kind.ASK_APPROVAL: Lane.TALK,
    Kind.REMIND_APPROVAL: Lane.CHORES,
    Kind.TELL_APPROVAL: Lane.TALK,
}


def lane_of(kind: Kind, rank: int) -> Lane:
    """The lane an entry travels in and is written down with: its kind's, but pressing deliveries pass by bulk."""
    if kind is Kind.DELIVER and rank <= LAST_TALKING_RANK:
        return Lane.TALK
    return LANE[kind]
