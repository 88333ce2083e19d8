"""Sign-in as the core decides it: one answer for every refusal, tries counted, passwords never kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.desk.actions import CodeNeeded, SignInRefused, add_staff, end_sessions, sign_in
from core.desk.actions.sign_in import FIRST_LOCK, TRIES_BEFORE_LOCK
from core.desk.model import StaffRole, StaffUser
from core.desk.passwords import LONGEST, hashed, is_right
from core.errors import FieldRefused
from core.events.model import Event

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
NOW = datetime(2031, 3, 3, 9, 0, tzinfo=UTC)


def hire(session: Session, email: str = "dana@example.com") -> StaffUser:
    return add_staff(
        session,
        name="Dana Ortiz",
        email=email,
        role=StaffRole.DISPATCHER,
        password="correct horse",
        hasher=QUICK,
    )


def try_in(
    session: Session, password: str, now: datetime = NOW
) -> StaffUser | CodeNeeded | SignInRefused:
    return sign_in(session, " Dana@Example.com ", password, now, QUICK)


def test_the_right_password_signs_in_whatever_the_address_looks_like(session: Session) -> None:
    user = hire(session)
    assert try_in(session, "correct horse") is user


def test_only_an_argon2id_hash_is_kept(session: Session) -> None:
    user = hire(session)
    assert user.password_hash.startswith("$argon2id$")
    assert "correct horse" not in user.password_hash


@pytest.mark.parametrize("password", ["", "wrong", "correct horse ", "x" * 5000])
def test_any_other_password_is_refused(session: Session, password: str) -> None:
    hire(session)
    assert try_in(session, password) == SignInRefused()


def test_a_long_password_is_not_cut_to_a_right_one() -> None:
    longest = "x" * LONGEST
    kept = hashed(longest, QUICK)
    assert is_right(longest, kept, QUICK)
    assert not is_right(longest + "y", kept, QUICK)


def test_nobody_has_no_password() -> None:
    assert not is_right("nobody signs in with this", None, QUICK)


def test_tries_of_strangers_are_counted_and_make_all_of_them_wait_the_same(
    session: Session,
) -> None:
    user = hire(session)
    for _ in range(TRIES_BEFORE_LOCK):
        try_in(session, "wrong")
    assert user.locked_until == NOW + FIRST_LOCK
    assert try_in(session, "correct horse") == SignInRefused()
    later = NOW + FIRST_LOCK + timedelta(seconds=1)
    try_in(session, "wrong", later)
    assert user.locked_until == later + FIRST_LOCK
    assert user.failed_logins == TRIES_BEFORE_LOCK


def test_tries_while_locked_neither_count_nor_prolong_the_lock(session: Session) -> None:
    user = hire(session)
    for _ in range(TRIES_BEFORE_LOCK + 10):
        try_in(session, "wrong")
    assert user.failed_logins == TRIES_BEFORE_LOCK
    assert user.locked_until == NOW + FIRST_LOCK


def test_a_sign_in_forgives_the_tries_before(session: Session) -> None:
    user = hire(session)
    try_in(session, "wrong")
    try_in(session, "correct horse")
    assert (user.failed_logins, user.locked_until) == (0, None)


def test_someone_switched_off_cannot_sign_in(session: Session) -> None:
    hire(session).active = False
    assert try_in(session, "correct horse") == SignInRefused()


def test_ending_sessions_raises_their_generation(session: Session) -> None:
    user = hire(session)
    end_sessions(session, user)
    assert user.session_version == 2


def test_every_attempt_on_a_known_account_is_recorded_without_the_password(
    session: Session,
) -> None:
    hire(session)
    try_in(session, "wrong")
    try_in(session, "correct horse")
    events = session.scalars(select(Event).order_by(Event.id)).all()
    assert [event.kind for event in events] == [
        "staff.added",
        "staff.sign_in_refused",
        "staff.signed_in",
    ]
    assert "wrong" not in str([event.after for event in events])


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("email", {"email": "not an address"}),
        ("email", {"email": "DANA@example.com"}),
        ("name", {"name": "  "}),
        ("password", {"password": "short"}),
        ("password", {"password": "x" * 201}),
        ("phone", {"phone": "12"}),
    ],
)
def test_staff_that_make_no_sense_are_refused_at_the_field(
    session: Session, field: str, changed: dict[str, str]
) -> None:
    hire(session)
    given = {"name": "Sam", "email": "sam@example.com", "password": "long enough", "phone": ""}
    given |= changed
    with pytest.raises(FieldRefused) as refused:
        add_staff(
            session,
            name=given["name"],
            email=given["email"],
            role=StaffRole.CSR,
            password=given["password"],
            phone=given["phone"],
            hasher=QUICK,
        )
    assert refused.value.field == field
