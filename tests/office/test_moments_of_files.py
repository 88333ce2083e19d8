"""Moments in files: on the company's clock, visits on their property's, always with their distance from UTC."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from core.clock import local
from core.db import Database
from core.jobs.model import Job
from tests.builders import CHICAGO
from tests.office.company import Company
from tests.office.desk import Browser, office_app
from tests.office.taking_along import lines_of

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d$")
LOOKS_LIKE_ONE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


def filled(address: str, company: Company) -> str:
    """The address with a row of the company in each place."""
    rows = {
        "customer_id": company.tenant_id,
        "property_id": company.property_id,
        "number": company.job_number,
        "kind": "customers",
    }
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda place: str(rows[place[1]]), address)


def files(database: Database, company: Company) -> list[str]:
    """Every file of which the company has the row."""
    addresses = [rule.rule for rule in office_app(database).url_map.iter_rules()]
    without = ("batch_id", "notice_id", "equipment_id", "import_id")
    chosen = [each for each in addresses if each.endswith(".csv")]
    return [filled(each, company) for each in chosen if not any(name in each for name in without)]


def test_every_moment_of_every_file_stands_on_the_companys_clock(
    database: Database, desk: Browser, company: Company
) -> None:
    seen: set[str] = set()
    for address in files(database, company):
        for row in lines_of(desk, address):
            for cell in filter(LOOKS_LIKE_ONE.match, row.values()):
                assert MOMENT.match(cell), f"{address}: {cell}"
                at = datetime.fromisoformat(cell)
                assert at.utcoffset() == local(at, CHICAGO).utcoffset(), f"{address}: {cell}"
                seen.add(address)
    assert {"/jobs.csv", "/bookings.csv", "/inbox.csv"} < seen


@pytest.mark.parametrize(("zone", "end"), [("America/New_York", "-0[45]:00"), ("UTC", "\\+00:00")])
def test_a_visit_stands_on_the_clock_of_its_property(
    database: Database, desk: Browser, company: Company, zone: str, end: str
) -> None:
    with database.transaction() as session:
        job = session.get_one(Job, company.job_id)
        job.property.time_zone = zone
        wanted = local(job.appointments[0].window_start, zone)
    (row,) = (each for each in lines_of(desk, "/jobs.csv") if each["Job"] == str(job.number))
    assert row["Visit"] == wanted.isoformat(timespec="minutes")
    assert re.search(f"{end}$", row["Visit"])
    assert not row["Opened"].endswith("+00:00")


def test_the_trail_of_a_job_tells_moments_to_the_second(desk: Browser, company: Company) -> None:
    rows = lines_of(desk, f"/jobs/{company.job_number}/history.csv")
    assert rows != []
    assert all(re.search(r"T\d\d:\d\d:\d\d-0[56]:00$", row["When"]) for row in rows)
