"""The card emulator's three faces: Stripe's interface, the page people pay on, the switches for harnesses."""

from __future__ import annotations

import hmac
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, jsonify, redirect, render_template, request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as Answer

from sandbox.cards.bank import Bank, Said, invalid
from sandbox.cards.notices import Telling
from sandbox.cards.records import Json, PageState
from sandbox.cards.settings import CardSettings
from sandbox.carrier.misbehaving import Call, Faults, answer
from sandbox.carrier.moods import Mood, Outcome

EXTENSION = "cards"
TEMPLATES = Path(__file__).parents[2] / "templates"
DECLINES = ("card_declined", "insufficient_funds", "expired_card")
OWN = frozenset({"same-origin", "none"})


def create_cards(settings: CardSettings) -> Blueprint:
    """To be registered at the root of the practice ground, or of an application of its own."""
    cards = Cards(settings)
    blueprint = Blueprint(
        "cards",
        __name__,
        template_folder=str(TEMPLATES),
        static_folder="static",
        static_url_path="/cards/static",
    )

    def settle(state: BlueprintSetupState) -> None:
        cast(Flask, state.app).extensions[EXTENSION] = cards

    blueprint.record_once(settle)
    blueprint.register_error_handler(Said, _refused)
    blueprint.post("/v1/checkout/sessions")(cards.open_page)
    blueprint.get("/v1/checkout/sessions/<id_>")(cards.show_page)
    blueprint.post("/v1/checkout/sessions/<id_>/expire")(cards.expire_page)
    blueprint.post("/v1/refunds")(cards.refund)
    blueprint.get("/cards/pay/<id_>")(cards.pay_page)
    blueprint.post("/cards/pay/<id_>")(cards.paid)
    blueprint.post("/cards/switches")(cards.switch)
    blueprint.post("/cards/pages/<id_>/dispute")(cards.dispute)
    blueprint.post("/cards/notices")(cards.tell_again)
    blueprint.post("/cards/reset")(cards.reset)
    return blueprint


class Cards:
    """The views of one emulator."""

    def __init__(self, settings: CardSettings) -> None:
        self._settings = settings
        self.bank = Bank(settings)
        self._script: deque[Outcome] = deque()
        self._mood = Mood()

    def open_page(self) -> Response:
        """Stripe: create a checkout session."""
        return self._answer(lambda: self._once(lambda: self.bank.open_page(request.form)))

    def show_page(self, id_: str) -> Response:
        """Stripe: retrieve a checkout session."""
        return self._answer(lambda: self.bank.page_as_json(id_))

    def expire_page(self, id_: str) -> Response:
        """Stripe: expire a checkout session."""
        return self._answer(lambda: self.bank.expire(id_))

    def refund(self) -> Response:
        """Stripe: create a refund."""
        return self._answer(lambda: self._once(lambda: self.bank.refund(request.form)))

    def pay_page(self, id_: str) -> Response:
        """What a payer sees."""
        page = self.bank.page(id_)
        shown = render_template(
            "sandbox/checkout.html",
            page=page,
            is_open=page.state is PageState.OPEN,
            was_declined=request.args.get("declined") in DECLINES,
            declines=DECLINES,
        )
        response = Response(shown)
        home = urlsplit(page.return_url)
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
            f"form-action 'self' {home.scheme}://{home.netloc}"
        )
        return response

    def paid(self, id_: str) -> Answer:
        """A payer's button: the card is good, is refused, or the payer leaves."""
        if request.headers.get("Sec-Fetch-Site", "none") not in OWN:
            raise invalid("", "Only this very page may do this.", 403)
        wanted = request.form.get("do", "")
        if wanted == "pay":
            return redirect(self.bank.pay(id_).return_url, 303)
        if wanted in DECLINES:
            self.bank.decline(id_, wanted)
            return redirect(f"{self._settings.public_url}/cards/pay/{id_}?declined={wanted}", 303)
        return redirect(self.bank.page(id_).return_url, 303)

    def switch(self) -> Json:
        """Harness: `{telling: "twice", script: ["drop", "500"], hang_seconds: 2}`."""
        given = request.get_json(force=True)
        if not isinstance(given, dict):
            raise invalid("", "The switches are a JSON object.")
        try:
            self.bank.notices.telling = Telling(given.get("telling", self.bank.notices.telling))
            self._script = deque(Outcome(each) for each in given.get("script", self._script))
            self._mood = Mood(hang_seconds=float(given.get("hang_seconds", 30)))
        except (ValueError, TypeError) as error:
            raise invalid("", str(error)) from error
        return {"telling": self.bank.notices.telling.value, "pending": self.bank.notices.pending()}

    def dispute(self, id_: str) -> Json:
        """Harness: the payer asks the bank for the money back."""
        self.bank.dispute(id_)
        return {"disputed": id_}

    def tell_again(self) -> Json:
        """Harness: post every notice once more."""
        return {"told": self.bank.notices.tell_everything_again()}

    def reset(self) -> Json:
        """Harness: forget everything."""
        self.bank.clear()
        self._script.clear()
        return {"status": "empty"}

    def _once(self, act: Callable[[], Json]) -> Json:
        key = request.headers.get("Idempotency-Key", "")
        return self.bank.once(key, f"{request.path}|{sorted(request.form.items())}", act)

    def _answer(self, act: Callable[[], Json]) -> Response:
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(given.encode(), f"Bearer {self._settings.secret_key}".encode()):
            raise invalid("", "Invalid API Key provided.", 401)
        outcome = self._script.popleft() if self._script else Outcome.OK
        return answer(outcome, Call(self._mood, lambda: _said(act), _FAULTS))


def _said(act: Callable[[], Json]) -> Response:
    try:
        return jsonify(act())
    except Said as refusal:
        return _refused(refusal)


def _refused(refusal: Said) -> Response:
    response = jsonify(refusal.body)
    response.status_code = refusal.status
    return response


def _limited(seconds: int | None) -> Response:
    response = _refused(Said(429, "invalid_request_error", "rate_limit", "Too many requests."))
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


_FAULTS = Faults(
    limited=_limited,
    failed=lambda: _refused(Said(500, "api_error", "", "Something went wrong.")),
    refused=lambda: _refused(invalid("", "Invalid API Key provided.", 401)),
)
