"""Rows of forms: checklists the company writes, and what was filled in on a job."""

from __future__ import annotations

from sqlalchemy import Boolean, ForeignKey, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import JsonObject, Row, json_column
from core.jobs.model.work import Job


class FormTemplate(Row):
    """A checklist of the company (inventory 68).

    fields: in order, each with key, label, kind, required and choices (see `core.jobs.checklists`).
    required: a job lacks something as long as nobody has filled this form on it.
    """

    __tablename__ = "form_templates"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    fields: Mapped[list[JsonObject]] = mapped_column(JSONB, default=list, server_default="[]")
    required: Mapped[bool] = mapped_column(Boolean, server_default="false")
    active: Mapped[bool] = mapped_column(Boolean, server_default="true")


class FormEntry(Row):
    """A form filled in on a job. Its fields are those of that day: a template changed later changes no entry.

    answers: by the field's key, as words; a photo's is the number of its kept file.
    """

    __tablename__ = "form_entries"

    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"), index=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("form_templates.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    fields: Mapped[list[JsonObject]] = mapped_column(JSONB, default=list, server_default="[]")
    answers: Mapped[JsonObject] = json_column()
    filled_by: Mapped[str] = mapped_column(String(200))

    job: Mapped[Job] = relationship()
    template: Mapped[FormTemplate] = relationship()
