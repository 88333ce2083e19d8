"""Whatever stands in an address for a day or a part of a list: a page answers in words, never with an error of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from core.clock import database_now, local
from core.db import Database
from core.desk.model import StaffRole
from core.jobs.model import BusinessUnit, JobType, WaitWish
from tests.office.company import Company
from tests.office.desk import Browser, hire, office_app

# The first and the last day there is, days of no calendar, and what is no day at all.
NASTY = (
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "",
    "x",
    "7" * 5000,
    "-0044-03-15",
    "-1",
    "٢٠٢٦-٠٣-١٤",
    "²",
    "2026-03-14\x00",
    "2026-W53-7",
    "9999-12-31.9223372036854775808",
)
# Asked of every page, by every name at once.
EVERYWHERE = (NASTY[0], NASTY[1], NASTY[5], NASTY[8])
# By what names pages are asked for days and for parts of lists.
NAMES = (
    "day",
    "week",
    "on",
    "from",
    "to",
    "since",
    "until",
    "after",
    "below",
    "before",
    "page",
    "span",
    "back",
)
# Those that ask for several: each alone, as the first to be refused would hide the others.
EACH_ALONE: Mapping[str, tuple[str, ...]] = {
    "/dispatch": ("day",),
    "/dispatch?sight=week": ("day",),
    "/dispatch/part": ("day",),
    "/dispatch.csv": ("day",),
    "/jobs": ("since", "until", "below"),
    "/jobs?by=visit": ("since", "until"),
    "/jobs.csv": ("since", "until"),
    "/billing/receivables": ("on", "page"),
    "/billing/invoices": ("after",),
    "/billing/accounts/{customer}/statement": ("from", "to"),
    "/billing/accounts/{customer}/statement.pdf": ("from", "to"),
    "/billing/accounts/{customer}/statement.csv": ("from", "to"),
    "/billing/receivables.csv": ("on",),
    "/jobs/{job}/history": ("below",),
    "/jobs/{job}/history.csv": ("below",),
    "/bookings?shown=decided": ("after", "page"),
    "/inbox": ("after",),
    "/delivery": ("span",),
}
OF_A_JOB = ("/jobs/", "/dispatch/jobs/")
LEAST_PAGES = 120


@pytest.fixture
def app(database: Database) -> Flask:
    return office_app(database)


@pytest.fixture
def desk(database: Database, app: Flask, company: Company) -> Browser:
    assert company.job_number
    browser = Browser(app.test_client())
    browser.sign_in(hire(database, StaffRole.ADMINISTRATOR, email="walker@example.com"))
    return browser


def pages(app: Flask, company: Company) -> Iterator[str]:
    """The address of every page there is; where it is of one thing, of the first of its kind."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "office.static":
            number = company.job_number if rule.rule.startswith(OF_A_JOB) else 1
            yield re.sub(r"<(?:\w+:)?\w+>", "1", re.sub(r"<small:number>", str(number), rule.rule))


def trouble(desk: Browser, address: str) -> str:
    """What is wrong with the answer, or ""."""
    answer = desk.open(address)
    if answer.status_code >= 500:
        return f"{address[:120]}: {answer.status}"
    refused = answer.status_code in {400, 422} and answer.mimetype == "text/html"
    if refused and not re.search(r"<h1>\s*\w", answer.get_data(as_text=True)):
        return f"{address[:120]}: {answer.status} without a word"
    return ""


def with_asked(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


@pytest.mark.parametrize("nasty", EVERYWHERE, ids=range(len(EVERYWHERE)))
def test_no_page_breaks_over_what_is_no_day(
    app: Flask, desk: Browser, company: Company, nasty: str
) -> None:
    walked = list(pages(app, company))
    asked = dict.fromkeys(NAMES, nasty)
    troubles = [trouble(desk, with_asked(each, asked)) for each in walked]
    assert [each for each in troubles if each] == []
    assert len(walked) > LEAST_PAGES


def test_nor_over_any_of_its_days_alone(desk: Browser, company: Company) -> None:
    troubles = []
    for page, names in EACH_ALONE.items():
        address = page.format(customer=company.tenant_id, job=company.job_number)
        assert desk.open(address).status_code == 200, address
        for name in names:
            troubles += [trouble(desk, with_asked(address, {name: nasty})) for nasty in NASTY]
    assert [each for each in troubles if each] == []


@pytest.mark.parametrize("nasty", ["0001-01-01", "9999-12-31", "2026-02-30", "x"])
def test_the_board_says_that_there_is_no_such_day(desk: Browser, nasty: str) -> None:
    for sight, stands in (("day", "this is today"), ("week", "this is this week")):
        page = desk.text("/dispatch", day=nasty, sight=sight)
        assert f"There is no day “{nasty}” on this board" in page
        assert stands in page
    assert "There is no day" not in desk.text("/dispatch", day="2026-03-14")
    assert "There is no day" not in desk.text("/dispatch")


@pytest.mark.parametrize("nasty", ["0001-01-01", "9999-12-31", "2026-02-30"])
@pytest.mark.parametrize("field", ["since", "until"])
def test_a_list_of_jobs_refuses_a_day_at_its_field(desk: Browser, field: str, nasty: str) -> None:
    answer = desk.open("/jobs", **{field: nasty})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert desk.open("/jobs.csv", **{field: nasty}).status_code == 400


def test_nobody_waits_until_a_day_that_is_over_or_that_nobody_lives_to_see(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.reading() as session:
        trade = session.scalars(select(BusinessUnit.id).limit(1)).one()
        kind = session.scalars(select(JobType.id).limit(1)).one()
        today = local(database_now(session), "America/Chicago").date()
    good = {"part_of_day": "any", "business_unit_id": str(trade), "job_type_id": str(kind)}
    address = f"/bookings/{company.booking_id}/wait"
    for day in (*NASTY[:3], "x", today - timedelta(days=2)):
        answer = desk.send(address, **good, until_on=day)
        assert (answer.status_code, 'id="until_on-error"' in answer.text) == (422, True), day
    assert desk.send(address, **good, until_on=today + timedelta(days=9)).status_code == 302
    with database.reading() as session:
        assert session.scalars(select(WaitWish.until_on)).one() == today + timedelta(days=9)
