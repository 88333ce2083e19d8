"""Commands for those who run an office: `fixline staff add`, `fixline explain JOB`, `fixline replay
ENTRY`.
"""

from __future__ import annotations

import click
from sqlalchemy import select

from core.alerts.queries.hearing import Hearing, told_of
from core.config import Settings
from core.db import Database
from core.desk.actions.dead_letters import replay_dead
from core.desk.actions.second_factor import reseal_second_factors, reset_second_factor
from core.desk.actions.staff import add_staff
from core.desk.model import StaffRole
from core.desk.queries.staff import staff_id_at
from core.desk.terminal import operator
from core.errors import FixlineError, NotFound
from core.events.model import Event
from core.jobs.actions.status import MOVED
from core.jobs.queries.work import job_numbered


@click.group("staff")
def staff() -> None:
    """The people who sign in to the office."""


@staff.command("add")
@click.option("--name", prompt=True)
@click.option("--email", prompt=True)
@click.option(
    "--role",
    type=click.Choice([role.value for role in StaffRole]),
    default=StaffRole.ADMINISTRATOR.value,
    show_default=True,
)
@click.option("--phone", default="", help="Where emergencies and hand-offs are texted.")
@click.password_option(help="Asked for when not given.")
@click.pass_obj
def staff_add(
    settings: Settings, name: str, email: str, role: str, phone: str, password: str
) -> None:
    """Add someone who may sign in, an administrator unless told otherwise."""
    database = Database(settings.database_url)
    try:
        with database.transaction() as session:
            user = add_staff(
                session,
                name=name,
                email=email,
                role=StaffRole(role),
                password=password,
                phone=phone or None,
            )
    except FixlineError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{user.name} can sign in at {settings.public_url} as {user.email}.")


@staff.command("reset-second-factor")
@click.argument("email")
@click.pass_obj
def staff_reset_second_factor(settings: Settings, email: str) -> None:
    """Let someone in by password alone.

    For whoever has lost their device and their recovery codes. Every session of theirs ends.
    """
    database = Database(settings.database_url)
    try:
        with database.transaction() as session:
            user_id = staff_id_at(session, email)
            if user_id is None:
                raise NotFound("member of staff", email)
            user = reset_second_factor(session, user_id, actor=operator())
    except FixlineError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{user.name} signs in by password alone until they set up another device.")


@staff.command("reseal-second-factors")
@click.pass_obj
def staff_reseal(settings: Settings) -> None:
    """Bring second factors under the present key.

    Run it once after SECRET_KEY has changed, while SECRET_KEY_PREVIOUS still names the old one.
    """
    database = Database(settings.database_url)
    try:
        with database.transaction() as session:
            count = reseal_second_factors(session, settings.secret_keys)
    except FixlineError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{count} second factors stand under the present key.")


@click.command("explain")
@click.argument("number", metavar="JOB", type=int)
@click.pass_obj
def explain(settings: Settings, number: int) -> None:
    """Say who was told of a job.

    For each status it has reached: who was told, who was not, and why.
    """
    database = Database(settings.database_url)
    try:
        with database.reading() as session:
            job = job_numbered(session, number)
            events = session.scalars(
                select(Event).where(Event.job_id == job.id, Event.kind == MOVED).order_by(Event.id)
            )
            click.echo(f"Job {job.number}: {job.summary} ({job.status.name})")
            for event in events:
                click.echo(
                    f"\n{event.created_at:%Y-%m-%d %H:%M} UTC  reached {event.after['status']}"
                )
                for hearing in told_of(session, event.id):
                    click.echo(f"  {_line(hearing)}")
    except FixlineError as error:
        raise click.ClickException(str(error)) from error


@click.command("replay")
@click.argument("entry", type=int)
@click.option("--why", prompt=True, help="Kept with who did it and when.")
@click.pass_obj
def replay(settings: Settings, entry: int, why: str) -> None:
    """Try work again that was given up.

    ENTRY is the number the task about it names. What is not given up is refused.
    """
    database = Database(settings.database_url)
    try:
        with database.transaction() as session:
            replay_dead(session, entry, reason=why, actor=operator())
    except FixlineError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Entry {entry} is due again.")


def _line(hearing: Hearing) -> str:
    who = f"{hearing.contact_name} ({hearing.customer_name}), {hearing.channel} {hearing.address}"
    if hearing.why_not is None:
        because = f", {hearing.because}" if hearing.because else ""
        return f"told      {who}: {hearing.state}{because}"
    return f"not told  {who}: {hearing.why_not}"
