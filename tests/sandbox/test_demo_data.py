"""The demo company comes whole, looks like a year of work up to this minute, and makes nobody be told anything."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.alerts.actions.reminding import plan_reminders
from core.billing.actions.pricebook import set_billing_defaults
from core.billing.model import (
    Allocation,
    Invoice,
    InvoiceLine,
    InvoiceStatus,
    ItemKind,
    PricebookItem,
)
from core.billing.queries.company import billing_defaults
from core.clock import database_now, local
from core.db import Base, Database
from core.directory.model import ContactPoint, Customer, Property
from core.events.model import Event
from core.jobs.checklists import answers_to, as_read
from core.jobs.lifecycle import Category
from core.jobs.model import (
    Appointment,
    Emergency,
    Equipment,
    FormEntry,
    Job,
    JobEquipment,
    JobStatus,
)
from core.messaging.model import Conversation, Message
from core.messaging.states import SETTLED
from core.messaging.wire import MessageState
from core.outbox.model import OutboxEntry
from sandbox.cast import COMPANY_ZONE
from sandbox.commands import demo_data
from sandbox.company import load_company
from sandbox.demo.amounts import AMOUNTS, DemoSize
from sandbox.demo.desk import SERVED
from sandbox.demo.drawing import Draw
from sandbox.demo.loading import DemoRefused, Loaded, load_demo
from sandbox.demo.people import settle
from sandbox.demo.reminding import told_at
from tests.builders import OFFICE
from tests.builders.billing import an_item
from tests.builders.directory import a_person, a_phone
from tests.practice import practice_settings

SMALL = AMOUNTS[DemoSize.SMALL]


def silent(_words: str) -> None:
    """Nobody listens to the progress."""


def load(session: Session) -> Loaded:
    return load_demo(session, DemoSize.SMALL, silent)


def count(session: Session, row: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(row)) or 0


def test_as_many_customers_properties_and_jobs_come_as_were_asked_for(session: Session) -> None:
    loaded = load(session)
    assert (loaded.customers, loaded.properties) == (SMALL.customers, SMALL.properties)
    assert loaded.jobs == count(session, Job) == SMALL.jobs
    assert count(session, Property) == SMALL.properties + 2
    assert set(session.scalars(select(Customer.kind))) == {
        "residential",
        "commercial",
    }


def test_the_demo_company_has_a_pricebook_and_says_where_it_is_paid(session: Session) -> None:
    load(session)
    items = session.scalars(select(PricebookItem).order_by(PricebookItem.code)).all()
    assert {item.kind for item in items} == set(ItemKind)
    charged = set(session.scalars(select(InvoiceLine.words).where(InvoiceLine.net_cents > 0)))
    assert {item.name for item in items} >= charged
    defaults = billing_defaults(session)
    assert defaults.postal_address
    assert defaults.payment_words
    firms = select(Customer.billing_address).where(
        Customer.import_key != "", Customer.company_name != ""
    )
    assert all(session.scalars(firms))


def test_what_a_company_says_of_its_payments_itself_stays(session: Session) -> None:
    set_billing_defaults(session, tax_rate_thousandths=0, payment_words="Cash.", actor=OFFICE)
    an_item(session, "Drain")
    load(session)
    assert billing_defaults(session).payment_words == "Cash."
    assert session.scalars(select(PricebookItem.name)).all() == ["Drain"]


def test_no_reminder_was_told_later_than_now() -> None:
    day, zone = date(2026, 3, 2), ZoneInfo(COMPANY_ZONE)
    for hour, told in ((8, 8), (12, 10)):
        now = datetime.combine(day, time(hour), tzinfo=zone)
        assert told_at(day, now, COMPANY_ZONE) == datetime.combine(day, time(told), tzinfo=zone)


def test_loading_promises_no_work_and_leaves_no_message_to_be_sent(session: Session) -> None:
    load(session)
    assert count(session, OutboxEntry) == 0
    assert session.scalar(select(Emergency.id).where(Emergency.acknowledged_at.is_(None))) is None
    states = Counter(session.scalars(select(Message.state)))
    assert set(states) <= {*SETTLED, MessageState.SENT}
    assert states[MessageState.DELIVERED] > states[MessageState.UNDELIVERED]
    unheard = select(Message.id).where(Message.inbound, Message.heard_at.is_(None))
    assert session.scalars(unheard).all() == []
    assert plan_reminders(session, database_now(session)) == 0


def test_nobody_in_it_can_be_reached_by_a_real_telephone_or_mailbox(session: Session) -> None:
    load(session)
    for value in session.scalars(select(ContactPoint.value)):
        assert value.endswith(".example") or value[-7:-2] == "55501", value
    addresses = session.scalars(select(Conversation.address)).all()
    assert len(addresses) > SMALL.waiting


def test_today_has_a_full_board_and_jobs_stand_in_every_stage_of_the_year(session: Session) -> None:
    load(session)
    now = database_now(session)
    starts = session.scalars(select(Appointment.window_start)).all()
    today = local(now, "America/Chicago").date()
    visits = [at for at in starts if local(at, "America/Chicago").date() == today]
    assert len(visits) >= SMALL.technicians * 2
    categories = set(
        session.scalars(select(JobStatus.category).join(Job, Job.status_id == JobStatus.id))
    )
    assert {
        Category.BOOKED,
        Category.SCHEDULED,
        Category.INVOICED,
        Category.PAID,
        Category.CANCELED,
    } <= categories
    assert max(session.scalars(select(Job.status_since))) <= database_now(session)


def test_what_is_paid_is_settled_and_what_is_owed_is_not(session: Session) -> None:
    load(session)
    for invoice, category in session.execute(
        select(Invoice, JobStatus.category)
        .join(Job, Job.id == Invoice.job_id)
        .join(JobStatus, JobStatus.id == Job.status_id)
        .where(Invoice.status == InvoiceStatus.ISSUED, Invoice.kind == "invoice")
    ):
        assert (invoice.settled_on is not None) == (category == Category.PAID), invoice.number
    numbers = sorted(number for number in session.scalars(select(Invoice.number)) if number)
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert count(session, Allocation) > SMALL.jobs // 4


def test_the_same_seed_brings_the_same_people_and_another_seed_others(session: Session) -> None:
    now = database_now(session)
    people = [asdict(each) for each in settle(Draw(7), SMALL, now).people]
    assert people == [asdict(each) for each in settle(Draw(7), SMALL, now).people]
    assert people != [asdict(each) for each in settle(Draw(8), SMALL, now).people]


def test_it_comes_beside_the_practice_company_but_only_once(session: Session) -> None:
    load_company(session)
    before = count(session, Customer)
    load(session)
    assert count(session, Customer) == before + SMALL.customers
    with pytest.raises(DemoRefused, match="loaded once"):
        load(session)


def test_it_does_not_come_where_real_customers_are(session: Session) -> None:
    a_phone(session, a_person(session), "+14155552671")
    with pytest.raises(DemoRefused, match="real company"):
        load(session)


@pytest.mark.parametrize("mode", ["live", "guest-list"])
def test_the_command_refuses_outside_the_practice_ground(database: Database, mode: str) -> None:
    settings = practice_settings(FIXLINE_MODE=mode, DATABASE_URL=database.url)
    answer = CliRunner().invoke(demo_data, ["--size", "small"], obj=settings)
    assert answer.exit_code == 1
    assert "sandbox" in answer.output
    with database.reading() as session:
        assert count(session, Customer) == 0


def test_technicians_filled_in_the_companys_form_as_it_asks(session: Session) -> None:
    load(session)
    entries = session.scalars(select(FormEntry)).all()
    assert len(entries) > SMALL.jobs // 5
    for entry in entries:
        fields = tuple(as_read(each) for each in entry.fields)
        given = {key: str(said) for key, said in entry.answers.items()}
        assert answers_to(fields, given, photos=frozenset()) == given
        assert entry.filled_by


def test_histories_read_backwards_tell_the_last_first(session: Session) -> None:
    load(session)
    moves = select(Event.created_at).where(Event.kind == "job.moved").order_by(Event.id)
    times = session.scalars(moves).all()
    assert len(times) > SMALL.jobs
    assert list(times) == sorted(times)


def test_a_machine_was_served_for_what_such_a_machine_can_have(session: Session) -> None:
    load(session)
    served = session.execute(
        select(Equipment.name, Job.summary)
        .join(JobEquipment, JobEquipment.equipment_id == Equipment.id)
        .join(Job, Job.id == JobEquipment.job_id)
    ).all()
    assert served
    assert all(name in SERVED[summary] for name, summary in served)
