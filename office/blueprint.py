"""Put the office together: settings and database, sessions, protection, templates and every
route.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

from flask import Blueprint, Flask
from flask.blueprints import BlueprintSetupState

from core.config import Settings
from core.db import Database
from office import access, once, protection, refusals, shell, words
from office.door import NAME, Office, RowId, SmallNumber
from office.routes import add_routes

TEMPLATES = Path(__file__).parents[1] / "templates"


def create_blueprint(settings: Settings, database: Database) -> Blueprint:
    """The office, ready to be registered at the root of an application.

    Registering it also installs what belongs to the whole application: sessions (Flask-Login), the
    response headers of its own pages (Talisman) and the answer to unknown addresses.
    """
    blueprint = Blueprint(
        NAME,
        __name__,
        template_folder=str(TEMPLATES),
        static_folder="static",
        static_url_path="/office/static",
    )
    office = Office(settings=settings, database=database)

    def settle(state: BlueprintSetupState) -> None:
        app = cast(Flask, state.app)
        app.extensions[NAME] = office
        app.secret_key = settings.secret_key
        app.url_map.converters.update(row=RowId, small=SmallNumber)
        words.install(app.jinja_env)
        once.install(app.jinja_env)
        access.install(app, settings)
        protection.install(app, settings)

    blueprint.record_once(settle)
    access.guard(blueprint)
    protection.guard(blueprint)
    refusals.answer_for(blueprint)
    shell.furnish(blueprint)
    add_routes(blueprint)
    return blueprint
