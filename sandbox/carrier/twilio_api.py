"""Twilio's Messages interface (2010-04-01), as far as the product and its SDK use it.

Refuses what Twilio refuses, with Twilio's codes. Its documented magic numbers work:
+15005550001 is invalid, +15005550004 has stopped, +15005550009 is a landline.
"""

import base64
import hmac
import re
import time
from collections.abc import Callable

from flask import Blueprint, Response, request

from sandbox.carrier import twilio_wording as wording
from sandbox.carrier.emulator import Emulator, current_emulator
from sandbox.carrier.misbehaving import Call, answer
from sandbox.carrier.paging import Page, page_of
from sandbox.carrier.records import Carrier, Direction, Sms, SmsState, new_sid
from sandbox.carrier.segments import segments_of
from sandbox.carrier.twilio_listing import chosen

LONGEST_BODY = 1600
INVALID_NUMBER = "+15005550001"
STOPPED_NUMBER = "+15005550004"
LANDLINE_NUMBER = "+15005550009"

twilio = Blueprint("twilio", __name__, url_prefix="/2010-04-01/Accounts/<account_sid>")

# E.164, with the ten national digits the North American plan asks for.
_NUMBER = re.compile(r"\+(?:1[2-9]\d{9}|[2-9]\d{6,14})")
_SENDER = re.compile(r"\+\d{7,15}|\d{3,6}|[A-Za-z0-9 ]{1,11}")


@twilio.post("/Messages.json")
def messages_create(account_sid: str) -> Response:
    """Accept a text (201) or refuse it with Twilio's code, unless the mood has other plans."""
    emulator = current_emulator()
    if (refusal := _unauthenticated(emulator, account_sid)) is not None:
        return refusal
    outcome = emulator.moods.next_send(Carrier.TWILIO)
    mood = emulator.moods.of(Carrier.TWILIO)
    return answer(outcome, Call(mood, lambda: _accepted(emulator), wording.FAULTS))


@twilio.get("/Messages.json")
def messages_list(account_sid: str) -> Response:
    """List texts, newest first, by To, From and DateSent, in pages."""
    return _looked_up(account_sid, lambda emulator: _listed(emulator, account_sid))


@twilio.get("/Messages/<sid>.json")
def message_fetch(account_sid: str, sid: str) -> Response:
    """Show one text."""
    return _looked_up(account_sid, lambda emulator: _shown(emulator, sid))


@twilio.get("/Messages/<sid>/Media.json")
def media_list(account_sid: str, sid: str) -> Response:
    """List what a person sent along with a text."""
    return _looked_up(account_sid, lambda emulator: _media_listed(emulator, account_sid, sid))


@twilio.get("/Messages/<sid>/Media/<media_sid>.json")
def media_fetch(account_sid: str, sid: str, media_sid: str) -> Response:
    """Show one attachment's resource."""
    return _looked_up(account_sid, lambda emulator: _media_shown(emulator, sid, media_sid))


@twilio.get("/Messages/<sid>/Media/<media_sid>")
def media_content(account_sid: str, sid: str, media_sid: str) -> Response:
    """Hand out one attachment's bytes; as at Twilio, its unguessable address is enough."""
    emulator = current_emulator()
    media = emulator.store.media(media_sid)
    is_here = account_sid == emulator.settings.account_sid
    if media is None or media.message_sid != sid or not is_here:
        return wording.error(20404, 404)
    return Response(base64.b64decode(media.content_base64), content_type=media.content_type)


def _unauthenticated(emulator: Emulator, account_sid: str) -> Response | None:
    settings = emulator.settings
    given = request.environ.get("HTTP_AUTHORIZATION", "")
    pair = f"{settings.account_sid}:{settings.auth_token}".encode()
    wanted = "Basic " + base64.b64encode(pair).decode()
    is_known = hmac.compare_digest(given.encode(), wanted.encode())
    if not is_known or emulator.moods.of(Carrier.TWILIO).refuse_auth:
        return wording.error(20003, 401)
    return None if account_sid == settings.account_sid else wording.error(20404, 404)


