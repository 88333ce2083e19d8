"""Everything the emulated carriers accepted and every person typed, in memory, thread-safe.

Bounded: beyond KEPT_MESSAGES of a kind the oldest is forgotten. States move only forward.
"""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from sandbox.carrier.journal import Entry
from sandbox.carrier.records import (
    MAIL_RANK,
    SMS_RANK,
    Direction,
    Mail,
    MailFile,
    MailState,
    Media,
    Sms,
    SmsState,
)
from sandbox.carrier.shelf import Shelf

KEPT_MESSAGES = 100_000
KEPT_MEDIA = 500
KEPT_FILES = 500


@dataclass(frozen=True)
class Change:
    """A message as it now stands, and the cursor at which it last changed."""

    cursor: int
    message: Sms | Mail


class Store:
    """The emulator's memory. Every public method takes the lock once and keeps it briefly."""

    def __init__(self, note: Callable[[Entry], None]) -> None:
        """`note` is told every change, for a journal."""
        self._note = note
        self._lock = threading.RLock()
        self._sms: Shelf[Sms] = Shelf(KEPT_MESSAGES)
        self._mail: Shelf[Mail] = Shelf(KEPT_MESSAGES)
        self._media: Shelf[Media] = Shelf(KEPT_MEDIA)
        self._files: Shelf[MailFile] = Shelf(KEPT_FILES)
        self._blocked: dict[str, None] = {}
        self._changes: OrderedDict[str, int] = OrderedDict()
        # Begins at the clock, so that a page's cursor from before a restart is never ahead.
        self._cursor = time.time_ns() // 1000
        self.epoch = secrets.token_hex(4)

    def put_sms(self, sms: Sms) -> None:
        """Keep a new text, or what has become of a known one."""
        self._write(Entry(sms=sms))

    def put_mail(self, mail: Mail) -> None:
        """Keep a new mail, or what has become of a known one; found again by its custom args."""
        self._write(Entry(mail=mail))

    def put_media(self, media: Media) -> None:
        """Keep the bytes of one attachment of a text."""
        self._write(Entry(media=media))

    def put_file(self, file: MailFile) -> None:
        """Keep the bytes of one file that came with a mail."""
        self._write(Entry(file=file))

    def sms(self, sid: str) -> Sms | None:
        """Return the text, or None."""
        with self._lock:
            return self._sms.get(sid)

    def mail(self, sid: str) -> Mail | None:
        """Return the mail, or None."""
        with self._lock:
            return self._mail.get(sid)

    def media(self, sid: str) -> Media | None:
        """Return the attachment, or None."""
        with self._lock:
            return self._media.get(sid)

    def file(self, sid: str) -> MailFile | None:
        """Return the file of a mail, or None when unknown or long gone."""
        with self._lock:
            return self._files.get(sid)

    def media_of(self, message_sid: str) -> list[Media]:
        """Return a text's attachments, newest first."""
        with self._lock:
            return list(self._media.newest(message_sid))

    def newest_sms(self, *, recipient: str | None = None) -> list[Sms]:
        """Return texts, newest first, to everyone or to one number."""
        with self._lock:
            return list(self._sms.newest(None if recipient is None else f"to {recipient}"))

    def newest_mail(self, *, mark: str | None = None) -> list[Mail]:
        """Return mails, newest first; `mark` is `name=value` of a custom arg, or `to ADDRESS`."""
        with self._lock:
            return list(self._mail.newest(mark))

    def move_sms(
        self, sid: str, state: SmsState, *, at: float, error_code: int | None = None
    ) -> Sms | None:
        """Advance a text and return it as it now stands; an older state changes nothing."""
        with self._lock:
            sms = self._sms.get(sid)
            if sms is None or SMS_RANK[state] <= SMS_RANK[sms.state]:
                return sms
            sent = sms.sent if state is SmsState.QUEUED or sms.sent is not None else at
            moved = replace(sms, state=state, updated=at, sent=sent, error_code=error_code)
            self.put_sms(moved)
            return moved

    def move_mail(
        self, sid: str, state: MailState, *, at: float, reason: str | None = None
    ) -> Mail | None:
        """Advance a mail and return it as it now stands; an older state changes nothing."""
        with self._lock:
            mail = self._mail.get(sid)
            if mail is None or MAIL_RANK[state] <= MAIL_RANK[mail.state]:
                return mail
            moved = replace(mail, state=state, updated=at, reason=reason)
            self.put_mail(moved)
            return moved

    def block(self, number: str) -> None:
        """Refuse further texts to `number`, as after STOP."""
        self._write(Entry(blocked=number))

    def free(self, number: str) -> None:
        """Allow texts to `number` again, as after START."""
        self._write(Entry(freed=number))

    def is_blocked(self, number: str) -> bool:
        """Return whether the number's last reserved word was STOP or one like it."""
        return number in self._blocked

    def blocked(self) -> list[str]:
        """Return every blocked number."""
        with self._lock:
            return list(self._blocked)

    def changes_since(self, cursor: int, *, limit: int) -> list[Change]:
        """Return up to `limit` messages that changed after `cursor`, in order of change."""
        with self._lock:
            newer: list[Change] = []
            for sid in reversed(self._changes):
                changed_at = self._changes[sid]
                if changed_at <= cursor:
                    break
                message = self._sms.get(sid) or self._mail.get(sid)
                if message is not None:
                    newer.append(Change(cursor=changed_at, message=message))
            return list(islice(reversed(newer), limit))

    def outgoing(self) -> tuple[list[Sms], list[Mail]]:
        """Return every kept message that was accepted from the product, newest first."""
        with self._lock:
            texts = [sms for sms in self._sms.newest() if sms.direction is Direction.OUTBOUND]
            mails = [mail for mail in self._mail.newest() if mail.direction is Direction.OUTBOUND]
            return texts, mails

    def clear(self) -> None:
        """Forget everything; cursors go on rising, and the epoch tells readers to start over."""
        with self._lock:
            for shelf in (self._sms, self._mail, self._media, self._files):
                shelf.clear()
            self._blocked.clear()
            self._changes.clear()
            self.epoch = secrets.token_hex(4)

    def recall(self, entry: Entry) -> None:
        """Take back one journal entry, without noting it again."""
        with self._lock:
            if entry.sms is not None:
                self._keep_sms(entry.sms)
            if entry.mail is not None:
                self._keep_mail(entry.mail)
            if entry.media is not None:
                self._media.put(entry.media.sid, entry.media, (entry.media.message_sid,))
            if entry.file is not None:
                self._files.put(entry.file.sid, entry.file)
            if entry.blocked is not None:
                self._blocked[entry.blocked] = None
            if entry.freed is not None:
                self._blocked.pop(entry.freed, None)

    def entries(self) -> Iterator[Entry]:
        """Yield what a journal needs to rebuild this store, oldest first."""
        with self._lock:
            yield from (Entry(sms=sms) for sms in reversed(list(self._sms.newest())))
            yield from (Entry(mail=mail) for mail in reversed(list(self._mail.newest())))
            yield from (Entry(media=media) for media in reversed(list(self._media.newest())))
            yield from (Entry(file=file) for file in reversed(list(self._files.newest())))
            yield from (Entry(blocked=number) for number in self._blocked)

    def _write(self, entry: Entry) -> None:
        with self._lock:
            self.recall(entry)
            # Under the same lock, so that the journal has the changes in their true order.
            self._note(entry)

    def _keep_sms(self, sms: Sms) -> None:
        self._touch(sms.sid, self._sms.put(sms.sid, sms, (f"to {sms.recipient}",)))

    def _keep_mail(self, mail: Mail) -> None:
        marks = [f"{name}={value}" for name, value in mail.args.items()]
        marks.append(f"to {mail.recipient.lower()}")
        self._touch(mail.sid, self._mail.put(mail.sid, mail, tuple(marks)))

    def _touch(self, sid: str, gone: str | None) -> None:
        self._cursor += 1
        self._changes[sid] = self._cursor
        self._changes.move_to_end(sid)
        if gone is not None:
            self._changes.pop(gone, None)
