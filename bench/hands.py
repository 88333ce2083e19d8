"""Speak with a measuring process by lines: it says when it is ready, is told to begin, and answers with JSON."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from types import TracebackType

STOP_SECONDS = 10.0


class Silent(Exception):
    """The process ended without the expected word; its own error stands above on the terminal."""


class Hand:
    """One measuring process."""

    def __init__(self, line: list[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            line,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Hand:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def says(self, word: str) -> None:
        """Wait for a word. Raises Silent."""
        heard = self._line()
        if heard != word:
            raise Silent(f"Waited for {word!r}, heard {heard!r}.")

    def told(self, words: str) -> None:
        """Tell it something."""
        if self._process.stdin is None:
            raise Silent("It cannot hear.")
        self._process.stdin.write(f"{words}\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, float]:
        """Its next figures. Raises Silent."""
        figures: dict[str, float] = json.loads(self._line())
        return figures

    def _line(self) -> str:
        heard = self._process.stdout.readline() if self._process.stdout else ""
        if not heard:
            raise Silent("A measuring process ended too soon.")
        return heard.strip()
