"""People mail: both forms of Inbound Parse arrive as SendGrid posts them."""

import base64
import json
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

import pytest

from tests.sandbox.carrier.conftest import World
from tests.sandbox.carrier.receiver import Posted
from tests.waiting import until

REPLY_TO = "reply+abc@in.fixline.example"
TYPED = {
    "from": "Paula Manager <pm@example.com>",
    "to": REPLY_TO,
    "subject": "Re: Job 1042 — señal",
    "text": "Please come on Friday. ¡Gracias!",
    "html": "<p>Please come on Friday.</p>",
    "in_reply_to": "<job-1042@fixline.example>",
    "headers": {"Auto-Submitted": "no"},
}
ATTACHED = [
    {
        "content_type": "application/pdf",
        "content_base64": base64.b64encode(b"%PDF-1.7 lease").decode(),
        "filename": "lease.pdf",
    }
]


def _parts(post: Posted) -> dict[str, EmailMessage]:
    head = f"Content-Type: {post.headers['Content-Type']}\r\n\r\n".encode()
    form = BytesParser(policy=default).parsebytes(head + post.body)
    parts = [part for part in form.iter_parts() if isinstance(part, EmailMessage)]
    names = [part["Content-Disposition"].params["name"] for part in parts]
    return dict(zip(names, parts, strict=True))


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def _words(part: EmailMessage) -> str:
    return _bytes(part).decode()


def test_the_raw_form_carries_the_whole_message_and_what_sendgrid_checked(world: World) -> None:
    answer = world.post("email", TYPED | {"form": "raw", "attachments": ATTACHED})

    (post,) = world.receiver.at("/inbound")
    fields = _parts(post)
    mail = message_from_bytes(_bytes(fields["email"]), policy=default)
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    (attached,) = mail.iter_attachments()

    assert answer.json()["status"] == 200
    assert mail["Subject"] == TYPED["subject"]
    assert mail["In-Reply-To"] == mail["References"] == "<job-1042@fixline.example>"
    assert mail["Message-ID"]
    assert mail["Auto-Submitted"] == "no"
    assert text is not None
    assert text.get_content().strip() == TYPED["text"]
    assert html is not None
    assert (attached.get_filename(), attached.get_payload(decode=True)) == (
        "lease.pdf",
        b"%PDF-1.7 lease",
    )
    assert json.loads(_words(fields["envelope"])) == {"to": [REPLY_TO], "from": "pm@example.com"}
    assert _words(fields["dkim"]) == "{@example.com : pass}"
    assert _words(fields["SPF"]) == "pass"
    assert "text" not in fields


def test_the_parsed_form_carries_text_html_headers_and_files(world: World) -> None:
    world.post("email", TYPED | {"form": "parsed", "attachments": ATTACHED})

    (post,) = world.receiver.at("/inbound")
    fields = _parts(post)

    assert "email" not in fields
    assert _words(fields["text"]).strip() == TYPED["text"]
    assert _words(fields["html"]).strip() == TYPED["html"]
    assert _words(fields["from"]) == TYPED["from"]
    assert _words(fields["subject"]) == TYPED["subject"]
    assert "In-Reply-To: <job-1042@fixline.example>" in _words(fields["headers"])
    assert json.loads(_words(fields["charsets"]))["text"] == "UTF-8"
    assert _words(fields["attachments"]) == "1"
    info = json.loads(_words(fields["attachment-info"]))["attachment1"]
    assert (info["filename"], info["type"]) == ("lease.pdf", "application/pdf")
    assert _bytes(fields["attachment1"]) == b"%PDF-1.7 lease"


def test_a_spoofed_sender_fails_dkim_and_spf_when_told_so(world: World) -> None:
    world.post("email", TYPED | {"dkim": "{@elsewhere.example : pass}", "spf": "fail"})

    fields = _parts(world.receiver.at("/inbound")[0])

    assert _words(fields["dkim"]) == "{@elsewhere.example : pass}"
    assert _words(fields["SPF"]) == "fail"


def test_a_webhook_that_fails_is_tried_again_with_the_same_mail(world: World) -> None:
    world.receiver.statuses.append(503)

    assert world.post("email", TYPED).json()["status"] == 503

    first, second = world.receiver.wait_for("/inbound", 2)
    assert first.body == second.body
    until(lambda: world.get("count")["pending"] == 0)


def test_a_webhook_that_refuses_is_not_tried_again(world: World) -> None:
    world.receiver.statuses.append(400)

    assert world.post("email", TYPED).json()["status"] == 400

    assert world.get("count")["pending"] == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"from": ""},
        {"to": "nobody"},
        {"subject": "two\nlines"},
        {"form": "fax"},
        {"attachments": [{"content_type": "image/png", "content_base64": "%"}]},
    ],
)
def test_what_no_mail_program_can_send_is_refused(world: World, changed: dict[str, object]) -> None:
    assert world.post("email", TYPED | changed).status_code == 400
    assert world.receiver.at("/inbound") == []
