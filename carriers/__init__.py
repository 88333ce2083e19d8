"""Carriers: one folder a vendor. Nobody else imports a vendor's SDK."""

from __future__ import annotations

from collections.abc import Mapping

from carriers.base import Carrier
from core.config import Settings
from core.messaging.wire import Channel


def carriers_for(settings: Settings) -> Mapping[Channel, Carrier]:
    """The carrier of each channel; make them once a process, they keep pools of connections."""
    # The SDKs are heavy, and a web process that only verifies signatures has no use for them.
    from carriers.network import Patience
    from carriers.sendgrid.carrier import SendGridCarrier
    from carriers.twilio.carrier import TwilioCarrier

    patience = Patience(read=settings.fixline_carrier_seconds)
    return {
        Channel.SMS: TwilioCarrier(settings, patience=patience),
        Channel.EMAIL: SendGridCarrier(settings, patience=patience),
    }
