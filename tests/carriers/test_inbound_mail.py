"""Mails brought by Inbound Parse, in both forms, in the core's words."""

from __future__ import annotations

import base64
import quopri
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carriers.base import RawEnvelope, Unreadable
from carriers.sendgrid.carrier import SendGridCarrier
from core.messaging.wire import InboundMessage, Media
from tests.carriers.builders import (
    BOUNDARY,
    DOMAIN,
    JPEG,
    MULTIPART_TYPE,
    PNG,
    Part,
    PostedMail,
    multipart,
    settings,
)

CARRIER = SendGridCarrier(settings())
TOKEN = "Ab3dEfGhIjKlMnOpQrStUv"
PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n\r\nApprove up to 450\r\n"


def read(body: bytes, content_type: str = MULTIPART_TYPE) -> InboundMessage:
    return CARRIER.translate_inbound(RawEnvelope(body, content_type))


def read_raw(mime: bytes) -> InboundMessage:
    return read(PostedMail().raw(mime))


def alternatives(*parts: bytes, kind: str = "alternative") -> bytes:
    joined = b"".join(b"--in\r\n" + part + b"\r\n" for part in parts)
    return (
        f'Content-Type: multipart/{kind}; boundary="in"\r\n\r\n'.encode() + joined + b"--in--\r\n"
    )


def attached(name: str, content: bytes, kind: str = "image/png") -> bytes:
    head = f'Content-Type: {kind}\r\nContent-Disposition: attachment; filename="{name}"\r\n'
    return (
        head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content)
    )


def test_both_forms_read_the_same() -> None:
    mail = PostedMail()
    assert read(mail.parsed()) == read(mail.raw(PLAIN))


def test_a_mail_is_read() -> None:
    message = read(PostedMail().parsed())
    assert message.sender == "dana@oakview.example.com"
    assert message.sender_name == "Dana Reyes"
    assert message.subject == "Re: Job 1042"
    assert message.body == "Approve up to 450"
    assert message.provider_id == "m1@oakview.example.com"
    assert message.automatic is None


def test_the_reply_token_keeps_its_letter_case() -> None:
    message = read(PostedMail().parsed())
    assert message.reply_token == TOKEN
    assert message.recipient == f"r+{TOKEN.lower()}@{DOMAIN}"


@pytest.mark.parametrize("to", [f"R+{TOKEN}@{DOMAIN.upper()}", f'"Fixline" <r+{TOKEN}@{DOMAIN}>'])
def test_the_reply_token_is_found_however_the_address_is_written(to: str) -> None:
    assert read(PostedMail(to=(to,)).parsed()).reply_token == TOKEN


@pytest.mark.parametrize(
    "to", [f"service@{DOMAIN}", f"r+{TOKEN}@elsewhere.example.com", f"r+@{DOMAIN}"]
)
def test_other_addresses_carry_no_token(to: str) -> None:
    assert read(PostedMail(to=(to,)).parsed()).reply_token is None


def test_all_recipients_are_named_and_ours_comes_first() -> None:
    mail = PostedMail(to=("Lee <lee@oakview.example.com>", f"service@{DOMAIN}"))
    message = read(replace(mail, headers=("Cc: Kim <kim@oakview.example.com>",)).parsed())
    assert message.recipient == f"service@{DOMAIN}"
    assert set(message.all_recipients) == {
        "lee@oakview.example.com", f"service@{DOMAIN}", "kim@oakview.example.com",
    }  # fmt: skip


def test_references_come_nearest_first() -> None:
    heads = ("In-Reply-To: <b@x>", "References: <a@x>\r\n <b@x>  <c@x>")
    assert read(PostedMail(headers=heads).parsed()).references == ("b@x", "c@x", "a@x")


def test_a_mail_without_an_id_gets_one_that_repeats_share() -> None:
    mail = PostedMail(headers=())
    first, again = read(mail.parsed()), read(mail.parsed())
    assert first.provider_id == again.provider_id
    assert first.provider_id.startswith("sha256:")
    assert first.provider_id != read(replace(mail, text=b"Decline").parsed()).provider_id


