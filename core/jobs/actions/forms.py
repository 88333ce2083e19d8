"""Forms: the company writes checklists, people fill them in on jobs. What was filled in is never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.errors import FieldRefused, NotFound, Refused
from core.events.actions import Actor, record
from core.jobs.actions.photos import Upload, add_job_file
from core.jobs.actions.visits import place_of
from core.jobs.checklists import ChecklistField, answers_to, as_kept, as_read, check_fields
from core.jobs.model import FormEntry, FormTemplate, Job

LONGEST_NAME = 120


@dataclass(frozen=True)
class TemplateDraft:
    """A form as somebody wrote it in Settings. required: a job lacks something until it is filled in."""

    name: str
    fields: tuple[ChecklistField, ...]
    required: bool = False
    active: bool = True


def add_form_template(session: Session, draft: TemplateDraft, *, actor: Actor) -> FormTemplate:
    """Write a form. Refused: no name or one that is taken, nothing asked."""
    _hold_all(session)
    template = FormTemplate()
    _write(session, template, draft)
    session.add(template)
    session.flush()
    _record_template(session, "form_template.added", template, actor=actor)
    return template


def edit_form_template(
    session: Session, template_id: int, draft: TemplateDraft, *, actor: Actor
) -> FormTemplate:
    """Save it anew; what was filled in before keeps the questions of its day."""
    _hold_all(session)
    template = session.get(FormTemplate, template_id, with_for_update=True)
    if template is None:
        raise NotFound("form", template_id)
    _write(session, template, draft)
    session.flush()
    _record_template(session, "form_template.edited", template, actor=actor)
    return template


def fill_form(
    session: Session,
    job: Job,
    template_id: int,
    given: Mapping[str, str],
    *,
    photos: Mapping[str, Upload],
    actor: Actor,
) -> FormEntry:
    """Fill a form in on a job (inventory 68). given, photos: by the field's key.

    FieldRefused at the key of what is missing or no answer; nothing is kept then.
    """
    template = _in_use(session, template_id)
    fields = tuple(as_read(each) for each in template.fields)
    answers: JsonObject = {**answers_to(fields, given, photos=frozenset(photos))}
    for key, upload in photos.items():
        answers[key] = str(add_job_file(session, job, upload, actor=actor).blob_id)
    entry = FormEntry(
        job=job,
        template=template,
        name=template.name,
        fields=template.fields,
        answers=answers,
        filled_by=actor.name[:200],
    )
    session.add(entry)
    session.flush()
    record(
        session,
        "form.filled",
        subject=("form_entry", entry.id),
        actor=actor,
        place=place_of(job),
        after={"name": entry.name},
        facts={"answers": answers},
    )
    return entry


def _in_use(session: Session, template_id: int) -> FormTemplate:
    template = session.get(FormTemplate, template_id)
    if template is None:
        raise NotFound("form", template_id)
    if not template.active:
        raise Refused(f"The form “{template.name}” is switched off.")
    return template


def _hold_all(session: Session) -> None:
    """One who names a form at a time: of two who save one name at once the second is told."""
    session.execute(text("LOCK TABLE form_templates IN SHARE ROW EXCLUSIVE MODE"))


def _write(session: Session, template: FormTemplate, draft: TemplateDraft) -> None:
    name = " ".join(draft.name.split())
    if not name or len(name) > LONGEST_NAME:
        raise FieldRefused("name", "Give the form a name, such as Boiler check.")
    taken = session.scalar(select(FormTemplate.id).where(FormTemplate.name == name))
    if taken is not None and taken != template.id:
        raise FieldRefused("name", "Another form has this name.")
    check_fields(draft.fields)
    template.name, template.required, template.active = name, draft.required, draft.active
    template.fields = [as_kept(each) for each in draft.fields]


def _record_template(session: Session, kind: str, template: FormTemplate, *, actor: Actor) -> None:
    after: JsonObject = {
        "name": template.name,
        "required": template.required,
        "active": template.active,
        "fields": template.fields,
    }
    record(session, kind, subject=("form_template", template.id), actor=actor, after=after)
