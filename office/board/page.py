"""The Dispatch page: the day or the week by technician, with what nobody has and what is pressing on top."""

from __future__ import annotations

from flask import render_template, url_for

from core.desk.permissions import Permission
from core.jobs.model import AppointmentState, JobPriority
from core.jobs.queries.board import MOST_CARDS, Board, board, tag_choices
from core.jobs.queries.board_cards import Card
from core.jobs.queries.job_choices import trades
from office.access import needs
from office.board.cells import opening
from office.board.links import links
from office.board.sheet import WeekRow, day_sheet, week_sheet
from office.board.showing import Asked, Sight, asked, today
from office.door import now, office, reading
from office.refreshing import Answer, Part, refreshing, unless_seen

EVERY_SECONDS = 10
# Of what nobody has so many are shown; a trade, a tag or a day brings the others.
MOST_WAITING = 60
# A week of more visits than a person reads is shown in numbers, each of which leads to its day.
MOST_READ = {Sight.DAY: MOST_CARDS, Sight.WEEK: 400}

STATE_SAID: dict[AppointmentState, str] = {
    AppointmentState.DISPATCHED: "accepted",
    AppointmentState.EN_ROUTE: "on the way",
    AppointmentState.ARRIVED: "there now",
    AppointmentState.DONE: "done",
    AppointmentState.CANCELED: "canceled",
}


@needs(Permission.JOBS_READ)
def dispatch_board() -> str:
    """The whole page."""
    seen = asked()
    with reading() as session:
        found = board(session, seen.showing(), most_cards=MOST_READ[seen.sight])
        choices = {"units": trades(session), "tags": tag_choices(session)}
    return render_template(
        "office/board/page.html",
        asked=seen,
        Sight=Sight,
        today=today(),
        part=_part(seen, found),
        pressing=len(found.alarms),
        **choices,
    )


@needs(Permission.JOBS_READ)
def dispatch_part() -> Answer:
    """The part that keeps itself fresh."""
    seen = asked()
    with reading() as session:
        found = board(session, seen.showing(), most_cards=MOST_READ[seen.sight])
    return unless_seen(_part(seen, found))


def said(card: Card) -> str:
    """How a card stands, in a few words."""
    if card.state in STATE_SAID:
        return STATE_SAID[card.state]
    if card.nobody_answered:
        return "nobody answered"
    if card.technician_ids:
        return "asked, no answer yet"
    if card.state is None:
        return "no visit yet"
    return f"{card.passed[-1]} passed" if card.passed else "nobody asked"


def _part(seen: Asked, found: Board) -> Part:
    zone = office().settings.company_timezone
    waiting = [*found.to_plan, *(card for card in found.cards if card.unassigned)]
    pressing = tuple(card for card in waiting if card.priority is JobPriority.EMERGENCY)
    calm = [card for card in waiting if card.priority is not JobPriority.EMERGENCY]
    inner = render_template(
        "office/board/part.html",
        asked=seen,
        Sight=Sight,
        board=found,
        pressing=pressing,
        waiting=calm[:MOST_WAITING],
        waiting_in_all=len(calm),
        in_numbers=bool(found.stints),
        day=day_sheet(seen.day, found.crew, found.cards, zone, now())
        if seen.sight is Sight.DAY
        else None,
        week=_week(seen, found, zone) if seen.sight is Sight.WEEK else (),
        today=today(),
        said=said,
        links=links(seen.address()),
        opening=opening,
        days_at={day: seen.address(sight=Sight.DAY, day=day) for day in seen.days},
        job_address=lambda card: url_for("office.board_job", number=card.job_number),
    )
    address = seen.address("office.dispatch_part")
    return refreshing(inner, name="board", url=address, seconds=EVERY_SECONDS)


def _week(seen: Asked, found: Board, zone: str) -> tuple[WeekRow, ...]:
    return week_sheet(seen.days, found.crew, found.stints or found.cards, zone)
