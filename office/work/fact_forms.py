"""The form of one thing about a job: what it starts with, what there is to choose, and what was typed into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.directory.model import Customer, PropertyRelationship
from core.directory.queries.search import ranked_customers
from core.directory.queries.tags import all_tags
from core.errors import FieldRefused
from core.jobs.actions.editing import fingerprint
from core.jobs.actions.tagging import stored_tags, tags_named
from core.jobs.job_fields import FIELDS, JobField
from core.jobs.model import Job, JobPriority
from core.jobs.queries.job_choices import job_types, trades
from core.money import cents_of
from office.forms import Form
from office.job_facts import ASKED, Asked, Shape

MOST_FOUND = 12

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else wrote while this form was open. now: as people read it, perhaps empty.

    seen: its fingerprint, so that saving once more replaces exactly this.
    """

    seen: str
    now: str
    yours: str
    who: str
    at: datetime | None


@dataclass(frozen=True)
class FactForm:
    """The form as a page shows it."""

    field: JobField
    asked: Asked
    words: str
    form: Form
    options: Options = ()
    suggested: tuple[str, ...] = ()
    meanwhile: Meanwhile | None = None

    @property
    def id(self) -> str:
        """Its place on the page: that of the line it stands for."""
        return f"fact-{self.field}"

    @property
    def seen(self) -> str:
        """The fingerprint of what the person has before their eyes."""
        return self.meanwhile.seen if self.meanwhile else self.form.value("seen")


def fresh_form(session: Session, job: Job, field: JobField) -> Form:
    """The form with what stands now."""
    stored = FIELDS[field].read(session, job)
    shape = ASKED[field].shape
    shown = stored
    if shape is Shape.MONEY and stored:
        shown = FIELDS[field].said(session, stored).removeprefix("$")
    if shape is Shape.TAGS:
        shown = FIELDS[field].said(session, stored)
    return Form.filled(value=shown, seen=fingerprint(stored))


def form_of(
    session: Session,
    job: Job,
    field: JobField,
    form: Form,
    meanwhile: Meanwhile | None = None,
) -> FactForm:
    """The form with its choices."""
    return FactForm(
        field=field,
        asked=ASKED[field],
        words=FIELDS[field].words,
        form=form,
        options=_options(session, job, field, form),
        suggested=_suggested(session, field),
        meanwhile=meanwhile,
    )


def typed_value(session: Session, field: JobField, form: Form) -> str:
    """What was typed, as the field stores it; FieldRefused for what it cannot be."""
    typed = form.value("value").strip()
    shape = ASKED[field].shape
    if shape is Shape.MONEY and typed:
        try:
            return str(cents_of(typed))
        except ValueError as wrong:
            raise FieldRefused(field, str(wrong)) from wrong
    if shape is Shape.TAGS:
        return stored_tags(tags_named(session, typed.split(",")))
    if shape is Shape.PAYER and form.value("other").strip():
        return _sought(session, form.value("other").strip())
    return typed


def _sought(session: Session, words: str) -> str:
    """The one customer whom the words mean; several are offered by the form that is shown again."""
    found = session.scalars(ranked_customers(words).limit(2)).all()
    if not found:
        raise FieldRefused(
            JobField.BILL_TO, "Nobody is called that. Try a part of the name, or #number."
        )
    if len(found) > 1:
        raise FieldRefused(JobField.BILL_TO, "Several fit; choose one of the list above.")
    return str(found[0].id)


def _options(session: Session, job: Job, field: JobField, form: Form) -> Options:
    if field is JobField.PRIORITY:
        return tuple((each.value, each.value.capitalize()) for each in JobPriority)
    if field is JobField.BILL_TO:
        return _payers(session, job, form.value("other").strip())
    if field is JobField.BUSINESS_UNIT:
        standing = (job.business_unit_id, job.business_unit.name)
        return _with(standing, tuple((each.id, each.label) for each in trades(session)))
    if field is JobField.JOB_TYPE:
        standing = (job.job_type_id, job.job_type.name)
        return _with(standing, tuple((each.id, each.label) for each in job_types(session)))
    return ()


def _with(standing: tuple[int, str], others: tuple[tuple[int, str], ...]) -> Options:
    """The choices, with what stands there first where it is switched off by now."""
    rows = others if standing in others else (standing, *others)
    return tuple((str(id_), label) for id_, label in rows)


def _payers(session: Session, job: Job, sought: str) -> Options:
    """Whoever the words find, the one who is set, the job's customer, and all who belong to the property."""
    found = list(session.scalars(ranked_customers(sought).limit(MOST_FOUND))) if sought else []
    linked = session.scalars(
        select(Customer)
        .join(PropertyRelationship, PropertyRelationship.customer_id == Customer.id)
        .where(PropertyRelationship.property_id == job.property_id)
        .order_by(Customer.name, Customer.id)
        .limit(MOST_FOUND)
    )
    standing = [job.bill_to_override] if job.bill_to_override else []
    rows = {each.id: each for each in (*found, *standing, job.customer, *linked)}
    return tuple((str(each.id), f"{each.display_name} (#{each.number})") for each in rows.values())


def _suggested(session: Session, field: JobField) -> tuple[str, ...]:
    """The company's tags, offered while typing."""
    return tuple(tag.name for tag in all_tags(session)) if field is JobField.TAGS else ()
