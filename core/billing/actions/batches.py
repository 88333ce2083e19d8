"""Batches for the books: opened over days, filled, let go, posted once. Nothing enters or leaves one that is posted.

Everyone locks the batch first, then its invoices by id, then its payments by id.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from core.billing.actions.book_names import name_customers
from core.billing.actions.sync_log import note_sync
from core.billing.books import MemberKind
from core.billing.model import Batch, BatchState, ExportStatus, Invoice, Payment, SyncLog
from core.billing.queries.batch_errors import Finding, errors_of, used_accounts
from core.billing.queries.batch_members import TABLES, counts_of, may_enter, within
from core.billing.queries.batch_sums import counted_sums
from core.db import JsonObject
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, record
from core.jobs.model import BusinessUnit

LONGEST_TITLE = 120
LONGEST_DAYS = 400
MOST_AT_ONCE = 1_000
EVERYTHING = frozenset(MemberKind)


@dataclass(frozen=True)
class BatchWanted:
    """From which day to which, both included; of which kinds; of one business unit, or of all."""

    from_on: date
    to_on: date
    kinds: frozenset[MemberKind] = EVERYTHING
    business_unit_id: int | None = None
    title: str = ""


class NotPostable(Refused):
    """Errors stand in the way. findings: each of them."""

    def __init__(self, batch_id: int, findings: list[Finding]) -> None:
        more = f" And {len(findings) - 1} more." if len(findings) > 1 else ""
        super().__init__(f"Batch {batch_id} cannot be posted: {findings[0].words}{more}")
        self.findings = findings


class BatchClosed(Refused):
    """The batch is posted."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(f"Batch {batch.id} is {batch.state}: it stays as it is.")


def open_batch(session: Session, wanted: BatchWanted, *, actor: Actor) -> Batch:
    """A batch with everything of those days that is in no other yet (inventory 138).

    Refuses days the wrong way round or too many, no kind at all, and money of one business unit: it belongs to none.
    """
    _check(session, wanted)
    batch = Batch(
        title=wanted.title.strip(),
        from_on=wanted.from_on,
        to_on=wanted.to_on,
        business_unit_id=wanted.business_unit_id,
    )
    session.add(batch)
    session.flush()
    for kind in MemberKind:
        if kind in wanted.kinds:
            _take(session, batch, kind, *within(kind, batch.from_on, batch.to_on))
    _record(session, "batch.opened", batch, actor=actor, after=_told(session, batch))
    return batch


def add_members(
    session: Session, batch_id: int, kind: MemberKind, ids: Collection[int], *, actor: Actor
) -> None:
    """Put more into an open batch. Refuses what is in another, is no issued document, or is money not yet there."""
    batch = hold_open(session, batch_id)
    wanted = set(ids)
    _refuse_many(wanted)
    taken = _take(session, batch, kind, TABLES[kind].id.in_(wanted))
    if taken != len(wanted):
        raise Refused("Some of these are in another batch already, or not ready for one.")
    after: JsonObject = {"kind": kind, "count": taken}
    _record(session, "batch.filled", batch, actor=actor, after=after)


def take_days(session: Session, batch_id: int, *, actor: Actor) -> int:
    """Put into an open batch what has come up in its days since it was opened; how many that were.

    A batch of one business unit takes documents alone.
    """
    batch = hold_open(session, batch_id)
    kinds = EVERYTHING if batch.business_unit_id is None else {MemberKind.INVOICE}
    taken = sum(
        _take(session, batch, kind, *within(kind, batch.from_on, batch.to_on))
        for kind in MemberKind
        if kind in kinds
    )
    if taken:
        _record(session, "batch.filled", batch, actor=actor, after={"count": taken})
    return taken


def remove_members(
    session: Session, batch_id: int, kind: MemberKind, ids: Collection[int], *, actor: Actor
) -> None:
    """Take members out of an open batch; a later one may have them. NotFound for what is not in it."""
    batch = hold_open(session, batch_id)
    wanted, table = set(ids), TABLES[kind]
    _refuse_many(wanted)
    inside = table.id.in_(wanted) & (table.batch_id == batch.id)
    held = session.scalars(select(table.id).where(inside).order_by(table.id).with_for_update())
    missing = sorted(wanted - set(held))
    if missing:
        raise NotFound(kind, missing[0])
    session.execute(update(table).where(inside).values(batch_id=None))
    after: JsonObject = {"kind": kind, "count": len(wanted)}
    _record(session, "batch.lightened", batch, actor=actor, after=after)


def let_go(session: Session, batch_id: int, *, actor: Actor) -> None:
    """Give up an open batch: its members are free again."""
    batch = hold_open(session, batch_id)
    _lock_members(session, batch)
    for table in TABLES.values():
        session.execute(update(table).where(table.batch_id == batch.id).values(batch_id=None))
    session.execute(update(SyncLog).where(SyncLog.batch_id == batch.id).values(batch_id=None))
    _record(session, "batch.let_go", batch, actor=actor)
    session.delete(batch)
    session.flush()


