"""Who a mail is truly from, and whether a machine wrote it."""

from __future__ import annotations

import pytest

from carriers.base import RawEnvelope
from carriers.sendgrid.carrier import SendGridCarrier
from core.messaging.wire import InboundMessage
from tests.carriers.builders import DOMAIN, MULTIPART_TYPE, PostedMail, settings

CARRIER = SendGridCarrier(settings())
PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n\r\nApprove up to 450\r\n"


def read(body: bytes) -> InboundMessage:
    return CARRIER.translate_inbound(RawEnvelope(body, MULTIPART_TYPE))


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Precedence: bulk",
        "Precedence: Junk",
        "List-Id: <news.example.com>",
        "List-Unsubscribe: <mailto:x@example.com>",
        "X-Auto-Response-Suppress: All",
        "Return-Path: <>",
        f"Message-ID: <0f8fad5b@{DOMAIN}>",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x",
    ],
)
def test_a_machines_mail_says_so(header: str) -> None:
    assert read(PostedMail(headers=(header,)).parsed()).automatic
    assert read(PostedMail(headers=(header,)).raw(b"\r\nout of office")).automatic


@pytest.mark.parametrize(
    "mail",
    [
        PostedMail(envelope_from=""),
        PostedMail(envelope_from="<>"),
        PostedMail(sender="MAILER-DAEMON@x.example.com"),
        PostedMail(sender=f"service@{DOMAIN}"),
    ],
)
def test_a_bounce_or_a_mail_of_our_own_is_a_machines(mail: PostedMail) -> None:
    assert read(mail.parsed()).automatic


def test_auto_submitted_no_is_a_persons() -> None:
    assert read(PostedMail(headers=("Auto-Submitted: no",)).parsed()).automatic is None


@pytest.mark.parametrize(
    ("mail", "proven"),
    [
        (PostedMail(), True),
        (PostedMail(dkim="{@evil.example.net : fail, @oakview.example.com : pass}"), True),
        (PostedMail(dkim="{@mail.oakview.example.com : pass}", spf="fail"), True),
        (PostedMail(dkim="none", spf="pass"), True),
        (PostedMail(dkim="{@evil.example.net : pass}", spf="fail"), False),
        (PostedMail(dkim="{@oakview.example.com : fail}", spf="softfail"), False),
        (PostedMail(dkim="{@com : pass}", spf="none"), False),
        (PostedMail(dkim="{@notoakview.example.com : pass}", spf="none"), False),
        (PostedMail(dkim="none", envelope_from="x@evil.example.net"), False),
        (PostedMail(sender="a@oakview.example.com, b@oakview.example.com"), False),
        (
            PostedMail(
                dkim="none",
                spf="none",
                headers=(
                    "DKIM-Signature: d=oakview.example.com",
                    "Authentication-Results: x; dkim=pass header.d=oakview.example.com",
                ),
            ),
            False,
        ),
        (PostedMail(headers=("From: boss@other.example.com",)), False),
    ],
)
def test_only_the_providers_aligned_findings_prove_a_sender(mail: PostedMail, proven: bool) -> None:  # noqa: FBT001
    for body in (mail.parsed(), mail.raw(PLAIN)):
        proof = read(body).proof
        assert proof is not None
        assert proof.aligned_pass is proven
