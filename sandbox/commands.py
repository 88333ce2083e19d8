"""Commands of the practice ground: `fixline run`, `fixline demo`, `fixline demo-data`, and the emulator."""

from __future__ import annotations

import os
import sys
import time

import click

from core.config import Settings
from core.db import Database
from core.errors import SettingsRefused
from sandbox.demo.amounts import DemoSize
from sandbox.demo.loading import DemoRefused, load_demo
from sandbox.ground import card_settings, emulator_settings, lay_ground, this_folder
from sandbox.guard import refuse_unless_practice
from sandbox.running import run_everything
from sandbox.services import ServiceFailed
from sandbox.story import play


@click.command("run")
def run() -> None:
    """Start everything on this machine.

    It is the practice ground unless FIXLINE_MODE says otherwise.
    """
    try:
        sys.exit(run_everything(os.environ))
    except (SettingsRefused, ServiceFailed) as refusal:
        raise click.ClickException(str(refusal)) from refusal


@click.command("demo")
def demo() -> None:
    """Play the story as a transcript.

    Fails if an expected message does not arrive.
    """
    try:
        sys.exit(play())
    except (SettingsRefused, ServiceFailed) as refusal:
        raise click.ClickException(str(refusal)) from refusal


@click.command("demo-data")
@click.option(
    "--size",
    type=click.Choice([size.value for size in DemoSize]),
    default=DemoSize.SMALL.value,
    show_default=True,
)
@click.pass_obj
def demo_data(settings: Settings, size: str) -> None:
    """Load a company of many customers and a year of work.

    Only on the practice ground, and only where no real customers are. Nobody is sent anything.
    """
    database = Database(settings.database_url)
    began = time.monotonic()
    try:
        refuse_unless_practice(settings)
        with database.transaction() as session:
            loaded = load_demo(session, DemoSize(size), lambda words: click.echo(f"  {words}"))
    except (SettingsRefused, DemoRefused) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    finally:
        database.dispose()
    seconds = time.monotonic() - began
    click.echo(f"The demo company is here: {loaded.rows:,} rows in {seconds:.0f} s.")


@click.command("emulator", hidden=True)
@click.pass_obj
def emulator(settings: Settings) -> None:
    """Serve the carrier emulator and its page of phones and mailboxes."""
    # Only this command needs the emulator; the others start faster without it.
    from sandbox.practice import serve_practice_ground

    folder = this_folder(os.environ)
    ground = lay_ground(os.environ, folder)
    serve_practice_ground(
        settings,
        emulator_settings(ground, folder),
        office_url=f"http://localhost:{ground.port}",
        port=ground.sandbox_port,
        cards=card_settings(ground),
    )
