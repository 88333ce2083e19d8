"""The numbers: read back with Prometheus's own parser, true of the database, shown to watchers alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.clock import database_now
from core.db import Database
from core.events.actions import FIXLINE
from core.messaging.actions.doubting import doubt
from core.messaging.actions.pausing import pause
from core.messaging.model import Circuit, EnvelopeSource, Message
from core.messaging.wire import MessageState
from core.operations.actions import add_posts, add_sends, beat
from core.operations.counting import Waits
from core.operations.model import Role, SendOutcome
from core.outbox import Kind
from core.outbox.actions import give_up, promise
from tests.builders import a_message
from tests.practice import practice_settings
from watch import create_blueprint
from watch.metrics import MetricsPage

TOKEN = "a-token-for-watchers"
HERE, OUTSIDE = "127.0.0.1", "203.0.113.7"
PLAIN_URL = "http://localhost:8000"
Sample = tuple[str, tuple[tuple[str, str], ...]]


def window(database: Database, **settings: str) -> Flask:
    app = Flask("window under test")
    chosen = practice_settings(**{"PUBLIC_URL": PLAIN_URL, **settings})
    app.register_blueprint(create_blueprint(chosen, database))
    return app


def look(app: Flask, *, caller: str = HERE, headers: dict[str, str] | None = None) -> TestResponse:
    return app.test_client().get(
        "/metrics", headers=headers or {}, environ_base={"REMOTE_ADDR": caller}
    )


def samples(database: Database) -> dict[Sample, float]:
    """Every number shown, by name and labels."""
    answer = look(window(database))
    assert answer.status_code == 200, answer.text
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def key(name: str, **labels: str) -> Sample:
    return f"fixline_{name}", tuple(sorted(labels.items()))


def test_an_idle_installation_shows_noughts_for_every_lane_role_and_carrier(
    database: Database,
) -> None:
    seen = samples(database)
    for lane in ("talk", "send", "chores"):
        assert seen[key("outbox_oldest_due_age_seconds", lane=lane)] == 0
        assert seen[key("outbox_work", lane=lane, state="due")] == 0
        assert seen[key("outbox_dead_entries", lane=lane)] == 0
    for role in Role:
        assert seen[key("processes", role=role.value)] == 0
    for carrier in ("twilio", "sendgrid"):
        assert seen[key("circuit_state", carrier=carrier, state="closed")] == 1
    assert seen[key("uncertain_messages")] == seen[key("paused")] == 0


def test_what_is_due_dead_and_uncertain_is_asked_of_the_tables(database: Database) -> None:
    with database.transaction() as session:
        _stuck(session)
    seen = samples(database)
    assert 599 < seen[key("outbox_oldest_due_age_seconds", lane="talk")] < 660
    assert seen[key("outbox_dead_entries", lane="chores")] == 1
    assert seen[key("uncertain_messages")] == 1
    assert 299 < seen[key("uncertain_oldest_age_seconds")] < 360


def _stuck(session: Session) -> None:
    long_ago = database_now(session) - timedelta(minutes=10)
    promise(session, Kind.INTERPRET, {}, run_at=long_ago)
    dead = promise(session, Kind.FAN_OUT, {})
    assert dead is not None
    give_up(session, dead, why="never worked")
    message = a_message(session)
    message.state = MessageState.SENDING
    session.flush()
    doubt(session, message.id, why="the line broke")
    session.execute(update(Message).values(state_at=func.clock_timestamp() - timedelta(minutes=5)))


def test_processes_queues_circuits_and_a_pause_are_shown(database: Database) -> None:
    with database.transaction() as session:
        beat(session, process="a:1", role=Role.RELAY, queued={"talk": 1, "send": 8, "chores": 0})
        beat(session, process="b:2", role=Role.SEND, busy_seconds=40)
        until = func.clock_timestamp() + timedelta(minutes=1)
        session.add(Circuit(carrier="twilio", open_until=until, reason="it refuses our account"))
        pause(session, reason="restored from a backup", actor=FIXLINE)
    seen = samples(database)
    assert seen[key("queue_jobs", lane="send")] == 8
    assert seen[key("processes", role="relay")] == seen[key("processes", role="send")] == 1
    assert seen[key("heartbeat_age_seconds", role="relay")] < 10
    assert key("heartbeat_age_seconds", role="talk") not in seen
    assert 39 < seen[key("longest_busy_seconds", role="send")] < 45
    assert seen[key("circuit_state", carrier="twilio", state="open")] == 1
    assert seen[key("circuit_state", carrier="twilio", state="closed")] == 0
    assert seen[key("paused")] == 1


def test_sends_are_a_counter_and_waits_a_histogram(database: Database) -> None:
    waits = Waits()
    for seconds in (0.004, 0.004, 0.3):
        waits.add(seconds)
    with database.transaction() as session:
        add_sends(session, {("twilio", SendOutcome.ACCEPTED): 12})
        add_posts(session, {(EnvelopeSource.TWILIO_SMS, "stored"): waits})
    seen = samples(database)
    slot = {"slot": "twilio_sms", "verdict": "stored"}
    assert seen[key("sends_total", carrier="twilio", outcome="accepted")] == 12
    assert seen[key("webhook_seconds_bucket", le="0.002", **slot)] == 0
    assert seen[key("webhook_seconds_bucket", le="0.005", **slot)] == 2
    assert seen[key("webhook_seconds_bucket", le="+Inf", **slot)] == 3
    assert seen[key("webhook_seconds_count", **slot)] == 3
    assert seen[key("webhook_seconds_sum", **slot)] == pytest.approx(0.308)


def test_no_label_holds_an_address_or_a_word_of_a_person(database: Database) -> None:
    with database.transaction() as session:
        _stuck(session)
        recipient, body = session.execute(select(Message.recipient, Message.body)).one()
    page = look(window(database)).text
    assert recipient
    assert recipient not in page
    assert body not in page


def test_this_machine_may_look_without_a_token(database: Database) -> None:
    assert look(window(database), caller=HERE).status_code == 200
    assert look(window(database), caller="::1").status_code == 200
    assert look(window(database), caller="::ffff:127.0.0.1").status_code == 200


@pytest.mark.parametrize("caller", [OUTSIDE, "10.0.0.3", "2001:db8::1", "", "nonsense"])
def test_nobody_else_may_and_is_told_the_remedy(database: Database, caller: str) -> None:
    answer = look(window(database), caller=caller)
    assert answer.status_code == 403
    assert "METRICS_TOKEN" in answer.text
    assert "fixline_" not in answer.text


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_what_a_proxy_on_this_machine_passes_on_is_not_from_here(
    database: Database, name: str
) -> None:
    assert look(window(database), headers={name: "127.0.0.1"}).status_code == 403


def test_behind_https_this_machine_is_the_proxy_and_a_token_is_needed(database: Database) -> None:
    app = window(database, PUBLIC_URL="https://fixline.example.com")
    assert look(app).status_code == 403


def test_with_a_token_set_only_who_brings_it_may_look_from_anywhere(database: Database) -> None:
    app = window(database, METRICS_TOKEN=TOKEN, PUBLIC_URL="https://fixline.example.com")
    right = {"Authorization": f"Bearer {TOKEN}"}
    assert look(app, caller=OUTSIDE, headers=right).status_code == 200
    for wrong in ({}, {"Authorization": TOKEN}, {"Authorization": f"Bearer {TOKEN}x"},
                  {"Authorization": "Bearer \u00e9"}):  # fmt: skip
        answer = look(app, caller=HERE, headers=wrong)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_without_a_database_it_says_so_in_a_503() -> None:
    answer = look(window(Database("postgresql://nobody@127.0.0.1:1/nothing")))
    assert answer.status_code == 503
    assert "database is away" in answer.text


def test_a_look_that_takes_too_long_is_a_503(database: Database) -> None:
    app = Flask("window under test")
    page = MetricsPage(practice_settings(PUBLIC_URL=PLAIN_URL), database, seconds=0.05)
    app.add_url_rule("/metrics", "metrics", page.show)
    with database.engine.begin() as another:
        another.execute(text("LOCK TABLE outbox IN ACCESS EXCLUSIVE MODE"))
        assert look(app).status_code == 503
