"""Pictures and files brought at a desk: onto a job, onto equipment, and off a job again."""

from __future__ import annotations

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import FieldRefused
from core.jobs.actions.photos import (
    LARGEST_BYTES,
    Upload,
    add_equipment_file,
    add_job_file,
    remove_job_file,
)
from core.jobs.queries.work import job_numbered
from office.access import actor, needs
from office.door import writing
from office.forms import Form
from office.jobs import show_job
from office.once import once
from office.work.equipment import show_equipment

MOST_AT_ONCE = 10


@needs(Permission.JOBS_FILE)
def add_files(number: int) -> Response | tuple[str, int]:
    """Keep the chosen files with the job: all of them, or none where one is refused."""
    form = Form(request.form)

    def keep(session: Session) -> str:
        job = job_numbered(session, number)
        for upload in uploads("file"):
            add_job_file(session, job, upload, actor=actor())
        return url_for("office.job", number=number, _anchor="photos")

    try:
        return once(keep)
    except FieldRefused as refusal:
        form.take(refusal)
        return show_job(number, form), 422


@needs(Permission.JOBS_FILE)
def remove_file(number: int, attachment_id: int) -> Response:
    """Take one off the job again."""
    with writing() as session:
        remove_job_file(session, job_numbered(session, number), attachment_id, actor=actor())
    return redirect(url_for("office.job", number=number, _anchor="photos"))


@needs(Permission.EQUIPMENT_EDIT)
def add_equipment_photo(equipment_id: int) -> Response | tuple[str, int]:
    """Keep a picture with the equipment."""
    form = Form()

    def keep(session: Session) -> str:
        for upload in uploads("file"):
            add_equipment_file(session, equipment_id, upload, actor=actor())
        return url_for("office.equipment", equipment_id=equipment_id)

    try:
        return once(keep)
    except FieldRefused as refusal:
        form.take(refusal)
        return show_equipment(equipment_id, form), 422


def uploads(field: str) -> tuple[Upload, ...]:
    """The files chosen in a field, each read no further than one byte over what is kept.

    FieldRefused where none is chosen, or more than MOST_AT_ONCE.
    """
    chosen = [each for each in request.files.getlist(field) if each.filename]
    if not chosen:
        raise FieldRefused(field, "Choose a file first.")
    if len(chosen) > MOST_AT_ONCE:
        raise FieldRefused(field, f"Choose at most {MOST_AT_ONCE} files at once.")
    return tuple(
        Upload(each.filename or "", each.stream.read(LARGEST_BYTES + 1), field) for each in chosen
    )
