"""Serves an emulator with gunicorn: one worker process, many threads, this machine only."""

from collections.abc import Callable, Mapping
from typing import Protocol

from flask import Flask
from gunicorn.app.base import BaseApplication

from sandbox.carrier.app import create_emulator, emulator_of
from sandbox.carrier.settings import EmulatorSettings

HOST = "127.0.0.1"
THREADS = 64
KEPT_OPEN_SECONDS = 75
GRACE_SECONDS = 3
WORKER_SILENCE_SECONDS = 120


class _Config(Protocol):
    def set(self, name: str, value: object) -> None: ...


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn without its command line."""

    cfg: _Config

    def __init__(self, load: Callable[[], Flask], options: Mapping[str, object]) -> None:
        self._load = load
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._load()


def serve(settings: EmulatorSettings, port: int, *, threads: int = THREADS) -> None:
    """Serve the bare emulator until a signal ends the process; see `serve_emulator`."""
    serve_emulator(lambda: create_emulator(settings), port, threads=threads)


def serve_emulator(create: Callable[[], Flask], port: int, *, threads: int = THREADS) -> None:
    """Serve what `create` builds upon `create_emulator`, until a signal ends the process.

    threads: how many requests may be under way, those that a mood lets wait among them.

    Call it from the main thread of its own process. The application is made in the worker, after
    the fork, so that its threads and connections live where it serves.
    """
    built: list[Flask] = []

    def load() -> Flask:
        built.append(create())
        return built[-1]

    def begin(_worker: object) -> None:
        emulator_of(built[-1]).start()

    def end(_arbiter: object, _worker: object) -> None:
        for app in built:
            emulator_of(app).stop()

    options: dict[str, object] = {
        "bind": f"{HOST}:{port}",
        "workers": 1,
        "worker_class": "gthread",
        "threads": threads,
        "keepalive": KEPT_OPEN_SECONDS,
        "graceful_timeout": GRACE_SECONDS,
        "timeout": WORKER_SILENCE_SECONDS,
        "loglevel": "warning",
        "control_socket_disable": True,
        "post_worker_init": begin,
        "worker_exit": end,
    }
    _Server(load, options).run()
