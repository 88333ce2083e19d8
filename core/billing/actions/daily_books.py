"""Keep the books day by day without anyone's hand: what happened is batched, posted and exported the next morning.

Where something stands in the way nothing is posted: the batch waits open, and staff are given a task.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.actions.batches import (
    LONGEST_DAYS,
    BatchWanted,
    NotPostable,
    let_go,
    open_batch,
    post_batch,
)
from core.billing.actions.exporting import export_batch
from core.billing.actions.sync_log import note_refusal
from core.billing.model import Batch, Bookkeeping, ExportFormat
from core.billing.queries.batch_members import counts_of
from core.billing.queries.company import billing_defaults, company_day
from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.events.actions import FIXLINE, Actor, record
from core.outbox import Kind
from core.outbox.actions import promise

KEPT_AT = time(4)
CHANGED = "billing.bookkeeping_changed"
ONE_DAY = timedelta(days=1)


def set_bookkeeping(session: Session, wanted: Bookkeeping, *, zone: str, actor: Actor) -> None:
    """Begin or end to keep the books daily (inventory 143). zone: the company's IANA zone."""
    row = billing_defaults(session)
    before = row.bookkeeping or Bookkeeping.BY_HAND
    if wanted is before:
        return
    row.bookkeeping = wanted
    session.add(row)
    session.flush()
    record(
        session,
        CHANGED,
        subject=("billing_defaults", row.id),
        actor=actor,
        before={"bookkeeping": before},
        after={"bookkeeping": wanted},
    )
    if wanted is Bookkeeping.DAILY:
        plan_books(session, company_day(session, zone) + ONE_DAY, zone=zone)


def plan_books(session: Session, on: date, *, zone: str) -> None:
    """Promise the bookkeeping of a morning, once however often it is asked for."""
    promise(
        session,
        Kind.KEEP_BOOKS,
        {},
        dedupe_key=f"keep_books:{on.isoformat()}",
        run_at=datetime.combine(on, KEPT_AT, ZoneInfo(zone)),
        rank=3,
    )


def keep_books(session: Session, on: date) -> Batch | None:
    """Batch, post and export everything from the last batch to the day before; None where nothing happened.

    Safe to repeat: what is in a batch enters no other.
    """
    if billing_defaults(session).bookkeeping is not Bookkeeping.DAILY:
        return None
    yesterday = on - ONE_DAY
    wanted = BatchWanted(_first_day(session, yesterday), yesterday, title="Daily")
    batch = open_batch(session, wanted, actor=FIXLINE)
    if not any(counts_of(session, batch.id).values()):
        let_go(session, batch.id, actor=FIXLINE)
        return None
    try:
        post_batch(session, batch.id, actor=FIXLINE)
    except NotPostable as refusal:
        note_refusal(session, batch.id, refusal.findings, actor=FIXLINE)
        _ask_for_help(session, batch, str(refusal))
    else:
        export_batch(session, batch.id, ExportFormat.IIF, actor=FIXLINE)
    return batch


def _first_day(session: Session, yesterday: date) -> date:
    """The day after the last batch, so that days without bookkeeping are caught up; never too many at once."""
    last = session.scalar(select(func.max(Batch.to_on)).where(Batch.to_on < yesterday))
    if last is None:
        return yesterday
    return max(last + ONE_DAY, yesterday - timedelta(days=LONGEST_DAYS))


def _ask_for_help(session: Session, batch: Batch, why: str) -> None:
    open_task(
        session,
        title=f"Batch {batch.id} could not be posted: something is missing",
        details=why,
        priority=TaskPriority.HIGH,
        subject=("batch", batch.id),
        once_key=f"batch:{batch.id}:refused",
    )
