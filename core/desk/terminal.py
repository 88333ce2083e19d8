"""Who sits at the terminal, as records name them."""

from __future__ import annotations

import os
from collections.abc import Mapping

from core.events.actions import Actor, ActorType

LONGEST_NAME = 100


def operator(environment: Mapping[str, str] = os.environ) -> Actor:
    """The name the machine knows the person by; in a container it may know none."""
    name = environment.get("SUDO_USER") or environment.get("USER") or "someone"
    return Actor(ActorType.STAFF, f"{name[:LONGEST_NAME]} at the terminal")
