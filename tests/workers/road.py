"""The whole road of a message in one process: real handlers, the real SDKs, a carrier emulator on a real port."""

from __future__ import annotations

import multiprocessing
import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

import requests
from sqlalchemy import select

from carriers.base import Carrier
from carriers.network import Patience
from carriers.sendgrid.carrier import SendGridCarrier
from carriers.twilio.carrier import TwilioCarrier
from core.config import Settings
from core.db import Database
from core.desk.model import StaffTask
from core.messaging.actions.queueing import Draft, queue_messages
from core.messaging.model import Message
from core.messaging.wire import Channel, MessageState
from core.outbox.model import OutboxEntry
from sandbox.carrier.serve import serve
from sandbox.carrier.settings import EmulatorSettings
from tests.builders import a_draft
from tests.carriers.builders import (
    AUTH_TOKEN,
    DOMAIN,
    EVENT_KEYS,
    PARSE_TOKEN,
    PUBLIC_URL,
    settings,
)
from tests.workers.wall import NO_QUIET_HOURS, work_off
from workers.runtime import Runtime, make_runtime

PORTS = range(18350, 18375)
# Nobody listens on the port of tcpmux: receipts come only where a test posts them.
ACCOUNT = "AC" + "0" * 32
MAIL_KEY = "SG.key"
NOBODY = "http://127.0.0.1:1"
LONGEST_WAIT_SECONDS = 10.0
LOOK_AGAIN_SECONDS = 0.02
READ_SECONDS = 1.0
# Every wait of the product, small enough for a test and still in proportion.
SCALED = {
    "FIXLINE_RETRY_BASE_SECONDS": "0.05",
    "FIXLINE_NO_TO_NO_SECONDS": "0.1",
    "FIXLINE_RESEND_AGE_SECONDS": "0.3",
    "FIXLINE_CIRCUIT_SECONDS": "0.3",
}


@dataclass(frozen=True)
class Emulator:
    """A served carrier emulator, seen from outside."""

    url: str

    def mood(self, carrier: str, **switches: object) -> None:
        self._post("moods", {carrier: switches})

    def calm(self) -> None:
        """Forget everything, and tell no receipts."""
        self._post("reset", {})
        for carrier in ("twilio", "sendgrid"):
            self.mood(carrier, receipts_enabled=False)

    def count(self, carrier: str = "twilio") -> dict[str, object]:
        answer = requests.get(f"{self.url}/sandbox/count", timeout=10).json()
        counted: dict[str, object] = answer[carrier]
        return counted

    def accepted(self, carrier: str = "twilio") -> tuple[object, object]:
        """How many messages were accepted, and how many of them were copies."""
        counted = self.count(carrier)
        return counted["accepted"], counted["extra"]

    def decided(self, carrier: str = "twilio") -> Mapping[str, int]:
        """How often each outcome was met, such as `send ok` or `look 500`."""
        outcomes = self.count(carrier)["outcomes"]
        assert isinstance(outcomes, dict)
        return outcomes

    def mails(self) -> list[Mapping[str, object]]:
        """What arrived by mail, in order, as mailboxes show it."""
        told = requests.get(f"{self.url}/sandbox/messages", timeout=10).json()
        return [each for each in told["messages"] if each["kind"] == "email"]

    def files_of(self, mail: Mapping[str, object]) -> dict[str, bytes]:
        """The files that came with a mail, byte for byte."""
        names, sids = mail["attachments"], mail["files"]
        assert isinstance(names, list)
        assert isinstance(sids, list)
        return {
            name: requests.get(f"{self.url}/sandbox/files/{sid}", timeout=10).content
            for name, sid in zip(names, sids, strict=True)
        }

    def _post(self, path: str, body: Mapping[str, object]) -> None:
        answer = requests.post(f"{self.url}/sandbox/{path}", json=body, timeout=10)
        assert answer.status_code == 200, answer.text


