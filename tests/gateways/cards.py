"""A card emulator on a loopback port of its own, and notices as Stripe would post them."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseServer

import requests
from flask import Flask
from werkzeug.serving import make_server

from core.config import Settings
from gateways.port import CheckoutWanted
from gateways.stripe.gateway import StripeGateway
from gateways.stripe.http import Patience
from sandbox.cards import CardSettings, create_cards
from sandbox.cards.notices import signature
from tests.practice import practice_settings

SECRET_KEY = "sk_test_practice"
WEBHOOK_SECRET = "whsec_practice"
SHORT = Patience(connect=0.5, read=0.5)


def card_settings(base: str = "http://localhost:1") -> Settings:
    """Practice settings that take cards at this address."""
    return practice_settings(
        FIXLINE_STRIPE_SECRET_KEY=SECRET_KEY,
        FIXLINE_STRIPE_WEBHOOK_SECRET=WEBHOOK_SECRET,
        FIXLINE_STRIPE_API_BASE=base,
    )


def gateway_at(url: str) -> StripeGateway:
    return StripeGateway(card_settings(url), patience=SHORT)


def wanted(
    amount_cents: int = 12_050, *, key: str = "key-1", reference: str = "payment-7"
) -> CheckoutWanted:
    return CheckoutWanted(
        reference=reference,
        idempotency_key=key,
        amount_cents=amount_cents,
        description="Invoice 1042",
        return_url="https://fixline.example.com/portal/paid",
        payer_email="rita@lakeside.example",
    )


def notice(type_: str, subject: dict[str, object], *, id_: str = "evt_1") -> bytes:
    """An event's raw bytes."""
    event = {"id": id_, "object": "event", "type": type_, "data": {"object": subject}}
    return json.dumps(event).encode()


def a_page(**given: object) -> dict[str, object]:
    """A checkout session as events carry it."""
    return {
        "id": "cs_1",
        "object": "checkout.session",
        "amount_total": 12_050,
        "client_reference_id": "payment-7",
        "payment_intent": "pi_1",
        "payment_status": "paid",
        "status": "complete",
    } | given


def signed(body: bytes, *, secret: str = WEBHOOK_SECRET, age: float = 0) -> dict[str, str]:
    """The header Stripe would send with these bytes."""
    return {"Stripe-Signature": signature(body, secret, int(time.time() - age))}


@dataclass
class Listener:
    """Stands where the product's webhook would: keeps each notice and answers 200, or what is queued."""

    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    @property
    def types(self) -> list[str]:
        return [str(json.loads(body)["type"]) for body in self.bodies]


@dataclass(frozen=True)
class CardWorld:
    """An emulator that is served, and who hears of it."""

    url: str
    heard: Listener

    @property
    def gateway(self) -> StripeGateway:
        return gateway_at(self.url)

    def switch(self, **switches: object) -> None:
        requests.post(f"{self.url}/cards/switches", json=switches, timeout=5).raise_for_status()

    def press(self, page_id: str, button: str) -> requests.Response:
        return requests.post(
            f"{self.url}/cards/pay/{page_id}",
            data={"do": button},
            timeout=5,
            allow_redirects=False,
        )

    def post(self, path: str) -> None:
        requests.post(f"{self.url}{path}", timeout=5).raise_for_status()


@contextmanager
def card_world(webhook_url: str = "") -> Iterator[CardWorld]:
    """Serve an emulator whose notices go to a listener, or to the webhook given."""
    heard = Listener()
    with _listening(heard) as at:
        heard.url = at
        app = Flask("cards", static_folder=None)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        url = f"http://127.0.0.1:{server.server_port}"
        settings = CardSettings(
            SECRET_KEY, WEBHOOK_SECRET, webhook_url or at, url, retry_delay_ms=20, late_delay_ms=600
        )
        app.register_blueprint(create_cards(settings))
        with _serving(server):
            yield CardWorld(url, heard)


@contextmanager
def _listening(heard: Listener) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            heard.headers.append(self.headers["Stripe-Signature"])
            self.send_response(heard.statuses.pop(0) if heard.statuses else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with _serving(server):
        yield f"http://127.0.0.1:{server.server_address[1]}/webhooks/stripe"


@contextmanager
def _serving(server: BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
