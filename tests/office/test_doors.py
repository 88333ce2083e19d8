"""The walls around every page: forms need our token, roles decide, bad input is answered in plain words."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from core.db import Database
from core.desk.model import StaffRole
from core.desk.permissions import ALLOWED, Permission, may
from tests.office.company import Company
from tests.office.desk import Browser, at_desk, office_app

EVERYWHERE = ["/inbox", "/bookings", "/jobs", "/customers", "/properties", "/tasks"]
# Lists that are counted in pages; the long ones go on from their last line instead, and ignore a page.
PAGED = ["/bookings", "/tasks"]


def test_every_view_declares_who_may_call_it(database: Database) -> None:
    app = office_app(database)
    for rule in _rules(app):
        audience = getattr(app.view_functions[rule], "audience", "")
        assert audience == "anyone" or audience.startswith("staff:"), rule


def _rules(app: Flask) -> set[str]:
    found = {rule.endpoint for rule in app.url_map.iter_rules()}
    return {endpoint for endpoint in found if not endpoint.endswith("static")}


def test_only_signing_in_is_open_to_anyone(database: Database) -> None:
    app = office_app(database)
    public = {
        name
        for name in _rules(app)
        if getattr(app.view_functions[name], "audience", "") == "anyone"
    }
    assert public == {
        "office.sign_in_page",
        "office.enter",
        "office.code_page",
        "office.enter_code",
    }


def test_every_change_without_our_token_is_refused(database: Database, company: Company) -> None:
    browser = at_desk(database)
    rules = [
        rule for rule in office_app(database).url_map.iter_rules() if "POST" in (rule.methods or ())
    ]
    assert len(rules) > 20
    for rule in rules:
        address = re.sub(r"<[^>]*>", "1", rule.rule)
        answer = browser.client.post(address, data={"csrf_token": "stale"})
        assert answer.status_code == 400, address
        assert "out of date" in answer.text


def test_a_technician_sees_jobs_and_nothing_else(database: Database, company: Company) -> None:
    browser = at_desk(database, StaffRole.TECHNICIAN)
    assert browser.open(f"/jobs/{company.job_number}").status_code == 200
    for address in ("/inbox", "/bookings", "/customers", "/settings/statuses", "/tasks"):
        assert browser.open(address).status_code == 403, address
    moved = browser.send(f"/jobs/{company.job_number}/notes", note="x")
    assert moved.status_code == 403
    assert "Your role does not allow this" in moved.text


def test_roles_stand_in_one_table_and_only_leaders_edit_settings() -> None:
    assert set(ALLOWED) == set(StaffRole)
    may_edit = {role for role in StaffRole if may(role, Permission.SETTINGS_EDIT)}
    assert may_edit == {StaffRole.ADMINISTRATOR, StaffRole.MANAGER}


@pytest.mark.parametrize(
    "address",
    [
        "/inbox/999",
        "/bookings/999",
        "/jobs/999",
        "/customers/999",
        "/properties/999",
        "/files/999",
        "/settings/statuses/999",
        "/settings/statuses/999/words/sms",
        "/settings/statuses/1/words/pigeon",
        "/jobs/99999999999",
        "/customers/99999999999999999999999999",
        "/customers/-1",
        "/nowhere",
    ],
)
def test_what_does_not_exist_is_a_404_that_says_what_to_do(desk: Browser, address: str) -> None:
    answer = desk.open(address)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    assert "Search" in answer.text


@pytest.mark.parametrize("page", ["-1", "0", "x", "1.5", "10001", "1000000000000000000", "١"])
@pytest.mark.parametrize("room", PAGED)
def test_no_such_page_of_a_list_is_a_400(desk: Browser, room: str, page: str) -> None:
    assert desk.open(room, page=page).status_code == 400


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "1000000000000000000000", "١"])
def test_no_such_part_of_a_list_is_a_400(desk: Browser, after: str) -> None:
    assert desk.open("/inbox", after=after).status_code == 400


@pytest.mark.parametrize("room", EVERYWHERE)
def test_empty_rooms_say_what_will_appear_there(desk: Browser, room: str) -> None:
    assert "appear" in desk.text(room) or "becomes a job" in desk.text(room)


@pytest.mark.parametrize(
    "words", ["\x00", "%", "_", "'; DROP TABLE jobs; --", "🔧" * 300, "#99999999999"]
)
def test_any_words_may_be_searched_for(desk: Browser, company: Company, words: str) -> None:
    assert desk.open("/search", q=words).status_code == 200
    assert desk.open("/customers", q=words).status_code == 200
    assert desk.open("/properties", q=words).status_code == 200


def test_a_percent_sign_is_no_wildcard(desk: Browser, company: Company) -> None:
    assert "Lakeside" in desk.text("/customers")
    assert "Lakeside" not in desk.text("/customers", q="%")


def test_pages_carry_headers_that_let_nothing_inline_run(desk: Browser) -> None:
    answer = desk.open("/jobs")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    nonce = re.search(r"script-src 'self' 'nonce-([^']+)'", policy)
    assert nonce is not None
    assert answer.text.count(f'nonce="{nonce[1]}"') == answer.text.count("<script")
    assert " style=" not in answer.text
    assert " onclick=" not in answer.text
    again = desk.open("/jobs").headers["Content-Security-Policy"]
    assert nonce[1] not in again


def test_a_part_of_a_page_asked_for_after_the_session_ended_leads_to_the_sign_in_page(
    database: Database,
) -> None:
    answer = office_app(database).test_client().get("/inbox/list", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/sign-in"
