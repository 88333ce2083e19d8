"""One emulator: its memory, its switches and its background work, put together."""

from collections.abc import Callable

from flask import current_app

from sandbox.carrier.inbound_mail import InboundMail
from sandbox.carrier.inbound_sms import InboundSms
from sandbox.carrier.journal import Entry, Journal
from sandbox.carrier.mail_receipts import MailReceipts
from sandbox.carrier.moods import Moods
from sandbox.carrier.posting import Postman
from sandbox.carrier.settings import EmulatorSettings
from sandbox.carrier.sms_receipts import SmsReceipts
from sandbox.carrier.store import Store

EXTENSION = "carrier"


class Emulator:
    """What the three faces (Twilio's, SendGrid's and the control panel) work on."""

    def __init__(self, settings: EmulatorSettings) -> None:
        """Recalls the journal, if there is one. Starts no thread."""
        self.settings = settings
        self.moods = Moods()
        self._journal = None if settings.journal is None else Journal(settings.journal)
        self.store = Store(_noting(self._journal))
        self._recall()
        postman = Postman()
        self.sms_receipts = SmsReceipts(settings, self.store, self.moods, postman)
        self.mail_receipts = MailReceipts(settings, self.store, self.moods, postman)
        self.inbound_sms = InboundSms(settings, self.store, self.moods, postman)
        self.inbound_mail = InboundMail(settings, self.store, self.moods, postman)
        self._agendas = (
            self.sms_receipts.agenda,
            self.mail_receipts.agenda,
            self.inbound_sms.agenda,
            self.inbound_mail.agenda,
        )

    def start(self) -> None:
        """Begin background work; call it once, in the process that serves (after any fork)."""
        if self._journal is not None:
            self._journal.start(self.store.entries)
        for agenda in self._agendas:
            agenda.start()
        self.sms_receipts.resume()
        self.mail_receipts.resume()

    def stop(self) -> None:
        """End background work and write what the journal still holds."""
        for agenda in self._agendas:
            agenda.stop()
        if self._journal is not None:
            self._journal.stop()

    def reset(self) -> None:
        """Forget every message, block, switch and piece of waiting work."""
        for agenda in self._agendas:
            agenda.clear()
        self.moods.clear()
        self.store.clear()
        if self._journal is not None:
            self._journal.clear()

    def pending(self) -> int:
        """Return how many receipts and retries are waiting or under way."""
        return sum(agenda.pending() for agenda in self._agendas)

    def _recall(self) -> None:
        if self._journal is None:
            return
        for entry in self._journal.entries():
            self.store.recall(entry)
        self._journal.rewrite(self.store.entries())


def current_emulator() -> Emulator:
    """Return the emulator behind the present request."""
    emulator: Emulator = current_app.extensions[EXTENSION]
    return emulator


def _noting(journal: Journal | None) -> Callable[[Entry], None]:
    return _forget if journal is None else journal.note


def _forget(entry: Entry) -> None:
    """Without a journal a change leaves no trace on disk."""
