"""Logs: one JSON object a line with ids, never bodies, numbers or addresses; not even when something breaks.

An error's own words may quote anything, so of an error its type and the places it passed are written, and of a
library's line its pattern without what was filled in.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import structlog
from structlog.typing import EventDict, WrappedLogger

DEEPEST_LINES = 6
LONGEST_PATTERN = 300
LARGEST_PROCESS = 10_000_000
# What a library wrote into its sentence itself: addresses, numbers, and what stands in an address after `?`.
_PERSONAL = re.compile(r"[^\s<>@]+@[^\s<>@]+|\+?\d[\d\s().-]{6,}\d|\?\S+")


def start_logging() -> None:
    """Send structured lines to standard error; safe to call again."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Guarded())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def guard_crashes() -> None:
    """From now on a process that ends by an error, or a thread of it, says of it what a log may hold."""
    sys.excepthook = _process_crashed
    threading.excepthook = _thread_crashed


def lines_of(error: BaseException) -> list[str]:
    """Where it happened, innermost last, without its words: those may hold somebody's number."""
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST_LINES:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


class Guarded(logging.Formatter):
    """A library's log record as a line of ours."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's pattern, its level and logger; of an error its type and where it happened."""
        line: dict[str, object] = {
            "event": _pattern(record),
            "logger": record.name,
            "level": record.levelname.lower(),
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            line |= {"error": type(error).__name__, "at": lines_of(error)}
        return json.dumps(line)


def _pattern(record: logging.LogRecord) -> str:
    words = _filled(str(record.msg), record.args) if record.args else str(record.msg)
    return _PERSONAL.sub("…", words).partition("\n")[0][:LONGEST_PATTERN]


def _filled(words: str, given: object) -> str:
    """The pattern with its small numbers, such as a process id; whatever else belongs there stays out."""
    if not isinstance(given, tuple):
        return words
    safe = tuple(
        each if isinstance(each, int) and abs(each) < LARGEST_PROCESS else "…" for each in given
    )
    try:
        return words % safe
    except (TypeError, ValueError):
        return words


def _without_words(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    given = line.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        line.update(error=type(error).__name__, at=lines_of(error))
    return line


def _process_crashed(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    structlog.get_logger("process").critical(
        "crashed", error=type(error).__name__, at=lines_of(error)
    )


def _thread_crashed(given: threading.ExceptHookArgs) -> None:
    error = given.exc_value
    if error is not None and not isinstance(error, SystemExit):
        structlog.get_logger("thread").critical(
            "crashed", error=type(error).__name__, at=lines_of(error)
        )
