"""Make one customer of two that are the same. Everything that points at the second points at the first afterwards: what
that is, the database itself is asked, so that no table can be forgotten. It refuses to rewrite issued documents.
"""

from __future__ import annotations

from dataclasses import dataclass

from psycopg.errors import UniqueViolation
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.directory.model import Customer
from core.directory.queries.belongings import Belonging, belongings, same_words
from core.directory.queries.merge_bars import both_have, has_documents
from core.errors import NotFound, Refused
from core.events.actions import Actor, Place, record

# Of one kind about one customer only one task is open: the second's goes on as a task like any other.
_PLAIN_TASKS = text(
    """
    UPDATE staff_tasks mine SET kind = NULL
    WHERE mine.subject_type = 'customer' AND mine.subject_id = :gone AND mine.done_at IS NULL AND EXISTS (
        SELECT FROM staff_tasks theirs
        WHERE theirs.subject_type = 'customer' AND theirs.subject_id = :kept AND theirs.done_at IS NULL
            AND theirs.kind = mine.kind
    )
    """
)


@dataclass(frozen=True)
class Merged:
    """What became of it. moved: rows by table."""

    kept_id: int
    moved: tuple[tuple[str, int], ...]


def merge_customers(session: Session, *, kept_id: int, gone_id: int, actor: Actor) -> Merged:
    """Everything of the customer `gone` is the customer `kept`'s from now on; the first's row stays for its number.

    Both are locked in the order of their ids: of two merges at once the second finds what the first left. Refuses to
    merge a customer with itself, one that was merged already, and one whose issued documents name it.
    """
    kept, gone = _both(session, kept_id, gone_id)
    try:
        moved = _move_all(session, kept_id, gone_id)
    except IntegrityError as refused:
        raise Refused(_why(session, kept, gone, refused)) from refused
    gone.merged_into_id = kept.id
    key, gone.import_key = gone.import_key, None
    session.flush()
    kept.import_key = kept.import_key or key
    _fill_gaps(kept, gone)
    session.flush()
    session.expire_all()
    _note(session, kept, gone, moved, actor)
    return Merged(kept_id, tuple(moved))


def what_bars(session: Session, *, kept: Customer, gone: Customer) -> str:
    """Why `merge_customers` would refuse these two, in its words; empty where it would not. It only reads."""
    if has_documents(session, gone.id):
        return _what_to_do(session, kept, gone)
    table = both_have(session, kept.id, gone.id)
    return _only_one(table) if table else ""


def _both(session: Session, kept_id: int, gone_id: int) -> tuple[Customer, Customer]:
    if kept_id == gone_id:
        raise Refused("Choose another customer: this is the same one.")
    rows = session.scalars(
        select(Customer)
        .where(Customer.id.in_((kept_id, gone_id)))
        .order_by(Customer.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {row.id: row for row in rows}
    for customer_id in (kept_id, gone_id):
        if customer_id not in found:
            raise NotFound("customer", customer_id)
        if found[customer_id].merged_into_id is not None:
            raise Refused(f"Customer {found[customer_id].number} was merged already.")
    return found[kept_id], found[gone_id]


def _move_all(session: Session, kept_id: int, gone_id: int) -> list[tuple[str, int]]:
    """Move everything, or nothing. Raises IntegrityError where an issued document or a payment would be rewritten."""
    moved = []
    with session.begin_nested():
        session.execute(_PLAIN_TASKS, {"kept": kept_id, "gone": gone_id})
        for belonging in belongings(session):
            count = _move(session, belonging, kept_id, gone_id)
            if count:
                moved.append((same_words(belonging), count))
    return moved


def _why(session: Session, kept: Customer, gone: Customer, refused: IntegrityError) -> str:
    if isinstance(refused.orig, UniqueViolation):
        return _only_one(refused.orig.diag.table_name or "row")
    return _what_to_do(session, kept, gone)


def _only_one(table: str) -> str:
    what = table.replace("_", " ")
    return (
        f"Both have something of which there can be one only ({what}). End one of them, then merge."
    )


def _what_to_do(session: Session, kept: Customer, gone: Customer) -> str:
    """The refusal's words: the other way round where that works, else how to go on with both."""
    if not has_documents(session, kept.id) and not both_have(session, gone.id, kept.id):
        return (
            f"{gone.display_name} has issued documents that name it, and those never change. "
            f"Keep customer {gone.number} instead, and merge the other into it."
        )
    return (
        f"Both have invoices or payments that name them, and those never change. Go on with customer {kept.number}: "
        f"link the properties of {gone.number} to it, add its people there, and bill new work to it. One payment may "
        f"then cover what both owe; what names {gone.number} stays under its number."
    )


def _move(session: Session, belonging: Belonging, kept_id: int, gone_id: int) -> int:
    """Point the rows at the customer who stays; of what both have the same, one is enough."""
    known = {"kept": kept_id, "gone": gone_id}
    twice = 0
    for said_twice in belonging.said_twice:
        twice += len(session.execute(text(said_twice), known).all())
    return twice + len(session.execute(text(belonging.moving), known).all())


def _fill_gaps(kept: Customer, gone: Customer) -> None:
    """What only the second said is kept; of what both say, the first's word stands. Notes are put together."""
    for name in ("company_name", "billing_address", "best_time"):
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    if gone.notes and gone.notes not in kept.notes:
        kept.notes = "\n\n".join(part for part in (kept.notes, gone.notes) if part)


def _note(
    session: Session,
    kept: Customer,
    gone: Customer,
    moved: list[tuple[str, int]],
    actor: Actor,
) -> None:
    for customer, other, kind in (
        (kept, gone, "customer.merged"),
        (gone, kept, "customer.merged_away"),
    ):
        record(
            session,
            kind,
            subject=("customer", customer.id),
            actor=actor,
            place=Place(customer_id=customer.id),
            after={
                "customer_id": other.id,
                "number": other.number,
                "name": other.display_name,
                "moved": dict(moved),
            },
        )
