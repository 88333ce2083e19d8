"""Commands that run background processes: `fixline relay`, `fixline worker LANE`, and the database's own."""

from __future__ import annotations

import signal
from threading import Event
from types import FrameType

import click
from setproctitle import setproctitle

from carriers import carriers_for
from core.billing.actions.reminding import start_reminding
from core.config import Settings
from core.db import Database, upgrade
from core.logs import guard_crashes
from core.operations.model import Role
from core.outbox import Lane
from core.seed import load_reference
from workers.bell import Bell
from workers.handlers.poll import start_polling
from workers.handlers.sweep import start_sweeping
from workers.pulse import beating
from workers.relay import run_relay
from workers.restoring import begin_life, listing_carriers, when_there
from workers.worker import run_worker


@click.command("relay")
@click.pass_obj
def relay(settings: Settings) -> None:
    """Look for due work and ring for it. Several may run at once."""
    setproctitle("fixline relay")
    guard_crashes()
    stop = Event()

    def finish(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, finish)
    signal.signal(signal.SIGINT, finish)
    database = Database(settings.database_url)
    begin_life(settings, database, lambda: listing_carriers(carriers_for(settings).values()))
    when_there(lambda: _start_rounds(database, settings.company_timezone))
    bell = Bell(settings.redis_url)
    with beating(database, Role.RELAY, queued=bell.queued):
        run_relay(
            database,
            bell,
            stop,
            idle_seconds=settings.fixline_relay_idle_seconds,
            lease_seconds=settings.fixline_lease_seconds,
        )


def _start_rounds(database: Database, zone: str) -> None:
    with database.transaction() as session:
        start_sweeping(session)
        start_polling(session)
        start_reminding(session, zone=zone)


@click.command("worker")
@click.argument("lane", type=click.Choice([lane.value for lane in Lane]))
@click.pass_obj
def worker(settings: Settings, lane: str) -> None:
    """Work on one lane.

    talk: people waiting. send: alerts. chores: everything else.
    """
    setproctitle(f"fixline worker {lane}")
    guard_crashes()
    run_worker(settings, Lane(lane))


@click.group("db")
def db() -> None:
    """The database."""


@db.command("upgrade")
@click.pass_obj
def db_upgrade(settings: Settings) -> None:
    """Bring the schema up to date and add what is missing of the starting set."""
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    with database.transaction() as session:
        load_reference(session)
    database.dispose()
    click.echo("The database is up to date.")
