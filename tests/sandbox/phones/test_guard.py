"""The practice ground never opens where real people could be reached."""

from __future__ import annotations

import pytest

from core.errors import SettingsRefused
from sandbox.guard import refuse_unless_practice
from sandbox.practice import serve_practice_ground
from tests.practice import practice_settings
from tests.sandbox.phones.ground import OFFICE, emulator_settings


@pytest.mark.parametrize("mode", ["live", "guest-list"])
def test_the_practice_ground_is_not_served_where_people_are_real(mode: str) -> None:
    settings = practice_settings(FIXLINE_MODE=mode)
    with pytest.raises(SettingsRefused, match=f"FIXLINE_MODE={mode}"):
        serve_practice_ground(settings, emulator_settings(), office_url=OFFICE, port=0)


def test_the_gate_opens_in_sandbox_mode() -> None:
    refuse_unless_practice(practice_settings(FIXLINE_MODE="sandbox"))
