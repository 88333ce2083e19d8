"""Writes the forms that technicians of the demo company filled in when they were done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from psycopg.types.json import Jsonb

from core.jobs.checklists import ChecklistField, FieldKind, as_kept
from core.jobs.model import FormEntry, FormTemplate
from sandbox.demo.filling import Line
from sandbox.demo.works import Around, WrittenJob

NAME = "After the visit"
FILLED_PERCENT, CLEAN_PERCENT, ABSENT_PERCENT = 45, 96, 30
FOUND = ("Worn part", "Blockage", "Loose connection", "Wear and tear", "Misuse")
QUESTIONS = (
    ChecklistField("f0", "What was the cause", FieldKind.CHOICE, required=True, choices=FOUND),
    ChecklistField("f1", "Minutes on site", FieldKind.NUMBER, required=True),
    ChecklistField("f2", "Tested and left working", FieldKind.YES_NO, required=True),
    ChecklistField("f3", "Left clean", FieldKind.YES_NO),
    ChecklistField("f4", "Who was there", FieldKind.TEXT),
)


def write_forms(around: Around, jobs: Sequence[WrittenJob]) -> None:
    """The company's own form, and about half of the finished jobs with it filled in."""
    (template_id,) = around.filler.ids(FormTemplate, 1)
    fields = Jsonb([as_kept(each) for each in QUESTIONS])
    around.filler.fill(
        FormTemplate,
        [{"id": template_id, "name": NAME, "fields": fields, "required": False, "active": True}],
    )
    around.filler.fill(FormEntry, list(_entries(around, jobs, template_id, fields)))


def _entries(
    around: Around, jobs: Sequence[WrittenJob], template_id: int, fields: Jsonb
) -> Iterator[Line]:
    for job in jobs:
        done_at, visit = job.work.completed_at, job.work.visit
        if done_at is None or visit is None or visit.technician is None:
            continue
        if not around.draw.happens(FILLED_PERCENT):
            continue
        yield {
            "job_id": job.id,
            "template_id": template_id,
            "name": NAME,
            "fields": fields,
            "answers": _answers(around, job),
            "filled_by": around.crew[visit.technician].name,
            "created_at": done_at,
        }


def _answers(around: Around, job: WrittenJob) -> dict[str, str]:
    draw = around.draw
    absent = draw.happens(ABSENT_PERCENT)
    return {
        "f0": draw.one(FOUND),
        "f1": str(draw.number(4, 30) * 5),
        "f2": "yes",
        "f3": "yes" if draw.happens(CLEAN_PERCENT) else "no",
        "f4": "Nobody, key from the office" if absent else job.work.tenancy.person.name,
    }
