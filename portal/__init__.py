"""The customers' own pages. For now the one nobody may be without: the way out of our e-mails."""

from __future__ import annotations

from flask import Blueprint

from core.config import Settings
from core.db import Database
from portal.unsubscribe import UnsubscribePages

__all__ = ["create_blueprint"]


def create_blueprint(settings: Settings, database: Database) -> Blueprint:
    """The pages under /unsubscribe."""
    pages = UnsubscribePages(settings, database)
    blueprint = Blueprint("portal", __name__)
    blueprint.add_url_rule("/unsubscribe/<token>", "ask", pages.ask, methods=["GET"])
    blueprint.add_url_rule("/unsubscribe/<token>", "leave", pages.leave, methods=["POST"])
    return blueprint
