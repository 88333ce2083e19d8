"""The customers' own pages: the way out of our e-mails, and the answer to a question about money."""

from __future__ import annotations

from flask import Blueprint

from core.config import Settings
from core.db import Database
from portal.approvals import ApprovalPages
from portal.unsubscribe import UnsubscribePages

__all__ = ["create_blueprint"]


def create_blueprint(settings: Settings, database: Database) -> Blueprint:
    """The pages under /unsubscribe and /approve."""
    pages = UnsubscribePages(settings, database)
    blueprint = Blueprint("portal", __name__)
    blueprint.add_url_rule("/unsubscribe/<token>", "ask", pages.ask, methods=["GET"])
    blueprint.add_url_rule("/unsubscribe/<token>", "leave", pages.leave, methods=["POST"])
    approvals = ApprovalPages(settings, database)
    blueprint.add_url_rule("/approve/<token>", "show_approval", approvals.show, methods=["GET"])
    blueprint.add_url_rule(
        "/approve/<token>", "decide_approval", approvals.decide, methods=["POST"]
    )
    return blueprint
