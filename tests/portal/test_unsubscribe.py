"""The way out of our e-mails: a look changes nothing, one click is enough, forged links open nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

import portal
from core.db import Database
from core.messaging.actions.consenting import consent_of
from core.messaging.farewell import unsubscribe_headers, unsubscribe_url
from core.messaging.letterhead import letterhead_of
from core.messaging.wire import Channel, ConsentState
from tests.practice import practice_settings

DANA = "dana@crestline.example"


@pytest.fixture
def client(database: Database) -> FlaskClient:
    app = Flask("practice")
    app.register_blueprint(portal.create_blueprint(practice_settings(), database))
    return app.test_client()


def _path(address: str) -> str:
    settings = practice_settings()
    return unsubscribe_url(letterhead_of(settings), address).removeprefix(settings.public_url)


def _stands(database: Database) -> ConsentState | None:
    with database.reading() as session:
        return consent_of(session, Channel.EMAIL, DANA)


def test_a_mail_scanner_that_opens_the_link_changes_nothing(
    client: FlaskClient, database: Database
) -> None:
    answer = client.get(_path(DANA))
    assert answer.status_code == 200
    assert b"Stop job e-mails" in answer.data
    assert _stands(database) is None


def test_one_click_opts_the_address_out_however_often_it_is_repeated(
    client: FlaskClient, database: Database
) -> None:
    for _ in range(3):
        answer = client.post(_path(DANA), data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert _stands(database) is ConsentState.OPTED_OUT


def test_a_forged_link_opens_nothing(client: FlaskClient, database: Database) -> None:
    forged = _path(DANA)[:-3] + "abc"
    assert client.get(forged).status_code == 404
    assert client.post(forged).status_code == 404
    assert _stands(database) is None


def test_alert_mails_carry_the_one_click_headers() -> None:
    headers = unsubscribe_headers(letterhead_of(practice_settings()), DANA)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<https://fixline.example.com/unsubscribe/")
