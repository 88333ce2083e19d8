"""The things about a job that people change on its page: how each is read, checked, written and said.

A value travels as text, so that a form can carry what it saw: a row by its id, money in cents, tags by their ids in
order with commas between; empty is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.directory.model import Customer, Tag
from core.errors import FieldRefused
from core.jobs.model import BusinessUnit, Job, JobPriority, JobTag, JobType
from core.money import LARGEST_CENTS, dollars

LONGEST_SUMMARY = 300
LONGEST_NOTES = 10_000
LONGEST_PO_NUMBER = 60
MOST_TAGS = 20
LONGEST_ID = 18


class JobField(StrEnum):
    """What can be changed."""

    SUMMARY = "summary"
    CUSTOMER_NOTES = "customer_notes"
    BILL_TO = "bill_to"
    PO_NUMBER = "po_number"
    NOT_TO_EXCEED = "not_to_exceed"
    PRIORITY = "priority"
    BUSINESS_UNIT = "business_unit"
    JOB_TYPE = "job_type"
    TAGS = "tags"
    RESOLUTION = "resolution"


@dataclass(frozen=True)
class Held:
    """How a field is handled. words: its name in a sentence.

    checked: the value as it would be stored, or FieldRefused. said: a stored value as people read it.
    """

    words: str
    read: Callable[[Session, Job], str]
    checked: Callable[[Session, str], str]
    write: Callable[[Session, Job, str], None]
    said: Callable[[Session, str], str]


def _as_it_is(_: Session, value: str) -> str:
    return value


def _text(field: JobField, *, most: int) -> Callable[[Session, str], str]:
    def checked(_: Session, value: str) -> str:
        words = value.replace("\r\n", "\n").replace("\x00", "").strip()
        if len(words) > most:
            raise FieldRefused(
                field, f"Keep this under {most:,} characters; it has {len(words):,}."
            )
        return words

    return checked


def _summary(session: Session, value: str) -> str:
    words = " ".join(_text(JobField.SUMMARY, most=LONGEST_SUMMARY)(session, value).split())
    if not words:
        raise FieldRefused(JobField.SUMMARY, "Say in a few words what is to be done.")
    return words


def _amount(_: Session, value: str) -> str:
    if value and not (value.isascii() and value.isdigit() and int(value[:20]) <= LARGEST_CENTS):
        raise FieldRefused(JobField.NOT_TO_EXCEED, "Write an amount like 450 or 1,240.50.")
    return str(int(value)) if value else ""


def _priority(_: Session, value: str) -> str:
    if value not in set(JobPriority):
        raise FieldRefused(JobField.PRIORITY, "Choose one of the list.")
    return value


def _id(field: JobField, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= LONGEST_ID):
        raise FieldRefused(field, "Choose one of the list.")
    return int(value)


def _row(field: JobField, row: type[BusinessUnit] | type[JobType]) -> Callable[[Session, str], str]:
    def checked(session: Session, value: str) -> str:
        found = session.get(row, _id(field, value))
        if found is None:
            raise FieldRefused(field, "Choose one of the list.")
        return str(found.id)

    return checked


def _payer(session: Session, value: str) -> str:
    """A customer, or nobody: then the property's responsible party pays, else the job's customer (inventory 64)."""
    if not value:
        return ""
    customer = session.get(Customer, _id(JobField.BILL_TO, value))
    if customer is None or customer.merged_into_id is not None:
        raise FieldRefused(JobField.BILL_TO, "There is no such customer any more; choose another.")
    return str(customer.id)


def _tags(session: Session, value: str) -> str:
    wanted = {_id(JobField.TAGS, each) for each in value.split(",") if each}
    if len(wanted) > MOST_TAGS:
        raise FieldRefused(JobField.TAGS, f"A job has at most {MOST_TAGS} tags.")
    known = set(session.scalars(select(Tag.id).where(Tag.id.in_(wanted))))
    if known != wanted:
        raise FieldRefused(JobField.TAGS, "One of these tags is no longer there; choose again.")
    return _joined(known)


def _joined(ids: set[int]) -> str:
    return ",".join(str(each) for each in sorted(ids))


def _read_tags(session: Session, job: Job) -> str:
    return _joined(set(session.scalars(select(JobTag.tag_id).where(JobTag.job_id == job.id))))


def _write_tags(session: Session, job: Job, value: str) -> None:
    wanted = {int(each) for each in value.split(",") if each}
    gone = JobTag.tag_id.not_in(wanted)
    session.execute(delete(JobTag).where(JobTag.job_id == job.id, gone))
    standing = set(session.scalars(select(JobTag.tag_id).where(JobTag.job_id == job.id)))
    session.add_all(JobTag(job_id=job.id, tag_id=each) for each in sorted(wanted - standing))


def _said_tags(session: Session, value: str) -> str:
    ids = [int(each) for each in value.split(",") if each]
    return ", ".join(
        session.scalars(select(Tag.name).where(Tag.id.in_(ids)).order_by(func.lower(Tag.name)))
    )


def _said_unit(session: Session, value: str) -> str:
    return session.get_one(BusinessUnit, int(value)).name


def _said_type(session: Session, value: str) -> str:
    return session.get_one(JobType, int(value)).name


def _said_payer(session: Session, value: str) -> str:
    return session.get_one(Customer, int(value)).display_name if value else ""


def _set_amount(_: Session, job: Job, value: str) -> None:
    job.not_to_exceed_cents = int(value) if value else None


def _set_payer(_: Session, job: Job, value: str) -> None:
    job.bill_to_override_id = int(value) if value else None


def _set_priority(_: Session, job: Job, value: str) -> None:
    job.priority = JobPriority(value)


def _set_unit(_: Session, job: Job, value: str) -> None:
    job.business_unit_id = int(value)


def _set_type(_: Session, job: Job, value: str) -> None:
    job.job_type_id = int(value)


def _set_words(name: str) -> Callable[[Session, Job, str], None]:
    return lambda _, job, value: setattr(job, name, value)


def _read_words(name: str) -> Callable[[Session, Job], str]:
    return lambda _, job: str(getattr(job, name))


def _read_amount(_: Session, job: Job) -> str:
    return "" if job.not_to_exceed_cents is None else str(job.not_to_exceed_cents)


def _of_text(words: str, field: JobField, *, most: int) -> Held:
    """A field that holds words, under the column of its own name."""
    checked = _summary if field is JobField.SUMMARY else _text(field, most=most)
    return Held(words, _read_words(field), checked, _set_words(field), _as_it_is)


FIELDS: Mapping[JobField, Held] = {
    JobField.SUMMARY: _of_text("the summary", JobField.SUMMARY, most=LONGEST_SUMMARY),
    JobField.CUSTOMER_NOTES: _of_text(
        "the customer’s notes", JobField.CUSTOMER_NOTES, most=LONGEST_NOTES
    ),
    JobField.BILL_TO: Held(
        "who is billed",
        lambda _, job: str(job.bill_to_override_id or ""),
        _payer,
        _set_payer,
        _said_payer,
    ),
    JobField.PO_NUMBER: _of_text("the PO number", JobField.PO_NUMBER, most=LONGEST_PO_NUMBER),
    JobField.NOT_TO_EXCEED: Held(
        "the not-to-exceed amount",
        _read_amount,
        _amount,
        _set_amount,
        lambda _, value: dollars(int(value)) if value else "",
    ),
    JobField.PRIORITY: Held(
        "the priority",
        lambda _, job: job.priority.value,
        _priority,
        _set_priority,
        lambda _, value: value.capitalize(),
    ),
    JobField.BUSINESS_UNIT: Held(
        "the trade",
        lambda _, job: str(job.business_unit_id),
        _row(JobField.BUSINESS_UNIT, BusinessUnit),
        _set_unit,
        _said_unit,
    ),
    JobField.JOB_TYPE: Held(
        "the job type",
        lambda _, job: str(job.job_type_id),
        _row(JobField.JOB_TYPE, JobType),
        _set_type,
        _said_type,
    ),
    JobField.TAGS: Held("the tags", _read_tags, _tags, _write_tags, _said_tags),
    JobField.RESOLUTION: _of_text("the resolution", JobField.RESOLUTION, most=LONGEST_NOTES),
}
