"""The product's own processes as command lines, and a way to hold them together quietly for a while."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from core.config import Mode
from core.errors import SettingsRefused
from core.outbox import Lane
from sandbox.ground import Ground

HOST = "127.0.0.1"
WEB_WORKERS = 2
WEB_THREADS = 16
READY_SECONDS = 40.0
STOP_SECONDS = 8.0
LOOK_SECONDS = 0.05


def command_lines(ground: Ground) -> dict[str, list[str]]:
    """What to start, by name: web, relay, a worker for each lane and, on the practice ground, the sandbox."""
    fixline = [sys.executable, "-m", "app"]
    lines = {
        "web": web_command(ground.port),
        "relay": [*fixline, "relay"],
        **{lane.value: [*fixline, "worker", lane.value] for lane in Lane},
    }
    if ground.mode is Mode.SANDBOX:
        lines["sandbox"] = [*fixline, "emulator"]
    return lines


def web_command(port: int) -> list[str]:
    """The web process as production runs it, but listening on this machine only."""
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "app:create_app()",
        "--config=python:watch.serving",
        "--worker-class=gthread",
        f"--workers={WEB_WORKERS}",
        f"--threads={WEB_THREADS}",
        f"--bind={HOST}:{port}",
        "--log-level=warning",
        "--logger-class=watch.access_log.GuardedLogger",
        "--no-control-socket",
    ]


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens on just now."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind((HOST, 0))
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


def refuse_taken_port(port: int) -> None:
    """Raise SettingsRefused, saying what to do, when somebody listens on the port already."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            raise SettingsRefused(
                f"Port {port} is taken: end what listens there, or choose another, as in"
                f" `PORT={port + 10} make run`."
            ) from error


class Processes:
    """Started together, ended together. logs: a folder for what they print."""

    def __init__(
        self, lines: Mapping[str, list[str]], environment: Mapping[str, str], logs: Path
    ) -> None:
        self._lines = lines
        self._environment = {**os.environ, **environment, "PYTHONUNBUFFERED": "1"}
        self._logs = logs
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Processes:
        self._logs.mkdir(parents=True, exist_ok=True)
        for name, line in self._lines.items():
            self.start(name, line)
        return self

    def start(self, name: str, line: list[str]) -> None:
        """Start one process, its words going to a log of its name."""
        with (self._logs / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                line, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self.running.values():
            _signal(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()

    def wait_for(self, url: str, *, within: float = READY_SECONDS) -> None:
        """Return when the address answers. RuntimeError, with the logs' last words, when a process ends first."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            self.need_all()
            if _answers(url):
                return
            time.sleep(LOOK_SECONDS)
        raise RuntimeError(f"{url} did not answer within {within:.0f} seconds.")

    def need_all(self) -> None:
        """Raise RuntimeError, with its log's last words, when a process has ended of itself."""
        dead = [name for name, each in self.running.items() if each.poll() is not None]
        if dead:
            raise RuntimeError(f"{dead[0]} has ended:\n{self.last_words(dead[0])}")

    def last_words(self, name: str) -> str:
        """The end of a process's log."""
        return (self._logs / f"{name}.log").read_text(errors="replace")[-2000:]


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if process.poll() is None:
        os.killpg(process.pid, number)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
