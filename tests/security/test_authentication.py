"""Passwords and codes as OWASP ASVS 5.0 chapters 6 and 11.4 ask for them, level 2."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.desk.actions.second_factor import prove_code
from core.desk.actions.sign_in import FIRST_LOCK, TRIES_BEFORE_LOCK, SignInRefused
from core.desk.actions.staff import add_staff
from core.desk.actions.tries import TRIES_FROM_ONE_PLACE
from core.desk.model import RecoveryCode, StaffRole, StaffUser
from core.desk.one_time import RECOVERY_LETTERS, STEP_SECONDS, new_recovery_codes, new_secret
from core.desk.passwords import HASHER, LONGEST, hashed, is_right
from core.errors import FieldRefused
from core.events.model import Event
from tests.core.desk.factors import KEYS, enrol, shown_by
from tests.office.desk import PASSWORD, QUICK, Browser, at_desk, hire, office_app


def newcomer(session: Session, password: str) -> StaffUser:
    return add_staff(
        session, name="Ann", email="ann@example.com", role=StaffRole.CSR, password=password,
        hasher=QUICK,
    )  # fmt: skip


@pytest.mark.parametrize("password", ["", "short", "seven77"])
def test_v6_2_1_passwords_have_eight_characters_at_least(session: Session, password: str) -> None:
    """6.2.1: at least eight characters."""
    with pytest.raises(FieldRefused):
        newcomer(session, password)


def test_v6_2_2_everybody_can_change_their_own_password(database: Database) -> None:
    """6.2.2: users can change their password."""
    for role in StaffRole:
        browser = at_desk(database, role)
        answer = browser.send(
            "/password", seen_on="/password", current=PASSWORD, wanted="battery staple",
            again="battery staple",
        )  # fmt: skip
        assert answer.status_code == 302, role


def test_v6_2_3_a_change_needs_the_present_password(database: Database) -> None:
    """6.2.3: the current and the new password are needed."""
    answer = at_desk(database).send(
        "/password", seen_on="/password", current="", wanted="battery staple",
        again="battery staple",
    )  # fmt: skip
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "password", ["only letters", "12345678901", "ñandú ñandú", "🔧🔧🔧🔧🔧🔧🔧🔧"]
)
def test_v6_2_5_any_signs_make_a_password(session: Session, password: str) -> None:
    """6.2.5: no rules about which characters."""
    assert is_right(password, newcomer(session, password).password_hash, QUICK)


def test_v6_2_6_and_v6_2_7_password_fields_hide_and_let_managers_help(desk: Browser) -> None:
    """6.2.6, 6.2.7: type=password, and autocompletion for password managers."""
    page = desk.text("/password")
    assert page.count('type="password"') == 3
    assert 'autocomplete="current-password"' in page
    assert page.count('autocomplete="new-password"') == 2
    assert "onpaste" not in page


@pytest.mark.parametrize(
    "given", ["Correct horse", "correct horse ", "correct hors", "correct horse\n"]
)
def test_v6_2_8_the_password_is_verified_exactly_as_it_is(given: str) -> None:
    """6.2.8: without truncation or change of case."""
    assert not is_right(given, hashed("correct horse", QUICK), QUICK)


def test_v6_2_9_long_passwords_are_welcome() -> None:
    """6.2.9: at least 64 characters are allowed."""
    assert LONGEST >= 64
    assert is_right("x" * 64, hashed("x" * 64, QUICK), QUICK)


def test_v6_3_1_guessing_passwords_makes_every_stranger_wait(database: Database) -> None:
    """6.3.1: controls against stuffing and brute force; two tries a minute at most, from anywhere together."""
    email = hire(database, StaffRole.CSR)
    browser = Browser(office_app(database).test_client())
    for _ in range(TRIES_BEFORE_LOCK):
        browser.sign_in(email, "guess")
    assert browser.sign_in(email).status_code == 422
    with database.reading() as session:
        user = session.scalars(select(StaffUser)).one()
        assert user.locked_until is not None
        assert database_now(session) < user.locked_until <= database_now(session) + FIRST_LOCK


def guessed(browser: Browser, database: Database, email: str, address: str, tries: int) -> None:
    """So many wrong passwords from one address, each after the pause the last one brought."""
    browser.client.environ_base["REMOTE_ADDR"] = address
    for _ in range(tries):
        with database.transaction() as session:
            session.execute(update(StaffUser).values(locked_until=None))
        assert browser.sign_in(email, "guess").status_code == 422


def test_v6_3_1_one_address_guesses_ten_times_an_hour(database: Database) -> None:
    """6.3.1: a single source is shut out of the account."""
    email = hire(database, StaffRole.CSR)
    guesser = Browser(office_app(database).test_client())
    guessed(guesser, database, email, "8.8.4.4", TRIES_FROM_ONE_PLACE)
    with database.transaction() as session:
        session.execute(update(StaffUser).values(locked_until=None))
    assert guesser.sign_in(email).status_code == 422
    elsewhere = Browser(office_app(database).test_client())
    elsewhere.client.environ_base["REMOTE_ADDR"] = "1.0.0.1"
    assert elsewhere.sign_in(email).status_code == 302


def test_v6_1_1_nobody_shuts_a_colleague_out_of_her_own_browser(database: Database) -> None:
    """6.1.1: controls that prevent malicious account lockout; also where the proxy tells no addresses."""
    email = hire(database, StaffRole.CSR)
    app = office_app(database)
    hers = Browser(app.test_client())
    assert hers.sign_in(email).status_code == 302
    hers.send("/sign-out")
    guesser = Browser(app.test_client())
    for _ in range(3 * TRIES_FROM_ONE_PLACE):
        guesser.sign_in(email, "guess")
    assert guesser.sign_in(email).status_code == 422
    assert hers.sign_in(email).status_code == 302
    hers.send("/sign-out")
    for _ in range(TRIES_FROM_ONE_PLACE):
        hers.sign_in(email, "guess")
    assert hers.sign_in(email).status_code == 422


@pytest.mark.parametrize("cookie", ["", "x", "IngiLg.AAAA", "x" * 3000])
def test_v6_1_1_a_browser_cannot_name_itself_known(database: Database, cookie: str) -> None:
    """6.1.1: what lets somebody past the pause is signed and was given with a sign-in."""
    email = hire(database, StaffRole.CSR)
    browser = Browser(office_app(database).test_client())
    for _ in range(TRIES_BEFORE_LOCK):
        browser.sign_in(email, "guess")
    browser.client.set_cookie("fixline_device", cookie)
    assert browser.sign_in(email).status_code == 422


def test_v6_1_1_behind_a_proxy_only_the_proxys_own_word_counts(database: Database) -> None:
    """6.1.1: an address a stranger writes into the header is not believed."""
    email = hire(database, StaffRole.CSR)
    guesser = Browser(office_app(database).test_client())
    for nth in range(TRIES_FROM_ONE_PLACE + 1):
        guesser.client.environ_base["HTTP_X_FORWARDED_FOR"] = f"192.0.2.{nth}, 8.8.4.4"
        with database.transaction() as session:
            session.execute(update(StaffUser).values(locked_until=None))
        guesser.sign_in(email, "guess")
    with database.reading() as session:
        tries = session.scalars(select(Event).where(Event.kind == "staff.sign_in_refused")).all()
        assert len(tries) == TRIES_FROM_ONE_PLACE
        assert len({str(each.facts) for each in tries}) == 1
        assert "8.8.4.4" not in str(tries[0].facts)


def test_v6_3_1_guessing_codes_is_counted_with_passwords(session: Session) -> None:
    """6.3.1: the second factor cannot be tried out either."""
    user = newcomer(session, PASSWORD)
    now = database_now(session)
    secret, _ = enrol(session, user, now)
    for code in [*["000000"] * TRIES_BEFORE_LOCK, shown_by(secret, now, steps=1)]:
        found = prove_code(session, user.id, code, now, KEYS, session_version=user.session_version)
        assert found == SignInRefused()
    assert user.locked_until is not None


def test_v6_3_2_nobody_is_there_from_the_beginning(session: Session) -> None:
    """6.3.2: no default accounts."""
    assert session.scalar(select(func.count()).select_from(StaffUser)) == 0


def test_v6_3_8_an_unknown_address_gets_the_answer_of_a_wrong_password(database: Database) -> None:
    """6.3.8: valid users cannot be told from failed sign-ins."""
    email = hire(database, StaffRole.CSR)
    browser = Browser(office_app(database).test_client())
    wrong, unknown = browser.sign_in(email, "guess"), browser.sign_in("no@example.com", "guess")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.count("do not fit together") == unknown.text.count("do not fit together") > 0


def test_v6_5_1_a_code_counts_once(session: Session) -> None:
    """6.5.1: lookup secrets and TOTPs are usable once."""
    user = newcomer(session, PASSWORD)
    now = database_now(session)
    secret, codes = enrol(session, user, now)
    for code in (shown_by(secret, now, steps=1), codes[0]):
        found = [
            prove_code(session, user.id, code, now, KEYS, session_version=user.session_version)
            for _ in range(2)
        ]
        assert found == [user, SignInRefused()]


def test_v6_5_2_recovery_codes_are_hashed_and_too_long_to_guess(session: Session) -> None:
    """6.5.2: with 112 bits of entropy or more a standard hash will do."""
    _, codes = enrol(session, newcomer(session, PASSWORD), database_now(session))
    assert RECOVERY_LETTERS * 5 >= 112
    kept = session.scalars(select(RecoveryCode.code_hash)).all()
    assert all(len(each) == 64 for each in kept)
    assert not set(kept) & set(codes)


def test_v6_5_3_secrets_and_codes_never_repeat() -> None:
    """6.5.3: they come from a cryptographic generator."""
    assert len({new_secret() for _ in range(200)}) == 200
    assert len({code for _ in range(20) for code in new_recovery_codes()}) == 200


def test_v6_5_5_a_code_lives_half_a_minute() -> None:
    """6.5.5: time-based codes have a lifetime of 30 seconds."""
    assert STEP_SECONDS == 30


def test_v11_4_2_passwords_are_hashed_with_argon2id_as_the_standard_recommends() -> None:
    """11.4.2: an approved password hashing function; RFC 9106 §4, second recommendation."""
    assert hashed("correct horse").startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert HASHER.salt_len >= 16
    assert HASHER.hash_len >= 32
