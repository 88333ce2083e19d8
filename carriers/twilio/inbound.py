"""Translates what Twilio posted: people's texts, and what became of ours. Known fields only."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import parse_qs, urlsplit

from carriers.base import RawEnvelope, ReceiptBatch, Unreadable
from carriers.charsets import clean, label
from carriers.twilio.codes import cause_of, state_of
from carriers.twilio.form import PostedForm, read_form
from core.addresses import phone_number
from core.messaging.wire import CarrierWord, Channel, InboundMessage, Media, Receipt

NAME = "twilio"
MOST_MEDIA = 25
LONGEST_ID = 100
LONGEST_ADDRESS = 320
LONGEST_KIND = 120
_REF = re.compile(r"[0-9A-Za-z-]{1,60}")


def inbound_message(envelope: RawEnvelope, *, own_number: str) -> InboundMessage:
    """One person's text. A text from our own number is marked as a machine's."""
    form = read_form(envelope.content, envelope.content_type)
    sender, recipient = _party(form, "From"), _party(form, "To")
    return InboundMessage(
        channel=Channel.SMS,
        carrier=NAME,
        provider_id=_message_id(form),
        sender=sender,
        recipient=recipient,
        body=clean(form.get("Body", "")),
        media=_media(form),
        automatic="own number" if sender in {own_number, recipient} else None,
        all_recipients=(recipient,),
        carrier_heeded=_heeded(form),
    )


def receipts(envelope: RawEnvelope) -> ReceiptBatch:
    """The one receipt of a status callback; a status that is none of a sent message gives none."""
    form = read_form(envelope.content, envelope.content_type)
    sid, status = _message_id(form), _status(form)
    code = label(form.get("ErrorCode", ""), longest=40)
    state = state_of(status, code)
    if state is None:
        return ReceiptBatch()
    receipt = Receipt(
        carrier=NAME,
        event_id=f"{sid}:{status}:{code}",
        provider_id=sid,
        ref=_ref(envelope.query),
        state=state,
        code=code,
        cause=cause_of(code),
    )
    return ReceiptBatch((receipt,))


def _message_id(form: PostedForm) -> str:
    sid = form.get("MessageSid") or form.get("SmsSid") or form.get("SmsMessageSid") or ""
    if not sid:
        raise Unreadable("The post carries no MessageSid.")
    return label(sid, longest=LONGEST_ID)


def _status(form: PostedForm) -> str:
    status = form.get("MessageStatus") or form.get("SmsStatus") or ""
    if not status:
        raise Unreadable("The status callback carries no MessageStatus.")
    return label(status, longest=20).lower()


def _party(form: PostedForm, field: str) -> str:
    """E.164 where it is a number; a short code or a name stays as it came."""
    written = label(form.get(field, ""), longest=LONGEST_ADDRESS)
    if not written:
        raise Unreadable(f"The text carries no {field}.")
    if not written.startswith("+"):
        return written
    try:
        return phone_number(written).e164
    except ValueError:
        return written


def _heeded(form: PostedForm) -> CarrierWord | None:
    """What a messaging service with its own opt-out handling has done already (Twilio, "Advanced Opt-Out")."""
    told = form.get("OptOutType", "").strip().upper()
    return CarrierWord(told) if told in set(CarrierWord) else None


def _media(form: PostedForm) -> tuple[Media, ...]:
    told = form.get("NumMedia", "0").strip()
    count = min(int(told), MOST_MEDIA) if told.isdecimal() and len(told) <= len("9999") else 0
    found = []
    for n in range(count):
        url = form.get(f"MediaUrl{n}", "")
        if url:
            kind = form.get(f"MediaContentType{n}", "")
            found.append(Media(_name(url, n), label(kind, longest=LONGEST_KIND), url=clean(url)))
    return tuple(found)


def _name(url: str, n: int) -> str:
    try:
        last = PurePosixPath(urlsplit(url).path).name
    except ValueError:
        last = ""
    return label(last, longest=200) or f"media-{n}"


def _ref(query: str) -> str | None:
    ref = parse_qs(query, max_num_fields=20).get("ref", [""])[0] if query.count("&") < 20 else ""
    return ref if _REF.fullmatch(ref) else None
