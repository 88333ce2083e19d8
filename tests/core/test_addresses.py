"""Phone numbers and mail addresses: one spelling each, and garbage is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.addresses import (
    PhoneNumber,
    email_address,
    is_textable,
    phone_number,
    spoken_phone,
)

DIGITS = st.integers(min_value=2_000_000, max_value=9_999_999).map(str)
WAYS = ("312{}", "(312) {}", "1-312-{}", "+1 312 {}", "312.{}", "+1312{}")


@given(DIGITS, st.sampled_from(WAYS))
def test_every_way_of_writing_a_number_has_one_spelling(line: str, way: str) -> None:
    assert phone_number(way.format(line)).e164 == f"+1312{line}"


@given(DIGITS)
def test_a_number_read_again_is_the_same(line: str) -> None:
    once = phone_number(f"312{line}")
    assert phone_number(once.e164) == once
    assert phone_number(spoken_phone(once.e164)) == once


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_number_or_refused(words: str) -> None:
    try:
        found = phone_number(words)
    except ValueError:
        return
    assert found.e164.startswith("+")
    assert found.e164[1:].isdigit()


@pytest.mark.parametrize("words", ["", "72975", "FIXLINE", "call me", "+1 312 555", "0"])
def test_short_codes_and_garbage_are_no_numbers(words: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        phone_number(words)


def test_numbers_of_other_countries_keep_their_own() -> None:
    assert phone_number("+44 20 7946 0958").e164 == "+442079460958"


def test_premium_numbers_are_never_texted() -> None:
    assert not is_textable(PhoneNumber("+19005550123"))
    assert is_textable(PhoneNumber("+13125550142"))


def test_a_number_is_shown_as_its_own_country_writes_it() -> None:
    assert spoken_phone("+13125550142") == "(312) 555-0142"


@given(
    st.from_regex(
        r"[A-Za-z][A-Za-z0-9._%+-]{0,10}[A-Za-z0-9]@[A-Za-z]{2,8}\.example", fullmatch=True
    )
)
def test_an_address_read_again_is_the_same(words: str) -> None:
    try:
        once = email_address(words)
    except ValueError:
        return
    assert once.address == words.lower()
    assert email_address(once.address) == once
    assert once.domain.endswith(".example")


@pytest.mark.parametrize(
    "words", ["", "rita", "rita@", "@home.example", "a b@home.example", "Rita <rita@home.example>"]
)
def test_what_is_no_address_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="is not an e-mail address"):
        email_address(words)
