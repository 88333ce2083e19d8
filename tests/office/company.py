"""A small company at work: customers, a property, a booking from a text, a job on its way, somebody waiting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.alerts.actions.subscribing import subscribe_to_defaults
from core.alerts.actions.telling import fan_out
from core.blobs import keep_blob
from core.clock import database_now
from core.desk.actions import open_task
from core.desk.model import TaskPriority
from core.directory.actions.people import add_contact, add_customer, add_point, switch_updates_off
from core.directory.actions.places import (
    add_property,
    add_unit,
    relate,
    relationship_type,
    update_responsible_party,
)
from core.directory.model import Contact, Customer, CustomerKind, PointKind, Property, Unit
from core.events.actions import FIXLINE
from core.events.model import Event
from core.jobs.actions.booking import NewJob, Request, book, open_booking
from core.jobs.actions.offers import accept, offer_anyway
from core.jobs.actions.visits import schedule
from core.jobs.model import (
    Attachment,
    Booking,
    BookingSource,
    BusinessUnit,
    Job,
    JobPriority,
    JobType,
    Technician,
)
from core.language import Language
from core.messaging.actions.asking import ask_beside
from core.messaging.actions.queueing import say_in
from core.messaging.actions.threads import conversation_with, hand_to_staff, note_inbound
from core.messaging.letterhead import letterhead_of
from core.messaging.model import Conversation, Message, Party
from core.messaging.wire import Channel, MessageState
from tests.practice import practice_settings

# One red point; enough to be a picture.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0"
    "000003010100c9fe92ef0000000049454e44ae426082"
)
HEAD = letterhead_of(practice_settings())


@dataclass(frozen=True)
class Company:
    """The rows a test asks for, by id."""

    manager_id: int
    tenant_id: int
    tenant_contact_id: int
    tenant_point_id: int
    property_id: int
    unit_id: int
    booking_id: int
    job_number: int
    job_id: int
    conversation_id: int
    emergency_thread_id: int
    technician_id: int
    blob_id: int
    task_id: int


def settle_company(session: Session, *, tenant_words: str = "Kitchen sink is leaking") -> Company:
    """Write the company down by the core's own actions."""
    manager = _manager(session)
    tenant = _tenant(session)
    place, unit = _place(session, manager, tenant.customer)
    technician = Technician(name="Maria Lopez", phone="+13125550170", on_call_order=1)
    session.add(technician)
    booking = _booking(session, tenant, place, unit, tenant_words)
    job = _job(session, manager, tenant, place, unit, technician)
    _tell(session, job)
    thread = _thread(session, tenant, booking, tenant_words)
    danger = _danger(session)
    task = open_task(
        session,
        title=f"Find a technician for job {job.number}",
        details="Maria passed: on another job until four.",
        priority=TaskPriority.HIGH,
        subject=("job", job.id),
    )
    attachment = session.scalars(select(Attachment)).one()
    return Company(
        manager_id=manager.id,
        tenant_id=tenant.customer_id,
        tenant_contact_id=tenant.id,
        tenant_point_id=tenant.points[0].id,
        property_id=place.id,
        unit_id=unit.id,
        booking_id=booking.id,
        job_number=job.number,
        job_id=job.id,
        conversation_id=thread.id,
        emergency_thread_id=danger.id,
        technician_id=technician.id,
        blob_id=attachment.blob_id,
        task_id=task.id,
    )


def _manager(session: Session) -> Customer:
    customer = add_customer(
        session,
        name="Rita Chen",
        company_name="Lakeside Property Management",
        kind=CustomerKind.COMMERCIAL,
        actor=FIXLINE,
    )
    rita = add_contact(session, customer, first_name="Rita", last_name="Chen", role="Manager")
    add_point(session, rita, kind=PointKind.EMAIL, value="rita@lakeside.example", label="work")
    phone = add_point(session, rita, kind=PointKind.PHONE, value="312 555 0151", label="mobile")
    switch_updates_off(session, phone, actor=FIXLINE)
    subscribe_to_defaults(session, customer, actor=FIXLINE)
    return customer


def _tenant(session: Session) -> Contact:
    customer = add_customer(
        session, name="Robert Diaz", kind=CustomerKind.RESIDENTIAL, actor=FIXLINE
    )
    person = add_contact(
        session, customer, first_name="Robert", last_name="Diaz", language=Language.SPANISH
    )
    add_point(session, person, kind=PointKind.PHONE, value="312 555 0142", label="mobile")
    subscribe_to_defaults(session, customer, actor=FIXLINE)
    return person


