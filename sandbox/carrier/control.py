"""The control panel: people type, the switchboard is set, phones and mailboxes are read.

No carrier has these addresses; they exist for the sandbox's pages and for harnesses. Bodies are
JSON. Bad ones are refused with 400 and one sentence.
"""

import base64
from collections.abc import Mapping
from typing import TypeVar

from flask import Blueprint, Response, request
from pydantic import TypeAdapter, ValidationError

from sandbox.carrier.counting import arrived, counted
from sandbox.carrier.emulator import Emulator, current_emulator
from sandbox.carrier.feed import FEED_LIMIT, as_json
from sandbox.carrier.inbound_mail import TypedMail
from sandbox.carrier.inbound_sms import Sent, TypedSms
from sandbox.carrier.moods import as_json as mood_as_json
from sandbox.carrier.records import MAIL_FATES, SMS_RANK, Carrier, MailState, SmsState

Json = dict[str, object]
Typed = TypeVar("Typed")

panel = Blueprint("panel", __name__, url_prefix="/sandbox")

_OBJECT = TypeAdapter(dict[str, object])
_SMS = TypeAdapter(TypedSms)
_MAIL = TypeAdapter(TypedMail)
_OUR_NAMES = {"from": "sender", "to": "recipient"}


class ControlRefused(ValueError):
    """The control panel was asked for something it cannot do."""


@panel.get("/health")
def health() -> Json:
    """Say that the emulator is up."""
    return {"status": "up"}


@panel.post("/sms")
def sms_typed() -> Json:
    """A person texts: `{from, to, body, media: [{content_type, content_base64}]}`."""
    typed = _typed(_SMS)
    return _sent(current_emulator().inbound_sms.send(typed))


@panel.post("/email")
def mail_typed() -> Json:
    """A person mails: the fields of `TypedMail`, with `from` and `to` for its addresses."""
    typed = _typed(_MAIL)
    return _sent(current_emulator().inbound_mail.send(typed))


@panel.get("/messages")
def feed() -> Json:
    """What changed after the cursor `since`, at most `limit` messages, in order of change."""
    emulator = current_emulator()
    since = request.args.get("since", 0, type=int)
    limit = min(max(request.args.get("limit", FEED_LIMIT, type=int), 1), FEED_LIMIT)
    # One more than asked for, which tells whether there is more.
    changes = emulator.store.changes_since(since, limit=limit + 1)
    shown = changes[:limit]
    return {
        "epoch": emulator.store.epoch,
        "cursor": shown[-1].cursor if shown else since,
        "more": len(changes) > limit,
        "messages": [as_json(change, emulator.settings) for change in shown],
    }


@panel.get("/files/<sid>")
def file(sid: str) -> Response:
    """The bytes of a file that came with a mail, as the feed names it."""
    found = current_emulator().store.file(sid)
    if found is None:
        return Response(status=404)
    return Response(base64.b64decode(found.content_base64), content_type=found.content_type)


@panel.get("/count")
def count() -> Json:
    """What each carrier accepted, what it accepted more than once, and what is still under way."""
    return counted(current_emulator())


@panel.get("/arrivals")
def arrivals() -> Json:
    """Every message accepted and still kept, as `[carrier, to, our id, words]`, newest first."""
    return {"arrivals": arrived(current_emulator())}


@panel.get("/moods")
def moods_shown() -> Json:
    """The switchboard, one object a carrier."""
    return _moods(current_emulator())


@panel.post("/moods")
def moods_set() -> Json:
    """Set switches: `{twilio: {...}, sendgrid: {...}, seed: 7}`; what is not named stays."""
    emulator = current_emulator()
    body = _body()
    seed = body.pop("seed", None)
    if isinstance(seed, int):
        emulator.moods.reseed(seed)
    for name, switches in body.items():
        if name not in set(Carrier) or not isinstance(switches, Mapping):
            raise ControlRefused(f"{name!r} is no carrier with an object of switches")
        emulator.moods.change(Carrier(name), switches)
    return _moods(emulator)


@panel.post("/receipts")
def receipt_by_hand() -> Json:
    """Tell one message's receipt now: `{id, state, error_code}`, such as a later `spamreport`."""
    emulator, body = current_emulator(), _body()
    sid, state = str(body.get("id")), str(body.get("state"))
    code = body.get("error_code")
    if emulator.store.sms(sid) is not None and state in {str(known) for known in SMS_RANK}:
        emulator.sms_receipts.tell(sid, SmsState(state), code if isinstance(code, int) else None)
    elif emulator.store.mail(sid) is not None and state in {str(known) for known in MAIL_FATES}:
        emulator.mail_receipts.tell(sid, MailState(state))
    else:
        raise ControlRefused(f"no message {sid!r}, or it knows no state {state!r}")
    return {"id": sid, "state": state}


@panel.post("/reset")
def reset() -> Json:
    """Forget every message, block, switch and waiting receipt."""
    current_emulator().reset()
    return {"status": "empty"}


def _body() -> Json:
    try:
        return _OBJECT.validate_json(request.get_data() or b"{}")
    except ValidationError as error:
        raise ControlRefused("the body is not a JSON object") from error


def _typed(shape: TypeAdapter[Typed]) -> Typed:
    renamed = {_OUR_NAMES.get(name, name): value for name, value in _body().items()}
    try:
        return shape.validate_python(renamed)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ControlRefused(f"{where}: {first['msg']}") from error


def _sent(sent: Sent) -> Json:
    return {"id": sent.sid, "status": sent.answer.status, "answer": sent.answer.body}


def _moods(emulator: Emulator) -> Json:
    return {name.value: mood_as_json(emulator.moods.of(name)) for name in Carrier}