def _looked_up(account_sid: str, read: Callable[[Emulator], Response]) -> Response:
    emulator = current_emulator()
    if (refusal := _unauthenticated(emulator, account_sid)) is not None:
        return refusal
    outcome = emulator.moods.next_lookup(Carrier.TWILIO)
    mood = emulator.moods.of(Carrier.TWILIO)
    return answer(outcome, Call(mood, lambda: read(emulator), wording.FAULTS))


def _accepted(emulator: Emulator) -> Response:
    code = _objection(emulator)
    if code is not None:
        return wording.error(code, 400)
    sms = _sms_of_form(emulator)
    emulator.store.put_sms(sms)
    emulator.sms_receipts.follow(sms)
    return wording.as_json(wording.message_resource(sms, emulator.settings.account_sid), 201)


def _objection(emulator: Emulator) -> int | None:
    """Return Twilio's error code for the form, in the order in which Twilio checks."""
    form = request.form
    recipient, body, sender = form.get("To", ""), form.get("Body", ""), form.get("From", "")
    checks = (
        (21604, not recipient),
        (21603, not sender and not form.get("MessagingServiceSid")),
        (21211, recipient == INVALID_NUMBER or _NUMBER.fullmatch(recipient) is None),
        (21212, sender == INVALID_NUMBER or bool(sender and _SENDER.fullmatch(sender) is None)),
        (21602, not body and not form.get("MediaUrl")),
        (21617, len(body) > LONGEST_BODY),
        (21614, recipient == LANDLINE_NUMBER),
        (21610, recipient == STOPPED_NUMBER or emulator.store.is_blocked(recipient)),
    )
    return next((code for code, applies in checks if applies), None)


def _sms_of_form(emulator: Emulator) -> Sms:
    form = request.form
    service = form.get("MessagingServiceSid")
    links = tuple(form.getlist("MediaUrl"))
    body, now = form.get("Body", ""), time.time()
    validity = form.get("ValidityPeriod", "")
    return Sms(
        sid=new_sid("MM" if links else "SM"),
        direction=Direction.OUTBOUND,
        sender=form.get("From") or emulator.settings.from_number,
        recipient=form["To"],
        body=body,
        segments=segments_of(body),
        state=SmsState.ACCEPTED if service else SmsState.QUEUED,
        created=now,
        updated=now,
        service_sid=service,
        callback=form.get("StatusCallback") or None,
        links=links,
        validity_seconds=int(validity) if validity.isdecimal() else None,
    )


def _shown(emulator: Emulator, sid: str) -> Response:
    sms = emulator.store.sms(sid)
    if sms is None:
        return wording.error(20404, 404)
    return wording.as_json(wording.message_resource(sms, emulator.settings.account_sid))


def _listed(emulator: Emulator, account_sid: str) -> Response:
    recipient = request.args.get("To")
    found = chosen(emulator.store.newest_sms(recipient=recipient), request.args)
    page = page_of([sms.sid for sms in found], request.args)
    texts = {sms.sid: sms for sms in found}
    shown = [wording.message_resource(texts[sid], account_sid) for sid in page.keys]
    return _paged(f"/2010-04-01/Accounts/{account_sid}/Messages.json", page, "messages", shown)


def _media_listed(emulator: Emulator, account_sid: str, sid: str) -> Response:
    if emulator.store.sms(sid) is None:
        return wording.error(20404, 404)
    found = {media.sid: media for media in emulator.store.media_of(sid)}
    page = page_of(list(found), request.args)
    shown = [wording.media_resource(found[key], account_sid) for key in page.keys]
    path = f"/2010-04-01/Accounts/{account_sid}/Messages/{sid}/Media.json"
    return _paged(path, page, "media_list", shown)


def _media_shown(emulator: Emulator, sid: str, media_sid: str) -> Response:
    media = emulator.store.media(media_sid)
    if media is None or media.message_sid != sid:
        return wording.error(20404, 404)
    return wording.as_json(wording.media_resource(media, emulator.settings.account_sid))


def _paged(path: str, page: Page, name: str, shown: list[dict[str, object]]) -> Response:
    return wording.as_json(page.as_json(path, request.args) | {name: shown})
