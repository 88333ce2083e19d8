"""The demo people's phones and mailboxes in the browser, side by side. No one real is reached."""

from sandbox.phones.blueprint import create_blueprint
from sandbox.phones.surroundings import DEMO_COMPANY

__all__ = ["DEMO_COMPANY", "create_blueprint"]
