"""Who and what is taken out of the directory hears nothing more and is found no more; what names it stays."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.alerts.actions.digest_choosing import tell_daily, wish_of
from core.alerts.actions.leaving import leave
from core.alerts.actions.own_lists import start_own_list
from core.alerts.actions.subscribing import subscribe_contact
from core.alerts.digest_times import DigestWish
from core.alerts.model import AlertSubscription
from core.alerts.queries.recipients import audience_of, listeners
from core.billing.queries.reach import bill_mails, bill_phones, statement_reach
from core.db import Database
from core.directory.actions.people import mark_bad
from core.directory.actions.retiring import (
    REMOVED,
    Correction,
    bring_back,
    correct_entry,
    remove_entry,
    retire_person,
)
from core.directory.model import Contact, ContactPoint, Customer
from core.directory.model.imports import ListKind
from core.directory.queries.customer_page import customer_page
from core.directory.queries.duplicates import possible_duplicates
from core.directory.queries.list_export import list_lines
from core.directory.queries.lists import reached_at
from core.directory.queries.people import points_at
from core.directory.queries.search import matching_customers
from core.errors import FieldRefused, NotFound, Refused
from core.events.model import Event
from core.jobs.facts import facts_of
from core.jobs.queries.approvals import deciders_of
from core.jobs.queries.caller import caller, callers_like
from core.messaging.actions.consenting import consent_of, opt_out
from core.messaging.wire import Channel, ConsentState, MessageState
from tests.builders import (
    OFFICE,
    a_customer,
    a_draft,
    a_job,
    a_manager,
    a_message,
    a_person,
    a_phone,
    a_place,
    a_tenant,
    a_unit,
    an_email,
    claim_of,
    number,
    status,
)
from tests.crowd import at_once

WRONG, RIGHT = number(142), number(143)


@pytest.fixture
def bob(session: Session) -> Contact:
    return a_person(session, a_customer(session, "Robert Diaz"), "Robert")


@pytest.mark.inventory(3, 4, 5)
def test_a_corrected_number_keeps_what_the_person_chose_and_nothing_the_carrier_said(
    session: Session, bob: Contact
) -> None:
    old = a_phone(session, bob, WRONG)
    old.label, old.accepts_job_updates, old.receives_invoices = "mobile", False, True
    mark_bad(session, WRONG, why="landline", actor=OFFICE)
    new = correct_entry(session, old, Correction("(312) 555-0143", " mobile "), actor=OFFICE)
    assert (new.value, new.label, new.accepts_job_updates) == (RIGHT, "mobile", False)
    assert (new.receives_invoices, new.bad_since) == (True, None)
    assert [point.id for point in bob.points] == [new.id]
    assert points_at(session, WRONG) == []
    assert [point.id for point in points_at(session, RIGHT)] == [new.id]
    event = session.scalars(select(Event).where(Event.kind == "contact_point.corrected")).one()
    assert event.before["contact_point_id"] == old.id
    assert event.after["contact_point_id"] == new.id
    assert RIGHT not in str(event.after)


@pytest.mark.inventory(6)
def test_what_was_said_at_the_wrong_number_does_not_count_at_the_right_one(
    session: Session, bob: Contact
) -> None:
    old = a_phone(session, bob, WRONG)
    opt_out(session, Channel.SMS, WRONG, words="STOP", source="text", actor=OFFICE)
    correct_entry(session, old, Correction(RIGHT, ""), actor=OFFICE)
    assert consent_of(session, Channel.SMS, WRONG) is ConsentState.OPTED_OUT
    assert consent_of(session, Channel.SMS, RIGHT) is None


def test_a_correction_is_checked_as_if_typed_anew(session: Session, bob: Contact) -> None:
    old = a_phone(session, bob, WRONG)
    a_phone(session, bob, RIGHT)
    with pytest.raises(FieldRefused):
        correct_entry(session, old, Correction("555", ""), actor=OFFICE)
    with pytest.raises(FieldRefused, match="already"):
        correct_entry(session, old, Correction(RIGHT, ""), actor=OFFICE)
    same = correct_entry(session, old, Correction(WRONG, "night"), actor=OFFICE)
    assert (same.id, same.label) == (old.id, "night")
    mail = an_email(session, bob, "bob@home.example")
    assert (
        correct_entry(session, mail, Correction("Bob@Work.example", ""), actor=OFFICE).value
        == "bob@work.example"
    )


def test_an_entry_somebody_corrected_meanwhile_is_not_corrected_again(
    session: Session, bob: Contact
) -> None:
    old = a_phone(session, bob, WRONG)
    correct_entry(session, old, Correction(RIGHT, ""), actor=OFFICE)
    with pytest.raises(Refused, match="meanwhile"):
        correct_entry(session, old, Correction(number(144), ""), actor=OFFICE)
    with pytest.raises(Refused, match="meanwhile"):
        remove_entry(session, old, actor=OFFICE)


def test_of_two_corrections_at_once_one_stands(database: Database) -> None:
    with database.transaction() as session:
        person = a_person(session, a_customer(session, "Robert Diaz"), "Robert")
        point_id = a_phone(session, person, WRONG).id

    def act(nth: int) -> int:
        with database.transaction() as session:
            point = session.get_one(ContactPoint, point_id)
            return correct_entry(session, point, Correction(number(150 + nth), ""), actor=OFFICE).id

    done = at_once(4, act)
    assert len([each for each in done if isinstance(each, int)]) == 1
    with database.reading() as session:
        standing = select(func.count()).where(ContactPoint.retired_at.is_(None))
        assert session.scalar(standing) == 1


def test_a_removed_number_may_be_given_again(session: Session, bob: Contact) -> None:
    old = a_phone(session, bob, WRONG)
    remove_entry(session, old, actor=OFFICE)
    assert a_phone(session, bob, WRONG).id != old.id


def test_what_still_waits_for_a_removed_number_is_not_sent(session: Session, bob: Contact) -> None:
    point = a_phone(session, bob, WRONG)
    message = a_message(session, a_draft(session, WRONG, contact_point_id=point.id))
    remove_entry(session, point, actor=OFFICE)
    assert claim_of(session, message).messages == ()
    assert (message.state, message.error_detail) == (MessageState.SUPPRESSED, REMOVED)


def test_who_was_removed_is_nowhere_among_those_to_tell_to_find_or_to_offer(
    session: Session,
) -> None:
    place = a_place(session)
    rita, bob = a_manager(session, place), a_tenant(session, place, a_unit(session, place))
    for person in (rita, bob):
        for point in person.points:
            point.receives_statements = True
    job = a_job(session, place, rita.customer)
    audience = audience_of({**facts_of(job), "status_id": 1})
    numbers = {point.value for person in (rita, bob) for point in person.points}
    assert numbers & {each.address for each in listeners(session, audience)}
    assert deciders_of(session, job)
    assert statement_reach(session, rita.customer_id)
    for person in (rita, bob):
        retire_person(session, person, actor=OFFICE)
    assert listeners(session, audience) == []
    assert deciders_of(session, job) == ()
    for customer_id in (rita.customer_id, bob.customer_id):
        assert not bill_phones(session, customer_id)
        assert not bill_mails(session, customer_id)
        assert not statement_reach(session, customer_id)
        assert reached_at(session, [customer_id]) == {}
        assert customer_page(session, customer_id).contacts == ()
    assert [each.name for each in customer_page(session, bob.customer_id).removed] == [
        bob.full_name
    ]
    assert callers_like(session, bob.first_name) == ()
    with pytest.raises(NotFound):
        caller(session, bob.id)


@pytest.mark.inventory(13)
def test_a_customer_is_not_found_by_who_was_removed_nor_by_a_number_they_had(
    session: Session,
) -> None:
    firm = a_customer(session, "Lakeside Management")
    zoe = a_person(session, firm, "Zoe")
    point = a_phone(session, zoe, WRONG)

    def found(words: str) -> list[Customer]:
        return list(session.scalars(matching_customers(words)))

    assert (found("zoe"), found("5550142")) == ([firm], [firm])
    correct_entry(session, point, Correction(RIGHT, ""), actor=OFFICE)
    assert (found("5550142"), found("5550143")) == ([], [firm])
    retire_person(session, zoe, actor=OFFICE)
    assert (found("zoe"), found("5550143"), found("lakeside")) == ([], [], [firm])
    bring_back(session, zoe, actor=OFFICE)
    assert (found("zoe"), found("5550143")) == ([firm], [firm])


def test_who_was_removed_is_in_no_list_that_leaves(session: Session) -> None:
    firm = a_customer(session, "Lakeside Management")
    zoe, ann = a_person(session, firm, "Zoe"), a_person(session, firm, "Ann")
    retire_person(session, zoe, actor=OFFICE)
    names = [line[2] for line in list_lines(session, ListKind.CONTACTS)]
    assert (zoe.first_name in names, ann.first_name in names) == (False, True)


def test_a_number_one_of_them_had_once_makes_no_duplicates(session: Session) -> None:
    one, two = a_customer(session, "Ann Lee"), a_customer(session, "Bo Park")
    a_phone(session, a_person(session, one, "Ann"), WRONG)
    theirs = a_phone(session, a_person(session, two, "Bo"), WRONG)
    assert [each.id for each in possible_duplicates(session, one.id)] == [two.id]
    remove_entry(session, theirs, actor=OFFICE)
    assert possible_duplicates(session, one.id) == ()


def test_subscriptions_and_the_daily_mail_end_with_the_person(
    session: Session, bob: Contact
) -> None:
    an_email(session, bob, "bob@home.example")
    start_own_list(session, bob, actor=OFFICE)
    subscribe_contact(session, bob, status(session, "Dispatched"), actor=OFFICE)
    tell_daily(session, bob, DigestWish(17, "America/Chicago"), actor=OFFICE)
    leave(session, bob, actor=OFFICE)
    theirs = select(AlertSubscription.id).where(AlertSubscription.contact_id == bob.id)
    assert session.scalars(theirs).all() == []
    assert (bob.own_alert_list, wish_of(session, bob.id)) == (False, None)
    with pytest.raises(Refused, match="removed already"):
        leave(session, bob, actor=OFFICE)


def test_who_is_brought_back_has_the_numbers_of_that_day_and_no_older_one(
    session: Session, bob: Contact
) -> None:
    first = a_phone(session, bob, WRONG)
    remove_entry(session, first, actor=OFFICE)
    second = a_phone(session, bob, RIGHT)
    mail = an_email(session, bob, "bob@home.example")
    mark_bad(session, mail.value, why="bounced", actor=OFFICE)
    retire_person(session, bob, actor=OFFICE)
    bring_back(session, bob, actor=OFFICE)
    assert {point.id for point in bob.points} == {second.id, mail.id}
    assert (second.bad_since, mail.bad_reason) == (None, "bounced")
    assert [each.id for each in bob.customer.contacts] == [bob.id]
    with pytest.raises(Refused, match="there already"):
        bring_back(session, bob, actor=OFFICE)
