"""SendGrid's v3 interface, as far as the product uses it: mail/send and looking messages up."""

import hmac
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, Response, request

from sandbox.carrier.emulator import Emulator, current_emulator
from sandbox.carrier.misbehaving import Call, Faults, answer
from sandbox.carrier.moods import Outcome
from sandbox.carrier.records import Carrier, Direction, Mail, MailState
from sandbox.carrier.sendgrid_payload import PayloadRefused, post_of

LARGEST_LOOKUP = 1000
USUAL_LOOKUP = 10

sendgrid = Blueprint("sendgrid", __name__, url_prefix="/v3")

_BY_ARGUMENT = re.compile(r"""\(?unique_args\['([^'=]+)'\]\s*=\s*"([^"]*)"\)?""")
_BY_RECIPIENT = re.compile(r"""\(?to_email\s*=\s*"([^"]+)"\)?""")
_ON_THE_WAY = frozenset({MailState.ACCEPTED, MailState.PROCESSED, MailState.DEFERRED})
_NOT_DELIVERED = frozenset({MailState.BOUNCE, MailState.BLOCKED, MailState.DROPPED})


@sendgrid.post("/mail/send")
def mail_send() -> Response:
    """Accept a mail for every recipient (202, empty, with X-Message-Id) or refuse it."""
    return _under_mood(current_emulator().moods.next_send, _accepted)


@sendgrid.get("/messages")
def messages() -> Response:
    """Find accepted mails, newest first, as the Email Activity interface does.

    `query` is `unique_args['NAME']="VALUE"` or `to_email="ADDRESS"`; any other query is refused.
    """
    return _under_mood(current_emulator().moods.next_lookup, _found)


def _under_mood(
    decide: Callable[[Carrier], Outcome], act: Callable[[Emulator], Response]
) -> Response:
    emulator = current_emulator()
    mood = emulator.moods.of(Carrier.SENDGRID)
    wanted = f"Bearer {emulator.settings.sendgrid_api_key}"
    given = request.environ.get("HTTP_AUTHORIZATION", "")
    if mood.refuse_auth or not hmac.compare_digest(given.encode(), wanted.encode()):
        return _refused()
    return answer(decide(Carrier.SENDGRID), Call(mood, lambda: act(emulator), _FAULTS))


def _accepted(emulator: Emulator) -> Response:
    try:
        post = post_of(request.get_data())
    except PayloadRefused as refused:
        return _error(refused.status, refused.message, field=refused.field)
    for file in post.files:
        emulator.store.put_file(file)
    for mail in post.mails:
        emulator.store.put_mail(mail)
        emulator.mail_receipts.follow(mail)
    return Response(status=202, headers={"X-Message-Id": post.mails[0].batch})


def _found(emulator: Emulator) -> Response:
    query = request.args.get("query", "").strip()
    if by_argument := _BY_ARGUMENT.fullmatch(query):
        mark = f"{by_argument[1]}={by_argument[2]}"
    elif by_recipient := _BY_RECIPIENT.fullmatch(query):
        mark = f"to {by_recipient[1].lower()}"
    else:
        return _error(400, "The query is not one this emulator understands.", field="query")
    limit = min(request.args.get("limit", USUAL_LOOKUP, type=int), LARGEST_LOOKUP)
    mails = emulator.store.newest_mail(mark=mark)
    sent = [_shown(mail) for mail in mails if mail.direction is Direction.OUTBOUND]
    return _as_json({"messages": sent[: max(limit, 1)]})


def _shown(mail: Mail) -> dict[str, object]:
    if mail.state in _ON_THE_WAY:
        status = "processed"
    else:
        status = "not_delivered" if mail.state in _NOT_DELIVERED else "delivered"
    return {
        "from_email": mail.sender,
        "msg_id": mail.sid,
        "subject": mail.subject,
        "to_email": mail.recipient,
        "status": status,
        "opens_count": 0,
        "clicks_count": 0,
        "last_event_time": datetime.fromtimestamp(mail.updated, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _as_json(body: object, status: int = 200) -> Response:
    return Response(json.dumps(body), status=status, content_type="application/json")


def _error(status: int, message: str, *, field: str | None = None) -> Response:
    complaint = {"message": message, "field": field, "help": None}
    return _as_json({"errors": [complaint]}, status)


def _limited(seconds: int | None) -> Response:
    response = _error(429, "too many requests")
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


def _refused() -> Response:
    return _error(401, "The provided authorization grant is invalid, expired, or revoked")


_FAULTS = Faults(
    limited=_limited,
    failed=lambda: _error(500, "An internal error occurred"),
    refused=_refused,
)
