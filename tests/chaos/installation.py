"""A whole installation as processes that can be killed, stopped, continued and started again.

Refuses to leave a process dead: whoever ends is started anew, as a process supervisor does in production.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psutil
import redis
import requests

from core.outbox import Lane
from sandbox.processes import HOST, Processes, web_command
from tests.chaos.ground import ChaosGround
from tests.chaos.standing import has_rung

# Two of each that may be run twice, so that two at once are always tried.
WEB, RELAY = "web", "relay"
WHOLE_CREW = {WEB: 1, RELAY: 2, Lane.TALK.value: 2, Lane.SEND.value: 2, Lane.CHORES.value: 2}
READY_SECONDS = 180.0
LOOK_SECONDS = 0.2
# Where RQ keeps the names of the workers that listen.
LISTENING = "rq:workers"
PRODUCT = (sys.executable, "-m", "app")
CARRIER = (sys.executable, "-m", "tests.chaos.carrier")


class Installation:
    """Web, relays and workers on one ground. Starts with `with`; use from the main thread alone."""

    def __init__(
        self, ground: ChaosGround, crew: Mapping[str, int], entrance: tuple[str, ...]
    ) -> None:
        """crew: how many of each kind. entrance: the command behind which relay and workers are found."""
        self._ground = ground
        self._lines = dict(_lines(ground, crew, entrance))
        self._processes = Processes(self._lines, ground.environment, ground.folder / "logs")
        # What nothing here kills.
        self._carrier = Processes(
            {"carrier": list(CARRIER)}, ground.environment, ground.folder / "logs"
        )
        self.ended_alone: Counter[str] = Counter()

    def __enter__(self) -> Installation:
        self._carrier.__enter__()
        try:
            self._processes.__enter__()
            _wait_for(f"{self._ground.carrier_url}/sandbox/health")
            if WEB in self._lines:
                _wait_for(f"http://{HOST}:{self._ground.port}/sign-in")
            self._wait_for_hands()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_why: object) -> None:
        for name in self._processes.running:
            self._signal(name, signal.SIGCONT)
        self._processes.__exit__(None, None, None)
        self._carrier.__exit__(None, None, None)

    @property
    def logs(self) -> Path:
        """Where each process's words are."""
        return self._ground.folder / "logs"

    def name_of(self, kind: str, number: int) -> str:
        """The process of a kind that a number picks."""
        alike = [name for name in self._lines if name.partition("-")[0] == kind]
        return alike[number % len(alike)]

    def kill(self, name: str) -> None:
        """As power failures do, without a word of warning; then it is started anew."""
        process = self._processes.running[name]
        self._signal(name, signal.SIGKILL)
        process.wait()
        self._processes.start(name, self._lines[name])

    def stop(self, name: str) -> int:
        """Put it to sleep in the middle of whatever it does; returns its number, for `wake`."""
        self._signal(name, signal.SIGSTOP)
        return self._processes.running[name].pid

    def wake(self, name: str, pid: int) -> None:
        """Let it go on where it was, unless it was killed meanwhile."""
        if self._processes.running[name].pid == pid:
            self._signal(name, signal.SIGCONT)

    def kill_postgres(self) -> None:
        """The server and all its children at once; then it is started on the same data."""
        server = psutil.Process(self._ground.services.postgres.server.pid)
        family = [server, *server.children(recursive=True)]
        for process in family:
            process.kill()
        psutil.wait_procs(family)
        self._ground.services.postgres.start()

    def wipe_redis(self) -> None:
        """Everything it held is gone with it; then it is started empty."""
        server = psutil.Process(self._ground.services.redis.server.pid)
        server.kill()
        psutil.wait_procs([server])
        self._ground.services.redis.start()

    def look_after(self) -> None:
        """Start what has ended by itself, and count it."""
        for name, process in list(self._processes.running.items()):
            if process.poll() is not None:
                self.ended_alone[name.partition("-")[0]] += 1
                self._processes.start(name, self._lines[name])

    def _wait_for_hands(self) -> None:
        """Return when every worker listens and a relay has rung for the first time."""
        workers = sum(name.partition("-")[0] in set(Lane) for name in self._lines)
        with redis.Redis.from_url(self._ground.environment["REDIS_URL"]) as client:
            _until(lambda: client.scard(LISTENING) >= workers, "not every worker listens")
        _until(lambda: has_rung(self._ground.database), "no relay has rung")

    def _signal(self, name: str, number: signal.Signals) -> None:
        process = self._processes.running[name]
        if process.poll() is None:
            os.killpg(process.pid, number)


def _lines(
    ground: ChaosGround, crew: Mapping[str, int], entrance: tuple[str, ...]
) -> Iterator[tuple[str, list[str]]]:
    for kind, count in crew.items():
        for number in range(1, count + 1):
            if kind == WEB:
                yield WEB, web_command(ground.port)
            else:
                command = [RELAY] if kind == RELAY else ["worker", kind]
                yield f"{kind}-{number}", [*entrance, *command]


def _wait_for(url: str) -> None:
    """Return when the address answers."""
    _until(lambda: _answers(url), f"{url} does not answer")


def _answers(url: str) -> bool:
    try:
        requests.get(url, timeout=READY_SECONDS)
    except requests.ConnectionError:
        return False
    return True


def _until(holds: Callable[[], bool], complaint: str) -> None:
    """A dozen processes starting on a busy machine take their time."""
    deadline = time.monotonic() + READY_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise RuntimeError(f"After {READY_SECONDS:.0f} seconds {complaint}.")
        time.sleep(LOOK_SECONDS)
