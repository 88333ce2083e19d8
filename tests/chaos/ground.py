"""The ground of a run: servers of its own in a temporary folder, the schema, and settings of little patience.

PostgreSQL's data outlive a kill -9 of all its processes, which is what is tried here; they would not outlive a power
failure, for nothing is forced to the disk (Durability.DISPOSABLE). Redis keeps nothing at all.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.config import load_settings
from core.db import Database, upgrade
from core.seed import load_reference
from sandbox.ground import lay_ground
from sandbox.processes import HOST, free_ports
from sandbox.services import Durability, EmbeddedServices
from tests.chaos.plan import Patience

# The account that PostgreSQL runs as must be able to walk through it.
WALKABLE = 0o711
# The product's own settings, all of its waits scaled alike: a tail of minutes becomes one of seconds.
LEASE_SECONDS, RESEND_AGE_SECONDS = 8.0, 16.0
BRISK = {
    "FIXLINE_LEASE_SECONDS": str(LEASE_SECONDS),
    "FIXLINE_CARRIER_SECONDS": "2.5",
    "FIXLINE_RETRY_BASE_SECONDS": "0.2",
    "FIXLINE_RETRY_CAP_SECONDS": "5",
    "FIXLINE_NO_TO_NO_SECONDS": "4",
    "FIXLINE_RESEND_AGE_SECONDS": str(RESEND_AGE_SECONDS),
    "FIXLINE_SWEEP_SECONDS": "2",
    "FIXLINE_CIRCUIT_SECONDS": "3",
    "FIXLINE_POLL_SECONDS": "5",
    "FIXLINE_POLL_OVERLAP_SECONDS": "120",
    "FIXLINE_SMS_PER_SECOND": "0",
    "FIXLINE_RECIPIENT_PER_SECOND": "0",
}
PATIENCE = Patience(LEASE_SECONDS, RESEND_AGE_SECONDS)


@dataclass(frozen=True)
class ChaosGround:
    """Where everything is. environment: what every process is started with."""

    folder: Path
    environment: Mapping[str, str]
    port: int
    carrier_port: int
    services: EmbeddedServices
    database: Database

    @property
    def carrier_url(self) -> str:
        """Where the carrier answers."""
        return f"http://{HOST}:{self.carrier_port}"

    @property
    def company_phone(self) -> str:
        """The number people text."""
        return self.environment["TWILIO_FROM_NUMBER"]


@contextmanager
def chaos_ground(settings: Mapping[str, str]) -> Iterator[ChaosGround]:
    """Servers running, schema laid, nothing else started; all gone at the end.

    settings: beyond those every ground has. PORT, when set in our environment, is the first of the two ports used.
    """
    first = os.environ.get("PORT")
    ports = [int(first), int(first) + 1] if first else free_ports(2)
    with tempfile.TemporaryDirectory(prefix="fixline-chaos-") as name:
        folder = Path(name)
        folder.chmod(WALKABLE)
        given_ports = {"PORT": str(ports[0]), "FIXLINE_SANDBOX_PORT": str(ports[1])}
        laid = lay_ground(given_ports, folder)
        with EmbeddedServices(folder, Durability.DISPOSABLE) as services:
            carrier = f"http://{HOST}:{ports[1]}"
            environment = {
                **laid.environment,
                **settings,
                "FIXLINE_FOLDER": str(folder),
                "FIXLINE_SANDBOX_PORT": str(ports[1]),
                "TWILIO_API_URL": carrier,
                "SENDGRID_API_URL": carrier,
                "DATABASE_URL": services.database_url,
                "REDIS_URL": services.redis_url,
            }
            database = _prepared(environment)
            try:
                yield ChaosGround(folder, environment, ports[0], ports[1], services, database)
            finally:
                database.dispose()


def _prepared(environment: Mapping[str, str]) -> Database:
    settings = load_settings(environment)
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    with database.transaction() as session:
        load_reference(session)
    return database
