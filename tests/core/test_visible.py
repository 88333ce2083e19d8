"""What a person can see, and what only a machine counts as letters."""

from __future__ import annotations

import pytest

from core.visible import is_visible


@pytest.mark.parametrize(
    "blank",
    [
        "",
        "  \n\t",
        "\x00",
        "\u200b\u200d\ufeff",
        "\u2800",
        "\u3164",
        "\u00ad",
        "\u0301",
        "\u202e",
        "\ufe0f",
    ],
)
def test_what_nobody_sees_is_nothing(blank: str) -> None:
    assert not is_visible(blank)


@pytest.mark.parametrize(
    "said", ["a", " . ", "\u200b7", "\U0001f527", "\u00f1", "\u6c34", "e\u0301"]
)
def test_one_visible_sign_is_enough(said: str) -> None:
    assert is_visible(said)
