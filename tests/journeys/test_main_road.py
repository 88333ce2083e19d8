"""The main road from outside: the product as `make run` starts it, a text signed by Twilio's own library.

Once on the practice ground, once in live mode with a foreign carrier and nothing in the database.
"""

from __future__ import annotations

import base64
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from sqlalchemy import select
from twilio.request_validator import RequestValidator

from core.db import Database
from core.directory.model import Customer
from core.jobs.model import Booking, BookingStatus
from sandbox import cast
from sandbox.processes import free_ports
from tests.carriers.builders import sms_fields
from tests.house import ROOT
from tests.journeys.foreign import ForeignTwilio
from tests.waiting import until

PORTS = range(18375, 18380)
ACCOUNT, TOKEN = "AC" + "7" * 32, "a-token-of-the-foreign-carrier"
COMPANY, SENDER = "+13125550100", "+13125550142"
PASSWORD = "a long and private one"
LONGEST_WAIT_SECONDS = 90.0
STOP_SECONDS = 20.0
LOOK_AGAIN_SECONDS = 0.1
SMS = "/webhooks/twilio/sms"
_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Product:
    """The product, running in a folder of its own."""

    port: int
    folder: Path
    environment: Mapping[str, str]

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def is_up(self) -> bool:
        return _answers(f"{self.url}/sign-in")

    def texted(self, words: str, *, sid: str, sender: str = SENDER) -> requests.Response:
        """Post a text as Twilio does; its signature is made by Twilio's own library."""
        fields = sms_fields(
            MessageSid=sid, SmsSid=sid, SmsMessageSid=sid, From=sender, To=COMPANY, Body=words
        )
        signature = RequestValidator(TOKEN).compute_signature(f"{self.url}{SMS}", fields)
        headers = {"X-Twilio-Signature": str(signature)}
        return requests.post(f"{self.url}{SMS}", data=fields, headers=headers, timeout=15)

    def fixline(self, *arguments: str) -> str:
        """Run a command in another terminal, which knows nothing but the folder."""
        done = subprocess.run(
            [sys.executable, "-m", "app", *arguments],
            cwd=self.folder,
            env=_bare_environment(),
            capture_output=True,
            text=True,
            timeout=LONGEST_WAIT_SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def running(folder: Path, database: Database, redis_url: str, **given: str) -> Iterator[Product]:
    """`fixline run` in an empty folder, until the block ends; then stopped as Ctrl-C stops it."""
    (port,) = free_ports(1) if "PORT" not in given else (int(given["PORT"]),)
    environment = {
        **_bare_environment(),
        "PORT": str(port),
        "DATABASE_URL": database.url,
        "REDIS_URL": redis_url,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM_NUMBER": COMPANY,
        **given,
    }
    product = Product(port, folder, environment)
    with (folder / "run.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "run"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        until(lambda: _is_ready(product, process))
        yield product
    finally:
        _stop(process)


def _is_ready(product: Product, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, (product.folder / "run.log").read_text()
    return product.is_up()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C does; whoever does not go by itself is ended, and that is a failure."""
    os.kill(process.pid, signal.SIGINT)
    try:
        assert process.wait(STOP_SECONDS) == 0
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def _bare_environment() -> dict[str, str]:
    """What a terminal has anyway."""
    known = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**known, "PYTHONPATH": str(ROOT)}


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except (requests.ConnectionError, requests.Timeout):
        return False


def our_port(place: int) -> int:
    """One of our ports that nobody listens on; place: so that two asked for are not the same."""
    for turn in range(len(PORTS)):
        port = PORTS[(place + turn) % len(PORTS)]
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError(f"no free port in {PORTS}")


@pytest.fixture
def foreign() -> Iterator[ForeignTwilio]:
    mock = ForeignTwilio(our_port(0))
    yield mock
    mock.close()


@pytest.fixture
def live(
    tmp_path: Path, database: Database, redis_url: str, foreign: ForeignTwilio
) -> Iterator[Product]:
    """The product in live mode, its carriers at the foreign mock, its database empty."""
    given = {
        "FIXLINE_MODE": "live",
        "TWILIO_API_URL": foreign.url,
        "SENDGRID_API_URL": foreign.url,
        "PORT": str(our_port(1)),
    }
    with running(tmp_path, database, redis_url, **given) as product:
        yield product


def signed_in(product: Product) -> requests.Session:
    browser = requests.Session()
    page = browser.get(f"{product.url}/sign-in", timeout=15)
    token = _CSRF.search(page.text)
    assert token is not None
    form = {"csrf_token": token[1], "email": "ann@lakeside.example", "password": PASSWORD}
    entered = browser.post(f"{product.url}/sign-in", data=form, timeout=15)
    assert entered.status_code == 200, entered.text
    return browser


def test_the_first_text_into_an_empty_live_company_is_answered_through_a_foreign_carrier(
    live: Product, foreign: ForeignTwilio, database: Database
) -> None:
    _a_false_signature_is_turned_away(live)
    posted = live.texted("my heater makes a loud noise", sid="SM" + "1" * 32)
    assert posted.status_code == 200

    until(lambda: foreign.to(SENDER) != [])

    assert foreign.to(SENDER) == [
        "We have your request. We do not know this number yet: which address and unit is it for?"
    ]
    _is_signed_and_traceable(live, foreign)
    _one_booking_waits_and_nobody_was_invented(database)
    _a_repeat_changes_nothing(live, foreign, database)
    _an_administrator_is_made_and_signs_in(live)
    assert foreign.strange == []


def _a_false_signature_is_turned_away(live: Product) -> None:
    fields = sms_fields(From=SENDER, Body="no heat")
    headers = {"X-Twilio-Signature": "bm90IG91cnM="}
    posted = requests.post(f"{live.url}{SMS}", data=fields, headers=headers, timeout=15)
    assert posted.status_code == 403


def _is_signed_and_traceable(live: Product, foreign: ForeignTwilio) -> None:
    (taken,) = foreign.taken
    pair = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    assert (taken.account, taken.authorization) == (ACCOUNT, f"Basic {pair}")
    assert taken.form["From"] == COMPANY
    assert taken.form["StatusCallback"].startswith(f"{live.url}/webhooks/twilio/status?ref=")


def _one_booking_waits_and_nobody_was_invented(database: Database) -> None:
    with database.reading() as session:
        (booking,) = session.scalars(select(Booking)).all()
        assert (booking.status, booking.requester_address) == (BookingStatus.NEW, SENDER)
        assert booking.raw_words == "my heater makes a loud noise"
        assert session.scalars(select(Customer)).all() == []


def _a_repeat_changes_nothing(live: Product, foreign: ForeignTwilio, database: Database) -> None:
    assert live.texted("my heater makes a loud noise", sid="SM" + "1" * 32).status_code == 200
    assert live.texted("5 Main St apt 2", sid="SM" + "2" * 32).status_code == 200
    until(lambda: len(foreign.to(SENDER)) > 1)
    assert foreign.to(SENDER)[1:] == ["Thank you. And your name, please?"]
    with database.reading() as session:
        assert len(session.scalars(select(Booking)).all()) == 1


def _an_administrator_is_made_and_signs_in(live: Product) -> None:
    said = live.fixline(
        "staff", "add", "--name", "Ann Lee", "--email", "ann@lakeside.example",
        "--password", PASSWORD,
    )  # fmt: skip
    assert said.strip() == f"Ann Lee can sign in at {live.url} as ann@lakeside.example."
    bookings = signed_in(live).get(f"{live.url}/bookings", timeout=15)
    assert bookings.status_code == 200
    assert "my heater makes a loud noise" in bookings.text


def test_on_the_practice_ground_the_same_text_is_answered_on_the_tenants_phone(
    tmp_path: Path, database: Database, redis_url: str
) -> None:
    ports = {"PORT": str(our_port(1)), "FIXLINE_SANDBOX_PORT": str(our_port(2))}
    with running(tmp_path, database, redis_url, **ports) as product:
        sandbox = f"http://localhost:{ports['FIXLINE_SANDBOX_PORT']}"
        until(lambda: _answers(f"{sandbox}/sandbox/health"))
        tara = next(person for person in cast.CAST if person.key == "tara")
        posted = product.texted("kitchen faucet drips", sid="SM" + "3" * 32, sender=tara.address)
        assert posted.status_code == 200

        until(lambda: _heard_by(sandbox, tara.address) != [])

        (answer,) = _heard_by(sandbox, tara.address)
    assert answer.startswith("Got it: kitchen faucet drips\nAt 12 Oak St #4.")


def _heard_by(sandbox: str, number: str) -> list[str]:
    feed = requests.get(f"{sandbox}/sandbox/messages", timeout=10).json()["messages"]
    return [str(each["body"]) for each in feed if each["to"] == number]
