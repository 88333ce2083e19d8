"""Nothing a person wrote, and no way to reach one, is in any process's log: not when all goes well, not when it breaks.

The product's own processes run with their logs on files; canaries are sent down every road; the files are read.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import func, select

from core.db import Database
from core.messaging.model import Envelope, EnvelopeSource, Message
from core.outbox import Kind, Lane
from core.outbox.actions import promise
from sandbox.processes import Processes, web_command
from tests.carriers.builders import (
    MULTIPART_TYPE,
    PARSE_TOKEN,
    PostedMail,
    form_body,
    sms_fields,
    twilio_signature,
)
from tests.telling import tell_everyone
from tests.waiting import until
from tests.workers.road import Emulator, environment_of, served_emulator
from workers.bell import ENTRANCE

PORT = 21710
HOST = f"http://127.0.0.1:{PORT}"
SMS = "/webhooks/twilio/sms"
FORM = "application/x-www-form-urlencoded"
TENANTS = 3
LONGEST_WAIT_SECONDS = 150.0
PHONE, WORDS = "+13125550187", "zirconium marmalade"
MAIL = "canary.zanzibar@oakview.example.com"
# Each in the forms in which it might slip out.
CANARIES = (
    "3125550187",
    "555-0187",
    "zirconium",
    "marmalade",
    "zanzibar",
    PARSE_TOKEN,
)
BRISK = {
    "FIXLINE_RETRY_BASE_SECONDS": "0.05",
    "FIXLINE_RETRY_CAP_SECONDS": "0.2",
    "FIXLINE_ATTEMPTS": "2",
    "FIXLINE_NO_TO_NO_SECONDS": "0.2",
    "FIXLINE_RESEND_AGE_SECONDS": "0.6",
    "FIXLINE_CIRCUIT_SECONDS": "0.3",
    "FIXLINE_LEASE_SECONDS": "4",
    "FIXLINE_CARRIER_SECONDS": "1",
    "FIXLINE_SWEEP_SECONDS": "1",
}


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with served_emulator() as served:
        served.calm()
        yield served


def command_lines() -> dict[str, list[str]]:
    """Everything production runs, the web with its access log switched on."""
    fixline = [sys.executable, "-m", "app"]
    web = [*web_command(PORT), "--access-logfile=-", "--log-level=info"]
    return {
        "web": web,
        "relay": [*fixline, "relay"],
        **{lane.value: [*fixline, "worker", lane.value] for lane in Lane},
    }


@contextmanager
def product(
    database: Database, emulator: Emulator, redis_url: str, logs: Path
) -> Iterator[Processes]:
    environment = environment_of(database, emulator, redis_url, **BRISK)
    with Processes(command_lines(), environment, logs) as processes:
        processes.wait_for(f"{HOST}/healthz", within=LONGEST_WAIT_SECONDS)
        yield processes


def found_in(log: str) -> list[str]:
    lowered = log.lower()
    return [canary for canary in CANARIES if canary in lowered]


def test_the_search_finds_a_canary_in_each_of_its_forms() -> None:
    assert found_in(f"to={PHONE}") == found_in("to=%2B13125550187") == ["3125550187"]
    assert found_in("(312) 555-0187") == ["555-0187"]
    assert found_in(f"{WORDS.upper()} {MAIL}") == ["zirconium", "marmalade", "zanzibar"]
    assert found_in("a log with ids 42 and SM" + "1" * 32) == []


def test_no_log_holds_a_number_an_address_or_a_word_of_anybody(
    database: Database, emulator: Emulator, redis_url: str, tmp_path: Path
) -> None:
    with product(database, emulator, redis_url, tmp_path):
        people_write()
        tell_many(database, emulator)
        until(lambda: answered(database) and told(emulator) >= TENANTS)
        browse()
        break_things(database, redis_url)
        until(lambda: has_broken(tmp_path))
    logs = {path.name: path.read_text() for path in sorted(tmp_path.glob("*.log"))}
    assert set(logs) == {f"{name}.log" for name in command_lines()}
    assert {name: found_in(log) for name, log in logs.items() if found_in(log)} == {}
    assert '"event": "request"' in logs["web.log"]
    assert "webhook_refused" in logs["web.log"]
    with database.reading() as session:
        for recipient, body in session.execute(select(Message.recipient, Message.body)):
            assert not any(recipient in log or (body and body in log) for log in logs.values())


def people_write() -> None:
    """A text, the same with a false signature, and a mail."""
    fields = sms_fields(From=PHONE, Body=f"My heater smells of {WORDS}")
    for signature in (twilio_signature(SMS, fields), "bm90IG91cnM="):
        headers = {"X-Twilio-Signature": signature, "Content-Type": FORM}
        requests.post(f"{HOST}{SMS}", data=form_body(fields), headers=headers, timeout=15)
    mail = PostedMail(sender=f"Z <{MAIL}>", envelope_from=MAIL, text=WORDS.encode(), subject=WORDS)
    inbound = f"{HOST}/webhooks/sendgrid/inbound/{PARSE_TOKEN}"
    headers = {"Content-Type": MULTIPART_TYPE}
    requests.post(inbound, data=mail.parsed(), headers=headers, timeout=15)
    requests.post(inbound, data=mail.parsed()[:-30], headers=headers, timeout=15)
    requests.post(f"{inbound}x", data=mail.parsed(), headers=headers, timeout=15)


def tell_many(database: Database, emulator: Emulator) -> None:
    """An alert to several, through a carrier that answers badly at first."""
    emulator.mood("twilio", script=["500", "429", "drop_before", "garbled", "401"])
    tell_everyone(database, TENANTS)


def answered(database: Database) -> bool:
    """Whether both who wrote have been filed."""
    with database.reading() as session:
        heard = select(func.count(Message.sender.distinct())).where(
            Message.inbound, Message.sender.in_([PHONE, MAIL])
        )
        return session.scalar(heard) == 2


def told(emulator: Emulator) -> int:
    accepted = emulator.count()["accepted"]
    assert isinstance(accepted, int)
    return accepted


def browse() -> None:
    """Addresses of pages into which people type, and a request that is no HTTP."""
    for path in (f"/search?q={PHONE}", f"/customers/{PHONE}", f"/unsubscribe/{MAIL}", "/metrics"):
        requests.get(f"{HOST}{path}", timeout=15, allow_redirects=True)
    requests.post(f"{HOST}/sign-in", data={"email": MAIL, "password": WORDS}, timeout=15)
    with socket.create_connection(("127.0.0.1", PORT), timeout=10) as line:
        line.sendall(f"{PHONE} {MAIL}\r\n\r\n".encode())
        line.recv(1000)


def break_things(database: Database, redis_url: str) -> None:
    """Work whose failing puts canaries into the errors' own words."""
    with database.transaction() as session:
        envelope = Envelope(
            source=EnvelopeSource.SENDGRID_INBOUND,
            provider_id="broken",
            content_type=f"multipart/{MAIL}",
            content=f"{WORDS} {PHONE}".encode(),
        )
        session.add(envelope)
        session.flush()
        promise(session, Kind.INTERPRET, {"envelope_id": envelope.id}, rank=1)
    # What is no number cannot be cast, and PostgreSQL quotes it in its complaint.
    with Redis.from_url(redis_url) as connection:
        queue = Queue(Lane.SEND.value, connection=connection, serializer=JSONSerializer)
        queue.enqueue(ENTRANCE, Kind.DELIVER.value, [f"{PHONE} {WORDS}"])


def has_broken(logs: Path) -> bool:
    """Whether a handler has failed on one entry, and one as a whole."""
    written = "".join(path.read_text() for path in logs.glob("*.log"))
    return '"failed"' in written and '"handler_broke"' in written
