"""A machine of another company that talks to the API."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import TestResponse

from core.db import Database
from core.events.actions import FIXLINE
from core.jobs.actions.machines import make_token


@dataclass
class Machine:
    """One that brings bookings with its token."""

    app: Flask
    token: str
    token_id: int

    def bring(self, body: object, *, key: str = "key-1", **headers: str) -> TestResponse:
        """Send a body; words go as they are, anything else as JSON."""
        said = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.app.test_client().post(
            "/api/v1/bookings",
            data=said,
            headers={"Idempotency-Key": key, **self.key, **headers},
            content_type=headers.get("Content-Type", "application/json"),
        )

    def ask(self, address: str) -> TestResponse:
        """Ask for an address under the API."""
        return self.app.test_client().get(f"/api/v1{address}", headers=self.key)

    @property
    def key(self) -> dict[str, str]:
        """What opens the door."""
        return {"Authorization": f"Bearer {self.token}"}


def a_machine(database: Database, app: Flask) -> Machine:
    """One with a token of its own."""
    with database.transaction() as session:
        token, shown = make_token(session, "Lakeside portal", actor=FIXLINE)
        return Machine(app, shown, token.id)
