"""Keep the books each morning, where the company wants that done without a hand."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from core.billing.actions.daily_books import keep_books, plan_books
from core.billing.model import Bookkeeping
from core.billing.queries.company import billing_defaults, company_day
from core.outbox.actions import Promise
from workers.doing import one_by_one
from workers.runtime import Runtime


def _keep_books(session: Session, runtime: Runtime, _: Promise) -> None:
    """Safe to run twice: the batch and the next morning's promise are written with the end of this one, each once."""
    zone = runtime.settings.company_timezone
    on = company_day(session, zone)
    keep_books(session, on)
    if billing_defaults(session).bookkeeping is Bookkeeping.DAILY:
        plan_books(session, on + timedelta(days=1), zone=zone)


keep_books_daily = one_by_one(_keep_books)
