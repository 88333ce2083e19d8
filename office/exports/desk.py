"""Conversations and the dispatch board as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.jobs.queries.board import board
from core.jobs.queries.board_cards import Card
from core.jobs.queries.emergency_view import EmergencyView
from core.messaging.queries.emergency_threads import emergencies_in
from core.messaging.queries.inbox import Holder, Lane, ThreadRow, inbox_rows
from office.access import needs
from office.board.page import said
from office.board.showing import asked
from office.door import now
from office.exports.parts import PART, YES, Line, in_parts
from office.spreadsheets import csv_file
from office.words import CHANNEL_WORDS

HOLDER_WORDS = {Holder.FIXLINE: "Fixline", Holder.OFFICE: "waits for a person"}


# People with their numbers and last words are taken along only by who may bring such lists in.
@needs(Permission.DIRECTORY_IMPORT)
def inbox_file() -> Response:
    """Conversations in the order of the inbox: all, or those that need a person."""
    lane = Lane.WAITING if request.args.get("lane") == Lane.WAITING else Lane.ALL
    moment = now()

    def lines(session: Session) -> Iterator[Line]:
        dangers: dict[int, EmergencyView] = {}

        def part(_: int, last: ThreadRow | None) -> Sequence[ThreadRow]:
            after = last.id if last else None
            rows = inbox_rows(session, lane, moment, limit=PART, after=after)
            dangers.clear()
            dangers.update(emergencies_in(session, [row.id for row in rows if row.emergency]))
            return rows

        yield (
            "Conversation", "Who", "As", "By", "Place", "Last words", "Last", "Waits since", "Who has it", "New",
            "Emergency", "Danger", "Reported", "Language",
        )  # fmt: skip
        yield from in_parts(session, part, lambda row: _thread(row, dangers.get(row.id)))

    return csv_file("inbox", lines)


@needs(Permission.JOBS_READ)
def dispatch_file() -> Response:
    """The visits of the days that the board shows, then the jobs that wait for one."""
    seen = asked()

    def lines(session: Session) -> Iterator[Line]:
        found = board(session, seen.showing())
        yield (
            "From", "To", "Technicians", "Job", "Summary", "Place", "Customer", "Trade", "Priority", "Stands",
            "Expected",
        )  # fmt: skip
        yield from map(_card, (*found.cards, *found.to_plan))

    return csv_file(f"dispatch-{seen.day}", lines)


def _thread(row: ThreadRow, danger: EmergencyView | None) -> Line:
    return (
        row.id, row.who, row.party, CHANNEL_WORDS[row.channel], row.place, row.last_words, row.last_at,
        row.waiting_since, HOLDER_WORDS.get(row.holder, row.holder_name), row.unread, YES[row.emergency],
        danger.safety if danger else None, danger.reported_at if danger else None, row.language,
    )  # fmt: skip


def _card(card: Card) -> Line:
    return (
        card.start, card.end, ", ".join(card.technicians), card.job_number, card.summary, card.place, card.customer,
        card.trade, card.priority, said(card), card.eta_at,
    )  # fmt: skip
