"""Who gets in, who does not, and what a session is worth afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.db import Database
from core.desk.actions.sign_in import TRIES_BEFORE_LOCK, lock_after
from core.desk.model import StaffRole, StaffUser
from tests.office.desk import PASSWORD, Browser, at_desk, hire, office_app
from tests.practice import practice_settings


@pytest.fixture
def stranger(database: Database) -> Browser:
    return Browser(office_app(database).test_client())


def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_page_and_back(
    database: Database, stranger: Browser
) -> None:
    answer = stranger.open("/jobs?shown=all")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/jobs?shown%3Dall"
    email = hire(database, StaffRole.CSR)
    entered = stranger.send(
        "/sign-in",
        seen_on=answer.location,
        email=email,
        password=PASSWORD,
        next="/jobs?shown=all",
    )
    assert entered.location == "/jobs?shown=all"


@pytest.mark.parametrize(
    "trap",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/jobs\r\nX",
        "/jobs\x7f",
    ],
)
def test_signing_in_never_leads_to_another_site(
    database: Database, stranger: Browser, trap: str
) -> None:
    email = hire(database, StaffRole.CSR)
    entered = stranger.send(
        "/sign-in", seen_on="/sign-in", email=email, password=PASSWORD, next=trap
    )
    assert entered.location == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    database: Database, stranger: Browser
) -> None:
    email = hire(database, StaffRole.CSR)
    wrong = stranger.sign_in(email, "not the password")
    unknown = stranger.sign_in("nobody@example.com", "not the password")
    assert wrong.status_code == unknown.status_code == 422
    assert "do not fit together" in wrong.text
    assert _without_typing(wrong.text, email) == _without_typing(unknown.text, "nobody@example.com")


def _without_typing(page: str, email: str) -> list[str]:
    return [
        line for line in page.replace(email, "").splitlines()
        if "nonce" not in line and "csrf_token" not in line
    ]  # fmt: skip


def test_after_several_wrong_tries_even_the_right_password_waits(
    database: Database, stranger: Browser
) -> None:
    email = hire(database, StaffRole.CSR)
    for _ in range(TRIES_BEFORE_LOCK):
        stranger.sign_in(email, "not the password")
    assert stranger.sign_in(email).status_code == 422
    with database.transaction() as session:
        session.execute(
            update(StaffUser).values(locked_until=StaffUser.locked_until - timedelta(hours=2))
        )
    assert stranger.sign_in(email).status_code == 302
    with database.reading() as session:
        assert session.scalars(select(StaffUser.failed_logins)).one() == 0


def test_each_further_wrong_try_locks_for_twice_as_long_up_to_a_limit() -> None:
    waits = [lock_after(tries) for tries in range(TRIES_BEFORE_LOCK - 1, TRIES_BEFORE_LOCK + 3)]
    assert waits == [
        None,
        timedelta(seconds=30),
        timedelta(seconds=60),
        timedelta(seconds=120),
    ]
    assert lock_after(1000) == timedelta(hours=1)


def test_a_new_session_shares_nothing_with_the_one_before(
    database: Database, stranger: Browser
) -> None:
    email = hire(database, StaffRole.CSR)
    stranger.open("/sign-in")
    with stranger.client.session_transaction() as before:
        before["planted"] = "by someone else"
        token = before.get("csrf_token")
    stranger.sign_in(email)
    with stranger.client.session_transaction() as after:
        assert "planted" not in after
        assert after.get("csrf_token") != token


def test_signing_out_makes_a_stolen_cookie_worthless(database: Database) -> None:
    browser = at_desk(database)
    stolen = browser.client.get_cookie("fixline_session")
    assert stolen is not None
    assert browser.send("/sign-out").location == "/sign-in"
    browser.client.set_cookie("fixline_session", stolen.value)
    assert browser.open("/jobs").status_code == 302


@pytest.mark.parametrize(("name", "seconds"), [("seen", 3601), ("since", 12 * 3600 + 1)])
def test_a_session_ends_after_idleness_and_after_a_day_at_work(
    desk: Browser, name: str, seconds: int
) -> None:
    assert desk.open("/jobs").status_code == 200
    with desk.client.session_transaction() as kept:
        kept[name] -= seconds
    assert desk.open("/jobs").status_code == 302


def test_someone_switched_off_is_out_at_once(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        session.execute(update(StaffUser).values(active=False))
    assert desk.open("/jobs").status_code == 302
    assert desk.sign_in("administrator@example.com").status_code == 422


def test_cookies_are_kept_from_scripts_other_sites_and_plain_http(database: Database) -> None:
    app = office_app(database, practice_settings(PUBLIC_URL="https://fixline.example.com"))
    answer = app.test_client().get("/sign-in", base_url="https://fixline.example.com")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" in cookie
    assert "max-age" in answer.headers["Strict-Transport-Security"]
