"""The morning's bookkeeping: done when it is promised, promised again while it is wanted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from core.billing.actions.daily_books import set_bookkeeping
from core.billing.model import Batch, BatchState, Bookkeeping
from core.billing.queries.company import company_day
from core.db import Database
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import CHICAGO, OFFICE
from tests.builders.billing import an_invoice
from tests.builders.books import mapped_accounts
from tests.core.billing.paying import MARCH
from tests.workers.wall import work_off
from workers.runtime import Runtime


def promised(database: Database) -> int:
    """Mornings that are still to come."""
    with database.reading() as session:
        standing = (
            select(func.count()).select_from(OutboxEntry).where(OutboxEntry.kind == Kind.KEEP_BOOKS)
        )
        return session.scalar(standing) or 0


def morning(database: Database, runtime: Runtime) -> None:
    """Whatever is promised for a morning, now: as if it had been promised for a day that is past."""
    with database.transaction() as session:
        mine = OutboxEntry.kind == Kind.KEEP_BOOKS
        past = {"run_at": MARCH, "dedupe_key": f"keep_books:{MARCH.isoformat()}"}
        session.execute(update(OutboxEntry).where(mine).values(**past))
    work_off(runtime)


@pytest.mark.inventory(143)
def test_the_day_before_is_handed_to_the_books_in_the_morning(
    database: Database, runtime: Runtime
) -> None:
    with database.transaction() as session:
        mapped_accounts(session)
        an_invoice(session, 5_000, on=company_day(session, CHICAGO) - timedelta(days=1))
        set_bookkeeping(session, Bookkeeping.DAILY, zone=CHICAGO, actor=OFFICE)
    morning(database, runtime)
    with database.reading() as session:
        assert session.scalars(select(Batch.state)).all() == [BatchState.EXPORTED]
    assert promised(database) == 1


def test_once_it_is_done_by_hand_again_nothing_more_is_promised(
    database: Database, runtime: Runtime
) -> None:
    with database.transaction() as session:
        set_bookkeeping(session, Bookkeeping.DAILY, zone=CHICAGO, actor=OFFICE)
        set_bookkeeping(session, Bookkeeping.BY_HAND, zone=CHICAGO, actor=OFFICE)
    morning(database, runtime)
    assert promised(database) == 0
