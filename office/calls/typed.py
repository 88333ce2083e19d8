"""What was typed on the call page, read into what the trade understands. It writes nothing, and notes every error at
its field.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from bot.reading.danger import Safety
from core.directory.actions.arriving import NewPerson
from core.directory.actions.opening import NewPlace
from core.directory.model import Contact, Customer, Property, PropertyKind, Unit
from core.directory.queries.people import points_at
from core.jobs.actions.booking import PRIORITY_OF_URGENCY
from core.jobs.model import BusinessUnit, EstimateWish, JobPriority, JobType
from core.language import Language
from office.door import office
from office.forms import Form

LONGEST_WORDS = 4000
LONGEST_LINE = 200
LONGEST_SUMMARY = 300
URGENCIES = (("routine", "Routine"), ("urgent", "Urgent"), ("emergency", "Emergency"))
# Stands for the customer whose person is on the line, known already or just being written down.
CALLER = "caller"


class Outcome(StrEnum):
    """What the call is to become: a job, a booking, or a job without a visit that waits for one to fall free.

    INSIST: a job whose technician is asked against what stands in the way.
    """

    BOOK = "book"
    INSIST = "insist"
    SAVE = "save"
    WAIT = "wait"


@dataclass(frozen=True)
class Trouble:
    """The four intake questions answered (inventory 54), and what goes with them."""

    words: str
    since: str
    urgency: str
    window: str
    safety: Safety | None
    estimate: EstimateWish | None
    customer_notes: str

    @property
    def summary(self) -> str:
        """The first line of what the caller said."""
        return self.words.splitlines()[0][:LONGEST_SUMMARY] if self.words else ""


@dataclass(frozen=True)
class Who:
    """Who calls: a known person, or one to write down. phone: as it was typed, in E.164, or ""."""

    known: Contact | None
    new: NewPerson
    company: str

    @property
    def name(self) -> str:
        """The name as far as it is known."""
        if self.known is not None:
            return self.known.full_name
        return f"{self.new.first_name} {self.new.last_name}".strip()


@dataclass(frozen=True)
class Where:
    """The place: a known property and unit, or one to write down."""

    known: Property | None
    unit: Unit | None
    new: NewPlace | None
    new_unit: str

    @property
    def hint(self) -> str:
        """The new place as it was said."""
        if self.new is None:
            return ""
        return f"{self.new.street} #{self.new_unit}" if self.new_unit else self.new.street


@dataclass(frozen=True)
class What:
    """How the job is filed. customer: None where the caller's own customer pays."""

    business_unit: BusinessUnit | None
    job_type: JobType | None
    priority: JobPriority
    customer: Customer | None


def trouble_typed(form: Form) -> Trouble:
    """The answers; only the first is needed."""
    urgency = form.value("urgency")
    if urgency not in dict(URGENCIES):
        form.refuse("urgency", "Choose one of the list.")
    wish = form.value("estimate")
    return Trouble(
        words=form.needed_text("words", "Write what the caller said.", most=LONGEST_WORDS),
        since=form.text("since", most=LONGEST_LINE),
        urgency=urgency,
        window=form.text("window", most=LONGEST_LINE),
        safety=form.choice("safety", Safety) if urgency == "emergency" else None,
        estimate=form.choice("estimate", EstimateWish) if wish else None,
        customer_notes=form.text("customer_notes", most=LONGEST_WORDS),
    )


def who_typed(session: Session, form: Form) -> Who:
    """The caller. A number that is known already is never written down for a second person (inventory 14)."""
    contact_id = form.row(CALLER)
    known = session.get(Contact, contact_id) if contact_id else None
    if contact_id and (known is None or known.retired_at is not None):
        form.refuse("q", "That person is gone; look for the caller again.")
    first, _, last = form.text("name", most=LONGEST_LINE).partition(" ")
    new = NewPerson(
        first_name=first,
        last_name=last.strip(),
        language=form.choice("language", Language) if form.value("language") else Language.ENGLISH,
        phone=form.phone("phone"),
        email=form.email("email"),
    )
    return Who(known, new, form.text("company", most=LONGEST_LINE))


def newcomer_typed(session: Session, form: Form, who: Who) -> None:
    """What a caller who is to be written down needs: a name, a number, and not to be known already."""
    if who.known is not None:
        return
    form.needed_text("name", "Find the caller, or write their name down.", most=LONGEST_LINE)
    if not who.new.phone and not who.new.email:
        form.refuse("phone", "Write down a number or an e-mail address to reach them.")
    for field, address in (("phone", who.new.phone), ("email", who.new.email)):
        people = [point.contact.full_name for point in points_at(session, address) if address]
        if people:
            form.refuse(field, f"{people[0]} is known there. Find the caller by it above.")


def where_typed(session: Session, form: Form) -> Where:
    """The place; neither a known nor a new one is no error here."""
    property_id, unit_id = form.row("property_id"), form.row("unit_id")
    known = session.get(Property, property_id) if property_id else None
    unit = session.get(Unit, unit_id) if unit_id and known else None
    if property_id and known is None:
        form.refuse("place", "That property is gone; look for the place again.")
    if unit_id and known is not None and (unit is None or unit.property_id != known.id):
        form.refuse("unit_id", "Choose one of the list.")
    street = form.text("street", most=LONGEST_LINE)
    new_unit = form.text("new_unit", most=40)
    new = None
    if known is None and street:
        new = NewPlace(
            street=street,
            city=form.text("city", most=100),
            state=form.text("state", most=40),
            postal_code=form.text("postal_code", most=20),
            kind=PropertyKind.RENTAL,
            time_zone=office().settings.company_timezone,
            units=(new_unit,) if new_unit else (),
        )
    return Where(known, unit, new, new_unit)


def what_typed(session: Session, form: Form, urgency: str) -> What:
    """How the job is filed; all four are needed (inventory 46)."""
    trade = session.get(BusinessUnit, form.needed_row("business_unit_id", "Choose a trade."))
    kind = session.get(JobType, form.needed_row("job_type_id", "Choose a job type."))
    for field, row in (("business_unit_id", trade), ("job_type_id", kind)):
        if row is None:
            form.refuse(field, "Choose one of the list.")
    customer = None
    if not form.value("customer_id"):
        form.refuse("customer_id", "Choose who the job is for.")
    elif form.value("customer_id") != CALLER:
        customer_id = form.row("customer_id")
        customer = session.get(Customer, customer_id) if customer_id else None
        if customer is None:
            form.refuse("customer_id", "Choose one of the list.")
    priority = form.choice("priority", JobPriority) if form.value("priority") else None
    return What(
        trade, kind, priority or PRIORITY_OF_URGENCY.get(urgency, JobPriority.NORMAL), customer
    )
