"""Mailboxes: reading safely, answering as mail programs do, writing anew, and forging."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parseaddr

import pytest

from bot.reading.reply import new_words
from carriers.mail.proof import prove
from sandbox.cast import COMPANY_EMAIL, COMPANY_ZONE
from sandbox.phones.devices import PEOPLE, letter_of
from sandbox.phones.quoting import Words, answer, answering_subject, new_mail
from tests.sandbox.phones.ground import MESSAGE_ID, REPLY_TO, Playground, address_of

DANA = PEOPLE["dana"]
NASTY = '<img src=x onerror="alert(1)">'
HTML = "<html><body><p>Booked for <b>Tuesday</b></p></body></html>"
NOON = datetime(2026, 3, 3, 18, 5, tzinfo=UTC)


def booked(ground: Playground, *, subject: str = "[Job 1042] Booked", html: str = HTML) -> str:
    return ground.receive_mail(
        address_of("dana"), subject=subject, text="Booked for Tuesday", html=html
    )


def test_a_mail_is_seen_in_its_mailbox(ground: Playground) -> None:
    sid = booked(ground)
    for html in (ground.on("dana"), ground.look()):
        assert "[Job 1042] Booked" in html
        assert "Booked for Tuesday" in html
        assert f'src="/mails/{sid}/html"' in html


def test_subject_words_and_sender_of_a_mail_stay_words(ground: Playground) -> None:
    ground.receive_mail(address_of("dana"), subject=NASTY, text=NASTY)
    ground.receive_mail("someone@else.example", subject=NASTY, text=NASTY)
    for html in (ground.look(), ground.on("dana"), ground.on("elsewhere")):
        assert "<img src=x" not in html
        assert "&lt;img src=x" in html


def test_the_designed_view_can_run_nothing_and_load_nothing(ground: Playground) -> None:
    sid = booked(ground, html=f"<script>alert(1)</script>{NASTY}")
    assert '<iframe sandbox="allow-popups allow-popups-to-escape-sandbox"' in ground.on("dana")
    view = ground.client.get(f"/mails/{sid}/html")
    policy = view.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups")
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy


def test_a_pdf_opens_from_the_mail_and_anything_else_is_only_saved(ground: Playground) -> None:
    pdf = b"%PDF-1.7 paper"
    files = {"invoice <7>.pdf": pdf, "page.html": b"<script>alert(1)</script>"}
    ground.receive_mail(address_of("dana"), subject="Invoice 7", text="Attached", files=files)
    page = ground.on("dana")
    assert "invoice &lt;7&gt;.pdf</a>" in page
    first, second = re.findall(r'href="(/files/\w+)"', page)
    shown, saved = ground.client.get(first), ground.client.get(second)
    assert (shown.data, shown.mimetype) == (pdf, "application/pdf")
    assert saved.mimetype == "application/octet-stream"
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert saved.headers["Content-Security-Policy"].startswith("sandbox")
    assert ground.client.get("/files/nothing").status_code == 404


def test_an_answer_goes_where_the_mail_asked_and_joins_its_thread(ground: Playground) -> None:
    sid = booked(ground)
    response = ground.mail("dana", answers=sid, body="Please call Sam first.")
    assert (response.status_code, response.location) == (303, "/#device-dana")
    sent = ground.mails()[0]
    assert (sent.recipient, sent.subject) == (REPLY_TO, "Re: [Job 1042] Booked")
    assert sent.headers["In-Reply-To"] == MESSAGE_ID
    assert sent.headers["References"] == MESSAGE_ID
    assert parseaddr(sent.headers["From"]) == (DANA.name, DANA.address)


def test_an_answer_quotes_the_mail_below_as_gmail_does(ground: Playground) -> None:
    letter = letter_of(ground.emulator.store.mail(booked(ground)) or pytest.fail("no mail"))
    mail = answer(DANA, Words("Call <Sam>"), to=letter, at=NOON, zone=COMPANY_ZONE)
    assert mail.text == (
        "Call <Sam>\n\nOn Tue, Mar 3, 2026 at 12:05\u202fPM Oak Street Services "
        f"<\n{COMPANY_EMAIL}> wrote:\n\n> Booked for Tuesday\n"
    )
    assert '<div dir="ltr">Call &lt;Sam&gt;</div>' in mail.html
    assert "<p>Booked for <b>Tuesday</b></p></blockquote>" in mail.html


def test_fixline_reads_only_the_new_words_of_an_answer(ground: Playground) -> None:
    ground.mail("dana", answers=booked(ground), body="Please call Sam first.")
    assert new_words(ground.mails()[0].text) == "Please call Sam first."


def test_an_answer_to_an_answer_keeps_one_re() -> None:
    assert answering_subject("Re: Booked") == "Re: Booked"
    assert answering_subject("Booked") == "Re: Booked"


def test_a_new_mail_goes_to_the_company(ground: Playground) -> None:
    ground.mail("dana", subject="88 Pine,\r\nunit 6", body="The toilet runs.")
    sent = ground.mails()[0]
    assert (sent.recipient, sent.subject) == (COMPANY_EMAIL, "88 Pine, unit 6")
    assert sent.text.strip() == "The toilet runs."
    assert "In-Reply-To" not in sent.headers


@pytest.mark.parametrize(("forged", "proven"), [(False, True), (True, False)])
def test_a_forged_sender_proves_nothing_to_fixline(*, forged: bool, proven: bool) -> None:
    mail = new_mail(DANA, Words("hello", forged=forged), to=COMPANY_EMAIL)
    found = prove(
        senders=(DANA.address,),
        dkim=mail.dkim or "{@crestline.example : pass}",
        spf=mail.spf,
        envelope_from=DANA.address,
    )
    assert found.aligned_pass is proven


def test_nobody_answers_a_mail_of_another_mailbox(ground: Playground) -> None:
    sid = ground.receive_mail("someone@else.example", subject="Secret", text="words")
    response = ground.mail("dana", answers=sid, body="hello")
    assert response.status_code == 422
    assert "no longer in this mailbox" in response.text
    assert ground.mails()[0].sid == sid


def test_an_empty_answer_is_refused_where_it_was_typed(ground: Playground) -> None:
    sid = booked(ground)
    response = ground.mail("dana", answers=sid, body=" ")
    assert response.status_code == 422
    assert f'id="m-{sid}" data-message open>' in response.text
    assert response.text.count("Write something first.") == 1


def test_a_subject_longer_than_a_header_is_refused_and_kept(ground: Playground) -> None:
    response = ground.mail("dana", subject="s" * 251, body="The toilet runs.")
    assert response.status_code == 422
    assert "at most 250" in response.text
    assert "The toilet runs.</textarea>" in response.text


@pytest.mark.parametrize("key", ["tara", "nobody"])
def test_only_mailboxes_write_mails(ground: Playground, key: str) -> None:
    assert ground.mail(key, body="hello").status_code == 404


def test_a_mail_without_design_has_no_designed_view(ground: Playground) -> None:
    sid = booked(ground, html="")
    assert "<iframe" not in ground.on("dana")
    assert ground.client.get(f"/mails/{sid}/html").status_code == 404
