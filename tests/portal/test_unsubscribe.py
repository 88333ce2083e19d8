"""The way out of our e-mails: a look changes nothing, one click is enough, forged links open nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer

import portal
from core.db import Database
from core.messaging.actions.consenting import consent_of
from core.messaging.consent import Topic
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


def _path(address: str, topic: Topic = Topic.JOB_UPDATES) -> str:
    settings = practice_settings()
    url = unsubscribe_url(letterhead_of(settings), address, topic)
    return url.removeprefix(settings.public_url)


def _stands(database: Database, topic: Topic = Topic.JOB_UPDATES) -> ConsentState | None:
    with database.reading() as session:
        return consent_of(session, Channel.EMAIL, DANA, topic)


def _ended(database: Database) -> set[Topic]:
    return {topic for topic in Topic if _stands(database, topic) is ConsentState.OPTED_OUT}


def test_a_mail_scanner_that_opens_the_link_changes_nothing(
    client: FlaskClient, database: Database
) -> None:
    answer = client.get(_path(DANA))
    assert answer.status_code == 200
    assert b"Stop these e-mails" in answer.data
    assert _stands(database) is None


def test_one_click_opts_the_address_out_however_often_it_is_repeated(
    client: FlaskClient, database: Database
) -> None:
    for _ in range(3):
        answer = client.post(_path(DANA), data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert _stands(database) is ConsentState.OPTED_OUT


@pytest.mark.parametrize("topic", [Topic.JOB_UPDATES, Topic.MARKETING])
def test_one_click_ends_the_topic_of_its_mail_and_leaves_the_other(
    client: FlaskClient, database: Database, topic: Topic
) -> None:
    client.post(_path(DANA, topic), data={"List-Unsubscribe": "One-Click"})
    assert _ended(database) == {topic}


def test_the_page_comes_with_the_topic_of_its_mail_chosen(client: FlaskClient) -> None:
    page = client.get(_path(DANA, Topic.MARKETING)).text
    assert 'value="marketing" checked' in page
    assert page.count("checked") == 1


@pytest.mark.parametrize(
    ("chosen", "ended", "words"),
    [
        ("marketing", {Topic.MARKETING}, "Job updates still come"),
        ("job_updates", {Topic.JOB_UPDATES}, "no more job updates to this address"),
        ("all", {Topic.JOB_UPDATES, Topic.MARKETING}, "no more job updates and no more offers"),
        ("nonsense", {Topic.JOB_UPDATES}, "no more job updates to this address"),
    ],
)
def test_the_page_lets_one_choose_what_ends(
    client: FlaskClient, database: Database, chosen: str, ended: set[Topic], words: str
) -> None:
    answer = client.post(_path(DANA), data={"topic": chosen})
    assert answer.status_code == 200
    assert words in answer.text
    assert "Answers to what you write to us still come" in answer.text
    assert _ended(database) == ended


def test_a_link_of_an_older_mail_ends_job_updates(client: FlaskClient, database: Database) -> None:
    signer = URLSafeSerializer(practice_settings().secret_key, salt="unsubscribe")
    assert client.post(f"/unsubscribe/{signer.dumps(DANA)}").status_code == 200
    assert _ended(database) == {Topic.JOB_UPDATES}


@pytest.mark.parametrize("told", [[DANA], [DANA, "all"], {"a": 1}, 7, [DANA, "marketing", 1]])
def test_a_signed_link_that_says_something_else_opens_nothing(
    client: FlaskClient, told: object
) -> None:
    signer = URLSafeSerializer(practice_settings().secret_key, salt="unsubscribe")
    assert client.post(f"/unsubscribe/{signer.dumps(told)}").status_code == 404


def test_a_forged_link_opens_nothing(client: FlaskClient, database: Database) -> None:
    forged = _path(DANA)[:-3] + "abc"
    assert client.get(forged).status_code == 404
    assert client.post(forged).status_code == 404
    assert _stands(database) is None


def test_alert_mails_carry_the_one_click_headers() -> None:
    headers = unsubscribe_headers(letterhead_of(practice_settings()), DANA)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<https://fixline.example.com/unsubscribe/")
