"""A staff member stays signed in while the installation's key is changed."""

from __future__ import annotations

from app import create_app
from core.config import Settings
from core.db import Database
from core.desk.model import StaffRole
from tests.office.desk import Browser, hire
from tests.practice import practice_settings

FORMER, PRESENT = "f" * 40, "p" * 40


def keyed(database: Database, **keys: str) -> Settings:
    return practice_settings(DATABASE_URL=database.url, PUBLIC_URL="http://localhost", **keys)


def test_a_session_of_the_former_key_is_good_while_that_is_named_and_not_after(
    database: Database,
) -> None:
    email = hire(database, StaffRole.ADMINISTRATOR)
    before = Browser(create_app(keyed(database, SECRET_KEY=FORMER)).test_client())
    assert before.sign_in(email).status_code == 302
    cookie = before.client.get_cookie("fixline_session")
    assert cookie is not None
    during = keyed(database, SECRET_KEY=PRESENT, SECRET_KEY_PREVIOUS=FORMER)
    after = keyed(database, SECRET_KEY=PRESENT)
    for settings, status in ((during, 200), (after, 302)):
        client = create_app(settings).test_client()
        client.set_cookie("fixline_session", cookie.value)
        assert client.get("/jobs").status_code == status
