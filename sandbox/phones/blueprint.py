"""Put the page together: what it stands on, its protection, its words and every route."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from flask import Blueprint, Flask
from flask.blueprints import BlueprintSetupState

from core.config import Company
from core.db import Database
from sandbox.phones import composing, contents, pages, protection, switching, wording
from sandbox.phones.surroundings import DEMO_COMPANY, NAME, Surroundings

TEMPLATES = Path(__file__).parents[2] / "templates"


def create_blueprint(
    database: Database | None, office_url: str, company: Company = DEMO_COMPANY
) -> Blueprint:
    """The page, to be registered at the root of an application made by `create_emulator`.

    database: the product's, read only; None hides the progress of jobs. office_url: without a
    trailing slash. company: whom people text and mail.
    """
    blueprint = Blueprint(
        NAME,
        __name__,
        template_folder=str(TEMPLATES),
        static_folder="static",
        static_url_path="/practice/static",
    )
    around = Surroundings(database=database, office_url=office_url.rstrip("/"), company=company)

    def settle(state: BlueprintSetupState) -> None:
        cast(Flask, state.app).extensions[NAME] = around

    blueprint.record_once(settle)
    protection.guard(blueprint)
    wording.furnish(blueprint)
    _add_routes(blueprint)
    return blueprint


def _add_routes(blueprint: Blueprint) -> None:
    blueprint.get("/")(pages.page)
    blueprint.get("/live")(pages.live)
    blueprint.get("/progress")(pages.progress)
    blueprint.get("/media/<sid>")(contents.picture)
    blueprint.get("/mails/<sid>/html")(contents.mail_html)
    blueprint.get("/files/<sid>")(contents.mail_file)
    blueprint.post("/phones/<key>/texts")(composing.text)
    blueprint.post("/mailboxes/<key>/mails")(composing.mail)
    blueprint.post("/switches/<key>")(switching.switch)
    blueprint.post("/well-behaved")(switching.well_behaved)
