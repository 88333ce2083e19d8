"""Sessions as OWASP ASVS 5.0 chapter 7 and 3.3 ask for them, level 2."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from core.clock import database_now
from core.db import Database
from core.desk.actions.staff import deactivate_staff
from core.desk.model import StaffRole, StaffUser
from core.events.actions import FIXLINE
from tests.core.desk.factors import enrol
from tests.office.desk import PASSWORD, Browser, at_desk, hire, office_app
from tests.practice import practice_settings

COOKIE = "fixline_session"


def someone(database: Database) -> Browser:
    return Browser(office_app(database).test_client())


def cookie_of(browser: Browser) -> str:
    kept = browser.client.get_cookie(COOKIE)
    assert kept is not None
    return kept.value


@pytest.fixture
def secured(database: Database) -> str:
    """The Set-Cookie header of a sign-in over https."""
    settings = practice_settings(PUBLIC_URL="https://fixline.example.com")
    client = office_app(database, settings).test_client()
    answer = client.get("/sign-in", base_url="https://fixline.example.com")
    return answer.headers["Set-Cookie"]


def test_v3_3_1_the_session_cookie_is_secure_and_bound_to_the_host(secured: str) -> None:
    """3.3.1: cookies have the Secure attribute and the __Host- or __Secure- prefix."""
    assert secured.startswith("__Host-fixline_session=")
    assert "; Secure" in secured
    assert "Domain=" not in secured
    assert "; Path=/" in secured


def test_v3_3_2_the_session_cookie_is_not_sent_by_other_sites(secured: str) -> None:
    """3.3.2: SameSite is set according to the cookie's purpose."""
    assert "; SameSite=Lax" in secured


def test_v3_3_4_scripts_cannot_read_the_session_cookie(secured: str) -> None:
    """3.3.4: session tokens are HttpOnly."""
    assert "; HttpOnly" in secured


def test_v7_2_1_a_forged_session_is_no_session(database: Database) -> None:
    """7.2.1: session tokens are verified by the trusted service."""
    browser = at_desk(database)
    body, _, signature = cookie_of(browser).rpartition(".")
    browser.client.set_cookie(COOKIE, f"{body}x.{signature}")
    assert browser.open("/jobs").location.startswith("/sign-in")


def test_v7_2_4_signing_in_shares_nothing_with_the_session_before(database: Database) -> None:
    """7.2.4: a new session token at authentication; the one before is worth nothing (session fixation)."""
    email = hire(database, StaffRole.CSR)
    victim, thief = someone(database), someone(database)
    thief.open("/sign-in")
    planted = cookie_of(thief)
    victim.client.set_cookie(COOKIE, planted)
    assert victim.sign_in(email).status_code == 302
    assert cookie_of(victim) != planted
    assert thief.open("/jobs").location.startswith("/sign-in")


def test_v7_2_4_the_second_factor_begins_yet_another_session(database: Database) -> None:
    """7.2.4: also where a password alone has got somebody half-way."""
    email = hire(database, StaffRole.CSR)
    with database.transaction() as session:
        user = session.scalars(select(StaffUser)).one()
        secret, _ = enrol(session, user, database_now(session) - timedelta(minutes=2))
    browser = someone(database)
    browser.sign_in(email)
    half = cookie_of(browser)
    code = pyotp.TOTP(secret).now()
    browser.send("/sign-in/code", seen_on="/sign-in/code", code=code)
    assert browser.open("/jobs").status_code == 200
    browser.client.set_cookie(COOKIE, half)
    assert browser.open("/jobs").location.startswith("/sign-in")


def test_v7_3_1_a_session_ends_after_an_hour_of_idleness(database: Database) -> None:
    """7.3.1: an inactivity timeout."""
    assert _after(database, "seen", timedelta(hours=1, seconds=1)) == 302


def test_v7_3_2_a_session_ends_after_twelve_hours_whatever_happens(database: Database) -> None:
    """7.3.2: an absolute maximum lifetime."""
    assert _after(database, "since", timedelta(hours=12, seconds=1)) == 302


def _after(database: Database, name: str, passed: timedelta) -> int:
    browser = at_desk(database)
    with browser.client.session_transaction() as kept:
        kept[name] -= passed.total_seconds()
    return browser.open("/jobs").status_code


def test_v7_4_1_after_signing_out_the_session_is_worth_nothing(database: Database) -> None:
    """7.4.1: no further use of a session after logout."""
    browser = at_desk(database)
    stolen = cookie_of(browser)
    browser.send("/sign-out")
    browser.client.set_cookie(COOKIE, stolen)
    assert browser.open("/jobs").location.startswith("/sign-in")


def test_v7_4_2_switching_somebody_off_ends_their_sessions(database: Database) -> None:
    """7.4.2: all sessions end when an account is disabled."""
    browser = at_desk(database, StaffRole.CSR)
    with database.transaction() as session:
        user = session.scalars(select(StaffUser)).one()
        deactivate_staff(session, user.id, actor=FIXLINE)
    assert browser.open("/jobs").location.startswith("/sign-in")


def test_v7_4_3_a_changed_password_ends_sessions_elsewhere(database: Database) -> None:
    """7.4.3: other sessions end after an authentication factor was changed."""
    email = hire(database, StaffRole.CSR)
    here, elsewhere = someone(database), someone(database)
    here.sign_in(email)
    elsewhere.sign_in(email)
    here.send(
        "/password", seen_on="/password", current=PASSWORD, wanted="battery staple",
        again="battery staple",
    )  # fmt: skip
    assert here.open("/jobs").status_code == 200
    assert elsewhere.open("/jobs").location.startswith("/sign-in")


@pytest.mark.parametrize("change", ["begin", "codes", "remove"])
def test_v7_5_1_second_factors_are_changed_by_who_gives_the_password_again(
    database: Database, change: str
) -> None:
    """7.5.1: re-authentication before authentication settings are changed."""
    browser = at_desk(database)
    answer = browser.send(f"/second-factor/{change}", seen_on="/second-factor", current="guess")
    assert answer.status_code == 422
    assert "That is not your password now" in answer.text
