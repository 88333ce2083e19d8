"""A pause is seen on every page by whoever works there, and only while it stands."""

from __future__ import annotations

from core.db import Database
from core.events.actions import FIXLINE
from core.messaging.actions.pausing import lift, pause
from tests.office.company import Company
from tests.office.desk import Browser

WORDS = "Fixline is paused: no message leaves"


def test_a_pause_is_said_on_every_page_until_it_is_lifted(
    database: Database, desk: Browser, company: Company
) -> None:
    assert WORDS not in desk.text("/jobs")
    with database.transaction() as session:
        pause(session, reason="Restored from the backup of Monday.", actor=FIXLINE)
    page = desk.text("/jobs")
    assert WORDS in page
    assert "Restored from the backup of Monday." in page
    assert WORDS in desk.text(f"/jobs/{company.job_number}")

    with database.transaction() as session:
        lift(session, outcome="nothing found", actor=FIXLINE)

    assert WORDS not in desk.text("/jobs")
