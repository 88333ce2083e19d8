"""What happens between the words of a transcript: the office acts with its pages' own verbs, time passes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

import portal
from core.alerts.actions.subscribing import subscribe
from core.clock import database_now
from core.directory.actions.places import relate, relationship_type
from core.directory.model import Contact, ContactPoint, PointKind, Property, Unit
from core.directory.queries.people import default_customer
from core.events.actions import FIXLINE
from core.jobs.actions.approvals import change_estimate, request_approval, set_mail_limit
from core.jobs.actions.booking import PRIORITY_OF_URGENCY, NewJob, convert
from core.jobs.actions.offers import offer_anyway
from core.jobs.actions.status import move
from core.jobs.actions.visits import schedule
from core.jobs.model import (
    Appointment,
    Booking,
    BookingStatus,
    BusinessUnit,
    Job,
    JobPriority,
    JobStatus,
    JobType,
    Technician,
)
from core.messaging.actions.queueing import staff_reply
from core.messaging.actions.threads import conversation_with, release, take_over
from core.messaging.model import Conversation
from core.messaging.wire import Channel
from core.money import cents_of
from tests.builders.billing import an_invoice
from tests.transcripts.money import MONEY
from tests.transcripts.people import person_named
from tests.transcripts.stage import Stage
from tests.transcripts.wait_list import WAIT_LIST, newest_job, staff

# Everything that waits for a moment; moving all of it back is how time passes at once.
_MOMENTS = (
    ("outbox", "run_at"),
    ("outbox", "lease_until"),
    ("prompts", "expires_at"),
    ("messages", "created_at"),
    ("messages", "expires_at"),
    ("circuits", "open_until"),
    ("visit_steps", "created_at"),
)


def happen(stage: Stage, words: str) -> None:
    """Do what the line says, and whatever follows from it. Raises LookupError where no one knows how."""
    for pattern, doing in _HAPPENINGS:
        said = re.fullmatch(pattern, words)
        if said is not None:
            doing(stage, *said.groups())
            stage.goes_on()
            return
    raise LookupError(f"nobody knows how to: {words}")


def _makes_a_job(stage: Stage) -> None:
    with stage.database.transaction() as session:
        newest = select(Booking).where(Booking.status == BookingStatus.NEW)
        booking = session.scalars(newest.order_by(Booking.id.desc()).limit(1)).one()
        assert booking.property is not None, "the booking has no place yet"
        customer = default_customer(session, booking.property.id)
        assert customer is not None
        new = NewJob(
            customer=customer,
            property=booking.property,
            unit=booking.unit,
            requester=booking.requester,
            business_unit=session.scalars(select(BusinessUnit).limit(1)).one(),
            job_type=session.scalars(select(JobType).limit(1)).one(),
            summary=booking.summary,
            priority=PRIORITY_OF_URGENCY.get(booking.urgency, JobPriority.NORMAL),
        )
        convert(session, booking.id, new, actor=staff(session))


def _plans_a_visit(stage: Stage) -> None:
    with stage.database.transaction() as session:
        job = session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()
        start = database_now(session) + timedelta(hours=2 + 3 * job.id)
        end = start + timedelta(hours=2)
        schedule(session, job, start=start, end=end, actor=staff(session))


def _plans_a_second_visit(stage: Stage) -> None:
    with stage.database.transaction() as session:
        start = database_now(session) + timedelta(days=2)
        end = start + timedelta(hours=2)
        schedule(session, newest_job(session), start=start, end=end, actor=staff(session))


def _plans_another_at_that_time(stage: Stage) -> None:
    with stage.database.transaction() as session:
        job = session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()
        other = session.scalars(select(Appointment).order_by(Appointment.id.desc()).limit(1)).one()
        window = {"start": other.window_start, "end": other.window_end}
        schedule(session, job, **window, actor=staff(session))


def _offers_it(stage: Stage, name: str) -> None:
    with stage.database.transaction() as session:
        visit = session.scalars(select(Appointment).order_by(Appointment.id.desc()).limit(1)).one()
        technician = session.scalars(
            select(Technician).where(Technician.name.startswith(name))
        ).one()
        offer_anyway(session, visit, technician, actor=staff(session))


def _moves_the_job(stage: Stage, number: str, status: str) -> None:
    with stage.database.transaction() as session:
        job = session.scalars(select(Job).where(Job.number == int(number))).one()
        wanted = session.scalars(select(JobStatus).where(JobStatus.name == status)).one()
        move(session, job, wanted, actor=staff(session))


def _thread(session: Session, name: str) -> Conversation:
    person = person_named(name)
    channel = Channel.EMAIL if person.writes_mail else Channel.SMS
    return conversation_with(session, channel, person.address)


def _takes_over(stage: Stage, name: str) -> None:
    with stage.database.transaction() as session:
        take_over(session, _thread(session, name).id, staff=staff(session))


def _writes_to(stage: Stage, name: str, words: str) -> None:
    with stage.database.transaction() as session:
        thread = take_over(session, _thread(session, name).id, staff=staff(session))
        staff_reply(session, stage.runtime.head, thread, words, staff=staff(session))


def _releases(stage: Stage, name: str) -> None:
    with stage.database.transaction() as session:
        release(session, _thread(session, name).id, staff=staff(session))


def _time_passes(stage: Stage, number: str, unit: str) -> None:
    seconds = timedelta(**{f"{unit}s": int(number)}).total_seconds()
    with stage.database.transaction() as session:
        for table, column in _MOMENTS:
            moved = f"UPDATE {table} SET {column} = {column} - make_interval(secs => :seconds)"
            session.execute(text(moved), {"seconds": seconds})


def _posts_again(stage: Stage) -> None:
    stage.repeat()


def _also_rents(stage: Stage, name: str, street: str, unit: str) -> None:
    with stage.database.transaction() as session:
        contact = session.scalars(select(Contact).where(Contact.first_name == name)).one()
        place = session.scalars(select(Property).where(Property.street == street)).one()
        rented = session.scalars(
            select(Unit).where(Unit.property_id == place.id, Unit.name == unit)
        ).one()
        tenant = relationship_type(session, "Tenant")
        relate(session, place, contact.customer, tenant, actor=FIXLINE, unit=rented)


def _asks_for_news(stage: Stage, name: str, status: str) -> None:
    address = person_named(name).address
    with stage.database.transaction() as session:
        point = session.scalars(select(ContactPoint).where(ContactPoint.value == address)).one()
        wanted = session.scalars(select(JobStatus).where(JobStatus.name == status)).one()
        subscribe(session, point.contact.customer, wanted, actor=staff(session))


def _turns_updates_off(stage: Stage, name: str) -> None:
    with stage.database.transaction() as session:
        of_them = select(Contact.id).where(Contact.first_name == name)
        session.execute(
            update(ContactPoint)
            .where(ContactPoint.contact_id.in_(of_them))
            .values(accepts_job_updates=False)
        )


def _nobody_on_call(stage: Stage) -> None:
    with stage.database.transaction() as session:
        session.execute(update(Technician).values(on_call_order=None))


def _asks_for_money(stage: Stage, amount: str, reason: str) -> None:
    with stage.database.transaction() as session:
        cents, job = cents_of(amount), newest_job(session)
        request_approval(session, job, amount_cents=cents, reason=reason, actor=staff(session))


def _changes_the_estimate(stage: Stage, amount: str, reason: str) -> None:
    with stage.database.transaction() as session:
        cents, job = cents_of(amount), newest_job(session)
        change_estimate(session, job, amount_cents=cents, reason=reason, actor=staff(session))


def _may_approve_by_mail(stage: Stage, name: str, amount: str) -> None:
    with stage.database.transaction() as session:
        contact = session.scalars(select(Contact).where(Contact.first_name == name)).one()
        cents, customer_id = cents_of(amount), contact.customer_id
        set_mail_limit(session, customer_id, cents=cents, actor=staff(session))


def _has_a_colleague(stage: Stage, name: str, colleague: str, address: str) -> None:
    with stage.database.transaction() as session:
        contact = session.scalars(select(Contact).where(Contact.first_name == name)).one()
        person = Contact(customer_id=contact.customer_id, first_name=colleague)
        session.add(person)
        session.flush()
        session.add(ContactPoint(contact_id=person.id, kind=PointKind.EMAIL, value=address))


def _sends_an_invoice(stage: Stage, name: str, amount: str) -> None:
    with stage.database.transaction() as session:
        contact = session.scalars(select(Contact).where(Contact.first_name == name)).one()
        an_invoice(session, cents_of(amount), customer=contact.customer)


def _link_in(stage: Stage, name: str, subject: str) -> str:
    letters = stage.wall.to(person_named(name).address)
    letter = next(each for each in reversed(letters) if subject in each.subject)
    found = re.search(r"https?://[^/\s]+(/approve/\S+)", letter.body)
    assert found is not None, f"no link in:\n{letter.body}"
    return found[1]


def _decides_by_text_link(stage: Stage, name: str, decision: str) -> None:
    _decides_by_link(stage, name, "", decision)


def _page_of(stage: Stage) -> FlaskClient:
    page = Flask("portal")
    page.register_blueprint(portal.create_blueprint(stage.runtime.settings, stage.database))
    return page.test_client()


def _opens_link(stage: Stage, name: str, subject: str) -> None:
    shown = _page_of(stage).get(_link_in(stage, name, subject))
    assert shown.status_code == 200, shown.status


def _decides_by_link(stage: Stage, name: str, subject: str, decision: str) -> None:
    link = _link_in(stage, name, subject)
    answered = _page_of(stage).post(link, data={"decision": decision})
    assert answered.status_code == 200, answered.status


_HAPPENINGS: tuple[tuple[str, Callable[..., None]], ...] = (
    (r"the office makes it a job", _makes_a_job),
    (r"the office plans a visit", _plans_a_visit),
    (r"the office plans a second visit", _plans_a_second_visit),
    (r"the office plans a visit at the same time", _plans_another_at_that_time),
    (r"the office offers it to (\w+)", _offers_it),
    (r"the office moves job (\d+) to ([\w ]+)", _moves_the_job),
    (r"the office takes over from the bot with ([\w ]+)", _takes_over),
    (r"the office writes to ([\w ]+?): (.+)", _writes_to),
    (r"the office hands ([\w ]+) back to the bot", _releases),
    (r"(\d+) (minute|hour|day)s pass", _time_passes),
    (r"the carrier posts that again", _posts_again),
    (r"(\w+) also rents (.+) #(\w+)", _also_rents),
    (r"(\w+) turns job updates off", _turns_updates_off),
    (r"(\w+) asks for news of ([\w ]+)", _asks_for_news),
    (r"nobody is on call", _nobody_on_call),
    *WAIT_LIST,
    *MONEY,
    (r"the office asks for (\$[\d.,]+) for (.+)", _asks_for_money),
    (r"the estimate becomes (\$[\d.,]+) for (.+)", _changes_the_estimate),
    (r"(\w+)'s company may approve (\$[\d.,]+) by mail", _may_approve_by_mail),
    (r"(\w+) opens the link in ([\w ]+)", _opens_link),
    (r"(\w+) decides by the link in \w+ last text: (approve|decline)", _decides_by_text_link),
    (r"(\w+) decides by the link in ([\w ]+): (approve|decline|hold)", _decides_by_link),
    (r"(\w+) has a colleague (\w+) <(\S+)>", _has_a_colleague),
    (r"the office sends (\w+) an invoice over (\$[\d.,]+)", _sends_an_invoice),
)
