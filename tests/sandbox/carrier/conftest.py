"""A real emulator under gunicorn, the real Twilio SDK on it, and a receiver for its webhooks."""

import multiprocessing
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
import requests
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from sandbox.carrier.serve import serve
from sandbox.carrier.settings import EmulatorSettings
from sandbox.carrier.signatures import new_event_keys
from tests.sandbox.carrier.receiver import Receiver
from tests.waiting import until

PORTS = range(18100, 18150)
ACCOUNT = "AC" + "0" * 32
TOKEN = "an-auth-token"
MAIL_KEY = "SG.sandbox"
KEYS = new_event_keys()


@dataclass(frozen=True)
class World:
    """A served emulator, and where its webhooks go."""

    settings: EmulatorSettings
    receiver: Receiver

    @property
    def url(self) -> str:
        return self.settings.public_url

    def post(self, path: str, body: object) -> requests.Response:
        return requests.post(f"{self.url}/sandbox/{path}", json=body, timeout=10)

    def get(self, path: str) -> dict[str, object]:
        answer: dict[str, object] = requests.get(f"{self.url}/sandbox/{path}", timeout=10).json()
        return answer

    def mood(self, carrier: str, **switches: object) -> None:
        assert self.post("moods", {carrier: switches}).status_code == 200

    def mail(self, payload: object, *, key: str = MAIL_KEY) -> requests.Response:
        return requests.post(
            f"{self.url}/v3/mail/send",
            json=payload,
            headers={"Authorization": f"Bearer {key}"},
            timeout=10,
        )

    def look_up(self, query: str) -> requests.Response:
        return requests.get(
            f"{self.url}/v3/messages",
            params={"query": query, "limit": "10"},
            headers={"Authorization": f"Bearer {MAIL_KEY}"},
            timeout=10,
        )

    def client(self, *, token: str = TOKEN) -> Client:
        client = Client(ACCOUNT, token, http_client=TwilioHttpClient(timeout=5))
        client.api.base_url = self.url
        return client


def free_port() -> int:
    """Return a port of ours on which nobody listens."""
    for turn in range(len(PORTS)):
        port = PORTS[(os.getpid() + turn) % len(PORTS)]
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError(f"no free port in {PORTS}")


@contextmanager
def serving(settings: EmulatorSettings) -> Iterator[None]:
    """Serve in a process of its own until the block ends."""
    port = int(settings.public_url.rpartition(":")[2])
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(settings, port))
    process.start()
    try:
        until(lambda: _is_up(settings.public_url))
        yield
    finally:
        process.terminate()
        process.join(10)


@pytest.fixture(scope="session")
def served() -> Iterator[World]:
    receiver = Receiver(free_port())
    port = free_port()
    settings = EmulatorSettings(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        sendgrid_api_key=MAIL_KEY,
        event_private_key_pem=KEYS.private_pem,
        sms_webhook_url=f"{receiver.url}/sms?from=sandbox#rc=2",
        inbound_parse_url=f"{receiver.url}/inbound",
        event_webhook_url=f"{receiver.url}/events",
        public_url=f"http://127.0.0.1:{port}",
        receipt_delay_ms=20,
        retry_delay_ms=20,
    )
    with serving(settings):
        yield World(settings, receiver)
    receiver.close()


@pytest.fixture
def world(served: World) -> World:
    assert served.post("reset", {}).status_code == 200
    served.receiver.clear()
    return served


@pytest.fixture
def twilio(world: World) -> Client:
    return world.client()


def _is_up(url: str) -> bool:
    try:
        return requests.get(f"{url}/sandbox/health", timeout=1).ok
    except requests.ConnectionError:
        return False
