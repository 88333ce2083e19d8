"""Payment gateways, one folder a vendor: hosted checkout, signed notices. Nobody else imports their SDK."""

from __future__ import annotations

from core.config import Settings
from gateways.port import PaymentGateway

__all__ = ["gateway_for", "pages_at"]

_STRIPES_PAGES = "https://checkout.stripe.com"


def gateway_for(settings: Settings) -> PaymentGateway | None:
    """The gateway this deployment takes cards with; None where it takes none."""
    if not settings.fixline_stripe_secret_key:
        return None
    # The SDK takes 20 MB, and most processes take no cards.
    from gateways.stripe.gateway import StripeGateway

    return StripeGateway(settings)


def pages_at(settings: Settings) -> str | None:
    """Where the gateway's own pages live, as a browser is told that a form of ours may lead there; None without cards.

    Loads no SDK, so that a page may say whether cards are taken.
    """
    if not settings.fixline_stripe_secret_key:
        return None
    return settings.fixline_stripe_api_base or _STRIPES_PAGES
