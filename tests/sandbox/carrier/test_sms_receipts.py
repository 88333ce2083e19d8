"""Status callbacks, checked by Twilio's own validator, kept, lost, doubled and turned round."""

from twilio.request_validator import RequestValidator
from twilio.rest import Client

from tests.sandbox.carrier.conftest import ACCOUNT, TOKEN, World
from tests.sandbox.carrier.receiver import Posted
from tests.waiting import until

TENANT = "+15125550101"
COMPANY = "+15125550100"


def _send(world: World, twilio: Client, body: str = "hello", fragment: str = "") -> str:
    sid: str = twilio.messages.create(
        to=TENANT,
        from_=COMPANY,
        body=body,
        status_callback=f"{world.receiver.url}/status?message=42&try=1{fragment}",
    ).sid
    return sid


def _statuses(posts: list[Posted]) -> list[str]:
    return [post.form["MessageStatus"] for post in posts]


def _quiet(world: World) -> None:
    until(lambda: world.get("count")["pending"] == 0)


def test_a_text_is_told_as_queued_then_sent_then_delivered(world: World, twilio: Client) -> None:
    sid = _send(world, twilio)

    posts = world.receiver.wait_for("/status", 3)

    assert _statuses(posts) == ["queued", "sent", "delivered"]
    assert {post.form["MessageSid"] for post in posts} == {sid}
    assert (posts[0].form["To"], posts[0].form["From"]) == (TENANT, COMPANY)
    assert posts[0].form["AccountSid"] == ACCOUNT
    assert "ErrorCode" not in posts[2].form


def test_twilios_own_validator_accepts_every_receipt_with_its_query(
    world: World, twilio: Client
) -> None:
    _send(world, twilio, fragment="#rc=5&ct=2000")

    for post in world.receiver.wait_for("/status", 3):
        signature = post.headers["X-Twilio-Signature"]
        assert post.path == "/status?message=42&try=1"
        url = world.receiver.url + post.path
        assert RequestValidator(TOKEN).validate(url, post.form, signature)
        assert not RequestValidator("other").validate(url, post.form, signature)


def test_a_recipients_fate_ends_undelivered_with_its_code(world: World, twilio: Client) -> None:
    world.mood("twilio", fates={TENANT: "30005"})
    sid = _send(world, twilio)

    last = world.receiver.wait_for("/status", 3)[-1].form

    assert (last["MessageStatus"], last["ErrorCode"]) == ("undelivered", "30005")
    fetched = twilio.messages(sid).fetch()
    assert (fetched.status, fetched.error_code) == ("undelivered", 30005)


def test_everyones_fate_spares_who_has_one_of_their_own(world: World, twilio: Client) -> None:
    world.mood("twilio", fates={"*": "30003", TENANT: "30006"})
    sid = _send(world, twilio)

    until(lambda: twilio.messages(sid).fetch().error_code == 30006)


def test_lost_receipts_leave_the_text_delivered(world: World, twilio: Client) -> None:
    world.mood("twilio", lose_receipts_rate=1.0)
    sid = _send(world, twilio)
    _quiet(world)

    assert world.receiver.at("/status") == []
    assert twilio.messages(sid).fetch().status == "delivered"


def test_receipts_switched_off_are_not_sent(world: World, twilio: Client) -> None:
    world.mood("twilio", receipts_enabled=False)
    _send(world, twilio)
    _quiet(world)

    assert world.receiver.at("/status") == []


def test_doubled_receipts_come_twice(world: World, twilio: Client) -> None:
    world.mood("twilio", duplicate_receipts_rate=1.0)
    _send(world, twilio)

    posts = world.receiver.wait_for("/status", 6)

    assert sorted(_statuses(posts)) == ["delivered"] * 2 + ["queued"] * 2 + ["sent"] * 2


def test_reversed_receipts_tell_the_end_first_and_the_text_does_not_go_back(
    world: World, twilio: Client
) -> None:
    world.mood("twilio", reorder_receipts="reversed")
    sid = _send(world, twilio)

    posts = world.receiver.wait_for("/status", 3)

    assert _statuses(posts) == ["delivered", "sent", "queued"]
    assert twilio.messages(sid).fetch().status == "delivered"


def test_a_refused_receipt_is_tried_again_and_then_the_next_one_goes(
    world: World, twilio: Client
) -> None:
    world.receiver.statuses.extend([503, 500])
    _send(world, twilio)

    posts = world.receiver.wait_for("/status", 5)

    assert _statuses(posts) == ["queued"] * 3 + ["sent", "delivered"]


def test_a_receipt_by_hand_is_told_at_once(world: World, twilio: Client) -> None:
    world.mood("twilio", receipts_enabled=False)
    sid = _send(world, twilio)
    _quiet(world)
    world.mood("twilio", receipts_enabled=True)

    assert world.post("receipts", {"id": sid, "state": "sent"}).status_code == 200

    assert _statuses(world.receiver.wait_for("/status", 1)) == ["sent"]
    assert twilio.messages(sid).fetch().status == "delivered"


def test_a_receipt_for_nothing_known_is_refused(world: World) -> None:
    assert world.post("receipts", {"id": "SM1", "state": "sent"}).status_code == 400
