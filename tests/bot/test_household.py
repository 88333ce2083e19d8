"""Who hears that a technician is late: by text, since it hurries; by mail only whom no text may reach; nobody twice."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.household import tell_household
from core.directory.actions.people import mark_bad, switch_updates_off
from core.directory.model import Contact
from core.events.actions import FIXLINE
from core.jobs.model import Job
from core.language import Language
from core.messaging.actions.consenting import opt_out
from core.messaging.model import Conversation, Message
from core.messaging.wire import Channel
from tests.builders import (
    HEAD,
    OFFICE,
    a_job,
    a_manager,
    a_person,
    a_phone,
    a_place,
    a_tenant,
    an_email,
    hears,
    number,
)

LATE = "visit/late_until"
VALUES = {"name": "Maria Santos", "eta": "2:30 PM"}


@pytest.fixture
def tenant(session: Session) -> Contact:
    person = a_tenant(session, a_place(session))
    hears(session, person.customer, "On the Way")
    return person


@pytest.fixture
def job(session: Session, tenant: Contact) -> Job:
    place = a_place(session, "9 Elm St")
    return a_job(session, place, tenant.customer)


def told(session: Session, job: Job) -> dict[str, Message]:
    """Say that the technician is late; the messages by whom they go to."""
    count = tell_household(session, HEAD, job, LATE, VALUES)
    rows = session.scalars(select(Message).where(Message.job_id == job.id)).all()
    assert len(rows) == count
    return {row.recipient: row for row in rows}


def test_who_has_only_an_address_hears_by_mail_about_the_job(session: Session, job: Job) -> None:
    mate = a_person(session, job.customer, "Rita")
    an_email(session, mate, "rita@home.example")
    found = told(session, job)
    assert set(found) == {number(142), "rita@home.example"}
    mail = found["rita@home.example"]
    assert mail.channel is Channel.EMAIL
    assert mail.subject == f"[#{job.number}] News of your visit"
    assert mail.body.startswith(
        f"Rita, Maria Santos is running late for job {job.number} and now expects to arrive around 2:30 PM."
    )
    assert mail.expires_at is not None
    thread = session.get_one(Conversation, mail.conversation_id)
    assert (thread.job_id, thread.contact_id) == (job.id, mate.id)
    assert found[number(142)].body.startswith(f"{HEAD.company.name}: Maria Santos is running late")


def test_a_mail_speaks_the_persons_language(session: Session, job: Job) -> None:
    mate = a_person(session, job.customer, "Lucía", language=Language.SPANISH)
    an_email(session, mate, "lucia@home.example")
    mail = told(session, job)["lucia@home.example"]
    assert mail.subject == f"[#{job.number}] Novedades de su visita"
    assert mail.body.startswith("Lucía, Maria Santos viene con retraso")


def test_who_is_texted_gets_no_mail_as_well(session: Session, job: Job, tenant: Contact) -> None:
    an_email(session, tenant)
    assert set(told(session, job)) == {number(142)}


@pytest.mark.parametrize("why", ["opted out", "switched off", "does not work"])
def test_who_may_not_be_texted_hears_by_mail(
    session: Session, job: Job, tenant: Contact, why: str
) -> None:
    an_email(session, tenant)
    if why == "opted out":
        opt_out(session, Channel.SMS, number(142), words="STOP", source="text", actor=FIXLINE)
    elif why == "switched off":
        switch_updates_off(session, tenant.points[0], actor=OFFICE)
    else:
        mark_bad(session, number(142), why="carrier code 30005", actor=FIXLINE)
    assert set(told(session, job)) == {"bob@home.example"}


def test_of_two_with_one_telephone_neither_gets_a_mail_as_well(session: Session, job: Job) -> None:
    mate = a_person(session, job.customer, "Rita")
    a_phone(session, mate, number(142))
    an_email(session, mate, "rita@home.example")
    assert set(told(session, job)) == {number(142)}


def test_an_address_two_people_share_is_written_to_once(session: Session, job: Job) -> None:
    for name in ("Rita", "Ramon"):
        an_email(session, a_person(session, job.customer, name), "family@home.example")
    assert set(told(session, job)) == {number(142), "family@home.example"}


def test_who_opted_out_of_mail_or_never_subscribed_hears_nothing(
    session: Session, job: Job
) -> None:
    mate = a_person(session, job.customer, "Rita")
    an_email(session, mate, "rita@home.example")
    opt_out(session, Channel.EMAIL, "rita@home.example", words="STOP", source="mail", actor=FIXLINE)
    a_manager(session, job.property)
    assert set(told(session, job)) == {number(142)}
