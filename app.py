"""The roof: puts the rooms together into one web application and one command line. Nothing imports it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib import import_module

import click
from flask import Flask

from core.config import Settings, load_settings
from core.db import Database
from core.errors import SettingsRefused
from core.logs import start_logging

COMMANDS_WITHOUT_SETTINGS = {"run", "demo", "bot"}
# Where each command lives. A worker has a better use for the memory that the web pages would take.
COMMANDS = {
    "bot": "bot.commands:bot",
    "db": "workers.commands:db",
    "demo": "sandbox.commands:demo",
    "demo-data": "sandbox.commands:demo_data",
    "emulator": "sandbox.commands:emulator",
    "explain": "office.commands:explain",
    "pause": "workers.safety_commands:pause",
    "relay": "workers.commands:relay",
    "replay": "office.commands:replay",
    "resume": "workers.safety_commands:resume",
    "run": "sandbox.commands:run",
    "staff": "office.commands:staff",
    "status": "workers.safety_commands:status",
    "worker": "workers.commands:worker",
}


def create_app(settings: Settings | None = None) -> Flask:
    """The web application. Without settings it reads the environment.

    Ends the process with one sentence when the environment does not allow a start.
    """
    import office
    import portal
    import watch
    import webhooks
    from webhooks import api

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
        from sandbox.ground import remembered, this_folder

        return load_settings({**remembered(this_folder(environment)), **environment})
    except SettingsRefused as refusal:
        sys.exit(f"Fixline cannot start. {refusal}")


class Commands(click.Group):
    """The commands of COMMANDS, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click asks so
        """Their names in order."""
        return sorted(COMMANDS)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click asks so
        cmd_name: str,
    ) -> click.Command | None:
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: object = getattr(import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{cmd_name} is no command.")
        return command


@click.group(cls=Commands)
@click.pass_context
def main(context: click.Context) -> None:
    """Fixline: property maintenance by message."""
    start_logging()
    if context.invoked_subcommand not in COMMANDS_WITHOUT_SETTINGS and not _is_help():
        context.obj = settings_or_exit()


def _is_help() -> bool:
    return "--help" in sys.argv


if __name__ == "__main__":
    main()
