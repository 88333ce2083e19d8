"""Who hears of a status: on whose list it stands, through which numbers, by which path to the job."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from core.alerts.actions.subscribing import (
    subscribe_contact,
    unsubscribe,
    unsubscribe_contact,
    use_customer_list,
)
from core.alerts.queries.hearing import preview
from core.directory.actions.people import mark_bad, switch_updates_off
from core.events.actions import FIXLINE
from core.messaging.actions.consenting import opt_out
from core.messaging.consent import Topic
from core.messaging.wire import Channel
from tests.builders import (
    HEAD,
    OFFICE,
    a_customer,
    a_job,
    a_manager,
    a_person,
    a_phone,
    a_place,
    a_tenant,
    a_unit,
    an_email,
    hears,
    linked,
    number,
    status,
)
from tests.core.alerts.hearing import reasons, told, told_by


@pytest.mark.inventory(5, 6, 84)
def test_each_flagged_number_and_address_of_a_subscriber_hears_once(session: Session) -> None:
    place = a_place(session)
    person = a_tenant(session, place)
    mate = a_person(session, person.customer, "Maria")
    an_email(session, person)
    off = an_email(session, mate, "maria@home.example")
    a_phone(session, mate, number(9))
    switch_updates_off(session, off, actor=OFFICE)
    hears(session, person.customer, "Booked")
    event = told_by(session, a_job(session, place, person.customer))
    assert sorted(told(session, event)) == sorted([number(142), number(9), "bob@home.example"])
    assert reasons(session, event)["maria@home.example"].startswith("turned job updates off on ")


@pytest.mark.inventory(81, 82)
def test_a_status_that_is_not_on_the_list_is_not_heard(session: Session) -> None:
    place = a_place(session)
    person = a_tenant(session, place)
    hears(session, person.customer, "Completed")
    event = told_by(session, a_job(session, place, person.customer))
    assert told(session, event) == []
    assert reasons(session, event) == {number(142): "has not subscribed to this status"}


@pytest.mark.inventory(81)
def test_taken_off_the_list_it_is_heard_no_more(session: Session) -> None:
    place = a_place(session)
    person = a_tenant(session, place)
    hears(session, person.customer, "Booked")
    unsubscribe(session, person.customer, status(session, "Booked"), actor=OFFICE)
    assert told(session, told_by(session, a_job(session, place, person.customer))) == []


def test_a_status_that_is_not_for_customers_is_told_to_nobody_and_the_preview_says_so(
    session: Session,
) -> None:
    place = a_place(session)
    person = a_tenant(session, place)
    hears(session, person.customer, "Booked")
    job = a_job(session, place, person.customer)
    booked = status(session, "Booked")
    booked.customer_visible = False
    session.flush()
    foreseen = [each.why_not for each in preview(session, HEAD.company, job, booked)]
    event = told_by(session, job)
    assert told(session, event) == []
    assert foreseen == ["this status is not told to customers"]
    assert reasons(session, event) == {number(142): "this status is not told to customers"}


def test_an_opt_out_and_a_bad_number_are_passed_over_with_their_reasons(session: Session) -> None:
    place = a_place(session)
    person = a_tenant(session, place)
    a_phone(session, person, number(9))
    an_email(session, person)
    hears(session, person.customer, "Booked")
    opt_out(session, Channel.SMS, number(142), words="STOP", source="text", actor=FIXLINE)
    mark_bad(session, number(9), why="carrier code 30005", actor=FIXLINE)
    event = told_by(session, a_job(session, place, person.customer))
    assert told(session, event) == ["bob@home.example"]
    why = reasons(session, event)
    assert why[number(142)].startswith("opted out of messages on ")
    assert why[number(9)] == "the address does not work (carrier code 30005)"


def test_an_opt_out_from_texts_does_not_stop_mail_to_the_same_word(session: Session) -> None:
    place = a_place(session)
    person = a_person(session)
    an_email(session, person)
    linked(session, place, person.customer)
    hears(session, person.customer, "Booked")
    opt_out(session, Channel.SMS, "bob@home.example", words="STOP", source="text", actor=FIXLINE)
    event = told_by(session, a_job(session, place, person.customer))
    assert told(session, event) == ["bob@home.example"]


@pytest.mark.parametrize(
    ("topic", "heard"),
    [(Topic.MARKETING, [number(142)]), (Topic.ANSWERS, [number(142)]), (Topic.JOB_UPDATES, [])],
)
def test_only_a_no_to_job_updates_ends_them(
    session: Session, topic: Topic, heard: list[str]
) -> None:
    place = a_place(session)
    person = a_tenant(session, place)
    hears(session, person.customer, "Booked")
    opt_out(
        session,
        Channel.SMS,
        number(142),
        words="said so",
        source="office",
        actor=FIXLINE,
        topics={topic},
    )
    assert told(session, told_by(session, a_job(session, place, person.customer))) == heard


def test_a_number_two_people_share_rings_once(session: Session) -> None:
    place = a_place(session)
    first, second = a_tenant(session, place), a_tenant(session, place, first_name="Maria")
    for person in (first, second):
        hears(session, person.customer, "Booked")
    event = told_by(session, a_job(session, place, first.customer))
    assert told(session, event) == [number(142)]
    assert reasons(session, event) == {number(142): "the same address is told already"}


@pytest.mark.inventory(7, 16, 85)
def test_separate_profiles_on_one_property_hear_only_their_own_lists(session: Session) -> None:
    place = a_place(session)
    unit = a_unit(session, place)
    tenant, manager = a_tenant(session, place, unit), a_manager(session, place)
    hears(session, tenant.customer, "Booked")
    hears(session, manager.customer, "Scheduled")
    job = a_job(session, place, manager.customer, unit=unit)
    assert told(session, told_by(session, job)) == [number(142)]
    assert told(session, told_by(session, job, "Scheduled")) == ["rita@lakeside.example"]


@pytest.mark.inventory(27)
def test_the_neighbours_of_a_unit_hear_nothing_of_it(session: Session) -> None:
    place = a_place(session)
    mine, theirs = a_unit(session, place, "3B"), a_unit(session, place, "4A")
    tenant = a_tenant(session, place, mine)
    neighbour = a_tenant(session, place, theirs, first_name="Noah", phone=number(9))
    owner = a_manager(session, place, type_name="Owner", email="owner@home.example")
    for person in (tenant, neighbour, owner):
        hears(session, person.customer, "Booked")
    event = told_by(session, a_job(session, place, owner.customer, unit=mine))
    assert sorted(told(session, event)) == sorted([number(142), "owner@home.example"])
    assert number(9) not in reasons(session, event)


def test_work_on_the_whole_property_is_not_told_to_single_units(session: Session) -> None:
    place = a_place(session)
    tenant = a_tenant(session, place, a_unit(session, place))
    everyone = a_tenant(session, place, first_name="Janitor", phone=number(9))
    for person in (tenant, everyone):
        hears(session, person.customer, "Booked")
    event = told_by(session, a_job(session, place, a_customer(session)))
    assert told(session, event) == [number(9)]


def test_the_jobs_customer_hears_without_a_link_to_the_property(session: Session) -> None:
    person = a_person(session)
    a_phone(session, person)
    hears(session, person.customer, "Booked")
    event = told_by(session, a_job(session, a_place(session), person.customer))
    assert told(session, event) == [number(142)]


@pytest.mark.inventory(42)
def test_the_one_who_asked_hears_and_their_household_does_not(session: Session) -> None:
    customer = a_customer(session, "Visitor")
    asker, mate = a_person(session, customer), a_person(session, customer, "Mate")
    a_phone(session, asker)
    a_phone(session, mate, number(9))
    hears(session, customer, "Booked")
    job = a_job(session, a_place(session), a_customer(session, "Owner"), requester=asker)
    event = told_by(session, job)
    assert told(session, event) == [number(142)]
    assert reasons(session, event) == {}


def test_a_contact_with_a_list_of_its_own_follows_only_that(session: Session) -> None:
    place = a_place(session)
    person = a_tenant(session, place)
    hears(session, person.customer, "Booked")
    booked, done = status(session, "Booked"), status(session, "Completed")
    subscribe_contact(session, person, done, actor=OFFICE)
    assert told(session, told_by(session, a_job(session, place, person.customer))) == []
    subscribe_contact(session, person, booked, actor=OFFICE)
    unsubscribe(session, person.customer, booked, actor=OFFICE)
    assert told(session, told_by(session, a_job(session, place, person.customer))) != []
    unsubscribe_contact(session, person, booked, actor=OFFICE)
    assert told(session, told_by(session, a_job(session, place, person.customer))) == []


def test_without_the_list_of_its_own_the_customers_counts_again(session: Session) -> None:
    place = a_place(session)
    person = a_tenant(session, place)
    hears(session, person.customer, "Booked")
    subscribe_contact(session, person, status(session, "Completed"), actor=OFFICE)
    use_customer_list(session, person)
    event = told_by(session, a_job(session, place, person.customer))
    assert told(session, event) == [number(142)]


def test_two_paths_to_a_job_bring_one_message(session: Session) -> None:
    place = a_place(session)
    unit = a_unit(session, place)
    person = a_tenant(session, place, unit)
    linked(session, place, person.customer, "Owner")
    hears(session, person.customer, "Booked")
    job = a_job(session, place, person.customer, unit=unit, requester=person)
    event = told_by(session, job)
    assert told(session, event) == [number(142)]
    assert reasons(session, event) == {}
