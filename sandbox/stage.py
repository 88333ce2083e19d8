"""A stage for a story: people text and write through the carrier emulator, and what reaches them is waited for."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import requests

from sandbox import cast

PATIENCE_SECONDS = 12.0
LOOK_SECONDS = 0.05
FEED_PAGE = 500
ANSWER_SECONDS = 20


@dataclass(frozen=True)
class Arrived:
    """A message that reached one of the cast."""

    address: str
    subject: str
    body: str
    reply_to: str
    message_id: str


class Missing(Exception):
    """An expected message did not arrive in time; the text says which."""


class Stage:
    """The emulator seen from outside. tell: prints a line of the transcript."""

    def __init__(self, sandbox_url: str, tell: Callable[[str], None]) -> None:
        self._url = sandbox_url
        self._tell = tell
        self._cursor = 0
        self._seen: set[str] = set()
        self._waiting: list[Arrived] = []

    def text(self, key: str, words: str) -> None:
        """A person texts the company."""
        person = _person(key)
        self._say(f"{person.name} texts: {words}")
        self._post(
            "/sandbox/sms", {"from": person.address, "to": cast.COMPANY_PHONE, "body": words}
        )

    def mail(self, key: str, subject: str, words: str, *, answering: Arrived | None = None) -> None:
        """A person writes an e-mail, new or in answer to one of ours with our words quoted below."""
        person = _person(key)
        self._say(f"{person.name} e-mails: {subject} | {words}")
        letter: dict[str, object] = {
            "from": f"{person.name} <{person.address}>",
            "to": answering.reply_to if answering else cast.COMPANY_EMAIL,
            "subject": subject,
            "text": words,
        }
        if answering is not None:
            quoted = "\n".join(f"> {line}" for line in answering.body.splitlines())
            letter["text"] = f"{words}\n\nOn Tue, {cast.COMPANY_NAME} wrote:\n{quoted}"
            letter["in_reply_to"] = answering.message_id
        self._post("/sandbox/email", letter)

    def hears(self, key: str, part: str) -> Arrived:
        """Wait until a message with this part in it reaches the person. Raises Missing."""
        person = _person(key)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for arrived in self._waiting:
                if arrived.address == person.address and part in _all(arrived):
                    self._waiting.remove(arrived)
                    self._say(f"    -> {person.name} {_how(person)}: {_first_lines(arrived)}")
                    return arrived
            self._fetch()
            time.sleep(LOOK_SECONDS)
        raise Missing(f"{person.name} never got a message with {part!r}.")

    def heard_nothing_else(self, key: str, part: str) -> None:
        """Check that nothing with this part has reached the person so far. Raises Missing."""
        self._fetch()
        person = _person(key)
        if any(each.address == person.address and part in _all(each) for each in self._waiting):
            raise Missing(f"{person.name} got a message with {part!r} that was not meant for them.")

    def _say(self, line: str) -> None:
        self._tell(line)

    def _fetch(self) -> None:
        self._cursor, messages = self._feed()
        for message in messages:
            key = str(message["id"])
            if message["direction"] == "received" and key not in self._seen:
                self._seen.add(key)
                self._waiting.append(_arrived(message))

    def _post(self, path: str, body: Mapping[str, object]) -> None:
        answer = requests.post(self._url + path, json=body, timeout=ANSWER_SECONDS)
        answer.raise_for_status()

    def _feed(self) -> tuple[int, list[dict[str, object]]]:
        address = f"{self._url}/sandbox/messages"
        wanted = {"since": self._cursor, "limit": FEED_PAGE}
        answer = requests.get(address, params=wanted, timeout=ANSWER_SECONDS)
        answer.raise_for_status()
        feed = answer.json()
        return int(feed["cursor"]), list(feed["messages"])


def _person(key: str) -> cast.Person:
    return next(person for person in cast.CAST if person.key == key)


def _arrived(message: Mapping[str, object]) -> Arrived:
    def word(*names: str) -> str:
        return next((str(message[name]) for name in names if message.get(name)), "")

    return Arrived(
        address=word("to"),
        subject=word("subject"),
        body=word("body", "text"),
        reply_to=word("reply_to"),
        message_id=word("message_id"),
    )


def _all(arrived: Arrived) -> str:
    return f"{arrived.subject}\n{arrived.body}"


def _how(person: cast.Person) -> str:
    return "gets a text" if person.device is cast.Device.PHONE else "gets an e-mail"


def _first_lines(arrived: Arrived) -> str:
    lead = f"{arrived.subject} | " if arrived.subject else ""
    return lead + " ".join(arrived.body.split())[:220]
