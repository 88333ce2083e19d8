"""Pages and changes as OWASP ASVS 5.0 chapters 3, 5, 8, 14 and 16 ask for them, level 2."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import select

from core.billing.actions.issuing import issue
from core.db import Database
from core.desk.model import StaffRole
from core.events.model import Event
from core.messaging.actions.queueing import queue_messages
from core.messaging.wire import Channel
from office.protection import LARGEST_REQUEST
from tests.builders import HEAD, OFFICE, a_draft, a_job_at
from tests.builders.billing import MARCH_2, a_draft_of, a_payment_of
from tests.office.company import Company
from tests.office.desk import PASSWORD, Browser, at_desk, hire, office_app
from tests.practice import practice_settings
from tests.security.pages import plain_pages, rules_of, with_nobody

HTTPS = "https://fixline.example.com"


def every_page(database: Database) -> list[str]:
    pages = plain_pages(office_app(database))
    assert len(pages) > 20
    # The last two are answered with refusals, which are pages too.
    return [*pages, "/nowhere", "/tasks?page=x"]


def test_v3_4_1_browsers_are_told_to_come_by_https_alone(database: Database) -> None:
    """3.4.1: Strict-Transport-Security of a year at least."""
    app = office_app(database, practice_settings(PUBLIC_URL=HTTPS))
    answer = app.test_client().get("/sign-in", base_url=HTTPS)
    age = answer.headers["Strict-Transport-Security"].partition("max-age=")[2].partition(";")[0]
    assert int(age) >= 365 * 24 * 3600


def test_v3_4_3_to_v3_4_6_and_v14_3_2_every_page_carries_its_headers(
    database: Database, desk: Browser, company: Company
) -> None:
    """3.4.3 content policy, 3.4.4 nosniff, 3.4.5 referrer, 3.4.6 no frames, 14.3.2 no caches."""
    for address in every_page(database):
        headers = desk.open(address).headers
        assert headers.get("Cache-Control") == "no-store", address
        policy = headers["Content-Security-Policy"]
        for rule in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert rule in policy, address
        assert "unsafe" not in policy, address
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["Referrer-Policy"] == "same-origin", address


def test_v3_5_1_every_change_needs_a_token_of_our_own_form(
    database: Database, company: Company
) -> None:
    """3.5.1: protection against forged requests on every route that changes anything."""
    browser = at_desk(database)
    rules = rules_of(office_app(database), "POST")
    assert len(rules) > 60
    for rule in rules:
        for data in ({}, {"csrf_token": "stale"}):
            answer = browser.client.post(with_nobody(rule), data=data)
            assert answer.status_code == 400, rule.rule


@pytest.mark.parametrize("trap", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_v3_7_2_no_redirect_leads_to_another_site(database: Database, trap: str) -> None:
    """3.7.2: redirects to other hosts only by an allow-list; ours is empty."""
    email = hire(database, StaffRole.CSR)
    browser = Browser(office_app(database).test_client())
    answer = browser.send("/sign-in", seen_on="/sign-in", email=email, password=PASSWORD, next=trap)
    assert answer.location == "/"


def test_v5_2_1_nothing_larger_than_ten_files_is_read(database: Database) -> None:
    """5.2.1: files of a size that can be processed."""
    answer = (
        office_app(database)
        .test_client()
        .post(
            "/sign-in",
            input_stream=BytesIO(b"email=x"),
            environ_overrides={"CONTENT_LENGTH": str(LARGEST_REQUEST + 1)},
            content_type="application/x-www-form-urlencoded",
        )
    )
    assert answer.status_code == 413


def test_v8_2_1_a_technician_enters_no_room_of_the_office(database: Database) -> None:
    """8.2.1: function-level access by explicit permission."""
    browser = at_desk(database, StaffRole.TECHNICIAN)
    for address in ("/inbox", "/tasks", "/my-day", "/customers", "/settings", "/settings/roles"):
        assert browser.open(address).status_code == 403, address


def test_v8_2_1_a_technician_reads_no_money_in_a_jobs_history(database: Database) -> None:
    """8.2.1: the same sums are not told by a page beside the books."""
    with database.transaction() as session:
        job = a_job_at(session, "Completed")
        draft = a_draft_of(session, job, 81_45)
        invoice = issue(session, draft.id, on=MARCH_2, actor=OFFICE)
        a_payment_of(session, invoice)
        number = job.number
    pages = (f"/jobs/{number}", f"/jobs/{number}/history", f"/jobs/{number}/history.csv")
    technician, books = (
        at_desk(database, StaffRole.TECHNICIAN),
        at_desk(database, StaffRole.ACCOUNTING),
    )
    for page in pages:
        assert "81.45" in books.text(page), page
        assert "81.45" not in technician.text(page), page
        assert "issued invoice" not in technician.text(page), page


def test_v8_2_1_no_page_repeats_the_link_by_which_a_customer_decides(
    database: Database, desk: Browser
) -> None:
    """8.2.1: a technician, or anybody who reads a job, decides nothing in a customer's name."""
    with database.transaction() as session:
        job = a_job_at(session, "Completed")
        words = "Please decide: https://x.example/approve/WzFd.abc-DEF_1 or https://x.example/invoice/k.2"
        mail = a_draft(session, "ann@x.example", channel=Channel.EMAIL, body=words, job_id=job.id)
        queue_messages(session, HEAD, [mail])
        number = job.number
    for role in (StaffRole.TECHNICIAN, StaffRole.ACCOUNTING):
        page = at_desk(database, role).text(f"/jobs/{number}")
        assert "/approve/" in page
        assert "WzFd" not in page
        assert "k.2" not in page
    assert "WzFd" not in desk.text("/inbox")


