"""What a page with phones and mailboxes reads: every message, and every change of it, once."""

from twilio.rest import Client

from tests.sandbox.carrier.conftest import World
from tests.waiting import until

TENANT = "+15125550101"
COMPANY = "+15125550100"
Item = dict[str, object]


def _read(world: World, since: object = 0, limit: int = 500) -> tuple[list[Item], object, object]:
    feed = world.get(f"messages?since={since}&limit={limit}")
    items = feed["messages"]
    assert isinstance(items, list)
    return items, feed["cursor"], feed["more"]


def _quiet(world: World) -> None:
    until(lambda: world.get("count")["pending"] == 0)


def test_a_text_from_the_product_is_shown_as_its_reader_sees_it(
    world: World, twilio: Client
) -> None:
    sid = twilio.messages.create(
        to=TENANT, from_=COMPANY, body="Hola — 10:00?", media_url=["https://example.com/a.png"]
    ).sid
    _quiet(world)

    (item,), _, _ = _read(world)

    assert (item["kind"], item["id"], item["direction"]) == ("sms", sid, "received")
    assert (item["from"], item["to"], item["body"]) == (COMPANY, TENANT, "Hola — 10:00?")
    assert (item["segments"], item["encoding"]) == (1, "UCS-2")
    assert item["state"] == "delivered"
    assert item["media"] == ["https://example.com/a.png"]


def test_what_a_person_typed_is_shown_with_the_products_answer(world: World) -> None:
    world.receiver.statuses.append(403)
    world.post("sms", {"from": TENANT, "to": COMPANY, "body": "hello"})

    (item,), _, _ = _read(world)

    assert (item["direction"], item["webhook_status"]) == ("typed", 403)


def test_reading_on_shows_only_what_changed(world: World, twilio: Client) -> None:
    first = twilio.messages.create(to=TENANT, from_=COMPANY, body="one").sid
    _quiet(world)
    _, cursor, _ = _read(world)
    assert _read(world, cursor)[0] == []

    second = twilio.messages.create(to=TENANT, from_=COMPANY, body="two").sid
    _quiet(world)
    world.post("sms", {"from": TENANT, "to": COMPANY, "body": "three"})
    items, _, _ = _read(world, cursor)

    assert [item["body"] for item in items] == ["two", "three"]
    assert first != second


def test_a_change_of_state_shows_the_message_again(world: World) -> None:
    world.mail(
        {
            "personalizations": [{"to": [{"email": "pm@example.com"}]}],
            "from": {"email": "desk@fixline.example"},
            "subject": "s",
            "content": [{"type": "text/plain", "value": "t"}],
        }
    )
    _quiet(world)
    (item,), cursor, _ = _read(world)

    world.post("receipts", {"id": item["id"], "state": "unsubscribe"})
    _quiet(world)

    assert [changed["state"] for changed in _read(world, cursor)[0]] == ["unsubscribe"]


def test_a_long_feed_is_read_in_parts_without_a_gap(world: World) -> None:
    for number in range(5):
        world.post("sms", {"from": TENANT, "to": COMPANY, "body": str(number)})
    seen: list[object] = []
    cursor: object = 0
    more: object = True
    while more:
        items, cursor, more = _read(world, cursor, limit=2)
        seen += [item["body"] for item in items]

    assert seen == ["0", "1", "2", "3", "4"]


def test_after_a_reset_nothing_is_left_and_the_epoch_has_changed(
    world: World, twilio: Client
) -> None:
    twilio.messages.create(to=TENANT, from_=COMPANY, body="one")
    world.mood("twilio", latency_ms=3)
    world.post("sms", {"from": TENANT, "to": COMPANY, "body": "STOP"})
    before = world.get("messages")

    world.post("reset", {})

    after = world.get("messages")
    assert after["messages"] == []
    assert after["epoch"] != before["epoch"]
    assert world.get("count")["blocked"] == []
    moods = world.get("moods")["twilio"]
    assert isinstance(moods, dict)
    assert moods["latency_ms"] == 0