class Road:
    """One database and one emulator, and the product's hands between them."""

    def __init__(self, database: Database, emulator: Emulator, **given: str) -> None:
        self.database = database
        self.emulator = emulator
        self.runtime = runtime_to(database, emulator, **given)

    def send(
        self,
        *recipients: str,
        channel: Channel = Channel.SMS,
        body: str = "We are on our way.",
        contact_point_id: int | None = None,
    ) -> list[int]:
        """Queue one message to each; their ids."""
        with self.database.transaction() as session:
            drafts = [
                a_draft(
                    session,
                    recipient,
                    channel=channel,
                    body=body,
                    contact_point_id=contact_point_id,
                )
                for recipient in recipients
            ]
            return queue_messages(session, self.runtime.head, drafts)

    def queue(self, draft: Draft) -> int:
        with self.database.transaction() as session:
            (message_id,) = queue_messages(session, self.runtime.head, [draft])
            return message_id

    def work_off(self) -> None:
        work_off(self.runtime)

    def message(self, message_id: int) -> Message:
        with self.database.reading() as session:
            return session.get_one(Message, message_id)

    def state(self, message_id: int) -> MessageState:
        return self.message(message_id).state

    def becomes(self, message_id: int, state: MessageState) -> None:
        """Work until the message stands so, or fail after LONGEST_WAIT_SECONDS."""
        self.until(lambda: self.state(message_id) is state)

    def until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while not holds():
            assert time.monotonic() < deadline, "what was waited for did not come about"
            self.work_off()
            time.sleep(LOOK_AGAIN_SECONDS)

    def entries(self) -> list[OutboxEntry]:
        with self.database.reading() as session:
            return list(session.scalars(select(OutboxEntry).order_by(OutboxEntry.id)))

    def tasks(self) -> list[str]:
        with self.database.reading() as session:
            return list(session.scalars(select(StaffTask.title).order_by(StaffTask.id)))


def runtime_to(database: Database, emulator: Emulator, **given: str) -> Runtime:
    """Real carriers that speak to the emulator, with little patience."""
    usual = {
        "DATABASE_URL": database.url,
        "TWILIO_API_URL": emulator.url,
        "SENDGRID_API_URL": emulator.url,
        **SCALED,
        **NO_QUIET_HOURS,
    }
    chosen = settings(**usual | given)
    return replace(make_runtime(chosen), database=database, carriers=_impatient(chosen))


def environment_of(
    database: Database, emulator: Emulator, redis_url: str, **given: str
) -> dict[str, str]:
    """What our processes are started with."""
    return {
        "DATABASE_URL": database.url,
        "REDIS_URL": redis_url,
        "PUBLIC_URL": PUBLIC_URL,
        "SECRET_KEY": "k" * 40,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "TWILIO_FROM_NUMBER": "+13125550100",
        "TWILIO_API_URL": emulator.url,
        "SENDGRID_API_KEY": MAIL_KEY,
        "SENDGRID_API_URL": emulator.url,
        "SENDGRID_EVENT_PUBLIC_KEY": EVENT_KEYS.public_base64,
        "INBOUND_EMAIL_DOMAIN": DOMAIN,
        "INBOUND_PARSE_TOKEN": PARSE_TOKEN,
        "COMPANY_NAME": "Lakeside Mechanical",
        "COMPANY_TIMEZONE": "America/Chicago",
        **NO_QUIET_HOURS,
        **given,
    }


def _impatient(chosen: Settings) -> dict[Channel, Carrier]:
    patience = Patience(connect=1.0, read=READ_SECONDS)
    return {
        Channel.SMS: TwilioCarrier(chosen, patience=patience),
        Channel.EMAIL: SendGridCarrier(chosen, patience=patience),
    }


def emulator_settings(port: int) -> EmulatorSettings:
    return EmulatorSettings(
        account_sid=ACCOUNT,
        auth_token=AUTH_TOKEN,
        sendgrid_api_key=MAIL_KEY,
        event_private_key_pem=EVENT_KEYS.private_pem,
        sms_webhook_url=f"{NOBODY}/sms",
        inbound_parse_url=f"{NOBODY}/inbound",
        event_webhook_url=f"{NOBODY}/events",
        public_url=f"http://127.0.0.1:{port}",
        receipt_delay_ms=20,
        retry_delay_ms=20,
    )


@contextmanager
def served_emulator() -> Iterator[Emulator]:
    """An emulator in a process of its own until the block ends."""
    port = free_port()
    chosen = emulator_settings(port)
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(chosen, port))
    process.start()
    try:
        _wait_for(chosen.public_url)
        yield Emulator(chosen.public_url)
    finally:
        process.terminate()
        process.join(10)


def free_port() -> int:
    """A port of ours on which nobody listens."""
    for turn in range(len(PORTS)):
        port = PORTS[(os.getpid() + turn) % len(PORTS)]
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError(f"no free port in {PORTS}")


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 3 * LONGEST_WAIT_SECONDS
    while time.monotonic() < deadline:
        try:
            if requests.get(f"{url}/sandbox/health", timeout=1).ok:
                return
        except requests.ConnectionError:
            time.sleep(LOOK_AGAIN_SECONDS)
    raise AssertionError(f"no emulator at {url}")
