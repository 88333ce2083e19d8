"""The drawn states are those of the rules."""

from __future__ import annotations

from tests.drawings import TARGET, drawn


def test_the_page_of_states_is_what_the_rules_say() -> None:
    assert TARGET.read_text(encoding="utf-8") == drawn(), "run: .venv/bin/python -m tests.drawings"
