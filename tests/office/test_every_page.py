"""Every page of the office opens: from the rail through the lists to a few of each kind, as a visitor would click."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urldefrag, urlsplit

import pytest
from sqlalchemy import select

from core.db import Database
from core.jobs.model import Estimate, Job
from sandbox.demo.amounts import DemoSize
from sandbox.demo.loading import load_demo
from tests.office.desk import Browser, at_desk

# So many pages of one shape are opened, and so many in all.
OF_A_SHAPE, MOST_PAGES = 2, 400
# Doors beside the office.
ELSEWHERE = ("/api/", "/office/static")
_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')
_NUMBER = re.compile(r"\d+")


@pytest.fixture
def desk(database: Database) -> Browser:
    with database.transaction() as session:
        load_demo(session, DemoSize.SMALL, lambda _: None)
    return at_desk(database)


def shape_of(address: str) -> str:
    """The address without its numbers, and of what is asked only the names."""
    parts = urlsplit(address)
    asked = "&".join(sorted(each.partition("=")[0] for each in parts.query.split("&") if each))
    return f"{_NUMBER.sub('*', parts.path)}?{asked}"


def links_in(page: str) -> Iterator[str]:
    """Addresses of this office that a page leads to."""
    for href in _LINK.findall(page):
        address = urldefrag(unescape(href)).url
        if address.startswith("/") and not address.startswith(ELSEWHERE):
            yield address


def test_every_link_of_the_rail_and_the_first_of_each_list_opens(
    database: Database, desk: Browser
) -> None:
    with database.reading() as session:
        estimated = session.scalar(select(Job.number).join(Estimate, Estimate.job_id == Job.id))
    begun = ["/inbox", f"/jobs/{estimated}"]
    waiting, seen, shapes = deque(begun), set(begun), Counter[str]()
    broken: dict[str, str] = {}
    while waiting and sum(shapes.values()) < MOST_PAGES:
        address = waiting.popleft()
        shapes[shape_of(address)] += 1
        answer = desk.open(address)
        if answer.status_code not in {200, 302}:
            broken[address] = answer.status
        words = answer.get_data()
        page = words.decode() if answer.mimetype == "text/html" else ""
        for link in links_in(page):
            planned = shapes[shape_of(link)] + sum(
                shape_of(each) == shape_of(link) for each in waiting
            )
            if link not in seen and planned < OF_A_SHAPE:
                seen.add(link)
                waiting.append(link)
    assert broken == {}
    kinds = {shape.partition("?")[0] for shape in shapes}
    wanted = {
        "/inbox", "/inbox/*", "/bookings", "/bookings/*", "/dispatch", "/jobs", "/jobs/*", "/customers", "/customers/*",
        "/properties", "/properties/*", "/tasks", "/delivery", "/settings", "/billing/invoices", "/estimates/*",
        "/equipment/*",
    }  # fmt: skip
    assert wanted <= kinds, wanted - kinds