def post_batch(session: Session, batch_id: int, *, actor: Actor) -> Batch:
    """Freeze a batch: no member is edited, voided or taken out again, and none comes in (inventory 140).

    Names of customers and accounts are written down with it. Refuses a batch with errors (NotPostable) and one that
    is posted already: of two people who post at once, one does.
    """
    batch = hold_open(session, batch_id)
    _lock_members(session, batch)
    found = errors_of(session, batch)
    if found:
        raise NotPostable(batch.id, found)
    name_customers(session, batch.id)
    mark_members(session, batch, ExportStatus.POSTED)
    told = _told(session, batch)
    batch.accounts = used_accounts(session, batch).frozen()
    batch.sums = counted_sums(session, [batch.id])[batch.id].frozen()
    batch.state, batch.posted_by = BatchState.POSTED, actor.name[:200]
    batch.posted_at = func.clock_timestamp()
    session.flush()
    session.refresh(batch, ["posted_at"])
    _record(session, "batch.posted", batch, actor=actor, after=told)
    note_sync(session, batch.id, "posted", actor=actor)
    return batch


def hold_open(session: Session, batch_id: int) -> Batch:
    """The batch, held until the transaction ends. NotFound; BatchClosed once it is posted."""
    batch = hold_batch(session, batch_id)
    if batch.state is not BatchState.OPEN:
        raise BatchClosed(batch)
    return batch


def hold_batch(session: Session, batch_id: int) -> Batch:
    """The batch in whatever state, freshly read and held until the transaction ends."""
    batch = session.scalar(
        select(Batch)
        .where(Batch.id == batch_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if batch is None:
        raise NotFound("batch", batch_id)
    return batch


def mark_members(session: Session, batch: Batch, status: ExportStatus) -> None:
    """Write on every document and movement of money how far it has come (inventory 144)."""
    for table in (Invoice, Payment):
        session.execute(
            update(table)
            .where(table.batch_id == batch.id)
            .values(export=status)
            .execution_options(synchronize_session="fetch")
        )


def _check(session: Session, wanted: BatchWanted) -> None:
    if len(wanted.title) > LONGEST_TITLE:
        raise FieldRefused("title", f"Keep this under {LONGEST_TITLE} letters.")
    if wanted.to_on < wanted.from_on:
        raise FieldRefused("to_on", "The last day comes before the first.")
    if (wanted.to_on - wanted.from_on).days > LONGEST_DAYS:
        raise FieldRefused("to_on", f"Take at most {LONGEST_DAYS} days at once.")
    if not wanted.kinds:
        raise FieldRefused("kinds", "Choose at least one kind.")
    if wanted.business_unit_id is None:
        return
    if session.get(BusinessUnit, wanted.business_unit_id) is None:
        raise FieldRefused("business_unit_id", "Choose one of the list.")
    if wanted.kinds != {MemberKind.INVOICE}:
        raise FieldRefused(
            "kinds", "Payments belong to no business unit: choose invoices alone, or all units."
        )


def _refuse_many(ids: Collection[int]) -> None:
    if not ids:
        raise FieldRefused("members", "Choose at least one.")
    if len(ids) > MOST_AT_ONCE:
        raise FieldRefused("members", f"Choose at most {MOST_AT_ONCE} at once.")


def _take(session: Session, batch: Batch, kind: MemberKind, *those: ColumnElement[bool]) -> int:
    """Bring in those that may enter; rows held in order of id, so that two openers wait in line."""
    table = TABLES[kind]
    rules = [*may_enter(kind), *those]
    if kind is MemberKind.INVOICE and batch.business_unit_id is not None:
        rules.append(Invoice.business_unit_id == batch.business_unit_id)
    free = select(table.id).where(*rules).order_by(table.id).with_for_update().cte("free")
    taken = session.scalars(
        update(table)
        .where(table.id.in_(select(free.c.id)))
        .values(batch_id=batch.id)
        .returning(table.id)
        .execution_options(synchronize_session="fetch")
    )
    return sum(1 for _ in taken)


def _lock_members(session: Session, batch: Batch) -> None:
    """Allocations never change: they need no lock."""
    for table in (Invoice, Payment):
        held = select(table.id).where(table.batch_id == batch.id).order_by(table.id)
        session.execute(select(func.count()).select_from(held.with_for_update().cte("held")))


def _told(session: Session, batch: Batch) -> JsonObject:
    counts = counts_of(session, batch.id)
    return {
        "from": batch.from_on.isoformat(),
        "to": batch.to_on.isoformat(),
        **{f"{kind}s": count for kind, count in counts.items()},
    }


def _record(
    session: Session, kind: str, batch: Batch, *, actor: Actor, after: JsonObject | None = None
) -> None:
    record(session, kind, subject=("batch", batch.id), actor=actor, after=after)
