"""The one gate before the practice ground: it refuses to open anywhere but in sandbox mode."""

from __future__ import annotations

from typing import assert_never

from core.config import Mode, Settings
from core.errors import SettingsRefused


def refuse_unless_practice(settings: Settings) -> None:
    """Return only when nobody real can be reached; raise SettingsRefused in every other mode."""
    match settings.fixline_mode:
        case Mode.SANDBOX:
            return
        case Mode.LIVE | Mode.GUEST_LIST:
            raise SettingsRefused(
                f"The practice ground does not open with FIXLINE_MODE={settings.fixline_mode}: "
                "start it with FIXLINE_MODE=sandbox, or leave it closed."
            )
        case _:
            assert_never(settings.fixline_mode)
