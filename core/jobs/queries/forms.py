"""Forms as pages show them, and which a job still lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFound
from core.jobs.checklists import ChecklistField, FieldKind, as_read
from core.jobs.model import FormEntry, FormTemplate

MOST_FORMS = 100


@dataclass(frozen=True)
class FormView:
    """A form of the company."""

    id: int
    name: str
    required: bool
    active: bool
    fields: tuple[ChecklistField, ...]


@dataclass(frozen=True)
class AnswerView:
    """A question and its answer; photo: the kept file's number, where the answer is a picture."""

    label: str
    words: str
    photo: int | None


@dataclass(frozen=True)
class EntryView:
    """A form as it was filled in."""

    id: int
    name: str
    filled_by: str
    at: datetime
    answers: tuple[AnswerView, ...]


def form_templates(session: Session) -> tuple[FormView, ...]:
    """Every form, those in use first."""
    rows = session.scalars(
        select(FormTemplate)
        .order_by(FormTemplate.active.desc(), FormTemplate.name)
        .limit(MOST_FORMS)
    )
    return tuple(_view(each) for each in rows)


def form_template(session: Session, template_id: int) -> FormView:
    """One form; NotFound if there is none."""
    found = session.get(FormTemplate, template_id)
    if found is None:
        raise NotFound("form", template_id)
    return _view(found)


def entries_of(session: Session, job_id: int) -> tuple[EntryView, ...]:
    """What was filled in on the job, newest first."""
    rows = session.scalars(
        select(FormEntry)
        .where(FormEntry.job_id == job_id)
        .order_by(FormEntry.id.desc())
        .limit(MOST_FORMS)
    )
    return tuple(_entry(each) for each in rows)


def _view(row: FormTemplate) -> FormView:
    fields = tuple(as_read(each) for each in row.fields)
    return FormView(row.id, row.name, row.required, row.active, fields)


def _entry(row: FormEntry) -> EntryView:
    fields = (as_read(each) for each in row.fields)
    answers = tuple(
        _answer(field, str(row.answers[field.key])) for field in fields if field.key in row.answers
    )
    return EntryView(row.id, row.name, row.filled_by, row.created_at, answers)


def _answer(field: ChecklistField, words: str) -> AnswerView:
    if field.kind is FieldKind.PHOTO and words.isdigit():
        return AnswerView(field.label, "", int(words))
    said = words.capitalize() if field.kind is FieldKind.YES_NO else words
    return AnswerView(field.label, said, None)
