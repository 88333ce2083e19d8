"""Payment gateways, one folder a vendor: hosted checkout, signed notices. Nobody else imports their SDK."""

from __future__ import annotations

from core.config import Settings
from gateways.port import PaymentGateway

__all__ = ["gateway_for"]


def gateway_for(settings: Settings) -> PaymentGateway | None:
    """The gateway this deployment takes cards with; None where it takes none."""
    if not settings.fixline_stripe_secret_key:
        return None
    # The SDK takes 20 MB, and most processes take no cards.
    from gateways.stripe.gateway import StripeGateway

    return StripeGateway(settings)
