"""Two customers become one: everything follows, nothing is lost, and of two merges at once one is refused."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import core.models as every_table
from core.alerts.model import AlertSubscription
from core.db import Database
from core.desk.model import StaffTask, TaskKind
from core.directory.actions.merging import Merged, merge_customers
from core.directory.actions.places import update_responsible_party
from core.directory.actions.tagging import tag_customer
from core.directory.model import Contact, Customer, CustomerTag, PropertyRelationship
from core.directory.queries.belongings import (
    FOLLOWS_BY_ITSELF,
    LINKS,
    WORDS,
    belongings,
    what_would_move,
)
from core.directory.queries.duplicates import merged_into, possible_duplicates
from core.errors import NotFound, Refused
from core.events.model import Event
from tests.builders import OFFICE, a_customer, a_person, a_phone, a_place, hears, linked
from tests.crowd import at_once


def test_no_table_that_names_a_customer_is_forgotten(session: Session) -> None:
    rows = {
        (table.name, column.name)
        for table in every_table.Base.metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == "customers"
    }
    known = {(each.table, each.column) for each in belongings(session)}
    assert {each for each in rows if each[0] not in FOLLOWS_BY_ITSELF} <= known
    assert set(WORDS) <= known
    assert known >= {(table, "customer_id") for table in LINKS}


def test_everything_moves_and_what_both_have_is_kept_once(session: Session) -> None:
    kept, gone = a_customer(session, "Robert Diaz"), a_customer(session, "Bob Diaz")
    kept.notes, gone.notes, gone.best_time = "Dog in the yard", "Pays in cash", "mornings"
    place = a_place(session)
    for customer in (kept, gone):
        linked(session, place, customer, "Tenant")
        hears(session, customer, "Scheduled")
        tag_customer(session, customer, "VIP", actor=OFFICE)
    linked(session, place, gone, "Primary")
    update_responsible_party(session, place, gone, actor=OFFICE)
    person = a_person(session, gone, "Bob")
    point = a_phone(session, person)
    session.add(StaffTask(title="Call back", subject_type="customer", subject_id=gone.id))
    session.flush()
    foreseen = {each.words: each.count for each in what_would_move(session, gone.id)}
    merged = merge_customers(session, kept_id=kept.id, gone_id=gone.id, actor=OFFICE)
    assert dict(merged.moved) == foreseen
    assert foreseen["links to properties"] == 2
    assert session.get_one(Contact, person.id).customer_id == kept.id
    assert point.contact.customer_id == kept.id
    links = session.scalars(select(PropertyRelationship)).all()
    assert sorted((link.customer_id, link.is_primary) for link in links) == [
        (kept.id, False),
        (kept.id, True),
    ]
    assert place.financially_responsible_customer_id == kept.id
    assert session.scalars(select(AlertSubscription.customer_id)).all() == [kept.id]
    assert session.scalars(select(CustomerTag.customer_id)).all() == [kept.id]
    assert session.scalars(select(StaffTask.subject_id)).all() == [kept.id]
    assert (kept.notes, kept.best_time) == ("Dog in the yard\n\nPays in cash", "mornings")
    assert what_would_move(session, gone.id) == ()
    assert [each.number for each in merged_into(session, kept.id)] == [gone.number]
    event = session.scalars(select(Event).where(Event.kind == "customer.merged")).one()
    assert (event.customer_id, event.actor_name) == (kept.id, OFFICE.name)
    assert event.after["number"] == gone.number


def test_each_keeps_its_open_task_where_both_have_one_of_a_kind(session: Session) -> None:
    kept, gone = a_customer(session, "Robert Diaz"), a_customer(session, "Bob Diaz")
    for customer in (kept, gone):
        session.add(
            StaffTask(
                title=f"Look at {customer.name}",
                kind=next(iter(TaskKind)),
                subject_type="customer",
                subject_id=customer.id,
            )
        )
    session.flush()
    merge_customers(session, kept_id=kept.id, gone_id=gone.id, actor=OFFICE)
    open_ones = session.scalars(select(StaffTask).order_by(StaffTask.id)).all()
    assert [(each.title, each.subject_id) for each in open_ones] == [
        ("Look at Robert Diaz", kept.id),
        ("Look at Bob Diaz", kept.id),
    ]


def test_who_was_merged_before_follows_to_the_last(session: Session) -> None:
    first, second, third = (a_customer(session, name) for name in ("A", "B", "C"))
    merge_customers(session, kept_id=second.id, gone_id=first.id, actor=OFFICE)
    merge_customers(session, kept_id=third.id, gone_id=second.id, actor=OFFICE)
    assert session.get_one(Customer, first.id).merged_into_id == third.id


def test_what_cannot_be_merged_is_refused(session: Session) -> None:
    one, two = a_customer(session, "A"), a_customer(session, "B")
    with pytest.raises(Refused, match="same one"):
        merge_customers(session, kept_id=one.id, gone_id=one.id, actor=OFFICE)
    with pytest.raises(NotFound, match="customer 0"):
        merge_customers(session, kept_id=one.id, gone_id=0, actor=OFFICE)
    merge_customers(session, kept_id=one.id, gone_id=two.id, actor=OFFICE)
    with pytest.raises(Refused, match="merged already"):
        merge_customers(session, kept_id=two.id, gone_id=one.id, actor=OFFICE)


def test_of_two_merges_at_once_one_is_refused_and_nobody_is_lost(database: Database) -> None:
    with database.transaction() as session:
        ids = [a_customer(session, name).id for name in ("A", "B")]
        for customer_id in ids:
            a_person(session, session.get_one(Customer, customer_id), "Pat")

    def act(hand: int) -> Merged:
        with database.transaction() as session:
            return merge_customers(session, kept_id=ids[hand], gone_id=ids[1 - hand], actor=OFFICE)

    got = at_once(2, act)
    assert sum(isinstance(each, Refused) for each in got) == 1
    with database.reading() as session:
        standing = session.scalars(select(Customer.id).where(Customer.merged_into_id.is_(None)))
        assert session.scalars(select(Contact.customer_id)).all() == [standing.one()] * 2


def test_a_shared_number_or_name_hints_at_a_duplicate(session: Session) -> None:
    this = a_customer(session, "Robert Diaz")
    namesake = a_customer(session, "robert diaz")
    sharing = a_customer(session, "Ann")
    a_customer(session, "Somebody Else")
    for customer in (this, sharing):
        a_phone(session, a_person(session, customer))
    found = {each.id for each in possible_duplicates(session, this.id)}
    assert found == {namesake.id, sharing.id}
