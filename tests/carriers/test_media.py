"""Files are brought from the carrier's own hosts and from nowhere else."""

from __future__ import annotations

import base64

import pytest

from carriers.base import FetchedMedia, MediaRefused, MediaUnavailable
from carriers.kinds import kind_of
from carriers.twilio.carrier import TwilioCarrier
from tests.carriers.builders import AUTH_TOKEN, JPEG, PNG, settings
from tests.carriers.scripted import Answer, BrokenLine, ScriptedServer

PATH = "/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0"


def carrier_at(server: ScriptedServer) -> TwilioCarrier:
    return TwilioCarrier(settings(TWILIO_API_URL=server.url))


def test_a_picture_is_brought_with_credentials_and_its_kind_told_by_its_bytes() -> None:
    with ScriptedServer() as server:
        server.will(Answer(200, JPEG, {"Content-Type": "text/html"}))
        assert carrier_at(server).fetch_media(server.url + PATH) == FetchedMedia(JPEG, "image/jpeg")
        signed_in = server.asked[0].headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(signed_in).decode().endswith(AUTH_TOKEN)


def test_twilios_own_address_is_asked_for_where_the_settings_point() -> None:
    with ScriptedServer() as server:
        server.will(Answer(200, PNG))
        carrier_at(server).fetch_media("https://api.twilio.com" + PATH)
        assert server.asked[0].path == PATH


def test_credentials_are_dropped_on_a_redirect() -> None:
    with ScriptedServer() as server:
        server.will(Answer(307, b"", {"Location": "/elsewhere?a=1"}), Answer(200, PNG))
        assert carrier_at(server).fetch_media(server.url + PATH).content == PNG
        assert server.asked[1].path == "/elsewhere?a=1"
        assert "authorization" not in server.asked[1].headers


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:1/x",
        "http://169.254.169.254/latest/meta-data",
        "https://evil.example.net/x.png",
        "https://media.twiliocdn.com.evil.example.net/x",
        "https://nottwiliocdn.com/x",
        "file:///etc/passwd",
        "http://media.twiliocdn.com/x",
        "https://user:word@media.twiliocdn.com/x",
        "https://media.twiliocdn.com:0/x",
        "https://[::1/x",
        "https:///x",
    ],
)
def test_other_places_are_refused_asked_for_or_redirected_to(location: str) -> None:
    with ScriptedServer() as server:
        server.will(Answer(302, b"", {"Location": location}))
        with pytest.raises(MediaRefused):
            carrier_at(server).fetch_media(server.url + PATH)
        with pytest.raises(MediaRefused):
            carrier_at(server).fetch_media(location)
        assert len(server.asked) == 1


def test_a_private_network_is_refused_though_the_name_is_listed() -> None:
    """`localhost` stands for a listed name that was made to point inside."""
    from carriers.media import MediaSource, fetch

    source = MediaSource(
        home="https://api.carrier.invalid",
        usual_home="https://api.carrier.invalid",
        domains=("localhost",),
        user="u",
        password="p",
    )
    with pytest.raises(MediaRefused, match="private"):
        fetch(source, "https://localhost/x.png")


def test_an_endless_chain_of_redirects_is_refused() -> None:
    with ScriptedServer() as server:
        server.will(*[Answer(302, b"", {"Location": PATH})] * 9)
        with pytest.raises(MediaRefused):
            carrier_at(server).fetch_media(server.url + PATH)
        assert len(server.asked) == 4


@pytest.mark.parametrize(
    "content", [b"MZ\x90\x00", b"PK\x03\x04", b"<html>", b"", PNG + bytes(10_600_000)]
)
def test_unfit_files_are_refused(content: bytes) -> None:
    with ScriptedServer() as server:
        server.will(Answer(200, content, {"Content-Type": "image/png"}))
        with pytest.raises(MediaRefused):
            carrier_at(server).fetch_media(server.url + PATH)


@pytest.mark.parametrize(
    "answer", [Answer(404), Answer(500), BrokenLine(), Answer(200, PNG, declared=900)]
)
def test_a_file_that_could_not_be_brought_may_be_asked_for_again(
    answer: Answer | BrokenLine,
) -> None:
    with ScriptedServer() as server:
        server.will(answer)
        with pytest.raises(MediaUnavailable):
            carrier_at(server).fetch_media(server.url + PATH)


def test_compressed_content_is_not_unpacked() -> None:
    with ScriptedServer() as server:
        server.will(Answer(200, b"\x1f\x8b\x08\x00bomb", {"Content-Encoding": "gzip"}))
        with pytest.raises(MediaRefused):
            carrier_at(server).fetch_media(server.url + PATH)
        assert server.asked[0].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"\0\0\0\x18ftypmp42", "video/mp4"),
        (b"\0\0\0\x18ftyp3gp4", "video/3gpp"),
        (b"%PDF-1.7", "application/pdf"),
        (b"PK\x03\x04", None),
        (b"RIFF\0\0\0\0EVIL", None),
    ],
)
def test_kinds_are_told_by_first_bytes(content: bytes, kind: str | None) -> None:
    assert kind_of(content) == kind
