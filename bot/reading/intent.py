"""What a tenant's text may ask of us. Only the names; the reading is elsewhere."""

from __future__ import annotations

from enum import StrEnum


class Intent(StrEnum):
    """What a tenant's text asks of us."""

    NEW_REQUEST = "new_request"
    STATUS = "status"
    ETA = "eta"
    CANCEL = "cancel"
    RESCHEDULE = "reschedule"
    CONFIRM = "confirm"
    DECLINE = "decline"
    COMPLAINT = "complaint"
    THANKS = "thanks"
    GREETING = "greeting"
    RATING = "rating"
    PROVIDE_INFO = "provide_info"
    HELP = "help"
    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    BILLING = "billing"
    HUMAN = "human"
    WRONG_NUMBER = "wrong_number"
    OTHER = "other"
