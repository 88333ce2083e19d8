"""The letterbox: verify, store the raw envelope, answer. What a post means is read elsewhere."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Flask
from flask.blueprints import BlueprintSetupState

from core.config import Settings
from core.db import Database
from webhooks.alone import PREFIX, answer_alone
from webhooks.counts import Counts, written_down
from webhooks.sendgrid import SendGridSlots
from webhooks.store import Store
from webhooks.stripe import StripeSlot
from webhooks.twilio import TwilioSlots

__all__ = ["Counts", "create_blueprint"]


def create_blueprint(
    settings: Settings, database: Database, counts: Counts | None = None
) -> Blueprint:
    """The five slots under /webhooks. counts: where to count instead of in the database.

    Registering it also takes its requests off the application's longer road (see `alone`).
    """
    seen = counts or written_down(database)
    store = Store(database)
    twilio = TwilioSlots(settings, store, seen)
    sendgrid = SendGridSlots(settings, store, seen)
    stripe = StripeSlot(settings, store, seen)
    blueprint = _routes(twilio, sendgrid, stripe)

    shortest = {
        f"{PREFIX}/twilio/sms": twilio.receive_sms,
        f"{PREFIX}/twilio/status": twilio.receive_status,
    }

    def settle(state: BlueprintSetupState) -> None:
        answer_alone(cast(Flask, state.app), _routes(twilio, sendgrid, stripe), shortest)

    blueprint.record_once(settle)
    return blueprint


def _routes(twilio: TwilioSlots, sendgrid: SendGridSlots, stripe: StripeSlot) -> Blueprint:
    blueprint = Blueprint("webhooks", __name__, url_prefix=PREFIX)
    post = ["POST"]
    blueprint.add_url_rule("/twilio/sms", "twilio_sms", twilio.sms, methods=post)
    blueprint.add_url_rule("/twilio/status", "twilio_status", twilio.status, methods=post)
    blueprint.add_url_rule(
        "/sendgrid/inbound/<token>", "sendgrid_inbound", sendgrid.inbound, methods=post
    )
    blueprint.add_url_rule("/sendgrid/events", "sendgrid_events", sendgrid.events, methods=post)
    blueprint.add_url_rule("/stripe", "stripe", stripe.events, methods=post)
    return blueprint
