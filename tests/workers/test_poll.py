"""A text that never reached us is found on the carrier's list, once, whatever else comes late."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest
import requests
from sqlalchemy import func, select

from core.db import Database
from core.jobs.model import Booking
from core.messaging.model import Envelope, MediaState, Message, MessageMedia, Watermark
from core.messaging.queries.safety import polled_until
from core.messaging.wire import LookUpFailed
from core.outbox import Kind
from sandbox.company import load_company
from tests.carriers.builders import sms_fields
from tests.webhooks.letterbox import SMS, Letterbox
from tests.workers.road import Emulator, Road
from tests.workers.wall import picture
from workers.handlers.poll import fetch_missed, start_polling
from workers.restoring import listing_carriers

TARA = "+13125550111"
OURS = "+13125550100"
LATER = timedelta(seconds=2)
WORDS = "Hi, the kitchen tap is leaking"


@pytest.fixture
def polling(database: Database, emulator: Emulator) -> Road:
    """A company whose rounds have begun, and whose web is down: nobody answers the webhooks."""
    road = Road(database, emulator, FIXLINE_POLL_SECONDS="0.05")
    with database.transaction() as session:
        load_company(session)
        start_polling(session)
    return road


def text_us(emulator: Emulator, words: str = WORDS, **more: object) -> str:
    """A person texts; the carrier meets a closed door. Returns the text's id."""
    typed = {"from": TARA, "to": OURS, "body": words, **more}
    answer = requests.post(f"{emulator.url}/sandbox/sms", json=typed, timeout=10).json()
    assert answer["status"] is None, "the webhook was answered"
    return str(answer["id"])


def heard(database: Database) -> list[Message]:
    with database.reading() as session:
        return list(session.scalars(select(Message).where(Message.inbound).order_by(Message.id)))


def envelopes(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Envelope)) or 0


def bookings(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Booking)) or 0


def post_late(database: Database, sid: str) -> None:
    fields = sms_fields(From=TARA, To=OURS, Body=WORDS, MessageSid=sid, SmsSid=sid)
    assert Letterbox(database).post_form(SMS, fields).status_code == 200


def test_a_text_whose_webhook_never_came_is_booked(polling: Road) -> None:
    sid = text_us(polling.emulator)

    polling.until(lambda: bookings(polling.database) == 1)

    (message,) = heard(polling.database)
    assert (message.provider_id, message.sender, message.body) == (sid, TARA, WORDS)
    assert polling.emulator.accepted()[0] == 1, "the tenant was not answered"


def test_a_late_webhook_doubles_nothing(polling: Road) -> None:
    sid = text_us(polling.emulator)
    polling.until(lambda: bookings(polling.database) == 1)

    post_late(polling.database, sid)
    polling.work_off()

    assert (envelopes(polling.database), len(heard(polling.database))) == (1, 1)
    assert bookings(polling.database) == 1


def test_a_text_the_webhook_brought_is_not_fetched_again(polling: Road) -> None:
    sid = text_us(polling.emulator)
    post_late(polling.database, sid)

    assert fetched(polling) == 0
    assert envelopes(polling.database) == 1


def fetched(road: Road) -> int:
    (carrier,) = listing_carriers(road.runtime.carriers.values())
    return fetch_missed(road.runtime, carrier)


def test_texts_are_stored_in_the_order_in_which_they_were_written(polling: Road) -> None:
    words = [f"line {n}" for n in range(5)]
    for each in words:
        text_us(polling.emulator, each)

    assert fetched(polling) == len(words)
    polling.until(lambda: len(heard(polling.database)) == len(words))

    assert [message.body for message in heard(polling.database)] == words


def test_its_pictures_come_along(polling: Road) -> None:
    photo = picture()
    content = base64.b64encode(photo.content).decode()
    text_us(polling.emulator, media=[{"content_type": "image/jpeg", "content_base64": content}])

    polling.until(lambda: media_states(polling.database) == [MediaState.KEPT])


def with_a_picture(emulator: Emulator) -> str:
    content = base64.b64encode(picture().content).decode()
    return text_us(emulator, media=[{"content_type": "image/jpeg", "content_base64": content}])


def test_a_text_whose_pictures_cannot_be_listed_holds_back_no_other(polling: Road) -> None:
    before = polled_until_now(polling.database)
    texts = [text_us(polling.emulator, "one"), with_a_picture(polling.emulator)]
    texts.append(text_us(polling.emulator, "three"))
    polling.emulator.mood("twilio", lookup_script=["ok", "500"])

    with pytest.raises(LookUpFailed, match="the files of 1 texts"):
        fetched(polling)
    stored = provider_ids(polling.database)
    reached = polled_until_now(polling.database)

    assert stored == {texts[0], texts[2]}
    assert reached == max(before, received_at(polling, texts[1]))
    assert fetched(polling) == 1
    assert provider_ids(polling.database) == set(texts)


def test_a_round_that_could_not_read_everything_says_so(polling: Road) -> None:
    with_a_picture(polling.emulator)
    polling.emulator.mood("twilio", lookup_script=["ok", "500"] * 3)

    polling.work_off()

    (entry,) = [each for each in polling.entries() if each.kind is Kind.POLL]
    assert entry.last_error is not None
    assert "the files of 1 texts could not be listed" in entry.last_error


def provider_ids(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(Envelope.provider_id)))


def received_at(road: Road, sid: str) -> datetime:
    (carrier,) = listing_carriers(road.runtime.carriers.values())
    windows = carrier.received_since(datetime.now(UTC) - timedelta(hours=1))
    (found,) = [
        text.received_at for window in windows for text in window if text.provider_id == sid
    ]
    return found


def media_states(database: Database) -> list[MediaState]:
    with database.reading() as session:
        return list(session.scalars(select(MessageMedia.state)))


def test_a_carrier_that_cannot_be_asked_leaves_no_gap(polling: Road) -> None:
    before = polled_until_now(polling.database)
    text_us(polling.emulator)
    polling.emulator.mood("twilio", lookup_script=["500", "500", "429", "drop"])

    polling.until(lambda: polling.emulator.decided().get("look 500", 0) == 2)
    assert polled_until_now(polling.database) == before
    polling.until(lambda: bookings(polling.database) == 1)

    assert polled_until_now(polling.database) > before


def polled_until_now(database: Database) -> datetime:
    with database.reading() as session:
        return polled_until(session)["inbound:twilio"]


def test_what_was_texted_before_fixline_began_is_not_its_concern(
    database: Database, emulator: Emulator
) -> None:
    road = Road(database, emulator, FIXLINE_POLL_OVERLAP_SECONDS="0")
    text_us(emulator)
    with database.transaction() as session:
        start_polling(session)
        mark = session.scalars(select(Watermark)).one()
        # The carrier tells whole seconds.
        mark.reached_at = mark.reached_at.replace(microsecond=0)
        mark.reached_at += LATER

    assert fetched(road) == 0


def test_the_round_is_promised_once_and_goes_on(polling: Road) -> None:
    with polling.database.transaction() as session:
        start_polling(session)
    polling.work_off()
    polling.work_off()
    assert [entry.kind for entry in polling.entries()] == [Kind.POLL]
