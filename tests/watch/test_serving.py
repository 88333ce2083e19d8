"""The web process as it is started: production and practice alike, and without long looks for garbage."""

from __future__ import annotations

import gc
import shlex
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from gunicorn.config import Config

from sandbox.processes import HOST, free_ports, web_command
from tests.waiting import until
from watch import serving

PROCFILE = Path(__file__).parents[2] / "Procfile"
# Where it listens and what it says about itself differ between a server and a practice ground.
OF_THE_PLACE = {"bind", "loglevel", "control_socket_disable"}


def settings_of(arguments: list[str]) -> dict[str, object]:
    """What gunicorn makes of its command line, but for what belongs to the place."""
    config = Config()
    parsed = config.parser().parse_args(arguments)
    return {
        name: value
        for name, value in vars(parsed).items()
        if value is not None and name not in OF_THE_PLACE
    }


@pytest.fixture
def own_collector() -> Iterator[None]:
    """Whatever a test does to the collector is undone."""
    kept = gc.get_threshold()
    yield
    gc.set_threshold(*kept)
    gc.unfreeze()


def test_production_and_practice_start_the_web_process_alike() -> None:
    (line,) = [each for each in PROCFILE.read_text().splitlines() if each.startswith("web:")]
    production = shlex.split(line.removeprefix("web: gunicorn "))
    practice = web_command(8000)
    begun = practice.index("gunicorn") + 1
    assert settings_of(production) == settings_of(practice[begun:])
    assert settings_of(production)["config"] == "python:watch.serving"


@pytest.mark.usefixtures("own_collector")
def test_what_is_loaded_at_the_start_is_never_looked_through_again() -> None:
    serving.post_worker_init(object())
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == serving.SELDOM


def test_the_web_server_does_so_in_each_of_its_processes() -> None:
    (port,) = free_ports(1)
    line = [each for each in web_command(port) if each != "app:create_app()"]
    with Popen([*line, "tests.watch.collecting:application"]) as server:
        try:
            until(lambda: answered(port) == str(serving.SELDOM))
        finally:
            server.terminate()


def answered(port: int) -> str:
    """What the process says of its collector, empty while it is not there yet."""
    try:
        with urlopen(f"http://{HOST}:{port}/") as answer:
            return str(answer.read().decode())
    except URLError:
        return ""
