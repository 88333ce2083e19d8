"""The road of messages as files: what is due, uncertain, given up, and what was sent over the last hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.desk.queries.dead_letters import DeadLetter, dead_entries
from core.messaging.actions.promising import promised_messages
from core.operations.queries.doubts import UncertainMessage, uncertain_messages
from core.operations.queries.standing import lanes
from core.operations.queries.throughput import throughput
from core.outbox.words import WORDS
from office.access import i_may, needs
from office.delivery import span_asked
from office.delivery_troubles import CARRIER_WORDS, LANE_WORDS
from office.exports.parts import PART, Line, in_parts
from office.spreadsheets import csv_file
from office.words import CHANNEL_WORDS


@needs(Permission.DELIVERY_READ)
def due_file() -> Response:
    """What is due in each lane at this moment."""

    def lines(session: Session) -> Iterator[Line]:
        yield ("Work", "Due", "In hand", "Later", "Given up", "Oldest waits, seconds")
        for row in lanes(session):
            oldest = round(row.oldest_seconds)
            yield (LANE_WORDS[row.lane], row.due, row.in_hand, row.later, row.dead, oldest)

    return csv_file("due", lines)


@needs(Permission.DELIVERY_READ)
def given_up_file() -> Response:
    """Work that was given up, the newest first."""

    def lines(session: Session) -> Iterator[Line]:
        def part(_: int, last: DeadLetter | None) -> Sequence[DeadLetter]:
            return dead_entries(session, limit=PART, after=last)

        yield ("Entry", "Work", "Messages", "Tries", "Promised", "Given up", "Why")
        yield from in_parts(session, part, _given_up)

    return csv_file("given-up", lines)


@needs(Permission.DELIVERY_READ)
def uncertain_file() -> Response:
    """Messages of unknown fate, the oldest first. Addresses are for who reads the inbox."""
    may_read = i_may(Permission.INBOX_READ)

    def lines(session: Session) -> Iterator[Line]:
        def part(_: int, last: UncertainMessage | None) -> Sequence[UncertainMessage]:
            return uncertain_messages(session, most=PART, after=last)

        yield ("Message", "To", "By", "Carrier", "Since", "Why", "Asked", "Next look")
        yield from in_parts(
            session, part, lambda row: _uncertain(row, row.recipient if may_read else None)
        )

    return csv_file("uncertain", lines)


@needs(Permission.DELIVERY_READ)
def throughput_file() -> Response:
    """What was sent and what failed, slot by slot of the asked span."""
    span = span_asked()

    def lines(session: Session) -> Iterator[Line]:
        yield ("From", "Sent", "Failed", "Tried again")
        for slot in throughput(session, minutes=span.minutes, slots=span.slots):
            yield (slot.starts_at, slot.sent, slot.failed, slot.again)

    return csv_file("sent", lines)


def _given_up(row: DeadLetter) -> Line:
    messages = len(promised_messages(row.args))
    return (
        row.entry_id, WORDS[row.kind], messages, row.attempts, row.promised_at, row.dead_at, row.why,
    )  # fmt: skip


def _uncertain(row: UncertainMessage, to: str | None) -> Line:
    return (
        row.message_id, to, CHANNEL_WORDS[row.channel], CARRIER_WORDS.get(row.carrier, row.carrier), row.since,
        row.why, row.looks, row.next_look_at,
    )  # fmt: skip
