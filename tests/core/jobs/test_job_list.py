"""Jobs are found by any of their words and by every filter, part after part, and never by reading all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.db import Database
from core.directory.model import Tag
from core.jobs.actions.editing import Edit, edit_job, fingerprint
from core.jobs.job_fields import JobField
from core.jobs.model import Job, JobPriority, JobTag
from core.jobs.queries.job_export import HEAD, job_lines
from core.jobs.queries.job_filter import DayOf, Days, JobFilter, JobsShown
from core.jobs.queries.job_list import jobs, page_of, pressing
from tests.builders import (
    OFFICE,
    a_customer,
    a_job,
    a_job_at,
    a_place,
    a_technician,
    a_unit,
    a_visit,
    an_accepted_visit,
    status,
)


def numbers(session: Session, wanted: JobFilter, *, limit: int = 50) -> list[int]:
    return [row.number for row in jobs(session, wanted, limit=limit)]


@pytest.mark.inventory(67)
def test_a_job_is_found_by_number_words_address_unit_and_customer(session: Session) -> None:
    place = a_place(session)
    customer = a_customer(session, "Robert Núñez")
    job = a_job(session, place, customer, unit=a_unit(session, place, "7B"), summary="Sink leaks")
    other = a_job(session, summary="Boiler is cold")
    session.flush()
    street = place.street.split()[-1]
    for words in (
        str(job.number),
        f"#{job.number}",
        "sink",
        "LEAK",
        "nunez",
        "Bob Núñez",
        "7b sink",
        f"{street} rob leaks",
    ):
        assert job.number in numbers(session, JobFilter(words=words)), words
    assert numbers(session, JobFilter(words="boiler")) == [other.number]
    for words in ("sink boiler", "', :*", "💧", "a' | 'b"):
        assert numbers(session, JobFilter(words=words)) == [], words


def test_whoever_is_renamed_is_found_by_the_new_name(session: Session) -> None:
    place, customer = a_place(session), a_customer(session, "Ada Bell")
    unit = a_unit(session, place, "9")
    job = a_job(session, place, customer, unit=unit)
    session.flush()
    customer.name, place.street, unit.name = "Ada Stone", "77 Quarry Lane", "Attic"
    session.flush()
    assert numbers(session, JobFilter(words="stone quarry attic")) == [job.number]
    assert numbers(session, JobFilter(words="bell")) == []
    po = Edit(JobField.PO_NUMBER, fingerprint(""), "PO-4471/b")
    edit_job(session, job.id, po, actor=OFFICE)
    assert numbers(session, JobFilter(words="4471")) == [job.number]


@pytest.mark.inventory(67, 73)
def test_tags_group_jobs_at_the_same_place(session: Session) -> None:
    place = a_place(session)
    one, two, elsewhere = a_job(session, place), a_job(session, place), a_job(session)
    tag = Tag(name="Boiler room")
    session.add(tag)
    session.flush()
    for job in (one, elsewhere):
        session.add(JobTag(job_id=job.id, tag_id=tag.id))
    session.flush()
    assert numbers(session, JobFilter(tag_id=tag.id)) == [elsewhere.number, one.number]
    assert numbers(session, JobFilter(tag_id=tag.id, property_id=place.id)) == [one.number]
    assert numbers(session, JobFilter(property_id=place.id)) == [two.number, one.number]


@pytest.mark.inventory(67)
def test_each_filter_finds_its_jobs_and_together_they_narrow(session: Session) -> None:
    booked, done = a_job(session), a_job_at(session, "Completed")
    urgent = a_job(session, priority=JobPriority.EMERGENCY)
    maria = a_technician(session)
    an_accepted_visit(session, urgent, maria)
    session.flush()
    every = [urgent.number, done.number, booked.number]
    assert numbers(session, JobFilter()) == every
    assert numbers(session, JobFilter(shown=JobsShown.OPEN)) == [urgent.number, booked.number]
    assert numbers(session, JobFilter(shown=JobsShown.CLOSED)) == [done.number]
    completed = status(session, "Completed").id
    assert numbers(session, JobFilter(status_id=completed)) == [done.number]
    assert numbers(session, JobFilter(business_unit_id=booked.business_unit_id)) == every
    assert numbers(session, JobFilter(business_unit_id=booked.business_unit_id + 1)) == []
    assert numbers(session, JobFilter(technician_id=maria.id)) == [urgent.number]
    assert numbers(session, JobFilter(priority=JobPriority.EMERGENCY)) == [urgent.number]
    assert numbers(session, JobFilter(customer_id=done.customer_id)) == [done.number]
    both = JobFilter(technician_id=maria.id, status_id=completed)
    assert numbers(session, both) == []
    assert [row.number for row in pressing(session, JobFilter())] == [urgent.number]


def test_days_are_of_the_opening_or_of_a_visit_that_stands(session: Session) -> None:
    job = a_job(session)
    visit = a_visit(session, job)
    session.flush()
    day = timedelta(days=1)
    opened = Days(since=job.created_at - day, until=job.created_at + day)
    assert numbers(session, JobFilter(days=opened)) == [job.number]
    assert numbers(session, JobFilter(days=Days(since=job.created_at + day))) == []
    visited = Days(DayOf.VISIT, visit.window_start, visit.window_start + day)
    assert numbers(session, JobFilter(days=visited)) == [job.number]
    ended = Days(DayOf.VISIT, None, visit.window_start)
    assert numbers(session, JobFilter(days=ended)) == []


def test_parts_follow_each_other_without_a_gap_or_a_repetition(session: Session) -> None:
    made = [a_job(session).number for _ in range(5)]
    first = jobs(session, JobFilter(), limit=2)
    a_job(session)
    second = jobs(session, JobFilter(), limit=2, below=first[-1].number)
    third = jobs(session, JobFilter(), limit=2, below=second[-1].number)
    assert [row.number for row in (*first, *second, *third)] == made[::-1]


def test_every_job_of_a_filter_is_a_line_of_the_file(session: Session) -> None:
    job = a_job(session, summary="=HYPERLINK(1)")
    an_accepted_visit(session, job, a_technician(session))
    a_job_at(session, "Canceled")
    lines = list(job_lines(session, JobFilter(shown=JobsShown.OPEN)))
    assert lines[0] == HEAD
    assert len(lines) == 2
    said = dict(zip(HEAD, lines[1], strict=True))
    assert (said["Job"], said["Summary"]) == (job.number, "=HYPERLINK(1)")
    assert said["Technician"] == "Maria Lopez"


FILLED = 6_000
# The word index is built anew at the end: grown by what other tests wrote and deleted, it costs more to
# read than a small table.
_MANY = (
    "INSERT INTO customers (kind, name) SELECT 'residential', 'Customer ' || n"
    " FROM generate_series(1, 2000) n",
    "INSERT INTO properties (kind, street, city, state, postal_code, time_zone)"
    " SELECT 'home', n || ' Elm Street', 'Springfield', 'IL', '62704', 'America/Chicago'"
    " FROM generate_series(1, 2000) n",
    "INSERT INTO technicians (name, phone) SELECT 'Tech ' || n, '+1312556' || lpad(n::text, 4, '0')"
    " FROM generate_series(1, 200) n",
    "INSERT INTO tags (name) SELECT 'tag ' || n FROM generate_series(1, 200) n",
    f"INSERT INTO jobs (customer_id, property_id, business_unit_id, job_type_id, status_id, summary,"
    f" priority, created_at) SELECT (SELECT min(id) FROM customers) + n % 2000,"
    f" (SELECT min(id) FROM properties) + n % 2000,"
    f" (SELECT min(id) FROM business_units) + n % 6, (SELECT min(id) FROM job_types),"
    f" (SELECT id FROM job_statuses WHERE name ="
    f" CASE WHEN n > {FILLED - 60} THEN 'Booked' WHEN n % 40 = 0 THEN 'Canceled' ELSE 'Paid' END),"
    f" 'word' || n % 500 || ' leaks', CASE WHEN n % 300 = 0 THEN 'emergency' ELSE 'normal' END,"
    f" clock_timestamp() - ({FILLED} - n) * interval '1 hour'"
    f" FROM generate_series(1, {FILLED}) n",
    "INSERT INTO appointments (job_id, window_start, window_end) SELECT id, created_at,"
    " created_at + interval '2 hours' FROM jobs",
    "INSERT INTO assignments (appointment_id, technician_id, state)"
    " SELECT id, (SELECT min(id) FROM technicians) + id % 200, 'accepted' FROM appointments",
    "INSERT INTO job_tags (job_id, tag_id)"
    " SELECT id, (SELECT min(id) FROM tags) + id % 200 FROM jobs",
    "REINDEX TABLE jobs",
    "ANALYZE",
)


@pytest.fixture
def filled(database: Database) -> Iterator[Session]:
    """Six thousand jobs, as a company has them after some years: few open, one in 300 an emergency."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in _MANY:
            connection.execute(text(statement))
    with database.reading() as session:
        yield session


