"""Carries out what the switchboard decided for one request, down to cutting the line."""

import contextlib
import select
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Response, request

from sandbox.carrier.moods import Mood, Outcome

SERVER_SOCKET_KEYS = ("gunicorn.socket", "werkzeug.socket")
NO_ANSWER = 444
FIRST_REFUSAL = 300
GARBLE = "<html><body>OK</body></html>"


@dataclass(frozen=True)
class Faults:
    """How one carrier words its refusals."""

    limited: Callable[[int | None], Response]
    failed: Callable[[], Response]
    refused: Callable[[], Response]


@dataclass(frozen=True)
class Call:
    """One request: the mood it meets, what it would do, and the carrier's words if it may not."""

    mood: Mood
    act: Callable[[], Response]
    faults: Faults


class NoLineToCut(RuntimeError):
    """The server does not hand its socket to the application, so a line cannot be cut."""


def answer(outcome: Outcome, call: Call) -> Response:
    """Act or not, and answer or not, as `outcome` says; first wait the mood's latency."""
    if call.mood.latency_ms:
        time.sleep(call.mood.latency_ms / 1000)
    return _BEHAVIOUR[outcome](call)


def cut_line() -> Response:
    """End the TCP connection under the present request, so that the caller gets no answer.

    Both directions are shut before the server writes; its write then fails on a closed pipe and
    not a byte of the response returned here leaves the machine.
    """
    line = _line()
    # A caller that has already gone leaves nothing to shut.
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    return Response(status=NO_ANSWER)


def _act_then_fail(call: Call) -> Response:
    call.act()
    return call.faults.failed()


def _act_then_hang(call: Call) -> Response:
    response = call.act()
    _hang(call.mood.hang_seconds)
    return response


def _hang_then_cut(call: Call) -> Response:
    _hang(call.mood.hang_seconds)
    return cut_line()


def _hang(seconds: float) -> None:
    """Stay silent for so long, or until the caller has lost patience and closed the line.

    Ending with the caller keeps a bad mood from using up the server's threads.
    """
    patience = select.poll()
    patience.register(_line(), select.POLLIN)
    patience.poll(seconds * 1000)


def _line() -> socket.socket:
    for key in SERVER_SOCKET_KEYS:
        line = request.environ.get(key)
        if isinstance(line, socket.socket):
            return line
    raise NoLineToCut(f"none of {SERVER_SOCKET_KEYS} is in the request's environment")


def _act_then_cut(call: Call) -> Response:
    call.act()
    return cut_line()


def _act_then_garble(call: Call) -> Response:
    """A success whose words are another machine's, as when something stands between us and the carrier."""
    response = call.act()
    if response.status_code >= FIRST_REFUSAL:
        return response
    return Response(GARBLE, status=response.status_code, content_type="text/html")


_BEHAVIOUR: Mapping[Outcome, Callable[[Call], Response]] = {
    Outcome.OK: lambda call: call.act(),
    Outcome.LIMITED: lambda call: call.faults.limited(call.mood.retry_after_seconds),
    Outcome.FAILED: lambda call: call.faults.failed(),
    Outcome.FAILED_AFTER: _act_then_fail,
    Outcome.HANG: _act_then_hang,
    Outcome.HANG_BEFORE: _hang_then_cut,
    Outcome.DROP: _act_then_cut,
    Outcome.DROP_BEFORE: lambda _: cut_line(),
    Outcome.GARBLED: _act_then_garble,
    Outcome.REFUSED: lambda call: call.faults.refused(),
}
