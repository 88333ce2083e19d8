"""The customers' own pages: the way out of our e-mails, answers about money, invoices and statements."""

from __future__ import annotations

from flask import Blueprint

from core.config import Settings
from core.db import Database
from portal.approvals import ApprovalPages
from portal.bills import BillPages
from portal.open_bills import OpenBillPages
from portal.paying import PayPages
from portal.unsubscribe import UnsubscribePages

__all__ = ["create_blueprint"]


def create_blueprint(settings: Settings, database: Database) -> Blueprint:
    """The pages under /unsubscribe, /approve, /invoice, /bills and /statement."""
    pages = UnsubscribePages(settings, database)
    blueprint = Blueprint("portal", __name__)
    blueprint.add_url_rule("/unsubscribe/<token>", "ask", pages.ask, methods=["GET"])
    blueprint.add_url_rule("/unsubscribe/<token>", "leave", pages.leave, methods=["POST"])
    approvals = ApprovalPages(settings, database)
    blueprint.add_url_rule("/approve/<token>", "show_approval", approvals.show, methods=["GET"])
    blueprint.add_url_rule(
        "/approve/<token>", "decide_approval", approvals.decide, methods=["POST"]
    )
    bills = BillPages(settings, database)
    for address, name, view in (
        ("/invoice/<token>", "show_invoice", bills.show),
        ("/invoice/<token>/invoice.pdf", "invoice_paper", bills.invoice_paper),
        ("/statement/<token>", "statement_paper", bills.statement_paper),
        ("/bills/<token>", "show_open_bills", OpenBillPages(settings, database).show),
    ):
        blueprint.add_url_rule(address, name, view, methods=["GET"])
    paying = PayPages(settings, database, bills)
    blueprint.add_url_rule("/invoice/<token>/pay", "pay_invoice", paying.pay, methods=["POST"])
    return blueprint
