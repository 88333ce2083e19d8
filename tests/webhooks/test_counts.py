"""Posts are counted with how long they took, in memory first; what cannot be written down is not forgotten."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from core.db import Database
from core.messaging.model import EnvelopeSource
from core.operations.queries.throughput import posts_ever
from tests.carriers.builders import form_body, settings, sms_fields
from tests.webhooks.letterbox import SMS, Letterbox
from webhooks import Counts, create_blueprint
from webhooks.counts import Verdict, write_down

SLOT = EnvelopeSource.TWILIO_SMS
LONGEST_WAIT_SECONDS = 10.0
MOST_MICROSECONDS = 20.0


def test_a_post_is_counted_with_its_wait(letterbox: Letterbox, database: Database) -> None:
    letterbox.post_form(SMS, sms_fields())
    letterbox.post_form(SMS, sms_fields())
    letterbox.post(SMS, form_body(sms_fields()), {})
    write_down(database, letterbox.counts)
    write_down(database, letterbox.counts)
    with database.reading() as session:
        found = posts_ever(session)
    assert {key: waits.posts for key, waits in found.items()} == {
        (SLOT, "stored"): 1,
        (SLOT, "repeated"): 1,
        (SLOT, "forged"): 1,
    }
    assert 0 < found[SLOT, "stored"].seconds < LONGEST_WAIT_SECONDS
    assert sum(found[SLOT, "stored"].buckets) == 1


def test_what_cannot_be_written_down_is_written_later(database: Database) -> None:
    counts = Counts()
    counts.add(SLOT, Verdict.STORED, 0.01)
    with pytest.raises(OperationalError):
        write_down(Database("postgresql://nobody@127.0.0.1:1/nothing"), counts)
    counts.add(SLOT, Verdict.STORED, 0.01)
    write_down(database, counts)
    with database.reading() as session:
        assert posts_ever(session)[SLOT, "stored"].posts == 2


def test_threads_lose_no_count() -> None:
    counts = Counts()

    def count_many(_: int) -> None:
        for _ in range(500):
            counts.add(SLOT, Verdict.STORED, 0.01)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_many, range(8)))
    assert counts.take()[SLOT, "stored"].posts == counts.so_far()[SLOT, Verdict.STORED] == 4000


def test_counting_a_post_costs_microseconds() -> None:
    counts = Counts()
    best = min(_seconds_for(counts, 1000) for _ in range(5))
    assert best / 1000 * 1e6 < MOST_MICROSECONDS


def _seconds_for(counts: Counts, posts: int) -> float:
    began = time.perf_counter()
    for _ in range(posts):
        counts.add(SLOT, Verdict.STORED, 0.004)
    return time.perf_counter() - began


def test_the_products_own_letterbox_writes_its_counts_down_by_itself(database: Database) -> None:
    app = Flask(__name__)
    app.register_blueprint(create_blueprint(settings(), database))
    app.test_client().post(SMS, data=form_body(sms_fields()))
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while not _written(database):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _written(database: Database) -> bool:
    with database.reading() as session:
        return (SLOT, "forged") in posts_ever(session)
