"""What the company set up as files: crew, staff, roles, statuses, rota, forms, lessons, tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.model import StaffRole
from core.desk.permissions import Permission
from core.desk.queries.staff import colleagues
from core.directory.queries.relationship_types import labels
from core.jobs.actions.workflow_steps import standing_steps
from core.jobs.availability import Span
from core.jobs.queries.crew import crew
from core.jobs.queries.forms import form_templates
from core.jobs.queries.machines import api_tokens
from core.jobs.queries.on_call import shifts
from core.jobs.queries.settings_pages import MOST_COUNTED, StatusRow, statuses
from core.messaging.queries.teaching import TeachingView, teachings
from office.access import needs
from office.board.rota import WEEKS_SHOWN, first_monday
from office.board.showing import midnight
from office.exports.parts import PART, YES, Line, in_parts
from office.job_words import CIRCLES
from office.my_desk.roles import groups_of_permissions
from office.spreadsheets import csv_file
from office.teaching_form import AS_WORDS
from office.teachings import right_reading
from office.words import LANGUAGES, ROLE_WORDS, spelled


@needs(Permission.SETTINGS_EDIT)
def technicians_file() -> Response:
    """Every technician, with their place among those paged."""

    def lines(session: Session) -> Iterator[Line]:
        yield ("Technician", "Phone", "Language", "Place on call", "Paged", "At work")
        for row in crew(session):
            language = LANGUAGES.get(row.language, row.language)
            yield (row.name, row.phone, language, row.on_call_order, row.paged, YES[row.active])

    return csv_file("technicians", lines)


@needs(Permission.STAFF_EDIT)
def staff_file() -> Response:
    """Everybody who signs in or did."""

    def lines(session: Session) -> Iterator[Line]:
        yield ("Name", "E-mail", "Role", "Phone", "Second factor", "Signs in")
        for row in colleagues(session):
            role, factor = ROLE_WORDS[row.role], YES[row.second_factor]
            yield (row.name, row.email, role, row.phone, factor, YES[row.active])

    return csv_file("staff", lines)


@needs(Permission.SETTINGS_EDIT)
def roles_file() -> Response:
    """Who may do what, as the doors ask it."""

    def lines(_: Session) -> Iterator[Line]:
        yield ("Room", "May", *(ROLE_WORDS[role] for role in StaffRole))
        for group in groups_of_permissions():
            for line in group.lines:
                yield (group.room, line.words, *(YES[held] for held in line.held))

    return csv_file("roles", lines)


@needs(Permission.SETTINGS_EDIT)
def statuses_file() -> Response:
    """Every job status in the order of the workflow."""

    def lines(session: Session) -> Iterator[Line]:
        yield (
            "Place", "Status", "Category", "In use", "Used by itself", "Told to customers",
            "New customers subscribe", "Needs", "Jobs now",
        )  # fmt: skip
        yield from map(_status, statuses(session))

    return csv_file("job-statuses", lines)


@needs(Permission.SETTINGS_EDIT)
def workflow_file() -> Response:
    """Every step of the workflow, and who may take it."""

    def lines(session: Session) -> Iterator[Line]:
        yield ("From", "To", "Who may")
        rows, standing = statuses(session), standing_steps(session)
        for start, end in product(rows, rows):
            if kept_to := standing.get((start.id, end.id)):
                yield (start.name, end.name, CIRCLES[kept_to])

    return csv_file("workflow", lines)


@needs(Permission.SETTINGS_EDIT)
def relationships_file() -> Response:
    """Every label for how a customer stands to a property."""

    def lines(session: Session) -> Iterator[Line]:
        yield ("Name", "Role", "In use", "Links")
        for row in labels(session):
            yield (row.name, row.role, YES[row.active], row.links)

    return csv_file("relationships", lines)


@needs(Permission.SETTINGS_EDIT)
def forms_file() -> Response:
    """Every form, a line a question."""

    def lines(session: Session) -> Iterator[Line]:
        yield (
            "Form", "In use", "Needed on every job", "Question", "Kind", "Choices", "Answer needed",
        )  # fmt: skip
        for row in form_templates(session):
            for field in row.fields:
                choices = "; ".join(field.choices)
                head = (row.name, YES[row.active], YES[row.required])
                yield (*head, field.label, field.kind, choices, YES[field.required])

    return csv_file("forms", lines)


@needs(Permission.SETTINGS_EDIT)
def on_call_file() -> Response:
    """The shifts of the weeks that the page shows."""
    first = first_monday()
    shown = Span(midnight(first), midnight(first + timedelta(days=7 * WEEKS_SHOWN)))

    def lines(session: Session) -> Iterator[Line]:
        yield ("Technician", "From", "To", "Place")
        for row in shifts(session, shown):
            yield (row.technician, row.start, row.end, row.place)

    return csv_file("on-call", lines)


@needs(Permission.SETTINGS_EDIT)
def teachings_file() -> Response:
    """Every lesson, the newest first."""

    def lines(session: Session) -> Iterator[Line]:
        def part(seen: int, _: TeachingView | None) -> Sequence[TeachingView]:
            return teachings(session, limit=PART, offset=seen)

        yield ("Words", "Written by", "How it should be read", "Note", "Taught by", "Taught")
        yield from in_parts(session, part, _teaching)

    return csv_file("teachings", lines)


@needs(Permission.SETTINGS_EDIT)
def tokens_file() -> Response:
    """Every token of another company's machine; never the token itself."""

    def lines(session: Session) -> Iterator[Line]:
        yield (
            "Machine", "Begins with", "Made by", "Made", "Last used", "Revoked", "Bookings",
        )  # fmt: skip
        for row in api_tokens(session):
            made = (row.name, row.beginning, row.made_by, row.made_at)
            yield (*made, row.last_used_at, row.revoked_at, row.bookings)

    return csv_file("tokens", lines)


def _status(row: StatusRow) -> Line:
    return (
        row.position, row.name, spelled(row.category), YES[row.active], YES[row.is_default],
        YES[row.customer_visible], YES[row.subscribed_by_default],
        ", ".join(sorted(spelled(each) for each in row.required)),
        row.jobs if row.jobs <= MOST_COUNTED else row.jobs_said,
    )  # fmt: skip


def _teaching(row: TeachingView) -> Line:
    reading = "; ".join(f"{label}: {words}" for label, words in right_reading(row))
    return (row.words, AS_WORDS[row.taught_as], reading, row.note, row.taught_by, row.taught_at)
