"""How each thing about a job is called and shown on its page, and by which form it is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flask import url_for
from sqlalchemy.orm import Session

from core.jobs.job_fields import FIELDS, JobField
from core.jobs.model import Job
from core.jobs.queries.job_page import JobView


class Shape(StrEnum):
    """By what a value is typed."""

    LINE = "line"
    TEXT = "text"
    MONEY = "money"
    CHOICE = "choice"
    PAYER = "payer"
    TAGS = "tags"


@dataclass(frozen=True)
class Asked:
    """A field as a form asks for it. empty: what its page says where nothing is filled in."""

    label: str
    shape: Shape
    hint: str = ""
    empty: str = "Not filled in"


ASKED: Mapping[JobField, Asked] = {
    JobField.SUMMARY: Asked("Summary", Shape.LINE, "What is to be done, in a few words."),
    JobField.BILL_TO: Asked(
        "Pays",
        Shape.PAYER,
        "For this job alone. The job’s customer stays who they are.",
    ),
    JobField.PRIORITY: Asked("Priority", Shape.CHOICE),
    JobField.BUSINESS_UNIT: Asked("Trade", Shape.CHOICE),
    JobField.JOB_TYPE: Asked("Job type", Shape.CHOICE),
    JobField.NOT_TO_EXCEED: Asked(
        "Not to exceed",
        Shape.MONEY,
        "In dollars, such as 450 or 1,240.50. Up to this amount an e-mail may approve where the customer has no limit.",
        "No limit set",
    ),
    JobField.PO_NUMBER: Asked("PO number", Shape.LINE, "Stands on their invoice.", "None yet"),
    JobField.TAGS: Asked(
        "Tags", Shape.TAGS, "With commas between. A word that is new becomes a tag.", "None"
    ),
    JobField.CUSTOMER_NOTES: Asked(
        "Notes", Shape.TEXT, "What the customer wants us to know.", "None"
    ),
    JobField.RESOLUTION: Asked(
        "Resolution", Shape.TEXT, "What was found and what was done.", "Not written yet"
    ),
}


@dataclass(frozen=True)
class Fact:
    """One line of the facts. why: by which rule it is so. url: where the value itself leads."""

    field: JobField
    label: str
    said: str
    empty: str
    words: str
    why: str = ""
    url: str = ""

    @property
    def id(self) -> str:
        """Its place on the page."""
        return f"fact-{self.field}"


def facts_of(session: Session, view: JobView) -> tuple[Fact, ...]:
    """Everything about the job that is changed on its page."""
    job = session.get_one(Job, view.id)
    return tuple(fact_of(session, job, view, field) for field in ASKED)


def fact_of(session: Session, job: Job, view: JobView, field: JobField) -> Fact:
    """One of them."""
    asked, held = ASKED[field], FIELDS[field]
    if field is JobField.BILL_TO:
        return _payer(view, asked)
    said = held.said(session, held.read(session, job))
    return Fact(field, asked.label, said, asked.empty, held.words)


def _payer(view: JobView, asked: Asked) -> Fact:
    """Who pays and why; where nobody has decided it yet, that too (inventory 64)."""
    undecided = "nobody has said yet; the job’s customer until then"
    return Fact(
        JobField.BILL_TO,
        asked.label,
        view.payer[1],
        asked.empty,
        FIELDS[JobField.BILL_TO].words,
        why=view.payer_why if view.is_payer_decided else undecided,
        url=url_for("office.customer", customer_id=view.payer[0]),
    )
