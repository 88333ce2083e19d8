"""The emulator's memory on disk: one JSON line a change, appended in the background.

Refuses to lose order; a kill may cost the last FLUSH_SECONDS of lines, never an older one.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from sandbox.carrier.records import Mail, MailFile, Media, Sms

FLUSH_SECONDS = 0.05
BUFFERED_ENTRIES = 20_000
LINES_LIMIT = 500_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One remembered change: a record as it now stands, or a number blocked or freed."""

    sms: Sms | None = None
    mail: Mail | None = None
    media: Media | None = None
    file: MailFile | None = None
    blocked: str | None = None
    freed: str | None = None


_ENTRY = TypeAdapter(Entry)


class Journal:
    """A file of entries. `note` is cheap; a thread writes. Use from one process only."""

    def __init__(self, path: Path) -> None:
        """`path` need not exist; its folder is made."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._lines = 0
        self._waiting: list[Entry] = []
        self._guard = threading.Lock()
        self._writing = threading.Lock()
        self._stopped = threading.Event()

    def entries(self) -> Iterator[Entry]:
        """Yield what was noted, oldest first; a torn line is reported and passed over."""
        if not self._path.exists():
            return
        with self._path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    yield _ENTRY.validate_json(line)
                except ValidationError:
                    _log.warning("journal line %d is unreadable and was passed over", number)

    def rewrite(self, entries: Iterable[Entry]) -> None:
        """Replace the file by `entries` alone, which keeps it as bounded as the store."""
        fresh = self._path.with_suffix(".new")
        # Collected first: whoever yields them may hold a lock under which others note and flush.
        kept = list(entries)
        with self._writing:
            with fresh.open("wb") as file:
                file.writelines(_line(entry) for entry in kept)
            fresh.replace(self._path)
            self._lines = len(kept)

    def note(self, entry: Entry) -> None:
        """Remember `entry` soon; writes at once when BUFFERED_ENTRIES are waiting."""
        with self._guard:
            self._waiting.append(entry)
            crowded = len(self._waiting) >= BUFFERED_ENTRIES
        if crowded:
            self.flush()

    def clear(self) -> None:
        """Forget what is on disk and what waits to be written."""
        with self._guard:
            self._waiting.clear()
        self.rewrite(())

    def flush(self) -> None:
        """Write everything that waits."""
        with self._writing:
            with self._guard:
                batch, self._waiting = self._waiting, []
            if batch:
                with self._path.open("ab") as file:
                    file.write(b"".join(_line(entry) for entry in batch))
                self._lines += len(batch)

    def start(self, whole: Callable[[], Iterable[Entry]]) -> None:
        """Begin writing in the background; call it in the process that notes.

        Beyond LINES_LIMIT the file is rewritten from `whole`, all that is still remembered.
        """
        threading.Thread(
            target=self._write_on, args=(whole,), name="carrier-journal", daemon=True
        ).start()

    def stop(self) -> None:
        """Write the rest and end the thread."""
        self._stopped.set()
        self.flush()

    def _write_on(self, whole: Callable[[], Iterable[Entry]]) -> None:
        while not self._stopped.wait(FLUSH_SECONDS):
            self.flush()
            if self._lines > LINES_LIMIT:
                self.rewrite(whole())


def _line(entry: Entry) -> bytes:
    return _ENTRY.dump_json(entry, exclude_none=True) + b"\n"