def _place(session: Session, manager: Customer, tenant: Customer) -> tuple[Property, Unit]:
    place = add_property(
        session,
        street="12 Oak Street",
        city="Springfield",
        state="IL",
        postal_code="62704",
        time_zone="America/Chicago",
        name="Oak House",
        access_notes="Key box left of the door, code 4471.",
    )
    unit = add_unit(session, place, name="4")
    add_unit(session, place, name="5")
    relate(session, place, manager, relationship_type(session, "Primary"), actor=FIXLINE)
    relate(session, place, tenant, relationship_type(session, "Tenant"), actor=FIXLINE, unit=unit)
    update_responsible_party(session, place, manager, actor=FIXLINE)
    return place, unit


def _booking(session: Session, tenant: Contact, place: Property, unit: Unit, words: str) -> Booking:
    booking = open_booking(
        session,
        Request(
            source=BookingSource.SMS,
            words=f"{words}\n\nUnder the cabinet, water on the floor. We have a dog",
            summary=words,
            category="plumbing",
            urgency="urgent",
            requester=tenant,
            requester_address="+13125550142",
            customer=tenant.customer,
            property_id=place.id,
            unit_id=unit.id,
            requested_window="weekdays after 2",
            access="please_knock",
            pets=True,
        ),
        actor=FIXLINE,
    )
    blob = keep_blob(session, [PICTURE], content_type="image/png")
    session.add(Attachment(blob=blob, name="sink.png", booking_id=booking.id))
    session.flush()
    return booking


def _job(
    session: Session,
    manager: Customer,
    tenant: Contact,
    place: Property,
    unit: Unit,
    technician: Technician,
) -> Job:
    job = book(
        session,
        NewJob(
            customer=manager,
            property=place,
            unit=unit,
            requester=tenant,
            business_unit=session.scalars(
                select(BusinessUnit).where(BusinessUnit.name == "HVAC")
            ).one(),
            job_type=session.scalars(select(JobType).limit(1)).one(),
            summary="No heat in the bedroom",
            priority=JobPriority.HIGH,
            not_to_exceed_cents=35_000,
        ),
        actor=FIXLINE,
    )
    start = database_now(session) + timedelta(hours=20)
    visit = schedule(session, job, start=start, end=start + timedelta(hours=2), actor=FIXLINE)
    assignment = offer_anyway(session, visit, technician, actor=FIXLINE)
    accept(session, assignment.id, actor=FIXLINE)
    return job


def _tell(session: Session, job: Job) -> None:
    events = session.scalars(
        select(Event).where(Event.job_id == job.id, Event.kind == "job.moved").order_by(Event.id)
    ).all()
    for event in events:
        fan_out(session, HEAD, event, after_point_id=0)


def _thread(session: Session, tenant: Contact, booking: Booking, words: str) -> Conversation:
    thread = conversation_with(session, Channel.SMS, "+13125550142")
    thread.contact, thread.booking_id = tenant, booking.id
    thread.party, thread.language = Party.TENANT, "es"
    hear(
        session,
        thread,
        words,
        reading={"intent": "report", "category": "plumbing", "why": ["sink", "leaking"]},
    )
    sent = say_in(
        session,
        HEAD,
        thread,
        "Thanks Robert, we have written that down. May we enter if nobody is home?",
    )
    session.get_one(Message, sent).state = MessageState.DELIVERED
    ask_beside(
        session,
        thread,
        kind="which_place",
        options=["12 Oak Street #4", "12 Oak Street"],
        valid=timedelta(hours=4),
    )
    wish: dict[str, object] = {"intent": "person", "why": ["talk to", "a person"]}
    hear(session, thread, "I want to talk to a person please", reading=wish)
    hand_to_staff(session, thread)
    return thread


def _danger(session: Session) -> Conversation:
    thread = conversation_with(session, Channel.SMS, "+13125550199")
    hear(session, thread, "I smell gas in the hallway")
    thread.emergency = True
    session.flush()
    return thread


def hear(
    session: Session, thread: Conversation, words: str, *, reading: dict[str, object] | None = None
) -> Message:
    """A person has written in the conversation."""
    count = session.scalar(select(func.count()).select_from(Message)) or 0
    message = Message(
        conversation_id=thread.id,
        inbound=True,
        channel=thread.channel,
        carrier="twilio",
        provider_id=f"SM{count:032d}",
        sender=thread.address,
        recipient="+13125550100",
        body=words,
        state=MessageState.RECEIVED,
        booking_id=thread.booking_id,
        reading=reading or {},
    )
    session.add(message)
    session.flush()
    note_inbound(session, thread, words)
    return message
