"""The practice ground: the carrier emulator with the demo people's phones and mailboxes on top.

Refuses to be served in any mode but sandbox.
"""

from __future__ import annotations

from flask import Flask

from core.config import Company, Settings
from core.db import Database
from sandbox.cards import CardSettings, create_cards
from sandbox.carrier.app import create_emulator
from sandbox.carrier.serve import serve_emulator
from sandbox.carrier.settings import EmulatorSettings
from sandbox.guard import refuse_unless_practice
from sandbox.phones import DEMO_COMPANY, create_blueprint


def create_practice_ground(
    emulator_settings: EmulatorSettings,
    database: Database | None,
    office_url: str,
    company: Company = DEMO_COMPANY,
    cards: CardSettings | None = None,
) -> Flask:
    """Build the emulator with its page at `/`; begin its work with `emulator_of(app).start()`.

    database: the product's, read only; None hides the progress of jobs. company: whom people
    text and mail. cards: where people also pay by card.
    """
    app = create_emulator(emulator_settings)
    app.register_blueprint(create_blueprint(database, office_url, company))
    if cards is not None:
        app.register_blueprint(create_cards(cards))
    return app


def serve_practice_ground(
    settings: Settings,
    emulator_settings: EmulatorSettings,
    *,
    office_url: str,
    port: int,
    cards: CardSettings | None = None,
) -> None:
    """Serve until a signal ends the process; call it from the main thread of its own process.

    Raises SettingsRefused unless the mode is sandbox.
    """
    refuse_unless_practice(settings)

    def create() -> Flask:
        database = Database(settings.database_url)
        return create_practice_ground(
            emulator_settings, database, office_url, settings.company, cards
        )

    serve_emulator(create, port)
