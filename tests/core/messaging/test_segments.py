"""How many parts a text costs: counted as an independent library counts, and exact at the edges."""

from __future__ import annotations

import pytest
import smsutil
from hypothesis import example, given
from hypothesis import strategies as st

from core.messaging.segments import Encoding, segments_of

GSM = "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡AZÄÖÑÜ§¿azäöñüà\n\r"
EXTENDED = "^{}\\[~]|€"
plain = st.text(alphabet=GSM + EXTENDED, min_size=1, max_size=700)
mixed = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)


@given(plain)
@example("€" * 80)
@example("a" * 159 + "€")
@example("a" * 152 + "€" + "a" * 152)
def test_plain_texts_are_counted_as_the_library_counts(body: str) -> None:
    assert_like_the_library(body)


@given(mixed)
@example("😀" * 35)
@example("ж" * 66 + "😀" * 34)
def test_texts_of_any_letters_are_counted_as_the_library_counts(body: str) -> None:
    assert_like_the_library(body)


@pytest.mark.parametrize(
    ("length", "count"),
    [(0, 1), (1, 1), (160, 1), (161, 2), (306, 2), (307, 3), (459, 3), (460, 4)],
)
def test_the_edges_of_plain_texts(length: int, count: int) -> None:
    assert segments_of("a" * length).count == count
    assert segments_of("a" * length).encoding is Encoding.GSM7


@pytest.mark.parametrize(
    ("length", "count"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)]
)
def test_the_edges_of_texts_with_other_letters(length: int, count: int) -> None:
    assert segments_of("ж" * length).count == count
    assert segments_of("ж" * length).encoding is Encoding.UCS2


def test_one_foreign_letter_makes_the_whole_text_dear() -> None:
    assert segments_of("a" * 100).count == 1
    assert segments_of("a" * 100 + "’").count == 2


def test_a_letter_that_takes_two_places_is_not_cut_in_half() -> None:
    assert segments_of("a" * 152 + "€" * 77).count == 3
    assert segments_of("ж" * 66 + "😀" + "ж" * 66).count == 3


@given(plain)
def test_what_is_left_in_the_last_part_is_really_left(body: str) -> None:
    size = segments_of(body)
    assert segments_of(body + "a" * size.room_left).count == size.count
    if size.count > 1:
        assert segments_of(body + "a" * (size.room_left + 1)).count == size.count + 1


def assert_like_the_library(body: str) -> None:
    expected = smsutil.split(body)
    size = segments_of(body)
    assert size.count == max(len(expected.parts), 1)
    assert (size.encoding is Encoding.GSM7) == (expected.encoding == "gsm0338")
