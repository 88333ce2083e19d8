"""A log line never holds an error's own words, nor what a library filled into its sentence."""

from __future__ import annotations

import json
import logging

import pytest
import structlog

from core.logs import Guarded, _without_words, lines_of

PHONE = "+13125550142"


def line(message: str, *given: object, error: Exception | None = None) -> dict[str, object]:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("lib", logging.WARNING, __file__, 1, message, given, info)
    written: dict[str, object] = json.loads(Guarded().format(record))
    return written


def failed() -> Exception:
    try:
        refuse()
    except ValueError as error:
        return error
    raise AssertionError


def refuse() -> None:
    raise ValueError(f"no number {PHONE}")


def test_an_error_is_its_type_and_place() -> None:
    written = line("Exception on %s [%s]", "/search?q=1", "GET", error=failed())
    assert written["error"] == "ValueError"
    assert written["at"] == lines_of(failed())
    assert str(written["at"]).startswith("['test_logs.py:")
    assert PHONE not in json.dumps(written)


@pytest.mark.parametrize(
    ("message", "given", "event"),
    [
        ("Worker (pid:%s) was sent %s", (4101, "SIGKILL"), "Worker (pid:4101) was sent …"),
        ("to %s", (PHONE,), "to …"),
        ("to %d", (13125550142,), "to %d"),
        ("no pattern %", (PHONE,), "no pattern %"),
        (f"already filled {PHONE}", (), "already filled …"),
        ("rita@lakeside.example said (312) 555-0142", (), "… said (…"),
        ("GET /search?q=anything HTTP", (), "GET /search… HTTP"),
        ("two\nlines", (), "two"),
    ],
)
def test_a_librarys_line_is_its_pattern(
    message: str, given: tuple[object, ...], event: str
) -> None:
    assert line(message, *given)["event"] == event


def test_our_own_lines_may_name_an_error_but_not_quote_it() -> None:
    logger = structlog.get_logger()
    assert _without_words(logger, "error", {"event": "x", "exc_info": failed()}) == {
        "event": "x",
        "error": "ValueError",
        "at": lines_of(failed()),
    }
    assert _without_words(logger, "error", {"event": "x"}) == {"event": "x"}
