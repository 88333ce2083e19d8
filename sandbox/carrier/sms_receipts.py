"""Moves texts along and tells the product's status callback, as Twilio does. Only forward.

A receipt may be lost, repeated or told out of order when the mood says so; the text itself is not.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urldefrag, urlencode

from sandbox.carrier.agenda import Agenda
from sandbox.carrier.moods import Moods, ReceiptOrder
from sandbox.carrier.posting import Postman
from sandbox.carrier.records import SMS_RANK, Carrier, Direction, Sms, SmsState
from sandbox.carrier.settings import EmulatorSettings
from sandbox.carrier.signatures import TWILIO_SIGNATURE_HEADER, twilio_signature
from sandbox.carrier.store import Store

POSTERS = 4
RECEIPT_ATTEMPTS = 4
FORM_TYPE = "application/x-www-form-urlencoded; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Progress:
    """The states one text has still to reach, in the order in which they are told."""

    sid: str
    steps: tuple[SmsState, ...]
    error_code: int | None = None
    attempts: int = 0


class SmsReceipts:
    """Follows every accepted text to its end on background threads."""

    def __init__(
        self, settings: EmulatorSettings, store: Store, moods: Moods, postman: Postman
    ) -> None:
        """Nothing moves before `agenda.start()`."""
        self._settings = settings
        self._store = store
        self._moods = moods
        self._postman = postman
        self._pause = settings.receipt_delay_ms / 1000
        self._retry_pause = settings.retry_delay_ms / 1000
        self.agenda: Agenda[Progress] = Agenda(
            self._advance, name="sms-receipts", threads=POSTERS, batch=1
        )

    def follow(self, sms: Sms) -> None:
        """Lead a text through the states before it, to delivery or to its recipient's fate."""
        fate = self._moods.fate_of(Carrier.TWILIO, sms.recipient)
        end = SmsState.DELIVERED if fate is None else SmsState.UNDELIVERED
        way = (SmsState.QUEUED, SmsState.SENT, end)
        steps = tuple(step for step in way if self._is_news(sms, step))
        code = None if fate is None else int(fate)
        self._later(Progress(sid=sms.sid, steps=self._ordered(steps), error_code=code))

    def tell(self, sid: str, state: SmsState, error_code: int | None) -> None:
        """Move one text to `state` by hand and send the receipt at once."""
        self.agenda.put(Progress(sid, (state,), error_code), delay_seconds=0)

    def resume(self) -> None:
        """Follow again what a stopped emulator left on the way."""
        for sms in self._store.newest_sms():
            unfinished = SMS_RANK[sms.state] < SMS_RANK[SmsState.DELIVERED]
            if sms.direction is Direction.OUTBOUND and unfinished:
                self.follow(sms)

    def _is_news(self, sms: Sms, step: SmsState) -> bool:
        # A text that begins as queued is told once more, for Twilio tells that state too.
        return SMS_RANK[step] > SMS_RANK[sms.state] or step is SmsState.QUEUED is sms.state

    def _ordered(self, steps: tuple[SmsState, ...]) -> tuple[SmsState, ...]:
        order = self._moods.of(Carrier.TWILIO).reorder_receipts
        if order is ReceiptOrder.REVERSED:
            return steps[::-1]
        if order is ReceiptOrder.SHUFFLED:
            return tuple(steps[place] for place in self._moods.shuffled(len(steps)))
        return steps

    def _later(self, progress: Progress) -> None:
        if progress.steps:
            self.agenda.put(progress, delay_seconds=self._pause)

    def _advance(self, items: list[Progress]) -> None:
        for progress in items:
            state = progress.steps[0]
            code = progress.error_code if state is SmsState.UNDELIVERED else None
            sms = self._store.move_sms(progress.sid, state, at=time.time(), error_code=code)
            if sms is None:
                continue
            if self._told(sms, state, code) or progress.attempts + 1 >= RECEIPT_ATTEMPTS:
                self._later(replace(progress, steps=progress.steps[1:], attempts=0))
            else:
                again = replace(progress, attempts=progress.attempts + 1)
                self.agenda.put(again, delay_seconds=self._retry_pause)

    def _told(self, sms: Sms, state: SmsState, code: int | None) -> bool:
        mood = self._moods.of(Carrier.TWILIO)
        if sms.callback is None or not mood.receipts_enabled:
            return True
        if self._moods.happens(mood.lose_receipts_rate):
            return True
        fields = _fields(sms, state, code, self._settings.account_sid)
        if self._moods.happens(mood.duplicate_receipts_rate):
            self._post(sms.callback, fields)
        return self._post(sms.callback, fields)

    def _post(self, url: str, fields: Mapping[str, str]) -> bool:
        headers = twilio_headers(self._settings, url, fields)
        return not self._postman.post(url, urlencode(fields).encode(), headers).is_worth_retrying


def twilio_headers(
    settings: EmulatorSettings, url: str, fields: Mapping[str, str]
) -> dict[str, str]:
    """Return the headers of a signed form post; a URL's `#fragment` is not signed."""
    signature = twilio_signature(
        auth_token=settings.auth_token, url=urldefrag(url).url, fields=fields
    )
    return {
        "Content-Type": FORM_TYPE,
        "User-Agent": "TwilioProxy/1.1",
        TWILIO_SIGNATURE_HEADER: signature,
    }


def _fields(sms: Sms, state: SmsState, code: int | None, account_sid: str) -> dict[str, str]:
    fields = {
        "AccountSid": account_sid,
        "ApiVersion": "2010-04-01",
        "From": sms.sender or "",
        "MessageSid": sms.sid,
        "MessageStatus": state.value,
        "SmsSid": sms.sid,
        "SmsStatus": state.value,
        "To": sms.recipient,
    }
    if sms.service_sid is not None:
        fields["MessagingServiceSid"] = sms.service_sid
    if code is not None:
        fields["ErrorCode"] = str(code)
    return fields