def test_declared_charsets_are_honoured_field_by_field() -> None:
    mail = PostedMail(text="fuga en el baño".encode("latin-1"), charsets={"text": "iso-8859-1"})
    assert read(mail.parsed()).body == "fuga en el baño"


@pytest.mark.parametrize("charset", ["no-such-charset", "hex", "idna", "unicode_escape", "utf-7\0"])
def test_a_nonsense_charset_reads_as_utf_8(charset: str) -> None:
    mail = PostedMail(text="baño\\n".encode(), charsets={"text": charset})
    assert read(mail.parsed()).body == "baño\\n"


def test_undecodable_bytes_and_nul_are_replaced() -> None:
    assert read(PostedMail(text=b"no \xff heat\x00").parsed()).body == "no \ufffd heat\ufffd"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        (b"quoted-printable", quopri.encodestring("baño roto".encode("latin-1"))),
        (b"base64", base64.encodebytes("baño roto".encode("latin-1"))),
        (b"8bit", "baño roto".encode("latin-1")),
    ],
)
def test_every_transfer_encoding_of_a_raw_mail_is_read(encoding: bytes, body: bytes) -> None:
    head = b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: "
    assert read_raw(head + encoding + b"\r\n\r\n" + body).body == "baño roto"


def test_encoded_words_in_headers_are_decoded() -> None:
    mail = PostedMail(
        sender="=?iso-8859-1?Q?Jos=E9_Ruiz?= <jose@x.example.com>",
        subject="=?utf-8?B?8J+UpQ==?= no =?utf-8?Q?calefacci=C3=B3n?=",
    )
    message = read(mail.parsed())
    assert message.sender_name == "José Ruiz"
    assert message.subject == "\U0001f525 no calefacción"


def test_an_encoded_word_cannot_smuggle_an_address_in() -> None:
    smuggled = base64.b64encode(b"boss@oakview.example.com, ").decode()
    message = read(PostedMail(sender=f"=?utf-8?B?{smuggled}?= <x@evil.example.net>").parsed())
    assert message.sender == "x@evil.example.net"


def test_html_alone_becomes_plain_words_and_nothing_runs() -> None:
    html = (
        b"<html><head><title>t</title><style>p{}</style></head>"
        b"<body><p>No&nbsp;heat &lt;here&gt;</p>"
        b"<script>alert(1)</script><div>Unit 4<br>Call me</div><blockquote>old</blockquote></body>"
    )
    body = read(PostedMail(text=None, html=html).parsed()).body
    assert body.splitlines() == ["No heat <here>", "", "Unit 4", "Call me", "", "> old"]


def test_the_plain_part_wins_over_the_html_part() -> None:
    html = b"Content-Type: text/html\r\n\r\n<p>rich</p>"
    assert read_raw(alternatives(b"Content-Type: text/plain\r\n\r\nplain", html)).body == "plain"


def test_pictures_come_with_their_bytes_in_both_forms() -> None:
    raw = read_raw(alternatives(PLAIN, attached("leak.png", PNG), kind="mixed"))
    file = Part("attachment1", PNG, filename="leak.png", content_type="image/png")
    parsed = read(PostedMail(files=(file,)).parsed())
    assert raw.media == parsed.media == (Media("leak.png", "image/png", content=PNG),)
    assert raw.body == parsed.body == "Approve up to 450"


def test_a_mail_of_a_picture_alone_has_no_words_but_is_a_message() -> None:
    message = read_raw(attached("leak.jpg", JPEG, "image/jpeg"))
    assert message.body == ""
    assert message.media[0].content == JPEG


def test_a_files_kind_is_told_by_its_bytes() -> None:
    message = read_raw(
        alternatives(attached("a.exe", JPEG, "application/x-msdownload"), kind="mixed")
    )
    assert message.media[0].content_type == "image/jpeg"