def asked(session: Session) -> dict[str, JobFilter]:
    """A filter of each kind, about as narrow as people ask."""
    now = datetime.now(UTC)
    week = (now - timedelta(days=7), now)
    job = session.get_one(Job, session.scalars(text("SELECT min(id) FROM jobs")).one())
    first = {
        name: session.scalars(text(f"SELECT min(id) FROM {name}")).one()
        for name in ("technicians", "tags", "business_units")
    }
    return {
        "open": JobFilter(shown=JobsShown.OPEN),
        "closed": JobFilter(shown=JobsShown.CLOSED),
        "all": JobFilter(),
        "number": JobFilter(words=str(job.number)),
        "words": JobFilter(words="word77 leaks"),
        "address": JobFilter(words="1234 elm"),
        "customer's name": JobFilter(words="customer 1777"),
        "status": JobFilter(status_id=job.status_id),
        "rare status": JobFilter(status_id=status(session, "Canceled").id),
        "trade": JobFilter(business_unit_id=first["business_units"]),
        "tag": JobFilter(tag_id=first["tags"]),
        "technician": JobFilter(technician_id=first["technicians"]),
        "priority": JobFilter(priority=JobPriority.EMERGENCY),
        "customer": JobFilter(customer_id=job.customer_id),
        "property": JobFilter(property_id=job.property_id),
        "opened": JobFilter(days=Days(DayOf.OPENED, *week)),
        "visited": JobFilter(days=Days(DayOf.VISIT, *week)),
        "open of a technician": JobFilter(JobsShown.OPEN, technician_id=first["technicians"]),
    }


def plan(session: Session, wanted: JobFilter, below: int | None) -> str:
    query = page_of(session, wanted, limit=51, below=below).compile(
        session.get_bind(), compile_kwargs={"literal_binds": True}
    )
    return "\n".join(session.scalars(text(f"EXPLAIN {query}".replace(":", r"\:"))))


def test_no_list_of_jobs_reads_the_whole_table(filled: Session) -> None:
    for name, wanted in asked(filled).items():
        assert jobs(filled, wanted, limit=51), name
        for below in (None, 5_000):
            said = plan(filled, wanted, below)
            assert "Seq Scan" not in said, f"{name}\n{said}"
