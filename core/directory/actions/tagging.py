"""Put tags on customers and take them off; a tag that is new is made (inventory 12, 73)."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.directory.model import LONGEST_TAG, Customer, CustomerTag, Tag
from core.errors import FieldRefused, NotFound
from core.events.actions import Actor, Place, record

MOST_TAGS = 20


def tag_customer(session: Session, customer: Customer, name: str, *, actor: Actor) -> Tag:
    """The customer has the tag of this name. Refuses no name, one that is too long, and more than MOST_TAGS."""
    plain = " ".join(name.split())
    if not plain:
        raise FieldRefused("tag", "Give the tag a name.")
    if len(plain) > LONGEST_TAG:
        raise FieldRefused("tag", f"A tag has at most {LONGEST_TAG} letters.")
    session.execute(select(Customer.id).where(Customer.id == customer.id).with_for_update())
    held = select(func.count()).where(CustomerTag.customer_id == customer.id)
    if (session.scalar(held) or 0) >= MOST_TAGS:
        raise FieldRefused("tag", f"A customer has at most {MOST_TAGS} tags.")
    session.execute(insert(Tag).values(name=plain).on_conflict_do_nothing())
    tag = session.scalars(select(Tag).where(func.lower(Tag.name) == plain.lower())).one()
    values = {"customer_id": customer.id, "tag_id": tag.id}
    put = session.execute(
        insert(CustomerTag).values(values).on_conflict_do_nothing().returning(CustomerTag.tag_id)
    )
    if put.first() is not None:
        _note(session, customer, "customer.tagged", tag, actor)
    return tag


def untag_customer(session: Session, customer: Customer, tag_id: int, *, actor: Actor) -> None:
    """The customer has the tag no longer; one they never had is no fault."""
    tag = session.get(Tag, tag_id)
    if tag is None:
        raise NotFound("tag", tag_id)
    gone = session.execute(
        delete(CustomerTag)
        .where(CustomerTag.customer_id == customer.id, CustomerTag.tag_id == tag_id)
        .returning(CustomerTag.tag_id)
    )
    if gone.first() is not None:
        _note(session, customer, "customer.untagged", tag, actor)


def _note(session: Session, customer: Customer, kind: str, tag: Tag, actor: Actor) -> None:
    record(
        session,
        kind,
        subject=("customer", customer.id),
        actor=actor,
        place=Place(customer_id=customer.id),
        after={"tag": tag.name},
    )
