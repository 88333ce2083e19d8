"""Moves mails along and tells the product's event webhook, as SendGrid does: in signed batches.

An event may be lost, repeated or reordered when the mood says so; a refused batch is tried again.
"""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sandbox.carrier.agenda import Agenda
from sandbox.carrier.moods import Moods, ReceiptOrder
from sandbox.carrier.posting import Postman
from sandbox.carrier.records import MAIL_RANK, Carrier, Direction, Mail, MailState
from sandbox.carrier.settings import EmulatorSettings
from sandbox.carrier.signatures import EventSigner
from sandbox.carrier.store import Store

EVENTS_IN_A_BATCH = 500
EVENT_ATTEMPTS = 4

_WAYS: Mapping[MailState, tuple[MailState, ...]] = {
    MailState.DELIVERED: (MailState.PROCESSED, MailState.DELIVERED),
    MailState.DEFERRED: (MailState.PROCESSED, MailState.DEFERRED, MailState.DELIVERED),
    MailState.BOUNCE: (MailState.PROCESSED, MailState.BOUNCE),
    MailState.BLOCKED: (MailState.PROCESSED, MailState.BLOCKED),
    MailState.DROPPED: (MailState.DROPPED,),
    MailState.SPAMREPORT: (MailState.PROCESSED, MailState.DELIVERED, MailState.SPAMREPORT),
    MailState.UNSUBSCRIBE: (MailState.PROCESSED, MailState.DELIVERED, MailState.UNSUBSCRIBE),
}
_DETAILS: Mapping[MailState, Mapping[str, str]] = {
    MailState.DELIVERED: {"response": "250 OK"},
    MailState.DEFERRED: {"response": "451 4.3.0 try again later", "attempt": "1"},
    MailState.BOUNCE: {
        "type": "bounce",
        "status": "5.1.1",
        "reason": "550 5.1.1 The mailbox does not exist",
        "bounce_classification": "Invalid Address",
    },
    MailState.BLOCKED: {
        "type": "blocked",
        "status": "4.7.1",
        "reason": "421 4.7.1 Refused by the receiving server for now",
        "bounce_classification": "Reputation",
    },
    MailState.DROPPED: {"reason": "Bounced Address"},
}


@dataclass(frozen=True, slots=True)
class Progress:
    """The events one mail has still to cause, in the order in which they are told."""

    sid: str
    steps: tuple[MailState, ...]
    attempts: int = 0


class MailReceipts:
    """Follows every accepted mail to its end on a background thread."""

    def __init__(
        self, settings: EmulatorSettings, store: Store, moods: Moods, postman: Postman
    ) -> None:
        """Nothing moves before `agenda.start()`."""
        self._url = settings.event_webhook_url
        self._signer = EventSigner(settings.event_private_key_pem)
        self._store = store
        self._moods = moods
        self._postman = postman
        self._pause = settings.receipt_delay_ms / 1000
        self._retry_pause = settings.retry_delay_ms / 1000
        self.agenda: Agenda[Progress] = Agenda(
            self._advance, name="mail-receipts", threads=1, batch=EVENTS_IN_A_BATCH
        )

    def follow(self, mail: Mail) -> None:
        """Lead a mail to delivery or to its recipient's fate."""
        fate = self._moods.fate_of(Carrier.SENDGRID, mail.recipient)
        way = _WAYS[MailState(fate or MailState.DELIVERED)]
        steps = tuple(step for step in way if MAIL_RANK[step] > MAIL_RANK[mail.state])
        self._later(Progress(sid=mail.sid, steps=self._ordered(steps)))

    def tell(self, sid: str, state: MailState) -> None:
        """Move one mail to `state` by hand and send the event at once."""
        self.agenda.put(Progress(sid, (state,)), delay_seconds=0)

    def resume(self) -> None:
        """Follow again what a stopped emulator left on the way."""
        for mail in self._store.newest_mail():
            unfinished = MAIL_RANK[mail.state] < MAIL_RANK[MailState.DELIVERED]
            if mail.direction is Direction.OUTBOUND and unfinished:
                self.follow(mail)

    def _ordered(self, steps: tuple[MailState, ...]) -> tuple[MailState, ...]:
        order = self._moods.of(Carrier.SENDGRID).reorder_receipts
        if order is ReceiptOrder.REVERSED:
            return steps[::-1]
        if order is ReceiptOrder.SHUFFLED:
            return tuple(steps[place] for place in self._moods.shuffled(len(steps)))
        return steps

    def _later(self, progress: Progress) -> None:
        if progress.steps:
            self.agenda.put(progress, delay_seconds=self._pause)

    def _advance(self, items: list[Progress]) -> None:
        events: list[dict[str, object]] = []
        for progress in items:
            events.extend(self._events_of(progress))
        told = self._post(events) if events else True
        for progress in items:
            if told or progress.attempts + 1 >= EVENT_ATTEMPTS:
                self._later(replace(progress, steps=progress.steps[1:], attempts=0))
            else:
                again = replace(progress, attempts=progress.attempts + 1)
                self.agenda.put(again, delay_seconds=self._retry_pause)

    def _events_of(self, progress: Progress) -> list[dict[str, object]]:
        state = progress.steps[0]
        reason = _DETAILS.get(state, {}).get("reason")
        mail = self._store.move_mail(progress.sid, state, at=time.time(), reason=reason)
        mood = self._moods.of(Carrier.SENDGRID)
        if mail is None or not mood.receipts_enabled:
            return []
        if self._moods.happens(mood.lose_receipts_rate):
            return []
        copies = 2 if self._moods.happens(mood.duplicate_receipts_rate) else 1
        return [_event(mail, state)] * copies

    def _post(self, events: list[dict[str, object]]) -> bool:
        body = json.dumps(events).encode()
        headers = self._signer.headers(body=body, timestamp=int(time.time()))
        headers["Content-Type"] = "application/json; charset=utf-8"
        headers["User-Agent"] = "SendGrid Event API"
        return not self._postman.post(self._url, body, headers).is_worth_retrying


def _event(mail: Mail, state: MailState) -> dict[str, object]:
    """Return the event as SendGrid words it; our own custom args lie flat among its fields."""
    # The same for every repetition of the same event, which is how a receiver knows it again.
    event_id = base64.urlsafe_b64encode(f"{state}-0-{mail.sid}".encode()).decode().rstrip("=")
    return {
        **mail.args,
        "email": mail.recipient,
        "timestamp": int(mail.updated),
        "smtp-id": f"<{mail.batch}@ismtpd.sandbox>",
        "event": "bounce" if state is MailState.BLOCKED else state.value,
        "sg_event_id": event_id,
        "sg_message_id": mail.sid,
        **_DETAILS.get(state, {}),
    }
