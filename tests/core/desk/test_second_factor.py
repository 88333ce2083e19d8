"""The second factor as the core decides it: codes count once, wrong ones are counted, secrets are sealed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.desk.actions.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    excuse_from_second_factor,
    needs_second_factor,
    prove_code,
    remove_second_factor,
    renew_recovery_codes,
    require_second_factor,
    reseal_second_factors,
    reset_second_factor,
)
from core.desk.actions.sign_in import TRIES_BEFORE_LOCK, CodeNeeded, SignInRefused, sign_in
from core.desk.actions.staff import add_staff
from core.desk.model import RecoveryCode, RoleRule, SecondFactor, StaffRole, StaffUser
from core.desk.one_time import STEP_SECONDS, recovery_hash
from core.desk.queries.staff import active_staff
from core.desk.vault import SealBroken, opened, sealed
from core.errors import Refused
from core.events.actions import FIXLINE
from core.events.model import Event
from tests.core.desk.factors import KEYS, enrol, pending_secret, shown_by

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
NOW = datetime(2031, 3, 3, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


def hire(session: Session, role: StaffRole = StaffRole.DISPATCHER) -> StaffUser:
    return add_staff(
        session,
        name="Dana Ortiz",
        email="dana@example.com",
        role=role,
        password="correct horse",
        hasher=QUICK,
    )


def try_code(
    session: Session, user: StaffUser, code: str, now: datetime = LATER
) -> StaffUser | SignInRefused:
    return prove_code(session, user.id, code, now, KEYS, session_version=user.session_version)


def test_a_device_counts_only_once_its_first_code_was_given(session: Session) -> None:
    user = hire(session)
    begin_second_factor(session, user, KEYS)
    assert sign_in(session, user.email, "correct horse", NOW, QUICK) is user
    secret = pending_secret(session, user.id)
    confirm_second_factor(session, user.id, shown_by(secret, NOW), NOW, KEYS)
    found = sign_in(session, user.email, "correct horse", NOW, QUICK)
    assert found == CodeNeeded(user.id, user.session_version)


def test_a_wrong_first_code_turns_nothing_on_and_is_counted(session: Session) -> None:
    user = hire(session)
    begin_second_factor(session, user, KEYS)
    assert confirm_second_factor(session, user.id, "000000", NOW, KEYS) == SignInRefused()
    assert user.failed_logins == 1
    assert sign_in(session, user.email, "correct horse", NOW, QUICK) is user


def test_there_is_nothing_to_confirm_before_it_was_begun(session: Session) -> None:
    with pytest.raises(Refused, match="no device to confirm"):
        confirm_second_factor(session, hire(session).id, "000000", NOW, KEYS)


def test_the_secret_is_kept_sealed_and_recovery_codes_hashed(session: Session) -> None:
    user = hire(session)
    secret, codes = enrol(session, user, NOW)
    kept = session.scalars(select(SecondFactor.sealed_secret)).one()
    assert kept is not None
    assert secret not in kept
    assert opened(kept, KEYS) == secret
    hashes = set(session.scalars(select(RecoveryCode.code_hash)))
    assert hashes == {recovery_hash(code) for code in codes}
    assert not hashes & set(codes)


def test_the_right_code_signs_in_and_forgives_tries(session: Session) -> None:
    user = hire(session)
    secret, _ = enrol(session, user, NOW)
    assert try_code(session, user, "000000") == SignInRefused()
    assert try_code(session, user, shown_by(secret, LATER)) is user
    assert user.failed_logins == 0


def test_a_code_counts_once_and_no_earlier_one_after_it(session: Session) -> None:
    """RFC 6238 §5.2."""
    user = hire(session)
    secret, _ = enrol(session, user, NOW)
    assert try_code(session, user, shown_by(secret, NOW), NOW) == SignInRefused()
    code = shown_by(secret, LATER)
    assert try_code(session, user, code) is user
    assert try_code(session, user, code) == SignInRefused()
    assert try_code(session, user, shown_by(secret, LATER, steps=-1)) == SignInRefused()
    after = LATER + timedelta(seconds=STEP_SECONDS)
    assert try_code(session, user, shown_by(secret, after), after) is user


def test_a_recovery_code_counts_once(session: Session) -> None:
    user = hire(session)
    _, codes = enrol(session, user, NOW)
    assert try_code(session, user, codes[0]) is user
    assert try_code(session, user, codes[0]) == SignInRefused()
    assert try_code(session, user, codes[1]) is user


def test_another_persons_recovery_code_is_worth_nothing(session: Session) -> None:
    user = hire(session)
    other = add_staff(
        session, name="Li", email="li@example.com", role=StaffRole.CSR, password="correct horse",
        hasher=QUICK,
    )  # fmt: skip
    enrol(session, user, NOW)
    _, codes = enrol(session, other, NOW)
    assert try_code(session, user, codes[0]) == SignInRefused()


def test_new_recovery_codes_end_the_old_ones(session: Session) -> None:
    user = hire(session)
    _, old = enrol(session, user, NOW)
    new = renew_recovery_codes(session, user)
    assert try_code(session, user, old[0]) == SignInRefused()
    assert try_code(session, user, new[0]) is user


def test_wrong_codes_and_wrong_passwords_lock_together(session: Session) -> None:
    user = hire(session)
    secret, _ = enrol(session, user, NOW)
    for _ in range(TRIES_BEFORE_LOCK - 1):
        try_code(session, user, "000000")
    # The right password does not forgive wrong codes.
    assert isinstance(sign_in(session, user.email, "correct horse", LATER, QUICK), CodeNeeded)
    sign_in(session, user.email, "wrong", LATER, QUICK)
    assert user.locked_until is not None
    assert try_code(session, user, shown_by(secret, LATER)) == SignInRefused()
    assert sign_in(session, user.email, "correct horse", LATER, QUICK) == SignInRefused()


def test_sessions_ended_meanwhile_end_a_sign_in_half_done(session: Session) -> None:
    user = hire(session)
    secret, _ = enrol(session, user, NOW)
    before = user.session_version
    user.session_version += 1
    found = prove_code(
        session, user.id, shown_by(secret, LATER), LATER, KEYS, session_version=before
    )
    assert found == SignInRefused()


def test_two_browsers_with_the_same_code_at_once_let_one_in(database: Database) -> None:
    with database.transaction() as session:
        user = hire(session)
        secret, _ = enrol(session, user, NOW)
        user_id, version = user.id, user.session_version
    code = shown_by(secret, LATER)

    def enters(_: int) -> bool:
        with database.transaction() as session:
            found = prove_code(session, user_id, code, LATER, KEYS, session_version=version)
            return isinstance(found, StaffUser)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(enters, range(4))) == [False, False, False, True]


def test_a_recovery_code_used_twice_at_once_lets_one_in(database: Database) -> None:
    with database.transaction() as session:
        user = hire(session)
        _, codes = enrol(session, user, NOW)
        user_id, version = user.id, user.session_version

    def enters(_: int) -> bool:
        with database.transaction() as session:
            found = prove_code(session, user_id, codes[0], LATER, KEYS, session_version=version)
            return isinstance(found, StaffUser)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(enters, range(4))) == [False, False, False, True]


def test_a_reset_lets_in_by_password_alone_and_ends_sessions(session: Session) -> None:
    user = hire(session)
    enrol(session, user, NOW)
    before = user.session_version
    reset_second_factor(session, user.id, actor=FIXLINE)
    assert user.session_version == before + 1
    assert sign_in(session, user.email, "correct horse", NOW, QUICK) is user
    assert session.scalars(select(RecoveryCode)).all() == []
    with pytest.raises(Refused, match="has no second factor"):
        reset_second_factor(session, user.id, actor=FIXLINE)


def test_a_role_that_needs_one_is_not_let_off(session: Session) -> None:
    user = hire(session)
    require_second_factor(session, StaffRole.DISPATCHER, actor=FIXLINE)
    member = active_staff(session, user.id)
    assert member is not None
    assert member.owes_second_factor
    enrol(session, user, NOW)
    member = active_staff(session, user.id)
    assert member is not None
    assert not member.owes_second_factor
    with pytest.raises(Refused, match="Your role needs"):
        remove_second_factor(session, user)
    excuse_from_second_factor(session, StaffRole.DISPATCHER, actor=FIXLINE)
    remove_second_factor(session, user)
    assert sign_in(session, user.email, "correct horse", NOW, QUICK) is user


def test_a_rule_stands_once_and_repeating_it_records_nothing(session: Session) -> None:
    for _ in range(2):
        require_second_factor(session, StaffRole.CSR, actor=FIXLINE)
    assert needs_second_factor(session, StaffRole.CSR)
    assert not needs_second_factor(session, StaffRole.MANAGER)
    assert len(session.scalars(select(RoleRule)).all()) == 1
    kinds = session.scalars(select(Event.kind)).all()
    assert kinds.count("role.second_factor_required") == 1


def test_a_key_is_changed_without_losing_a_device(session: Session) -> None:
    user = hire(session)
    old, new = "old" * 20, "new" * 20
    secret, _ = enrol(session, user, NOW, (old,))
    assert reseal_second_factors(session, (new, old)) == 1
    found = prove_code(
        session, user.id, shown_by(secret, LATER), LATER, (new,),
        session_version=user.session_version,
    )  # fmt: skip
    assert found is user


def test_what_another_key_sealed_stays_shut_but_recovery_codes_still_help(
    session: Session,
) -> None:
    with pytest.raises(SealBroken):
        opened(sealed("secret", ("one" * 20,)), ("two" * 20,))
    user = hire(session)
    _, codes = enrol(session, user, NOW)
    found = prove_code(
        session, user.id, codes[0], LATER, ("gone" * 20,), session_version=user.session_version
    )
    assert found is user
