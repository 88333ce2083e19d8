"""The roof: puts the rooms together into one web application and one command line. Nothing imports it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

import click
from flask import Flask
from flask.cli import AppGroup

import office
import portal
import watch
import webhooks
from bot.commands import bot
from core.config import Settings, load_settings
from core.db import Database
from core.errors import SettingsRefused
from core.logs import start_logging
from office.commands import explain, replay, staff
from sandbox.commands import demo, demo_data, emulator, run
from sandbox.ground import remembered, this_folder
from webhooks import api
from workers.commands import db, relay, worker
from workers.safety_commands import pause, resume, status

COMMANDS_WITHOUT_SETTINGS = {"run", "demo", "bot"}


def create_app(settings: Settings | None = None) -> Flask:
    """The web application. Without settings it reads the environment.

    Ends the process with one sentence when the environment does not allow a start.
    """
    settings = settings or settings_or_exit()
    start_logging()
    database = Database(settings.database_url)
    app = Flask("fixline", static_folder=None)
    app.secret_key = settings.secret_key
    app.config["SECRET_KEY_FALLBACKS"] = list(settings.secret_keys[1:])
    app.register_blueprint(webhooks.create_blueprint(settings, database))
    app.register_blueprint(api.create_blueprint(settings, database))
    app.register_blueprint(portal.create_blueprint(settings, database))
    app.register_blueprint(watch.create_blueprint(settings, database))
    app.register_blueprint(office.create_blueprint(settings, database))
    return app


def settings_or_exit(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the environment, else of the practice ground that ran in this folder."""
    try:
        if "DATABASE_URL" in environment:
            return load_settings()
        return load_settings({**remembered(this_folder(environment)), **environment})
    except SettingsRefused as refusal:
        sys.exit(f"Fixline cannot start. {refusal}")


@click.group(cls=AppGroup)
@click.pass_context
def main(context: click.Context) -> None:
    """Fixline: property maintenance by message."""
    start_logging()
    if context.invoked_subcommand not in COMMANDS_WITHOUT_SETTINGS and not _is_help():
        context.obj = settings_or_exit()


def _is_help() -> bool:
    return "--help" in sys.argv


for command in (
    run,
    demo,
    demo_data,
    emulator,
    relay,
    worker,
    db,
    staff,
    explain,
    replay,
    bot,
    pause,
    resume,
    status,
):
    main.add_command(command)


if __name__ == "__main__":
    main()
