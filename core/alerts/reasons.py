"""Why someone was not told, as a closed list and in words fit to show the office. Pure."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a candidate was not told."""

    NOT_FOR_CUSTOMERS = "not_for_customers"
    NOT_SUBSCRIBED = "not_subscribed"
    UPDATES_OFF = "updates_off"
    OPTED_OUT = "opted_out"
    BAD_ADDRESS = "bad_address"
    DUPLICATE = "duplicate"
    NO_TEMPLATE = "no_template"
    MISSING_VALUE = "missing_value"
    ZERO_AMOUNT = "zero_amount"
    IN_DIGEST = "in_digest"
    NOTHING_WRITTEN = "nothing_written"
    QUIET_HOURS = "quiet_hours"


_WORDS: dict[Reason, str] = {
    Reason.NOT_FOR_CUSTOMERS: "this status is not told to customers",
    Reason.NOT_SUBSCRIBED: "has not subscribed to this status",
    Reason.UPDATES_OFF: "turned job updates off",
    Reason.OPTED_OUT: "opted out of messages",
    Reason.BAD_ADDRESS: "the address does not work",
    Reason.DUPLICATE: "the same address is told already",
    Reason.NO_TEMPLATE: "there are no words for this status on this channel",
    Reason.MISSING_VALUE: "a value the words need is missing",
    Reason.ZERO_AMOUNT: "nothing was to be paid",
    Reason.IN_DIGEST: "reads it in their daily mail",
    Reason.NOTHING_WRITTEN: "nothing was written for this channel",
    Reason.QUIET_HOURS: "quiet hours last",
}


def in_words(reason: Reason, detail: str) -> str:
    """The reason as a clause: "turned job updates off on 3 May 2026"."""
    return f"{_WORDS[reason]} {detail}".strip()
