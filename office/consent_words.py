"""Where a number or address stands, said so that a colleague can explain it: since when, why, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.directory.model import PointKind
from core.directory.queries.customer_page import CustomerView, PointView
from core.messaging.consent import Topic
from core.messaging.queries.consents import (
    NOTHING_SAID,
    ConsentSaid,
    ConsentView,
    Standing,
    standings_at,
)
from core.messaging.wire import Channel, ConsentState
from office.words import day_words, plain

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
LABELS = {
    Topic.ANSWERS: "Answers and visits",
    Topic.JOB_UPDATES: "Job updates",
    Topic.MARKETING: "Offers and news",
}
SOURCES = {
    "text": "by text",
    "email": "by e-mail",
    "carrier": "told by the carrier",
    "complaint": "marked our mail as spam",
    "office": "noted by the office",
    "link": "by the link in our mail",
}
NOTHING_SENT = "Whatever they allow, nothing is sent until this entry is mended."
WHATS = {PointKind.PHONE: "texts", PointKind.EMAIL: "e-mails"}


@dataclass(frozen=True)
class ConsentLine:
    """One topic at one address. meaning: of its pill. why: since when and by what words. effect: what we send."""

    topic: str
    word: str
    meaning: str
    why: str
    effect: str


@dataclass(frozen=True)
class HistoryLine:
    """One thing said, in a sentence."""

    at: datetime
    words: str


@dataclass(frozen=True)
class ConsentBox:
    """All that is shown of one address. history: newest first.

    held: why staff cannot note a yes here, or empty. suppressed: why nothing at all is sent, or empty.
    """

    lines: tuple[ConsentLine, ...]
    history: tuple[HistoryLine, ...]
    held: str
    suppressed: str


def consent_boxes(session: Session, customer: CustomerView) -> dict[int, ConsentBox]:
    """For each number and address of the customer's people, by contact point."""
    points = [point for contact in customer.contacts for point in contact.points]
    standings = standings_at(session, {point.value for point in points})
    return {
        point.id: consent_box(
            point, standings.get((_channel(point.kind), point.value), NOTHING_SAID)
        )
        for point in points
    }


def consent_box(point: PointView, standing: Standing) -> ConsentBox:
    """One address, topic by topic."""
    return ConsentBox(
        lines=tuple(_line(topic, point, standing) for topic in Topic),
        history=tuple(HistoryLine(each.at, _told(each)) for each in standing.history),
        held=_held(standing),
        suppressed=_suppressed(point),
    )


def _told(said: ConsentSaid) -> str:
    what = " and ".join(LABELS[topic].lower() for topic in said.topics)
    if len(said.topics) == len(Topic):
        what = "all texts"
    word = "no to" if said.state is OUT else "yes to"
    return f"{plain(said.who)}: {word} {what}, {_how(said.source, said.words)}"


def _how(source: str, words: str) -> str:
    way = SOURCES.get(source, source)
    return f"{way}, “{plain(words)}”" if words else way


def _channel(kind: PointKind) -> Channel:
    return Channel.SMS if kind == PointKind.PHONE else Channel.EMAIL


def _line(topic: Topic, point: PointView, standing: Standing) -> ConsentLine:
    view = standing.topics.get(topic)
    word, meaning = _word(topic, view)
    return ConsentLine(
        topic=LABELS[topic],
        word=word,
        meaning=meaning,
        why=_why(topic, view, WHATS[PointKind(point.kind)]),
        effect=NOTHING_SENT if point.bad_since else _EFFECTS[topic](point, standing),
    )


def _word(topic: Topic, view: ConsentView | None) -> tuple[str, str]:
    if view is None:
        return ("Not asked", "quiet") if topic is Topic.MARKETING else ("Allowed", "good")
    return ("Said no", "danger") if view.state is OUT else ("Said yes", "good")


def _why(topic: Topic, view: ConsentView | None, what: str) -> str:
    if view is not None:
        return f"since {day_words(view.changed_at)}, {_how(view.source, view.words)}"
    if topic is Topic.MARKETING:
        return "never said yes to offers"
    return f"never said anything against {what}"


def _answers(point: PointView, standing: Standing) -> str:
    if _is_out(standing, Topic.ANSWERS):
        return "No text leaves for this number, not even an answer. Call them instead."
    what = WHATS[PointKind(point.kind)]
    return (
        f"They get {what} in answer to what they write, about a visit under way and about danger."
    )


def _job_updates(point: PointView, standing: Standing) -> str:
    if not _is_out(standing, Topic.JOB_UPDATES):
        if point.accepts_job_updates:
            return "They hear the statuses on their alert list."
        return "They allow it, but “Accepts job updates” is off here, so none are sent."
    if _is_out(standing, Topic.ANSWERS):
        return "No alerts here; another number or address of theirs still gets its own."
    return "Will still get answers to what they write, no alerts."


def _marketing(_point: PointView, standing: Standing) -> str:
    view = standing.topics.get(Topic.MARKETING)
    if view is not None and view.state is IN:
        return "Offers may be sent, by day only."
    return "No offers are sent without a yes to them."


_EFFECTS = {
    Topic.ANSWERS: _answers,
    Topic.JOB_UPDATES: _job_updates,
    Topic.MARKETING: _marketing,
}


def _is_out(standing: Standing, topic: Topic) -> bool:
    view = standing.topics.get(topic)
    return view is not None and view.state is OUT


def _held(standing: Standing) -> str:
    if not standing.is_held_by_carrier:
        return ""
    day = day_words(standing.topics[Topic.ANSWERS].changed_at)
    return (
        f"They stopped texts themselves on {day}. The carrier blocks the number until they text START to us; "
        "a note here would change nothing. Ask them to text START."
    )


def _suppressed(point: PointView) -> str:
    if point.bad_since is None:
        return ""
    day = day_words(point.bad_since)
    if point.kind == PointKind.PHONE:
        return f"Nothing is sent to this number since {day}: the carrier says it cannot be reached by text."
    return (
        f"Nothing is sent to this address since {day}: mail to it came back for good. Check the spelling with them; "
        "if it was mended there, lift the bounce at SendGrid as well."
    )
