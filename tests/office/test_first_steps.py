"""A company that has just begun is told what to add first, and no longer when it has."""

from __future__ import annotations

import pytest

from core.db import Database
from core.desk.model import StaffRole
from office.reading_words import reading_lines
from tests.office.company import Company
from tests.office.desk import Browser, at_desk

ROOMS = ("/inbox", "/bookings", "/jobs")


def test_the_checklist_leads_from_nothing_to_everything(desk: Browser) -> None:
    page = desk.text("/settings")
    assert page.count(">To do<") == 4
    assert 'href="/settings/technicians/new"' in page
    assert 'href="/customers/new"' in page
    assert 'href="/properties/new"' in page
    desk.send(
        "/settings/technicians",
        seen_on="/settings/technicians/new",
        name="Joe Park",
        phone="312 555 0171",
        language="en",
    )
    assert desk.text("/settings").count(">To do<") == 3
    assert "who is on call, then" in desk.text("/jobs")


@pytest.mark.parametrize("room", ROOMS)
def test_empty_rooms_say_what_to_add_first(desk: Browser, room: str) -> None:
    assert "Just beginning?" in desk.text(room)
    assert 'href="/settings"' in desk.text(room)


@pytest.mark.parametrize("room", ROOMS)
def test_who_may_not_edit_settings_is_sent_to_an_administrator(
    database: Database, room: str
) -> None:
    page = at_desk(database, StaffRole.CSR).text(room)
    assert "Ask an administrator" in page
    assert 'href="/settings"' not in page


def test_a_company_at_work_is_not_told_how_to_begin(desk: Browser, company: Company) -> None:
    assert "Everything is set up" in desk.text("/settings")
    for room in (*ROOMS, "/jobs?shown=closed", "/bookings?shown=decided"):
        assert "Just beginning?" not in desk.text(room)


def test_what_was_read_is_told_in_words() -> None:
    read = {
        "flow": "tenant_report",
        "why": "sink, leaking",
        "steps": ["OpenBooking", "Say", "SomethingNew"],
        "said": ["tenant/booked_at"],
        "language": "es",
        "pets": True,
        "nothing": None,
        "window": {"day": "today", "hour": ""},
    }
    assert reading_lines(read) == (
        ("Taken for", "A report of something broken"),
        ("Because", "sink, leaking"),
        ("What it did", "wrote a booking down, answered, something new"),
        ("It answered", "booked at"),
        ("Language", "Spanish"),
        ("Pets", "yes"),
        ("Window", "Day: today"),
    )
