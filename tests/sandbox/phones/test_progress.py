"""How the jobs stand, read from a real database; and what is said when there is none."""

from __future__ import annotations

from core.db import Database
from tests.sandbox.phones.ground import OFFICE, playground, words_in
from tests.sandbox.phones.work import LEAK, company_at_work, waiting_booking


def progress(database: Database | None) -> str:
    return playground(database).client.get("/progress").text


def test_a_job_shows_its_status_technician_last_event_and_who_was_told(database: Database) -> None:
    with database.transaction() as session:
        job = company_at_work(session)
    html, words = progress(database), words_in(progress(database))
    assert f'href="{OFFICE}/jobs/{job.number}"' in html
    assert f"Job #{job.number} {LEAK} Dispatched 12 Oak St #4 · Maria Santos" in words
    assert "Fixline moved it to Dispatched" in words
    assert "told 0 · not told 4" in words


def test_a_request_that_waits_for_staff_is_shown(database: Database) -> None:
    with database.transaction() as session:
        waiting_booking(session, "The heat is out")
    words = words_in(progress(database))
    assert "The heat is out Waits for staff place not known yet · Sam Hill" in words
    assert f'href="{OFFICE}/bookings/' in progress(database)


def test_words_of_a_request_stay_words(database: Database) -> None:
    with database.transaction() as session:
        waiting_booking(session, "<script>alert(1)</script>")
    assert "<script>alert" not in progress(database)
    assert "&lt;script&gt;alert" in progress(database)


def test_an_idle_company_says_what_will_appear(database: Database) -> None:
    assert "Nothing under way yet" in progress(database)
    assert "Nothing under way yet" in playground(database).look()


def test_a_database_that_is_away_is_said_and_the_page_still_opens() -> None:
    nowhere = Database("postgresql://nobody@127.0.0.1:1/nothing")
    page = playground(nowhere).look()
    assert "database does not answer just now" in page
    assert "Tara Lindqvist" in page


def test_without_a_database_there_is_no_progress() -> None:
    assert "How the jobs stand" not in playground(None).look()
