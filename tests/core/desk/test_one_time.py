"""Codes of devices and of paper, without a database: those of the standard, and no others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.desk.one_time import (
    RECOVERY_CODES,
    address_for_device,
    new_recovery_codes,
    recovery_hash,
    step_of,
)
from tests.core.desk.factors import shown_by

NOW = datetime(2031, 3, 3, 9, 0, tzinfo=UTC)
# RFC 6238, appendix B: the seed "12345678901234567890", and what it shows at these seconds (the last six of eight).
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_CODES = [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")]


@pytest.mark.parametrize(("seconds", "code"), RFC_CODES)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B."""
    assert step_of(RFC_SECRET, code, datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_wrong(steps: int) -> None:
    assert step_of(RFC_SECRET, shown_by(RFC_SECRET, NOW, steps=steps), NOW) is not None


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_clock_may_not_be_a_minute_wrong(steps: int) -> None:
    assert step_of(RFC_SECRET, shown_by(RFC_SECRET, NOW, steps=steps), NOW) is None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 34 5"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert step_of(RFC_SECRET, code, NOW) is None


def test_a_code_may_be_typed_in_groups() -> None:
    code = shown_by(RFC_SECRET, NOW)
    assert step_of(RFC_SECRET, f" {code[:3]} {code[3:]} ", NOW) is not None


def test_an_authenticator_is_told_the_company_and_the_person() -> None:
    address = address_for_device(RFC_SECRET, person="dana@example.com", company="Oak & Sons")
    assert address.startswith("otpauth://totp/Oak%20%26%20Sons:dana%40example.com?")
    assert f"secret={RFC_SECRET}" in address


def test_recovery_codes_are_ten_and_differ_and_may_be_typed_anyhow() -> None:
    codes = new_recovery_codes()
    assert len(set(codes)) == RECOVERY_CODES
    assert recovery_hash(codes[0].lower().replace("-", " ")) == recovery_hash(codes[0])
