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
# That of messages about somebody's safety.
DANGER_RANK = 0


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
    TELL_CREW = "tell_crew"
    PAGE_ON_CALL = "page_on_call"
    PAGE_NEWS = "page_news"
    ALERT_STAFF = "alert_staff"
    SWEEP = "sweep"
    POLL = "poll"
    ASK_FEEDBACK = "ask_feedback"
    ASK_APPROVAL = "ask_approval"
    REMIND_APPROVAL = "remind_approval"
    TELL_APPROVAL = "tell_approval"
    RECORD_CARD = "record_card"
    TELL_PAYMENT = "tell_payment"
    REFUND_CARD = "refund_card"
    CHECK_CARD = "check_card"
    REMIND_INSTALMENT = "remind_instalment"
    FOLLOW_JOBS = "follow_jobs"
    REMIND_OVERDUE = "remind_overdue"
    TELL_OVERDUE = "tell_overdue"
    TELL_INVOICE = "tell_invoice"
    SEND_STATEMENTS = "send_statements"
    KEEP_BOOKS = "keep_books"
    OFFER_SLOT = "offer_slot"
    BRING_IN = "bring_in"
    REMIND_VISIT = "remind_visit"
    SEND_DIGEST = "send_digest"
    REMIND_TASK = "remind_task"
    TASK_OVERDUE = "task_overdue"


# Someone may be in danger: tried again and again, never given up.
NEVER_GIVEN_UP = frozenset({Kind.PAGE_ON_CALL, Kind.PAGE_NEWS})

# Times that people are given run from when they hear of it: these wait while nothing leaves.
HELD_WHILE_PAUSED = frozenset(
    {
        Kind.OFFER_JOB,
        Kind.OFFER_AGAIN,
        Kind.OFFER_SLOT,
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
    Kind.TELL_CREW: Lane.TALK,
    Kind.PAGE_ON_CALL: Lane.TALK,
    Kind.PAGE_NEWS: Lane.TALK,
    Kind.ALERT_STAFF: Lane.TALK,
    Kind.SWEEP: Lane.CHORES,
    Kind.POLL: Lane.CHORES,
    Kind.ASK_FEEDBACK: Lane.CHORES,
    Kind.ASK_APPROVAL: Lane.TALK,
    Kind.REMIND_APPROVAL: Lane.CHORES,
    Kind.TELL_APPROVAL: Lane.TALK,
    Kind.RECORD_CARD: Lane.TALK,
    Kind.TELL_PAYMENT: Lane.CHORES,
    Kind.REFUND_CARD: Lane.CHORES,
    Kind.CHECK_CARD: Lane.CHORES,
    Kind.REMIND_INSTALMENT: Lane.CHORES,
    Kind.FOLLOW_JOBS: Lane.CHORES,
    Kind.REMIND_OVERDUE: Lane.CHORES,
    Kind.TELL_OVERDUE: Lane.CHORES,
    Kind.TELL_INVOICE: Lane.CHORES,
    Kind.SEND_STATEMENTS: Lane.CHORES,
    Kind.KEEP_BOOKS: Lane.CHORES,
    Kind.OFFER_SLOT: Lane.CHORES,
    Kind.BRING_IN: Lane.CHORES,
    Kind.REMIND_VISIT: Lane.CHORES,
    Kind.SEND_DIGEST: Lane.CHORES,
    Kind.REMIND_TASK: Lane.CHORES,
    Kind.TASK_OVERDUE: Lane.CHORES,
}


# Entries of these kinds up to this rank travel with conversations: deliveries somebody waits for, word of a failure
# that is to go by mail within a minute, and doubt about a message on which somebody's safety hangs.
PRESSING: dict[Kind, int] = {
    Kind.DELIVER: LAST_TALKING_RANK,
    Kind.RECORD_RECEIPTS: LAST_TALKING_RANK,
    Kind.RECONCILE: DANGER_RANK,
}


def lane_of(kind: Kind, rank: int) -> Lane:
    """The lane an entry travels in and is written down with: its kind's, but what is pressing passes by bulk."""
    if kind in PRESSING and rank <= PRESSING[kind]:
        return Lane.TALK
    return LANE[kind]
