"""The first page of Settings: what to set up first, and where everything is."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for

from core.desk.permissions import Permission
from core.jobs.queries.first_steps import FirstSteps, first_steps
from office.access import needs
from office.door import reading


@dataclass(frozen=True)
class Step:
    """One thing to do first. why: what goes wrong without it."""

    title: str
    why: str
    url: str
    done: bool


@needs(Permission.SETTINGS_EDIT)
def settings() -> str:
    """The checklist until it is done, and the rooms of Settings."""
    with reading() as session:
        found = first_steps(session)
    return render_template("office/settings/page.html", steps=steps_of(found), found=found)


def steps_of(found: FirstSteps) -> tuple[Step, ...]:
    """What a company adds first, in the order in which it helps."""
    crew, people = url_for("office.technicians"), url_for("office.new_customer")
    return (
        Step(
            "Add your technicians",
            "Visits are offered to them by text.",
            url_for("office.new_technician") if not found.has_technician else crew,
            found.has_technician,
        ),
        Step(
            "Say who is on call",
            "Until then nobody is paged when somebody smells gas; it waits on the task list.",
            crew,
            found.has_on_call,
        ),
        Step(
            "Add your first customer",
            "Known numbers are greeted by name and booked without questions.",
            people if not found.has_customer else url_for("office.customers"),
            found.has_customer,
        ),
        Step(
            "Add the places you look after",
            "A job needs one; link its manager and tenants so that the right people are told.",
            url_for("office.new_property" if not found.has_property else "office.properties"),
            found.has_property,
        ),
    )
