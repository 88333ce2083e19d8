"""One server process with one owner: starts once, is shared while it lives, dies with its owner.

Refuses to start from a side thread: the kernel ends a server with the thread that started it.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path

import psutil

from sandbox.embedded.places import Account, ServiceFailed

READY_SECONDS = 60.0
STOP_SECONDS = 15.0
LOOK_EVERY_SECONDS = 0.02
# A server killed a moment ago may still hold its memory for a second or two.
START_ATTEMPTS = 5
BETWEEN_ATTEMPTS_SECONDS = 1.0
LOG_TAIL_CHARACTERS = 2000
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Recipe:
    """How one kind of server is made, recognised and ended.

    `mark` stands in the command line of every process of this very server, and of no other's.
    """

    name: str
    command: tuple[str, ...]
    account: Account | None
    mark: str
    log: Path
    pid_file: Path
    ending: signal.Signals
    prepare: Callable[[], None]
    is_ready: Callable[[], bool]


class OwnedServer:
    """A server of one folder. The first process to start it owns it; later ones share it."""

    def __init__(self, recipe: Recipe, lock: Path) -> None:
        self.recipe = recipe
        self._lock = OwnerLock(lock)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The server's process, when it is ours and lives."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def is_ours(self) -> bool:
        """Whether this process owns the server, alive or not."""
        return self._lock.is_ours()

    def start(self) -> None:
        """Bring the server up, or join the one whose owner lives. Again after its death: again."""
        if self.pid is not None:
            return
        if not self._own_or_join():
            return
        if threading.current_thread() is not threading.main_thread():
            raise ServiceFailed(f"{self.recipe.name} must be started from the main thread.")
        self._launch()

    def stop(self) -> None:
        """End the server if this process owns it; politely, then not."""
        if self._process is not None and self.is_ours:
            end(psutil_process(self._process.pid), self.recipe.ending)
            self._process.wait()
        self._process = None
        self._lock.release()

    def _own_or_join(self) -> bool:
        """True when the server is ours to start, False when a living owner's answers."""
        deadline = time.monotonic() + READY_SECONDS
        while not self._lock.take():
            if self.recipe.is_ready():
                return False
            if time.monotonic() > deadline:
                raise ServiceFailed(f"{self.recipe.name}, started elsewhere, does not answer.")
            time.sleep(LOOK_EVERY_SECONDS)
        return True

    def _launch(self) -> None:
        end_orphan(self.recipe)
        self.recipe.prepare()
        for _attempt in range(START_ATTEMPTS):
            self._process = spawn(self.recipe)
            if self._became_ready(self._process):
                return
            time.sleep(BETWEEN_ATTEMPTS_SECONDS)
        self._lock.release()
        raise ServiceFailed(f"{self.recipe.name} does not start: {tail(self.recipe.log)}")

    def _became_ready(self, process: subprocess.Popen[bytes]) -> bool:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            if self.recipe.is_ready():
                return True
            time.sleep(LOOK_EVERY_SECONDS)
        if process.poll() is None:
            end(psutil_process(process.pid), self.recipe.ending)
            process.wait()
        return False


class OwnerLock:
    """Says which living process owns a server; the kernel lets go of it when that process ends.

    A record lock is used because, unlike `flock`, a forked child does not inherit it.
    """

    _held: dict[Path, int] = {}  # noqa: RUF012 - record locks belong to the process, and so does this

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BufferedWriter | None = None

    def take(self) -> bool:
        """Become the owner; False when another owner lives, in this process or elsewhere."""
        if self._file is not None and self.is_ours():
            return True
        # Closing any handle of the file would drop our own lock, so look at our books first.
        if self._held.get(self._path) == os.getpid():
            return False
        handle = self._path.open("wb")
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            return False
        self._file = handle
        self._held[self._path] = os.getpid()
        return True

    def is_ours(self) -> bool:
        """Whether this process took the lock through this object; a forked child did not."""
        return self._file is not None and self._held.get(self._path) == os.getpid()

    def release(self) -> None:
        """Let go, if held."""
        if self._file is not None and self.is_ours():
            del self._held[self._path]
            self._file.close()
        self._file = None


def spawn(recipe: Recipe) -> subprocess.Popen[bytes]:
    """Start the process in a session of its own, so that Ctrl-C reaches its owner only."""
    with recipe.log.open("wb") as log:
        return subprocess.Popen(
            recipe.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=clean_environment(),
            start_new_session=True,
            preexec_fn=_dying_with_parent(recipe.ending),  # noqa: PLW1509 - no imports, no locks
            user=recipe.account.uid if recipe.account else None,
            group=recipe.account.gid if recipe.account else None,
            extra_groups=[] if recipe.account else None,
        )


def clean_environment() -> dict[str, str]:
    """What a server may know of our environment: nothing that changes how it behaves."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def _dying_with_parent(ending: signal.Signals) -> Callable[[], None] | None:
    """Asks Linux to end the child when we die, even killed; elsewhere the next start does it."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask() -> None:
        # Runs after the change of account, which would otherwise wipe the request.
        prctl(PR_SET_PDEATHSIG, int(ending), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def end_orphan(recipe: Recipe) -> None:
    """End what a dead owner left behind; forget its pid file, for the number may be reused."""
    process = psutil_process(_pid_in(recipe.pid_file))
    if process is not None and _carries_mark(process, recipe.mark):
        end(process, recipe.ending)
    recipe.pid_file.unlink(missing_ok=True)


def end(process: psutil.Process | None, ending: signal.Signals) -> None:
    """Ask a process to end, and kill it when it has not within `STOP_SECONDS`."""
    if process is None:
        return
    try:
        process.send_signal(ending)
        process.wait(STOP_SECONDS)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(STOP_SECONDS)
    except psutil.NoSuchProcess:
        return


def psutil_process(pid: int | None) -> psutil.Process | None:
    """The living process of this number, if there is one."""
    try:
        return psutil.Process(pid) if pid is not None else None
    except psutil.NoSuchProcess:
        return None


def _pid_in(pid_file: Path) -> int | None:
    try:
        return int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _carries_mark(process: psutil.Process, mark: str) -> bool:
    try:
        return mark in " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def tail(log: Path) -> str:
    """The end of a log, for an error message."""
    return log.read_text(errors="replace")[-LOG_TAIL_CHARACTERS:].strip() or "it says nothing"
