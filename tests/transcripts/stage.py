"""The stage of a transcript: what people say goes through the real letterbox, what they hear is taken at the wall."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import count
from uuid import uuid4

from core.db import Database
from core.messaging.wire import OutboundMessage
from tests.carriers.builders import DOMAIN, PostedMail, sms_fields
from tests.transcripts.people import Person
from tests.transcripts.script import fits
from tests.webhooks.letterbox import SMS, Letterbox
from tests.workers.wall import Wall, runtime_at, work_off

PHOTO = "(photo)"
_TITLE = re.compile(r"(Subject|Answering): (.*)\n?")
_MEDIA = {
    "NumMedia": "1",
    "MediaUrl0": "https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0",
    "MediaContentType0": "image/jpeg",
}


@dataclass
class Stage:
    """One play over one database. heard: how many of a person's messages were expected so far."""

    database: Database
    wall: Wall = field(default_factory=Wall)
    heard: dict[str, int] = field(default_factory=dict)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.runtime = runtime_at(self.database, self.wall)
        self.letterbox = Letterbox(self.database)
        self._last: dict[str, str] | PostedMail = {}

    def says(self, person: Person, words: str) -> None:
        """A person texts or mails the company, and everything that follows from it happens."""
        self._last = self._mail(person, words) if person.writes_mail else self._text(person, words)
        self.repeat()

    def repeat(self) -> None:
        """The carrier posts the last message (again)."""
        if isinstance(self._last, PostedMail):
            posted = self.letterbox.post_mail(self._last.parsed())
        else:
            posted = self.letterbox.post_form(SMS, self._last)
        assert 200 <= posted.status_code < 300, posted.status
        self.goes_on()

    def goes_on(self) -> None:
        """Whatever is due is done."""
        work_off(self.runtime)

    def unheard(self, person: Person) -> list[OutboundMessage]:
        """What has reached the person and was not expected yet, in order."""
        return self.wall.to(person.address)[self.heard.get(person.address, 0) :]

    def hears(self, person: Person, expected: str) -> None:
        """The next message that reached the person is this one."""
        waiting = self.unheard(person)
        assert waiting, f"{person.name} hears nothing, not: {expected}"
        self.heard[person.address] = self.heard.get(person.address, 0) + 1
        title, words = _titled(expected)
        said = waiting[0]
        assert fits(words, said.body), f"{person.name} hears:\n{said.body}\nnot:\n{words}"
        if title:
            assert fits(title[1], said.subject), f"the subject is {said.subject!r}"

    def _text(self, person: Person, words: str) -> dict[str, str]:
        sid = f"SM{next(self.numbers):032x}"
        has_photo = words.endswith(PHOTO)
        fields = {"MessageSid": sid, "SmsSid": sid, "SmsMessageSid": sid, "From": person.address}
        fields["Body"] = words.removesuffix(PHOTO).strip()
        return sms_fields(**fields | (_MEDIA if has_photo else {}))

    def _mail(self, person: Person, words: str) -> PostedMail:
        title, body = _titled(words)
        subject, to = (title[1] if title else ""), f"service@{DOMAIN}"
        headers = [f"Message-ID: <{uuid4()}@mail.example>"]
        if title and title[0] == "Answering":
            answered = self._received(person, title[1])
            subject, to = f"Re: {answered.subject}", answered.reply_to or to
            headers.append(f"In-Reply-To: {answered.headers['Message-ID']}")
            body = f"{body}\n\nOn Tue, 3 Mar 2026 at 9:00, we wrote:\n{_quoted(answered.body)}"
        if person.manner == "automatic":
            headers.append("Auto-Submitted: auto-replied")
        proven = person.manner != "unproven"
        domain = person.address.partition("@")[2]
        return PostedMail(
            sender=person.sender,
            to=(to,),
            envelope_from=person.address,
            subject=subject,
            text=body.encode(),
            headers=tuple(headers),
            dkim=f"{{@{domain} : pass}}" if proven else "none",
            spf="pass" if proven else "fail",
        )

    def _received(self, person: Person, part: str) -> OutboundMessage:
        letters = [each for each in self.wall.to(person.address) if part in each.subject]
        assert letters, f"{person.name} has no mail whose subject has {part!r}"
        return letters[-1]


def _titled(words: str) -> tuple[tuple[str, str] | None, str]:
    """The first line's title, if it is one, and the words below it."""
    title = _TITLE.match(words)
    return ((title[1], title[2]), words[title.end() :]) if title else (None, words)


def _quoted(body: str) -> str:
    return "\n".join(f"> {line}" for line in body.splitlines())
