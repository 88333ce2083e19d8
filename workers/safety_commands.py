"""Commands around a restore: `fixline pause`, `fixline resume`, `fixline status`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from core.config import Settings
from core.db import Database
from core.desk.queries.dead_letters import dead_letter_count
from core.desk.terminal import operator
from core.errors import FixlineError
from core.messaging.actions import pausing
from core.messaging.model import Pause
from core.messaging.queries.safety import polled_until, standing_pause
from workers import resuming
from workers.runtime import make_runtime


@click.command("pause")
@click.option("--why", required=True, help="For those who find Fixline paused.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]),
    help="When the backup was made, in UTC, if Fixline has run since the restore.",
)
@click.pass_obj
def pause(settings: Settings, why: str, since: datetime | None) -> None:
    """Let nothing leave until `fixline resume`.

    Run it after restoring a backup, before anything else is started. What comes in is kept, and new emergencies are
    still paged.
    """
    database = Database(settings.database_url)
    moment = since.replace(tzinfo=UTC) if since else None
    with database.transaction() as session:
        standing = pausing.pause(session, reason=why, actor=operator(), known_until=moment)
    click.echo(_sentence(standing))


@click.command("resume")
@click.option("--force", "why", metavar="WHY", help="Go on without asking the carrier.")
@click.pass_obj
def resume(settings: Settings, why: str | None) -> None:
    """Find out what came and left since the backup, then let messages leave again."""
    runtime = make_runtime(settings)
    try:
        if why is not None:
            resuming.resume_unreconciled(runtime, why=why, actor=operator())
            click.echo("Messages leave again. What was sent since the backup may be sent twice.")
            return
        resumed = resuming.resume(runtime, actor=operator())
    except FixlineError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{resumed.sentence}\nMessages leave again.")


@click.command("status")
@click.pass_obj
def status(settings: Settings) -> None:
    """Say whether messages leave, what was given up, and how far the carrier's list has been read."""
    with Database(settings.database_url).reading() as session:
        standing = standing_pause(session)
        dead, reached = dead_letter_count(session), polled_until(session)
    click.echo(_sentence(standing) if standing else "Messages leave.")
    click.echo(f"Given up: {dead}.")
    for name, moment in reached.items():
        click.echo(f"Read without a gap, {name}: until {_utc(moment)}.")


def _sentence(standing: Pause) -> str:
    return (
        f"Paused since {_utc(standing.began_at)} by {standing.began_by}: {standing.reason}\n"
        f"What happened after {_utc(standing.known_until)} may be unknown here; `fixline resume` finds out."
    )


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
