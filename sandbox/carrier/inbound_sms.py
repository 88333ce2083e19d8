"""A person types a text: it is kept, and posted signed to the product as Twilio would.

STOP and START (and their like) work on the emulator's own block list, as at the real carrier. Only a messaging service
says so in the post (`OptOutType`), and answers the word itself.
"""

import base64
import binascii
import re
import time
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urldefrag, urlencode

from sandbox.carrier.agenda import Agenda
from sandbox.carrier.moods import Moods
from sandbox.carrier.posting import Postman, WebhookAnswer
from sandbox.carrier.records import Carrier, Direction, Media, Sms, SmsState, new_sid
from sandbox.carrier.segments import segments_of
from sandbox.carrier.settings import EmulatorSettings
from sandbox.carrier.sms_receipts import POSTERS, twilio_headers
from sandbox.carrier.store import Store

# Twilio, "Advanced Opt-Out": default keywords of a messaging service.
STOP_WORDS = frozenset(
    ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT")
)
START_WORDS = frozenset(("START", "UNSTOP", "YES"))
HELP_WORDS = frozenset(("HELP", "INFO"))

MOST_RETRIES = 5
MOST_MEDIA = 10


class OptOut(StrEnum):
    """What a reserved word asked of the carrier."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"


class BadAttachment(ValueError):
    """An attachment whose content is not base64, or more than MOST_MEDIA of them."""


# Twilio, "Advanced Opt-Out": what a messaging service answers by itself.
OWN_ANSWERS = {
    OptOut.STOP: "You have unsubscribed and will get no more messages. Reply START to subscribe again.",
    OptOut.START: "You have subscribed again. Reply HELP for help, STOP to unsubscribe.",
    OptOut.HELP: "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}


@dataclass(frozen=True)
class Attachment:
    """A file a person adds to a text or a mail."""

    content_type: str
    content_base64: str
    filename: str = "attachment"

    def content(self) -> bytes:
        """Return the bytes; refuse what is not base64."""
        try:
            return base64.b64decode(self.content_base64, validate=True)
        except binascii.Error as error:
            raise BadAttachment(self.filename) from error


@dataclass(frozen=True)
class TypedSms:
    """A text as a person types it, from one number to another."""

    sender: str
    recipient: str
    body: str = ""
    media: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Sent:
    """What became of something a person sent: its id and the product's first answer."""

    sid: str
    answer: WebhookAnswer


@dataclass(frozen=True, slots=True)
class Errand:
    """A text whose webhook is to be tried again."""

    sid: str
    fields: dict[str, str]
    left: int


