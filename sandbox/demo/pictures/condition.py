"""Whether a picture shows the trouble or the finished work, and what a drawing of it is."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from sandbox.demo.pictures.camera import Scene, Sheet


class Condition(StrEnum):
    """broken: as it was found. mended: as the technician left it."""

    BROKEN = "broken"
    MENDED = "mended"


Drawing = Callable[[Scene, Condition], Sheet]
