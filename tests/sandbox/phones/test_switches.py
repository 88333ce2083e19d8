"""The switches: each does what it says, can be taken back, and shows how it stands."""

from __future__ import annotations

import pytest

from sandbox.carrier.moods import Mood, Outcome, ReceiptOrder
from sandbox.carrier.records import Carrier
from sandbox.phones.switches import SWITCHES
from tests.sandbox.phones.ground import Playground, address_of

CALM = Mood()


def turn(ground: Playground, key: str, to: str) -> int:
    return ground.client.post(f"/switches/{key}", data={"to": to}).status_code


def shown(ground: Playground) -> set[str]:
    positions = ground.news()["switches"]
    assert isinstance(positions, dict)
    return {key for key, on in positions.items() if on}


def mood(ground: Playground, carrier: Carrier = Carrier.TWILIO) -> Mood:
    return ground.emulator.moods.of(carrier)


@pytest.mark.parametrize("key", SWITCHES)
def test_a_switch_turns_on_alone_and_off_again(ground: Playground, key: str) -> None:
    assert shown(ground) == set()
    assert turn(ground, key, "on") == 303
    assert shown(ground) == {key}
    assert turn(ground, key, "off") == 303
    assert shown(ground) == set()
    assert [mood(ground, carrier) for carrier in Carrier] == [CALM, CALM]


def test_the_switches_do_what_they_say(ground: Playground) -> None:
    for key in ("slow", "fail", "lose", "repeat", "reorder"):
        turn(ground, key, "on")
    for carrier in Carrier:
        set_to = mood(ground, carrier)
        assert (set_to.latency_ms, set_to.chances) == (2000, {Outcome.FAILED: 1.0})
        assert (set_to.lose_receipts_rate, set_to.duplicate_receipts_rate) == (1.0, 1.0)
        assert set_to.reorder_receipts is ReceiptOrder.REVERSED


def test_a_carrier_answers_in_one_way_at_a_time(ground: Playground) -> None:
    turn(ground, "fail", "on")
    turn(ground, "refuse", "on")
    assert shown(ground) == {"refuse"}
    assert mood(ground).chances == {Outcome.LIMITED: 1.0}
    assert mood(ground, Carrier.SENDGRID).chances == {}
    turn(ground, "drop", "on")
    assert shown(ground) == {"drop"}


def test_one_phone_becomes_a_landline_and_no_other(ground: Playground) -> None:
    turn(ground, "unreachable-ben", "on")
    turn(ground, "unreachable-tara", "on")
    turn(ground, "unreachable-tara", "off")
    assert mood(ground).fates == {address_of("ben"): "30006"}


def test_a_mailbox_bounces(ground: Playground) -> None:
    turn(ground, "unreachable-dana", "on")
    assert mood(ground, Carrier.SENDGRID).fates == {address_of("dana"): "bounce"}


def test_reset_makes_the_carriers_well_behaved_and_forgets_no_message(ground: Playground) -> None:
    ground.receive_text(address_of("tara"), "kept")
    for key in SWITCHES:
        turn(ground, key, "on")
    assert ground.client.post("/well-behaved").status_code == 303
    assert shown(ground) == set()
    assert "kept" in ground.look()


def test_the_page_shows_how_a_switch_stands_and_offers_the_other_way(ground: Playground) -> None:
    turn(ground, "slow", "on")
    form = ground.look().partition('action="/switches/slow"')[2].partition("</form>")[0]
    assert 'name="to" value="off"' in form
    assert 'aria-checked="true"' in form


def test_the_script_is_told_how_all_switches_stand(ground: Playground) -> None:
    response = ground.client.post(
        "/switches/lose", data={"to": "on"}, headers={"Accept": "application/json"}
    )
    assert response.get_json()["switches"]["lose"] is True


@pytest.mark.parametrize(("key", "to"), [("explode", "on"), ("slow", "maybe")])
def test_a_switch_or_position_that_does_not_exist_is_not_found(
    ground: Playground, key: str, to: str
) -> None:
    assert turn(ground, key, to) == 404
    assert shown(ground) == set()
