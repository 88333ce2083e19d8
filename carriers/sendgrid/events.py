"""Translates a batch of SendGrid's events, one by one: a malformed one spoils no other."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping

from carriers.base import RawEnvelope, ReceiptBatch, Unreadable, UnreadableEntry
from carriers.charsets import clean
from carriers.network import without_people
from carriers.sendgrid.codes import STATES, cause_of
from carriers.sendgrid.payload import REF_ARGUMENT
from core.messaging.wire import Receipt

NAME = "sendgrid"
MOST_EVENTS = 50_000
LONGEST_ID = 200
LONGEST_CODE = 40
_REF = re.compile(r"[0-9A-Za-z-]{1,60}")
# The event's message id goes on after the id our send was answered with.
_GOING_ON = re.compile(r"\.(?:filter|recv)")


def receipts(envelope: RawEnvelope) -> ReceiptBatch:
    """Receipts in the batch's order; opens, clicks and events of other kinds give none."""
    good: list[Receipt] = []
    bad: list[UnreadableEntry] = []
    for place, event in enumerate(_events(envelope.content)):
        try:
            receipt = _receipt(event)
        except Unreadable as error:
            bad.append(UnreadableEntry(place, str(error)))
        else:
            good += [receipt] if receipt else []
    return ReceiptBatch(tuple(good), tuple(bad))


def batch_id(sg_message_id: str) -> str:
    """The id a send was answered with, from the longer one its events carry."""
    return _GOING_ON.split(sg_message_id, maxsplit=1)[0]


def _events(content: bytes) -> list[object]:
    try:
        told: object = json.loads(content.decode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("The events are no JSON.") from error
    if not isinstance(told, list):
        raise Unreadable("The events are no list.")
    if len(told) > MOST_EVENTS:
        raise Unreadable("The batch holds too many events.")
    return told


def _receipt(event: object) -> Receipt | None:
    if not isinstance(event, dict):
        raise Unreadable("The event is no object.")
    word = event.get("event")
    if not isinstance(word, str):
        raise Unreadable("The event has no name.")
    state = STATES.get(word)
    if state is None:
        return None
    message_id = batch_id(_text(event, "sg_message_id"))
    ref = _text(event, REF_ARGUMENT)
    if not message_id and not ref:
        raise Unreadable("The event names no message.")
    reason = _text(event, "reason") or _text(event, "response")
    return Receipt(
        carrier=NAME,
        event_id=_event_id(event),
        provider_id=message_id[:LONGEST_ID] or None,
        ref=ref if _REF.fullmatch(ref) else None,
        state=state,
        code=_text(event, "status")[:LONGEST_CODE],
        detail=without_people(reason),
        cause=cause_of(word, _text(event, "type"), reason),
    )


def _event_id(event: Mapping[str, object]) -> str:
    """SendGrid's own unique id, else one made of the event's words, the same when repeated."""
    given = _text(event, "sg_event_id")
    if 0 < len(given) <= LONGEST_ID:
        return given
    words = json.dumps(event, sort_keys=True, default=str)
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def _text(event: Mapping[str, object], name: str) -> str:
    value = event.get(name)
    return clean(value) if isinstance(value, str) else ""
