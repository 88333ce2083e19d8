"""What the page's script is told, and what keeps other sites out."""

from __future__ import annotations

import pytest

from sandbox.phones.switches import SWITCHES, is_on
from tests.sandbox.phones.ground import Playground, address_of


def test_only_what_is_new_is_told(ground: Playground) -> None:
    ground.receive_text(address_of("tara"), "first")
    news = ground.news()
    assert ground.news(int(str(news["cursor"])))["parts"] == []
    ground.receive_text(address_of("tara"), "second")
    parts = ground.news(int(str(news["cursor"])))["parts"]
    assert isinstance(parts, list)
    assert ["second" in part["html"] for part in parts] == [True]


def test_the_page_begins_where_its_messages_end(ground: Playground) -> None:
    ground.receive_text(address_of("tara"), "first")
    assert f'data-cursor="{ground.news()["cursor"]}"' in ground.look()


def test_a_new_epoch_tells_the_page_to_start_over(ground: Playground) -> None:
    before = ground.news()["epoch"]
    assert f'data-epoch="{before}"' in ground.look()
    ground.client.post("/sandbox/reset")
    assert ground.news()["epoch"] != before


def test_what_is_under_way_is_counted(ground: Playground) -> None:
    ground.receive_text(address_of("tara"), "first")
    assert ground.news()["pending"] == 1


def test_nothing_inline_runs_and_nothing_foreign_loads(ground: Playground) -> None:
    response = ground.client.get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert nonce
    assert response.text.count("<script") == response.text.count(f'nonce="{nonce}"') == 1
    assert "style=" not in response.text


def test_every_page_has_a_nonce_of_its_own(ground: Playground) -> None:
    first, second = (ground.client.get("/") for _ in range(2))
    assert first.headers["Content-Security-Policy"] != second.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", ["/phones/tara/texts", "/mailboxes/dana/mails", "/switches/slow", "/well-behaved"]
)
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_other_site_can_type_or_turn_switches(
    ground: Playground, address: str, site: str
) -> None:
    response = ground.client.post(
        address, data={"body": "hi", "to": "on"}, headers={"Sec-Fetch-Site": site}
    )
    assert response.status_code == 403
    assert ground.texts() == []
    assert not is_on(ground.emulator.moods, SWITCHES["slow"])


def test_the_carriers_own_faces_are_left_alone(ground: Playground) -> None:
    response = ground.client.get("/sandbox/messages")
    assert response.status_code == 200
    assert "Content-Security-Policy" not in response.headers
