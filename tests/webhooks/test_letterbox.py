"""What holds for every slot: who may call it, what it says without a database, what it logs."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from core.db import Database
from tests.carriers.builders import PostedMail, sms_fields, status_fields
from tests.carriers.scripted import closed_port
from tests.webhooks.letterbox import SMS, STATUS, Letterbox


def test_every_slot_declares_that_carriers_call_it(letterbox: Letterbox) -> None:
    views = {name: view for name, view in letterbox.app.view_functions.items() if name != "static"}
    assert len(views) == 5
    assert {getattr(view, "audience", None) for view in views.values()} == {"carrier"}


def test_without_a_database_every_slot_asks_to_come_again() -> None:
    with closed_port() as nowhere:
        address = nowhere.removeprefix("http://")
        letterbox = Letterbox(Database(f"postgresql://nobody@{address}/none"))
        assert letterbox.post_form(SMS, sms_fields()).status_code == 503
        assert letterbox.post_form(STATUS, status_fields("sent")).status_code == 503
        assert letterbox.post_mail(PostedMail().parsed()).status_code == 503
        assert letterbox.post_mail(PostedMail(text=b"x" * 400_000).parsed()).status_code == 503
        assert letterbox.post_events(b"[]").status_code == 503


@pytest.mark.parametrize("signature", ["wrong", None])
def test_logs_carry_no_words_and_no_numbers(letterbox: Letterbox, signature: str | None) -> None:
    canaries = sms_fields(Body="canary-words", From="+13125550199")
    with capture_logs() as logs:
        letterbox.post_form(SMS, canaries)
        letterbox.post(SMS, b"Body=canary-words", {"X-Twilio-Signature": signature or ""})
        letterbox.post_mail(PostedMail(text=b"canary-words").parsed()[:-40])
    assert logs
    assert "canary" not in str(logs)
    assert "5550199" not in str(logs)


def test_a_database_that_came_back_is_used_at_once(letterbox: Letterbox) -> None:
    """Every kept connection is cut, as a restart of the server cuts them."""
    letterbox.post_form(SMS, sms_fields(MessageSid="SM1"))
    with letterbox.database.transaction() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert letterbox.post_form(SMS, sms_fields(MessageSid="SM2")).status_code == 200
    assert [envelope.provider_id for envelope in letterbox.envelopes()] == ["SM1", "SM2"]
