"""A desk for tests: the office as a web application of its own, and people signed in to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.config import Settings
from core.db import Database
from core.desk.actions import add_staff
from core.desk.model import StaffRole
from office import create_blueprint
from tests.practice import practice_settings

PASSWORD = "correct horse"
# As weak as argon2id goes: these tests are about doors, not about how long hashing takes.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def office_app(database: Database, settings: Settings | None = None) -> Flask:
    """The office alone, over this database; http, so that cookies work without a proxy."""
    app = Flask("office under test")
    chosen = settings or practice_settings(PUBLIC_URL="http://localhost")
    app.register_blueprint(create_blueprint(chosen, database))
    return app


def hire(database: Database, role: StaffRole, *, email: str | None = None) -> str:
    """Add a person of this role; returns the address they sign in with."""
    address = email or f"{role}@example.com"
    with database.transaction() as session:
        add_staff(
            session,
            name=f"Dana {role.capitalize()}",
            email=address,
            role=role,
            password=PASSWORD,
            hasher=QUICK,
        )
    return address


@dataclass
class Browser:
    """What a person does with the office, without a real browser."""

    client: FlaskClient

    def open(self, address: str, **asked: object) -> TestResponse:
        """Open a page."""
        words = urlencode({name: str(value) for name, value in asked.items()})
        return self.client.get(f"{address}?{words}" if words else address)

    def text(self, address: str, **asked: object) -> str:
        """The page's source; the page must open."""
        answer = self.open(address, **asked)
        assert answer.status_code == 200, answer.status
        return answer.get_data(as_text=True)

    def send(self, address: str, *, seen_on: str = "/jobs", **fields: object) -> TestResponse:
        """Send a form with the token that a page of ours carries."""
        token = _TOKEN.search(self.client.get(seen_on).get_data(as_text=True))
        assert token is not None, f"no form on {seen_on}"
        values = {name: str(value) for name, value in fields.items()}
        return self.client.post(address, data={"csrf_token": token[1], **values})

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        """Fill the sign-in form."""
        return self.send("/sign-in", seen_on="/sign-in", email=email, password=password)


def at_desk(database: Database, role: StaffRole = StaffRole.ADMINISTRATOR) -> Browser:
    """A person of this role, signed in."""
    browser = Browser(office_app(database).test_client())
    answer = browser.sign_in(hire(database, role))
    assert answer.status_code == 302, answer.status
    return browser
