"""Forms: what the company asks is answered fully or not at all, and what was filled in never changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from core.errors import FieldRefused, Refused
from core.jobs.actions.forms import (
    TemplateDraft,
    add_form_template,
    edit_form_template,
    fill_form,
)
from core.jobs.actions.photos import Upload
from core.jobs.checklists import ChecklistField, FieldKind, answers_to, as_kept, as_read
from core.jobs.forms_missing import missing_forms
from core.jobs.model import FormTemplate, Job
from core.jobs.queries.forms import entries_of, form_templates
from core.jobs.queries.photos import files_of_job
from tests.builders import OFFICE, a_job
from tests.core.jobs.test_photos import picture

FIELDS = (
    ChecklistField("f0", "Pressure", FieldKind.NUMBER, required=True),
    ChecklistField("f1", "Leaks", FieldKind.YES_NO),
    ChecklistField("f2", "Filter", FieldKind.CHOICE, choices=("clean", "replaced")),
    ChecklistField("f3", "Anything else", FieldKind.TEXT),
    ChecklistField("f4", "Type plate", FieldKind.PHOTO),
)
CHECK = TemplateDraft("Boiler check", FIELDS, required=True)
GOOD = {"f0": "1.5", "f1": "no", "f2": "clean", "f3": " all  well "}


def a_form(session: Session, draft: TemplateDraft = CHECK) -> FormTemplate:
    return add_form_template(session, draft, actor=OFFICE)


def filled(session: Session, job: Job, template: FormTemplate, **given: str) -> None:
    fill_form(session, job, template.id, given, photos={}, actor=OFFICE)


@pytest.mark.inventory(68)
def test_a_form_is_filled_in_on_a_job_with_its_picture(session: Session) -> None:
    job, template = a_job(session), a_form(session)
    plate = Upload("plate.jpg", picture(), "f4")
    fill_form(session, job, template.id, GOOD, photos={"f4": plate}, actor=OFFICE)
    (entry,) = entries_of(session, job.id)
    assert [(each.label, each.words) for each in entry.answers[:4]] == [
        ("Pressure", "1.5"),
        ("Leaks", "No"),
        ("Filter", "clean"),
        ("Anything else", "all well"),
    ]
    (photo,) = files_of_job(session, job.id)
    assert entry.answers[4].photo == photo.blob_id


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "f0"),
        ({"f0": "much"}, "f0"),
        ({"f0": "1e9"}, "f0"),
        ({"f0": "NaN"}, "f0"),
        ({"f0": "1", "f1": "maybe"}, "f1"),
        ({"f0": "1", "f2": "dirty"}, "f2"),
        ({"f0": "1", "f3": "x" * 2_001}, "f3"),
    ],
)
def test_an_answer_that_is_none_is_refused_at_its_field(
    session: Session, given: dict[str, str], field: str
) -> None:
    job, template = a_job(session), a_form(session)
    with pytest.raises(FieldRefused) as refusal:
        fill_form(session, job, template.id, given, photos={}, actor=OFFICE)
    assert refusal.value.field == field
    assert entries_of(session, job.id) == ()


def test_a_needed_picture_is_asked_for() -> None:
    needed = (replace(FIELDS[4], required=True),)
    with pytest.raises(FieldRefused, match="Type plate"):
        answers_to(needed, {"f4": "typed, not chosen"}, photos=frozenset())
    assert answers_to(needed, {}, photos=frozenset({"f4"})) == {}


def test_a_job_says_which_forms_it_lacks(session: Session) -> None:
    job, template = a_job(session), a_form(session)
    a_form(session, replace(CHECK, name="Tea break", required=False))
    off = a_form(session, replace(CHECK, name="Old check"))
    edit_form_template(
        session, off.id, replace(CHECK, name="Old check", active=False), actor=OFFICE
    )
    assert missing_forms(session, job.id) == ("Boiler check",)
    filled(session, job, template, f0="1")
    assert missing_forms(session, job.id) == ()
    with pytest.raises(Refused, match="switched off"):
        filled(session, job, off, f0="1")


def test_a_changed_form_changes_nothing_that_was_filled_in(session: Session) -> None:
    job, template = a_job(session), a_form(session)
    filled(session, job, template, f0="1")
    asked = (ChecklistField("f0", "Colour", FieldKind.TEXT),)
    edit_form_template(session, template.id, replace(CHECK, fields=asked), actor=OFFICE)
    (entry,) = entries_of(session, job.id)
    assert [(each.label, each.words) for each in entry.answers] == [("Pressure", "1")]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(CHECK, name=" "), "name"),
        (replace(CHECK, fields=()), "label-0"),
        (replace(CHECK, fields=FIELDS * 9), "label-0"),
        (replace(CHECK, fields=(replace(FIELDS[0], label=" "),)), "label-0"),
        (replace(CHECK, fields=(replace(FIELDS[2], choices=("one",)),)), "choices-2"),
    ],
)
def test_a_form_nobody_could_fill_in_is_refused(
    session: Session, draft: TemplateDraft, field: str
) -> None:
    with pytest.raises(FieldRefused) as refusal:
        a_form(session, draft)
    assert refusal.value.field == field
    assert form_templates(session) == ()


def test_two_forms_of_one_name_are_refused(session: Session) -> None:
    a_form(session)
    with pytest.raises(FieldRefused, match="Another form"):
        a_form(session)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_kept_as_it_was_written(field: ChecklistField) -> None:
    assert as_read(as_kept(field)) == field
