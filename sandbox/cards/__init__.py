"""The card emulator: an outside world that speaks Stripe's own HTTP interface and has a page to pay on.

It imports no room of the product and no vendor's SDK; it meets Fixline only over HTTP.
"""

from __future__ import annotations

from sandbox.cards.faces import create_cards
from sandbox.cards.settings import CardSettings

__all__ = ["CardSettings", "create_cards"]
