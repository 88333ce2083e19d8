"""The second factor at the desk: set up with a picture, asked for at sign-in, needed by a role, reset by an
administrator or at the terminal.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from core.clock import database_now
from core.db import Database
from core.desk.actions.sign_in import TRIES_BEFORE_LOCK
from core.desk.model import SecondFactor, StaffRole, StaffUser
from office.commands import staff
from office.half_way import PATIENCE
from tests.core.desk.factors import enrol
from tests.office.desk import PASSWORD, Browser, at_desk, hire, office_app
from tests.practice import practice_settings

_GROUPS = re.compile(r"<span>([A-Z2-7]{4})</span>")
_CODE = re.compile(r"<code>([A-Z2-7-]{27})</code>")


def someone(database: Database) -> Browser:
    return Browser(office_app(database).test_client())


def with_device(database: Database, role: StaffRole = StaffRole.CSR) -> tuple[str, str, str]:
    """Somebody with a device: address, secret and a recovery code."""
    email = hire(database, role)
    with database.transaction() as session:
        user = session.scalars(select(StaffUser).where(StaffUser.email == email)).one()
        earlier = database_now(session) - timedelta(minutes=2)
        secret, codes = enrol(session, user, earlier)
    return email, secret, codes[0]


def give_code(browser: Browser, code: str) -> int:
    return browser.send("/sign-in/code", seen_on="/sign-in/code", code=code).status_code


def set_up(browser: Browser) -> tuple[str, str]:
    """Set a device up on the page itself; returns its secret and the page with the recovery codes."""
    begun = browser.send("/second-factor/begin", seen_on="/second-factor", current=PASSWORD)
    assert begun.location == "/second-factor"
    page = browser.text("/second-factor")
    assert "<svg" in page
    secret = "".join(_GROUPS.findall(page))
    done = browser.send(
        "/second-factor/confirm", seen_on="/second-factor", code=pyotp.TOTP(secret).now()
    )
    assert done.status_code == 200
    return secret, done.text


def test_a_device_is_set_up_and_asked_for_at_the_next_sign_in(database: Database) -> None:
    browser = at_desk(database)
    secret, page = set_up(browser)
    codes = _CODE.findall(page)
    assert len(set(codes)) == 10
    assert browser.open("/jobs").status_code == 200
    assert codes[0] not in browser.text("/second-factor")
    elsewhere = someone(database)
    halfway = elsewhere.sign_in("administrator@example.com")
    assert halfway.location.startswith("/sign-in/code")
    assert elsewhere.open("/jobs").location.startswith("/sign-in")
    assert give_code(elsewhere, codes[0]) == 302
    assert elsewhere.open("/jobs").status_code == 200
    assert secret not in elsewhere.text("/second-factor")


def test_setting_up_ends_sessions_elsewhere(database: Database) -> None:
    email = hire(database, StaffRole.CSR)
    here, elsewhere = someone(database), someone(database)
    assert here.sign_in(email).status_code == elsewhere.sign_in(email).status_code == 302
    set_up(here)
    assert elsewhere.open("/jobs").location.startswith("/sign-in")


def test_a_device_is_not_set_up_without_the_password(database: Database) -> None:
    browser = at_desk(database)
    for typed, message in (("", "Give your password."), ("wrong", "That is not your password")):
        answer = browser.send("/second-factor/begin", seen_on="/second-factor", current=typed)
        assert answer.status_code == 422
        assert message in answer.text
    with database.reading() as session:
        assert session.scalars(select(SecondFactor)).all() == []


def test_a_wrong_first_code_keeps_the_picture(database: Database) -> None:
    browser = at_desk(database)
    browser.send("/second-factor/begin", seen_on="/second-factor", current=PASSWORD)
    for code in ("", "000000"):
        answer = browser.send("/second-factor/confirm", seen_on="/second-factor", code=code)
        assert answer.status_code == 422
        assert "<svg" in answer.text


def test_confirming_what_was_never_begun_is_a_409(desk: Browser) -> None:
    answer = desk.send("/second-factor/confirm", seen_on="/second-factor", code="000000")
    assert answer.status_code == 409
    assert "no device to confirm" in answer.text


def test_a_code_signs_one_browser_in_and_not_a_second(database: Database) -> None:
    email, secret, _ = with_device(database)
    first, second = someone(database), someone(database)
    first.sign_in(email)
    second.sign_in(email)
    code = pyotp.TOTP(secret).now()
    assert give_code(first, code) == 302
    assert give_code(second, code) == 422
    assert second.open("/jobs").location.startswith("/sign-in")


def test_a_right_code_leads_on_to_the_page_that_was_asked_for(database: Database) -> None:
    email, secret, _ = with_device(database)
    browser = someone(database)
    half = browser.send(
        "/sign-in", seen_on="/sign-in", email=email, password=PASSWORD, next="/jobs?shown=all"
    )
    assert 'value="/jobs?shown=all"' in browser.text(half.location)
    done = browser.send(
        "/sign-in/code",
        seen_on=half.location,
        code=pyotp.TOTP(secret).now(),
        next="/jobs?shown=all",
    )
    assert done.location == "/jobs?shown=all"


def test_a_code_is_asked_of_nobody_who_gave_no_password(database: Database) -> None:
    browser = someone(database)
    assert browser.open("/sign-in/code").location == "/sign-in"
    answer = browser.send("/sign-in/code", seen_on="/sign-in", code="000000")
    assert answer.location == "/sign-in"


def test_a_browser_left_half_way_has_to_begin_again(database: Database) -> None:
    email, _, code = with_device(database)
    browser = someone(database)
    browser.sign_in(email)
    with browser.client.session_transaction() as kept:
        user_id, version, since = kept["half_way"]
        kept["half_way"] = [user_id, version, since - PATIENCE.total_seconds() - 1]
    assert browser.open("/sign-in/code").location == "/sign-in"
    assert code


def test_too_many_wrong_codes_lock_even_the_right_one_out(database: Database) -> None:
    email, secret, _ = with_device(database)
    browser = someone(database)
    browser.sign_in(email)
    for _ in range(TRIES_BEFORE_LOCK):
        assert give_code(browser, "000000") == 422
    assert give_code(browser, pyotp.TOTP(secret).now()) == 422
    with database.transaction() as session:
        session.execute(update(StaffUser).values(locked_until=None))
    assert give_code(browser, pyotp.TOTP(secret).now()) == 302


def test_a_role_that_needs_one_sees_nothing_else_before(database: Database) -> None:
    desk = at_desk(database)
    hire(database, StaffRole.CSR)
    wanted = desk.send("/settings/roles/csr/second-factor", wanted="on")
    assert wanted.location == "/settings/roles#role-csr"
    browser = someone(database)
    browser.sign_in("csr@example.com")
    for address in ("/inbox", "/jobs", "/tasks", "/my-day", "/password"):
        assert browser.open(address).location == "/second-factor", address
    assert "Your role needs a second factor" in browser.text("/second-factor")
    set_up(browser)
    assert browser.open("/inbox").status_code == 200
    refused = browser.send("/second-factor/remove", seen_on="/second-factor", current=PASSWORD)
    assert refused.status_code == 409


def test_only_administrators_ask_a_role_for_one(database: Database) -> None:
    manager = at_desk(database, StaffRole.MANAGER)
    assert manager.open("/settings/roles").status_code == 200
    answer = manager.send("/settings/roles/csr/second-factor", wanted="on")
    assert answer.status_code == 403


def test_there_is_no_such_role(desk: Browser) -> None:
    assert desk.send("/settings/roles/king/second-factor", wanted="on").status_code == 404


def test_it_is_turned_off_with_the_password_where_no_role_needs_it(database: Database) -> None:
    browser = at_desk(database)
    set_up(browser)
    assert "Turn the second factor off" in browser.text("/second-factor")
    browser.send("/second-factor/remove", seen_on="/second-factor", current=PASSWORD)
    assert someone(database).sign_in("administrator@example.com").location == "/"


def test_new_recovery_codes_are_shown_once(database: Database) -> None:
    browser = at_desk(database)
    _, page = set_up(browser)
    again = browser.send("/second-factor/codes", seen_on="/second-factor", current=PASSWORD)
    fresh = _CODE.findall(again.text)
    assert len(fresh) == 10
    assert not set(fresh) & set(_CODE.findall(page))
    refused = browser.send("/second-factor/codes", seen_on="/second-factor", current="wrong")
    assert refused.status_code == 422


def test_an_administrator_resets_a_colleagues(database: Database) -> None:
    email, _, _ = with_device(database)
    desk = at_desk(database)
    with database.reading() as session:
        user_id = session.scalars(select(StaffUser.id).where(StaffUser.email == email)).one()
    assert "Reset second factor" in desk.text("/settings/staff")
    reset = f"/settings/staff/{user_id}/second-factor/reset"
    assert desk.send(reset).location == "/settings/staff"
    assert desk.send(reset).status_code == 409
    assert someone(database).sign_in(email).location == "/"
    assert at_desk(database, StaffRole.MANAGER).send(reset).status_code == 403


def test_the_terminal_resets_and_reseals(database: Database) -> None:
    email, secret, _ = with_device(database)
    run = CliRunner().invoke
    renewed = practice_settings(
        DATABASE_URL=database.url,
        SECRET_KEY="another-another-another-another-another",
        SECRET_KEY_PREVIOUS=practice_settings().secret_key,
    )
    done = run(staff, ["reseal-second-factors"], obj=renewed)
    assert done.output == "1 second factors stand under the present key.\n"
    done = run(staff, ["reset-second-factor", email.upper()], obj=renewed)
    assert done.exit_code == 0, done.output
    assert "by password alone" in done.output
    assert someone(database).sign_in(email).location == "/"
    for address in (email, "nobody@example.com"):
        refused = run(staff, ["reset-second-factor", address], obj=renewed)
        assert refused.exit_code == 1
    assert secret


@pytest.mark.inventory(169)
def test_the_roles_page_shows_the_one_table(database: Database) -> None:
    desk = at_desk(database)
    page = desk.text("/settings/roles")
    for words in ("Administrator", "Customer service", "Plan visits and give them", "Dana"):
        assert words in page
    row = page[page.index("Plan visits and give them") :].split("</tr>")[0]
    assert [word in cell for cell in row.split("<td>")[1:] for word in [">yes<"]] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
