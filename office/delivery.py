"""The road of messages as staff watch it: what is due, uncertain and given up, carriers, processes, and the last hours.

What was given up is tried again with a reason, a carrier left alone at once; nothing else can be changed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.actions.dead_letters import replay_dead
from core.desk.permissions import Permission
from core.desk.queries.dead_letters import DeadLetter, dead_entries
from core.errors import FieldRefused, NotFound
from core.messaging.actions.circuits import close_circuit
from core.messaging.actions.promising import promised_messages
from core.messaging.circuit import Standing
from core.messaging.queries.safety import standing_pause
from core.operations.queries.carriers import carrier_standings
from core.operations.queries.doubts import conversations_of, uncertain_messages
from core.operations.queries.standing import bell_depths, lanes, processes, uncertain
from core.operations.queries.throughput import throughput
from core.outbox.words import WORDS
from office.access import actor, needs
from office.delivery_chart import chart
from office.delivery_troubles import (
    CARRIER_WORDS,
    LANE_WORDS,
    ROLE_WORDS,
    Seen,
    duration,
    troubles,
)
from office.door import page_asked, reading, writing
from office.forms import Form
from office.refreshing import Answer, Part, refreshing, unless_seen

MOST_UNCERTAIN = 50
WIDE, NARROW = 760.0, 340.0
TROUBLE_WORDS = {"danger": ("stands still", "danger"), "attention": ("look at this", "attention")}
CIRCUIT_WORDS = {
    Standing.CLOSED: ("sending", "good"),
    Standing.OPEN: ("left alone", "danger"),
    Standing.HALF_OPEN: ("trying one message", "attention"),
}


@dataclass(frozen=True)
class Span:
    """How much the chart shows. minutes: of a slot; marks: every how many slots bear their time, wide and narrow."""

    name: str
    words: str
    minutes: int
    slots: int
    marks: tuple[int, int]


SPANS = (
    Span("day", "Last 24 hours", 60, 24, (3, 6)),
    Span("hours", "Last 4 hours", 10, 24, (3, 6)),
)


@needs(Permission.DELIVERY_READ)
def delivery() -> str:
    """How the sending of messages goes."""
    return _page(Form(), None)


@needs(Permission.DELIVERY_READ)
def delivery_standing() -> Answer:
    """How it stands at this moment, alone, for refreshing: empty while nothing has changed."""
    with reading() as session:
        return unless_seen(_standing(session))


@needs(Permission.DELIVERY_REPLAY)
def replay_entry(entry_id: int) -> Response | tuple[str, int]:
    """Try again what was given up; the reason is kept with who asked for it."""
    form = Form(request.form)
    try:
        with writing() as session:
            replay_dead(session, entry_id, reason=form.text("reason"), actor=actor())
    except FieldRefused as refusal:
        form.take(refusal)
        return _page(form, entry_id), 422
    return redirect(url_for("office.delivery"))


@needs(Permission.DELIVERY_REPLAY)
def try_carrier(carrier: str) -> Response:
    """Whoever mended a carrier's account need not wait until it is tried by itself."""
    if carrier not in CARRIER_WORDS:
        raise NotFound("carrier", carrier)
    with writing() as session:
        close_circuit(session, carrier, actor=actor())
    return redirect(url_for("office.delivery"))


def span_asked() -> Span:
    """How much the chart is asked to show; a day unless something else is."""
    return next((each for each in SPANS if each.name == request.args.get("span")), SPANS[0])


def _page(form: Form, refused: int | None) -> str:
    page = page_asked()
    span = span_asked()
    with reading() as session:
        dead = dead_entries(session, limit=page.limit, offset=page.offset)
        slots = throughput(session, minutes=span.minutes, slots=span.slots)
        return render_template(
            "office/delivery/page.html",
            standing=_standing(session).html,
            span=span,
            spans=SPANS,
            slots=slots,
            charts=(
                chart(slots, width=WIDE, marks=span.marks[0]),
                chart(slots, width=NARROW, marks=span.marks[1]),
            ),
            doubts=uncertain_messages(session, most=MOST_UNCERTAIN),
            dead=dead[: page.size],
            threads=conversations_of(session, _messages_of(dead)),
            WORK_WORDS=WORDS,
            page=page,
            more=len(dead) > page.size,
            form=form,
            refused=refused,
        )


def _standing(session: Session) -> Part:
    found = processes(session)
    lanes_now = lanes(session)
    seen = Seen(
        lanes_now,
        uncertain(session),
        carrier_standings(session),
        found,
        sum(lane.dead for lane in lanes_now),
    )
    inner = render_template(
        "office/delivery/standing.html",
        seen=seen,
        troubles=troubles(seen),
        pause=standing_pause(session),
        depths=bell_depths(found),
        duration=duration,
        LANE_WORDS=LANE_WORDS,
        ROLE_WORDS=ROLE_WORDS,
        CARRIER_WORDS=CARRIER_WORDS,
        CIRCUIT_WORDS=CIRCUIT_WORDS,
        TROUBLE_WORDS=TROUBLE_WORDS,
    )
    return refreshing(inner, name="standing", url=url_for("office.delivery_standing"))


def _messages_of(dead: Sequence[DeadLetter]) -> list[int]:
    return [each for letter in dead for each in promised_messages(letter.args)]
