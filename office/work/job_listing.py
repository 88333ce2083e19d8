"""The list of jobs: searched, filtered, part after part, and as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import render_template
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.model import Customer, Property
from core.directory.queries.tags import all_tags
from core.jobs.model import JobPriority
from core.jobs.queries.job_choices import job_statuses, technicians, trades
from core.jobs.queries.job_export import job_lines
from core.jobs.queries.job_filter import DayOf, JobsShown
from core.jobs.queries.job_list import JobRow, pressing
from core.jobs.queries.job_list import jobs as job_rows
from core.spreadsheet import Cell
from office.access import needs
from office.door import PAGE_SIZE, reading
from office.spreadsheets import csv_file
from office.work.job_search import Search, search_asked

Options = tuple[tuple[int | str, str], ...]
BY: Options = ((DayOf.OPENED.value, "opened"), (DayOf.VISIT.value, "visited"))
PRIORITIES: Options = tuple((each.value, each.value.capitalize()) for each in JobPriority)


@needs(Permission.JOBS_READ)
def jobs() -> str | tuple[str, int]:
    """One part of the list."""
    search = search_asked()
    with reading() as session:
        urgent, found = _found(session, search) if search.form.is_good else ((), ())
        page = render_template(
            "office/jobs/list.html",
            search=search,
            form=search.form,
            rows=found[:PAGE_SIZE],
            more=len(found) > PAGE_SIZE,
            urgent=urgent if search.below is None else (),
            narrowed=_narrowed(session, search),
            JobsShown=JobsShown,
            **_choices(session),
        )
    return page if search.form.is_good else (page, 422)


@needs(Permission.JOBS_READ)
def jobs_file() -> Response:
    """All that the filter finds, as CSV."""
    search = search_asked()
    if not search.form.is_good:
        raise BadRequest(next(iter(search.form.errors.values())))

    def lines(session: Session) -> Iterator[Sequence[Cell]]:
        return job_lines(session, search.wanted)

    return csv_file("jobs", lines)


def _found(session: Session, search: Search) -> tuple[tuple[JobRow, ...], tuple[JobRow, ...]]:
    """The open emergencies, which stand above the first part, and one more of the others than are shown."""
    urgent = pressing(session, search.wanted)
    above = {row.number for row in urgent}
    limit = PAGE_SIZE + 1 + len(above)
    rows = job_rows(session, search.wanted, limit=limit, below=search.below)
    return urgent, tuple(row for row in rows if row.number not in above)


def _choices(session: Session) -> dict[str, Options]:
    return {
        "statuses": tuple((each.id, each.label) for each in job_statuses(session)),
        "units": tuple((each.id, each.label) for each in trades(session)),
        "technicians": tuple((each.id, each.label) for each in technicians(session)),
        "tags": tuple((each.id, each.name) for each in all_tags(session)),
        "by": BY,
        "priorities": PRIORITIES,
    }


def _narrowed(session: Session, search: Search) -> str:
    """Whose jobs alone are listed, where the address says so."""
    place_id, customer_id = search.wanted.property_id, search.wanted.customer_id
    place = session.get(Property, place_id) if place_id else None
    customer = session.get(Customer, customer_id) if customer_id else None
    said = [f"at {place.address}"] if place else []
    said += [f"of {customer.display_name}"] if customer else []
    return " ".join(said)