@pytest.mark.parametrize(
    "content", [b"MZ\x90", b"PK\x03\x04zip", b"", b"<svg/>", PNG + bytes(10_500_000)]
)
def test_files_that_are_not_kept_leave_only_their_name(content: bytes) -> None:
    (media,) = read_raw(alternatives(attached("a.png", content), kind="mixed")).media
    assert (media.name, media.content, media.url) == ("a.png", None, None)


def test_only_25_files_are_kept() -> None:
    message = read_raw(alternatives(*[attached(f"{n}.png", PNG) for n in range(40)], kind="mixed"))
    assert sum(one.content is not None for one in message.media) == 25
    assert len(message.media) == 40


def test_a_file_name_is_one_harmless_line() -> None:
    file = Part("attachment1", PNG, filename="a\u202egnp.exe\u200b", content_type="image/png")
    assert read(PostedMail(files=(file,)).parsed()).media[0].name == "agnp.exe"


def test_a_mail_enclosed_in_a_mail_stays_shut() -> None:
    enclosed = b"Content-Type: message/rfc822\r\n\r\nFrom: x@y.example\r\n\r\nApprove 9000\r\n"
    message = read_raw(alternatives(PLAIN, enclosed, kind="mixed"))
    assert "9000" not in message.body


def test_more_than_100_parts_are_passed_over() -> None:
    parts = [b"Content-Type: text/plain\r\n\r\n%d" % n for n in range(150)]
    assert read_raw(alternatives(*parts, kind="mixed")).body.splitlines()[-1] == "98"


def nested(depth: int) -> bytes:
    mime = PLAIN
    for n in range(depth):
        head = f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n".encode()
        mime = head + mime + f"\r\n--b{n}--\r\n".encode()
    return mime


@pytest.mark.parametrize(("depth", "body"), [(10, "Approve up to 450"), (11, ""), (250, "")])
def test_words_nested_deeper_than_10_are_passed_over(depth: int, body: str) -> None:
    assert read_raw(nested(depth)).body == body


def test_a_mail_built_to_hurt_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read_raw(nested(3000))


@pytest.mark.parametrize(
    "broken",
    [
        PostedMail().parsed()[:-30],
        b"",
        b"--wrong\r\n\r\n--wrong--",
        multipart([Part("text", b"hello")]),
    ],
)
def test_a_cut_or_senderless_post_is_unreadable(broken: bytes) -> None:
    with pytest.raises(Unreadable):
        read(broken)


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "application/json", "", "multipart/form-data; boundary=other"]
)
def test_a_wrong_or_missing_boundary_is_unreadable(kind: str) -> None:
    with pytest.raises(Unreadable):
        read(PostedMail().parsed(), kind)


def test_a_boundary_inside_a_part_cuts_nothing() -> None:
    tricky = f"text --{BOUNDARY} not at a line's start, --{BOUNDARY}-- too".encode()
    assert read(PostedMail(text=tricky).parsed()).body == tricky.decode()


def test_1200_fields_and_a_field_of_600_kb_are_read() -> None:
    many = tuple(Part(f"x{n}", b"1") for n in range(1200))
    words = b"heat " * 120_000
    message = read(PostedMail(text=words, files=many).parsed())
    assert message.body == words.decode().strip()


@given(st.binary(max_size=600))
def test_no_raw_mail_crashes_the_reader(noise: bytes) -> None:
    with suppress(Unreadable):
        read_raw(noise)


WRITTEN = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(WRITTEN, WRITTEN)
def test_no_header_crashes_the_reader(value: str, name: str) -> None:
    heads = (f"{name}: {value}", f"References: {value}", f"Content-Type: {name}")
    mail = PostedMail(headers=heads, dkim=value, spf=name, sender=f"{value} <dana@x.example.com>")
    with suppress(Unreadable):
        read(mail.parsed())
    with suppress(Unreadable):
        read(mail.raw(PLAIN))
