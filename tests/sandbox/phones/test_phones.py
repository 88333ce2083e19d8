"""Phones: who has one, what is typed on it, what arrives, and that words never become markup."""

from __future__ import annotations

import time
from io import BytesIO

import pytest

from sandbox.carrier.records import SmsState
from sandbox.cast import CAST, COMPANY_PHONE, STAFF_EMAIL, STAFF_PASSWORD, Person
from sandbox.phones.composing import LARGEST_PICTURE, LONGEST_TEXT
from tests.sandbox.phones.ground import OFFICE, Playground, address_of, words_in

PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x9a\xa0\xa0"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)
NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.mark.parametrize("person", CAST, ids=lambda person: person.key)
def test_everyone_of_the_cast_has_a_device_with_name_role_and_first_words(
    ground: Playground, person: Person
) -> None:
    page = words_in(ground.look())
    assert all(said in page for said in (person.name, person.role, *person.openers))


def test_a_newcomer_is_told_where_the_office_is_and_how_to_sign_in(ground: Playground) -> None:
    page = ground.look()
    assert f'href="{OFFICE}/"' in page
    assert STAFF_EMAIL in page
    assert STAFF_PASSWORD in page


def test_a_text_typed_on_a_phone_goes_to_the_company_and_is_seen_there(ground: Playground) -> None:
    response = ground.text("tara", "my sink drips")
    assert (response.status_code, response.location) == (303, "/#device-tara")
    sent = ground.texts()[0]
    assert (sent.sender, sent.recipient, sent.body) == (
        address_of("tara"),
        COMPANY_PHONE,
        "my sink drips",
    )
    assert "my sink drips" in ground.on("tara")
    assert ground.on("luis") == ""


def test_a_text_that_reached_nobody_says_so(ground: Playground) -> None:
    ground.text("tara", "hello")
    assert "Fixline did not answer" in words_in(ground.look())


def test_a_text_from_fixline_appears_on_the_phone_it_was_sent_to(ground: Playground) -> None:
    ground.receive_text(address_of("luis"), "Your visit is at 9am")
    assert "Your visit is at 9am" in ground.on("luis")
    assert "Your visit is at 9am" in ground.look()
    assert ground.on("tara") == ""


@pytest.mark.parametrize(
    ("state", "code", "words"),
    [
        (SmsState.SENT, None, "sent"),
        (SmsState.DELIVERED, None, "delivered"),
        (SmsState.UNDELIVERED, 30006, "never arrived: landline (30006)"),
        (SmsState.FAILED, 39999, "never arrived (39999)"),
    ],
)
def test_how_far_a_text_has_come_is_told_in_words(
    ground: Playground, state: SmsState, code: int | None, words: str
) -> None:
    sid = ground.receive_text(address_of("ben"), "Job 1042")
    assert "on its way" in words_in(ground.on("ben"))
    ground.emulator.store.move_sms(sid, state, at=time.time(), error_code=code)
    assert words_in(ground.on("ben")).endswith(words)


def test_only_a_long_text_tells_its_segments(ground: Playground) -> None:
    ground.receive_text(address_of("tara"), "short")
    assert "segments" not in ground.on("tara")
    ground.receive_text(address_of("tara"), "x" * 161)
    assert "2 segments" in ground.on("tara")


def test_words_of_a_text_stay_words(ground: Playground) -> None:
    ground.text("tara", NASTY)
    ground.receive_text(address_of("tara"), NASTY)
    ground.receive_text("+13125550188", NASTY)
    for html in (ground.look(), ground.on("tara"), ground.on("elsewhere")):
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_refused_words_come_back_as_words_and_are_not_lost(ground: Playground) -> None:
    response = ground.text("tara", f"</textarea>{NASTY}" + "x" * LONGEST_TEXT)
    assert response.status_code == 422
    assert f"at most {LONGEST_TEXT}" in response.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in response.text
    assert "<script>alert" not in response.text
    assert ground.texts() == []


def test_an_empty_text_is_not_sent(ground: Playground) -> None:
    response = ground.text("tara", "  \r\n ")
    assert response.status_code == 422
    assert "Type something, or add a picture." in response.text
    assert ground.texts() == []


def test_the_script_is_told_of_a_refusal_without_a_page(ground: Playground) -> None:
    response = ground.client.post(
        "/phones/tara/texts", data={"body": ""}, headers={"Accept": "application/json"}
    )
    assert (response.status_code, response.get_json()) == (
        422,
        {"trouble": "Type something, or add a picture."},
    )


def test_a_picture_goes_along_and_is_shown(ground: Playground) -> None:
    ground.text("tara", "look", picture=(BytesIO(PIXEL), "leak.png", "image/png"))
    (sid,) = ground.texts()[0].media
    assert f'src="/media/{sid}"' in ground.on("tara")
    shown = ground.client.get(f"/media/{sid}")
    assert (shown.content_type, shown.data) == ("image/png", PIXEL)
    assert shown.headers["Content-Security-Policy"].startswith("sandbox;")


@pytest.mark.parametrize("kind", ["image/svg+xml", "text/html", "application/pdf"])
def test_only_pictures_can_be_attached(ground: Playground, kind: str) -> None:
    response = ground.text("tara", "look", picture=(BytesIO(b"<svg/>"), "leak", kind))
    assert response.status_code == 422
    assert "Only a picture can be sent" in response.text
    assert ground.texts() == []


def test_a_picture_too_large_for_a_phone_is_refused(ground: Playground) -> None:
    large = BytesIO(b"x" * (LARGEST_PICTURE + 1))
    response = ground.text("tara", "", picture=(large, "leak.png", "image/png"))
    assert response.status_code == 422
    assert "over 5 MB" in response.text


def test_a_picture_a_browser_might_run_is_only_ever_downloaded(ground: Playground) -> None:
    svg = {"content_type": "image/svg+xml", "content_base64": "PHN2Zy8+"}
    ground.client.post(
        "/sandbox/sms",
        json={"from": address_of("tara"), "to": COMPANY_PHONE, "body": "", "media": [svg]},
    )
    shown = ground.client.get(f"/media/{ground.texts()[0].media[0]}")
    assert shown.content_type == "application/octet-stream"
    assert shown.headers["Content-Disposition"] == "attachment"


def test_who_texted_stop_is_marked(ground: Playground) -> None:
    ground.text("stranger", "STOP")
    assert ground.news()["stopped"] == [address_of("stranger")]
    assert f'data-stopped="{address_of("stranger")}">' in ground.look()
    assert f'data-stopped="{address_of("tara")}" hidden>' in ground.look()


def test_messages_to_anyone_else_are_seen_elsewhere(ground: Playground) -> None:
    ground.receive_text("+13125550188", "Booked")
    assert words_in(ground.on("elsewhere")).startswith("To (312) 555-0188 Booked")
    assert "To (312) 555-0188" in words_in(ground.look())


@pytest.mark.parametrize("address", ["/phones/dana/texts", "/phones/nobody/texts"])
def test_nobody_texts_from_a_phone_that_does_not_exist(ground: Playground, address: str) -> None:
    assert ground.client.post(address, data={"body": "hi"}).status_code == 404
    assert ground.texts() == []


def test_a_load_of_messages_elsewhere_does_not_flood_the_page(ground: Playground) -> None:
    for count in range(30):
        ground.receive_text("+13125550188", f"Load {count}")
    assert ground.on("elsewhere").count("data-message") == 20
    assert "Load 29" in ground.on("elsewhere")
    assert ground.look().count('class="stray"') == 20
