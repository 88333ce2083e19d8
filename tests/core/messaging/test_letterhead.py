"""Reply tokens and message ids: only we can make them, and they bring answers home."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.messaging.consent import Topic
from core.messaging.farewell import Farewell, farewell_in, unsubscribe_headers, unsubscribe_url
from core.messaging.letterhead import (
    mail_id,
    ref_in,
    reply_address,
    reply_token,
    token_hash,
)
from tests.builders import HEAD

FOREIGN = replace(HEAD, secret="another-secret-another-secret-another")


@given(st.uuids(), st.uuids())
def test_every_message_has_a_token_of_its_own(one: UUID, other: UUID) -> None:
    assert (reply_token(HEAD, one) == reply_token(HEAD, other)) is (one == other)


def test_a_token_cannot_be_made_without_the_secret_and_tells_nothing() -> None:
    ref = uuid4()
    token = reply_token(HEAD, ref)
    assert token != reply_token(FOREIGN, ref)
    assert ref.hex not in token
    assert len(token) * 5 >= 128


def test_a_token_survives_programs_that_shout() -> None:
    token = reply_token(HEAD, uuid4())
    assert token_hash(token.upper()) == token_hash(token)
    assert token_hash(token) != token


def test_an_answer_goes_to_our_domain_with_the_token() -> None:
    ref = uuid4()
    assert reply_address(HEAD, ref) == f"r+{reply_token(HEAD, ref)}@reply.fixline.example.com"


def test_the_nearest_message_of_ours_is_found_among_the_references() -> None:
    near, far = uuid4(), uuid4()
    ids = ("<x>@mail.example", f"nonsense@{HEAD.inbound_domain}", mail_id(HEAD, near))
    assert ref_in(HEAD, (*ids, mail_id(HEAD, far))) == near
    assert ref_in(HEAD, ()) is None
    assert ref_in(HEAD, (f"{uuid4()}@evil.example",)) is None


def test_the_secret_is_not_printed() -> None:
    assert HEAD.secret not in repr(HEAD)


@pytest.mark.parametrize("topic", [Topic.JOB_UPDATES, Topic.MARKETING])
def test_the_way_out_works_for_its_own_address_and_topic_only(topic: Topic) -> None:
    token = unsubscribe_url(HEAD, "bob@home.example", topic).rpartition("/")[2]
    assert farewell_in(HEAD.secret, token) == Farewell("bob@home.example", topic)
    assert farewell_in(FOREIGN.secret, token) is None
    assert farewell_in(HEAD.secret, f"x{token}") is None
    assert "One-Click" in unsubscribe_headers(HEAD, "bob@home.example")["List-Unsubscribe-Post"]