def test_v8_2_2_what_does_not_exist_is_a_404_on_every_page(
    database: Database, desk: Browser
) -> None:
    """8.2.2: rows of somebody else, or of nobody, are not found rather than forbidden; and nothing breaks."""
    app = office_app(database)
    for rule in rules_of(app, "GET"):
        if "<row:" in rule.rule or "<small:" in rule.rule:
            assert desk.open(with_nobody(rule)).status_code == 404, rule.rule


def test_v8_3_1_hiding_a_button_is_not_the_control(database: Database, company: Company) -> None:
    """8.3.1: the service decides, not the page."""
    browser = at_desk(database, StaffRole.CSR)
    assert "Reset second factor" not in browser.text("/jobs")
    refused = browser.send("/settings/staff/1/second-factor/reset")
    assert refused.status_code == 403


def test_v16_5_1_an_error_says_nothing_of_the_inside(capfd: pytest.CaptureFixture[str]) -> None:
    """16.5.1: a generic message when something unexpected happens."""
    gone = Database("postgresql://nobody:canary-of-the-house@127.0.0.1:1/nothing")
    browser = Browser(office_app(gone).test_client())
    answer = browser.sign_in("ann@example.com", "a password")
    assert answer.status_code in {500, 503}
    for inside in ("Traceback", "psycopg", "sqlalchemy", "canary-of-the-house", "127.0.0.1:1"):
        assert inside not in answer.text
    assert "canary-of-the-house" not in "".join(capfd.readouterr())


def test_v16_2_5_passwords_and_codes_are_neither_logged_nor_recorded(
    database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    """16.2.5: no credentials in logs; nor in our own record of events."""
    browser = Browser(office_app(database).test_client())
    email = hire(database, StaffRole.CSR)
    browser.sign_in(email, "canary-wrong-password")
    browser.sign_in(email)
    browser.send("/second-factor/begin", seen_on="/second-factor", current="canary-at-the-desk")
    browser.send("/second-factor/begin", seen_on="/second-factor", current=PASSWORD)
    browser.send("/second-factor/confirm", seen_on="/second-factor", code="918273")
    with database.reading() as session:
        rows = session.scalars(select(Event)).all()
        recorded = "".join(f"{row.before}{row.after}{row.facts}" for row in rows)
    said = "".join(capfd.readouterr()) + recorded
    for canary in ("canary-wrong-password", "canary-at-the-desk", PASSWORD, "918273"):
        assert canary not in said