class InboundSms:
    """Takes texts from people to the product."""

    def __init__(
        self, settings: EmulatorSettings, store: Store, moods: Moods, postman: Postman
    ) -> None:
        """The webhook URL may ask for retries with `#rc=N`, as with Twilio's own overrides."""
        self._settings = settings
        self._store = store
        self._moods = moods
        self._postman = postman
        self.agenda: Agenda[Errand] = Agenda(
            self._try_again, name="sms-inbound", threads=POSTERS, batch=1
        )

    def send(self, typed: TypedSms) -> Sent:
        """Keep the text, heed a reserved word, post it and return the product's first answer."""
        sms = self._kept(typed)
        opt_out = self._heed(typed)
        if opt_out is not None and sms.service_sid is not None:
            self._store.put_sms(_own_answer(sms, opt_out))
        mood = self._moods.of(Carrier.TWILIO)
        if self._moods.happens(mood.lose_inbound_rate):
            return Sent(sms.sid, WebhookAnswer(status=None, body="lost on the way"))
        errand = Errand(sms.sid, self._fields(sms, opt_out), _retries(self._settings))
        if self._moods.happens(mood.duplicate_inbound_rate):
            # Due at once, so that it meets the first post under way.
            self.agenda.put(replace(errand, left=0), delay_seconds=0)
        return Sent(sms.sid, self._post(errand))

    def _kept(self, typed: TypedSms) -> Sms:
        if len(typed.media) > MOST_MEDIA:
            raise BadAttachment(f"more than {MOST_MEDIA}")
        now = time.time()
        sid = new_sid("MM" if typed.media else "SM")
        media = tuple(_media(sid, attachment, now) for attachment in typed.media)
        for item in media:
            self._store.put_media(item)
        sms = Sms(
            sid=sid,
            direction=Direction.INBOUND,
            sender=typed.sender,
            recipient=typed.recipient,
            body=typed.body,
            segments=segments_of(typed.body),
            state=SmsState.RECEIVED,
            created=now,
            updated=now,
            sent=now,
            service_sid=self._settings.messaging_service_sid or None,
            media=tuple(item.sid for item in media),
        )
        self._store.put_sms(sms)
        return sms

    def _heed(self, typed: TypedSms) -> OptOut | None:
        word = typed.body.strip().upper()
        if word in STOP_WORDS:
            self._store.block(typed.sender)
            return OptOut.STOP
        # YES is an everyday answer; it only means START to someone who has stopped.
        if word in START_WORDS and (word != "YES" or self._store.is_blocked(typed.sender)):
            self._store.free(typed.sender)
            return OptOut.START
        return OptOut.HELP if word in HELP_WORDS else None

    def _fields(self, sms: Sms, opt_out: OptOut | None) -> dict[str, str]:
        fields = {
            "AccountSid": self._settings.account_sid,
            "ApiVersion": "2010-04-01",
            "Body": sms.body,
            "From": sms.sender or "",
            "FromCountry": "US",
            "MessageSid": sms.sid,
            "NumMedia": str(len(sms.media)),
            "NumSegments": str(sms.segments),
            "SmsMessageSid": sms.sid,
            "SmsSid": sms.sid,
            "SmsStatus": "received",
            "To": sms.recipient,
            "ToCountry": "US",
        }
        if sms.service_sid is not None:
            fields["MessagingServiceSid"] = sms.service_sid
        if opt_out is not None and sms.service_sid is not None:
            fields["OptOutType"] = opt_out.value
        return fields | self._media_fields(sms)

    def _media_fields(self, sms: Sms) -> dict[str, str]:
        fields: dict[str, str] = {}
        for number, sid in enumerate(sms.media):
            media = self._store.media(sid)
            if media is not None:
                path = media_path(self._settings.account_sid, sms.sid, sid)
                fields[f"MediaUrl{number}"] = self._settings.public_url + path
                fields[f"MediaContentType{number}"] = media.content_type
        return fields

    def _post(self, errand: Errand) -> WebhookAnswer:
        url = self._settings.sms_webhook_url
        headers = twilio_headers(self._settings, url, errand.fields)
        answer = self._postman.post(url, urlencode(errand.fields).encode(), headers)
        sms = self._store.sms(errand.sid)
        if sms is not None:
            self._store.put_sms(replace(sms, webhook_status=answer.status or 0))
        if answer.is_worth_retrying and errand.left > 0:
            again = replace(errand, left=errand.left - 1)
            self.agenda.put(again, delay_seconds=self._settings.retry_delay_ms / 1000)
        return answer

    def _try_again(self, errands: list[Errand]) -> None:
        for errand in errands:
            self._post(errand)


def _own_answer(sms: Sms, opt_out: OptOut) -> Sms:
    body = OWN_ANSWERS[opt_out]
    return replace(
        sms,
        sid=new_sid("SM"),
        direction=Direction.OUTBOUND,
        sender=sms.recipient,
        recipient=sms.sender or "",
        body=body,
        segments=segments_of(body),
        state=SmsState.DELIVERED,
        media=(),
    )


def media_path(account_sid: str, message_sid: str, media_sid: str) -> str:
    """Return the path under which Twilio's interface serves the bytes."""
    return f"/2010-04-01/Accounts/{account_sid}/Messages/{message_sid}/Media/{media_sid}"


def _media(message_sid: str, attachment: Attachment, now: float) -> Media:
    attachment.content()
    return Media(
        sid=new_sid("ME"),
        message_sid=message_sid,
        content_type=attachment.content_type,
        content_base64=attachment.content_base64,
        created=now,
    )


def _retries(settings: EmulatorSettings) -> int:
    asked = re.search(r"(?:^|&)rc=(\d)", urldefrag(settings.sms_webhook_url).fragment)
    return min(int(asked.group(1)), MOST_RETRIES) if asked else 0
