"""`make run`: everything on this machine, from an empty folder, until Ctrl-C."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import click
from honcho.manager import Manager

from core.config import Mode, load_settings
from core.db import Database, upgrade
from core.seed import load_reference
from sandbox import cast
from sandbox.company import load_company
from sandbox.ground import FOLDER, Ground, lay_ground, remember
from sandbox.processes import command_lines, refuse_taken_port
from sandbox.services import Durability, EmbeddedPostgres, EmbeddedRedis

# Ctrl-C, or a polite request to end: what was wanted, not a failure.
STOPPED_BY_HAND = frozenset({130, 143})


@contextmanager
def with_services(
    ground: Ground, folder: Path, durability: Durability = Durability.KEPT
) -> Iterator[Ground]:
    """The ground with a database and a queue: those given from outside, else embedded ones, stopped at the end."""
    found: dict[str, str] = {}
    place = (folder / ground.mode.value).resolve()
    place.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        if "DATABASE_URL" not in ground.environment:
            postgres = EmbeddedPostgres(place, durability)
            stack.callback(postgres.stop)
            postgres.start()
            found["DATABASE_URL"] = postgres.url
        if "REDIS_URL" not in ground.environment:
            redis = EmbeddedRedis(place)
            stack.callback(redis.stop)
            redis.start()
            found["REDIS_URL"] = redis.url
        yield replace(ground, environment={**ground.environment, **found})


def prepare(ground: Ground) -> None:
    """Bring the schema up to date; on the practice ground load the demo company into an empty database."""
    settings = load_settings(ground.environment)
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    with database.transaction() as session:
        load_reference(session)
        if ground.mode is Mode.SANDBOX:
            load_company(session)
    database.dispose()


def run_everything(given: Mapping[str, str], folder: Path = FOLDER) -> int:
    """Start it all, show the addresses, stop it all cleanly on Ctrl-C; returns the exit status."""
    laid = lay_ground(given, folder)
    refuse_taken_port(laid.port)
    if laid.mode is Mode.SANDBOX:
        refuse_taken_port(laid.sandbox_port)
    click.echo("Starting Fixline: PostgreSQL, Redis, then the product itself ...")
    with with_services(laid, folder) as ground:
        prepare(ground)
        remember(ground, folder)
        manager = Manager()
        environment = dict(ground.environment)
        for name, line in command_lines(ground).items():
            manager.add_process(name, shlex.join(line), env=environment)
        click.echo(welcome(ground))
        manager.loop()
        status: int = manager.returncode or 0
    return 0 if status in STOPPED_BY_HAND else status


def welcome(ground: Ground) -> str:
    """Where to go first."""
    office = f"  Office    http://localhost:{ground.port}"
    if ground.mode is not Mode.SANDBOX:
        return f"\n{office}\n  First administrator: .venv/bin/fixline staff add\n"
    return (
        f"\n{office}   sign in as {cast.STAFF_EMAIL} / {cast.STAFF_PASSWORD}\n"
        f"  Phones    {ground.sandbox_url}   type as the tenant, the technician, the manager\n"
        f"  Stop with Ctrl-C; data stay in {FOLDER}/ for the next time.\n"
    )
