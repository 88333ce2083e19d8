"""Staff read of background work in their own words."""

from __future__ import annotations

from core.outbox.kinds import Kind
from core.outbox.words import WORDS


def test_every_kind_of_work_has_words_of_its_own() -> None:
    assert set(WORDS) == set(Kind)
    assert len(set(WORDS.values())) == len(WORDS)
