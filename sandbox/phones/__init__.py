"""The demo people's phones and mailboxes in the browser, side by side. Nobody real is ever reached."""

from sandbox.phones.blueprint import create_blueprint
from sandbox.phones.ground import DEMO_COMPANY

__all__ = ["DEMO_COMPANY", "create_blueprint"]
