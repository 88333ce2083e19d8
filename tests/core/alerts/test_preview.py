"""The preview before a change is what is told after it; and the office reads who was told, who not, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.alerts.queries.hearing import Hearing, preview, told_of
from core.alerts.queries.inbox_told import ToldCount, told_counts
from core.alerts.reasons import Reason, in_words
from core.directory.actions.people import mark_bad, switch_updates_off
from core.directory.model import Property
from core.events.actions import FIXLINE
from core.events.model import Event
from core.jobs.model import Job
from core.language import Language
from core.messaging.actions.consenting import opt_out
from core.messaging.model import Message
from core.messaging.wire import Channel, MessageState
from tests.builders import (
    HEAD,
    OFFICE,
    a_job,
    a_job_at,
    a_person,
    a_phone,
    a_place,
    a_tenant,
    a_visit,
    an_email,
    hears,
    linked,
    number,
    status,
)
from tests.core.alerts.hearing import moved, told_by
from tests.core.alerts.hearing import told as told_addresses

STATUSES = ["Scheduled", "On Hold", "Canceled"]


@dataclass(frozen=True)
class Person:
    """Somebody drawn at random: what they hear of, where, and what stands in the way."""

    subscribed: bool
    linked: bool
    phone: int
    mail: bool
    updates_off: bool
    opted_out: bool
    bad: bool
    language: Language


people = st.lists(
    st.builds(
        Person,
        subscribed=st.booleans(),
        linked=st.booleans(),
        phone=st.integers(1, 3),
        mail=st.booleans(),
        updates_off=st.booleans(),
        opted_out=st.booleans(),
        bad=st.booleans(),
        language=st.sampled_from(Language),
    ),
    max_size=5,
)


@settings(max_examples=40)
@given(people, st.sampled_from(STATUSES))
def test_what_the_preview_shows_is_what_is_then_told(
    session: Session, drawn: list[Person], wanted: str
) -> None:
    with session.begin_nested() as savepoint:
        place = a_place(session)
        for n, person in enumerate(drawn):
            settle(session, place, n, person, wanted)
        job = a_job(session, place)
        a_visit(session, job)
        if wanted == "Scheduled":
            told_by(session, job, "Booked")
        foreseen = preview(session, HEAD.company, job, status(session, wanted))
        event = told_by(session, job, wanted)
        assert as_set(told_of(session, event.id)) == as_set(foreseen)
        savepoint.rollback()
    session.expire_all()


def test_a_preview_changes_nothing(session: Session) -> None:
    job = a_heard_job(session, "Scheduled")
    tables = (Message, Event)
    before = [session.scalar(select(func.count()).select_from(table)) for table in tables]
    (hearing,) = preview(session, HEAD.company, job, status(session, "Scheduled"))
    assert hearing.why_not is None
    assert f"job {job.number} is set for" in hearing.body
    assert job.status.name == "Booked"
    assert [session.scalar(select(func.count()).select_from(table)) for table in tables] == before


def test_those_told_stand_first(session: Session) -> None:
    place = a_place(session)
    silent, heard = a_tenant(session, place), a_tenant(session, place, phone=number(9))
    hears(session, heard.customer, "Booked")
    event = told_by(session, a_job(session, place, silent.customer))
    assert [each.why_not is None for each in told_of(session, event.id)] == [True, False]
    assert told_counts(session, [event.id, 0]) == {event.id: ToldCount(1, 1)}


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (MessageState.FAILED, "failed: no such number"),
        (MessageState.UNDELIVERED, "not delivered: no such number"),
        (MessageState.EXPIRED, "too late: no such number"),
        (MessageState.SUPERSEDED, "replaced: no such number"),
        (MessageState.SUPPRESSED, "held back: no such number"),
        (MessageState.QUEUED, None),
        (MessageState.SENDING, None),
        (MessageState.DELIVERED, None),
    ],
)
def test_a_message_that_never_arrived_counts_as_not_told(
    session: Session, state: MessageState, why: str | None
) -> None:
    event = told_by(session, a_heard_job(session, "Booked"))
    message = session.scalars(select(Message)).one()
    message.state, message.error_detail = state, "no such number"
    session.flush()
    (hearing,) = told_of(session, event.id)
    assert (hearing.why_not, hearing.state) == (why, state)


def test_a_failure_without_a_word_says_so(session: Session) -> None:
    event = told_by(session, a_heard_job(session, "Booked"))
    session.scalars(select(Message)).one().state = MessageState.FAILED
    session.flush()
    assert told_of(session, event.id)[0].why_not == "failed: no reason was given"


def test_before_the_telling_nobody_was_told(session: Session) -> None:
    event = moved(session, a_heard_job(session, "Booked"))
    assert told_of(session, event.id) == ()
    assert told_addresses(session, event) == []


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_can_be_said(reason: Reason) -> None:
    assert in_words(reason, "") == in_words(reason, " ").strip()
    assert in_words(reason, "on 3 May 2026").endswith("on 3 May 2026")


def test_every_status_can_be_previewed_for_a_job_that_has_nothing_yet(session: Session) -> None:
    job = a_job_at(session, "Booked")
    person = a_person(session, job.customer)
    a_phone(session, person)
    an_email(session, person)
    hears(session, job.customer, "Scheduled", "On Hold", "Canceled", "Completed", "Paid")
    for name in ("Scheduled", "On Hold", "Canceled", "Completed", "Paid"):
        hearings = preview(session, HEAD.company, job, status(session, name))
        assert [each.why_not for each in hearings] == [None, None]
        assert not any("{" in each.subject + each.body for each in hearings)


def settle(session: Session, place: Property, n: int, person: Person, wanted: str) -> None:
    """Make the drawn person stand in the directory."""
    contact = a_person(session, first_name=f"Person {n}", language=person.language)
    phone = a_phone(session, contact, number(person.phone))
    if person.mail:
        an_email(session, contact, f"p{n}@home.example")
    if person.linked:
        linked(session, place, contact.customer)
    if person.subscribed:
        hears(session, contact.customer, wanted)
    if person.updates_off:
        switch_updates_off(session, phone, actor=OFFICE)
    if person.opted_out:
        address = number(person.phone)
        opt_out(session, Channel.SMS, address, words="STOP", source="text", actor=FIXLINE)
    if person.bad:
        mark_bad(session, number(person.phone), why="bounced", actor=FIXLINE)


def a_heard_job(session: Session, name: str) -> Job:
    place = a_place(session)
    person = a_tenant(session, place)
    hears(session, person.customer, name)
    return a_job(session, place, person.customer)


def as_set(hearings: Sequence[Hearing]) -> set[Hearing]:
    """Without what only a message that was written can have."""
    return {replace(each, state=None, state_at=None, error="") for each in hearings}
