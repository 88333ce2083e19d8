"""Links stay good while the installation's key is changed, and no longer than that."""

from __future__ import annotations

from core.messaging.consent import Topic
from core.messaging.farewell import Farewell, farewell_in, unsubscribe_url
from core.messaging.letterhead import letterhead_of
from portal.keys import read_with_any
from tests.practice import practice_settings

FORMER, PRESENT = "f" * 40, "p" * 40
ADDRESS = "rita@lakeside.example"


def test_a_link_of_the_former_key_is_good_while_that_is_named_and_not_after() -> None:
    before = practice_settings(SECRET_KEY=FORMER)
    during = practice_settings(SECRET_KEY=PRESENT, SECRET_KEY_PREVIOUS=FORMER)
    after = practice_settings(SECRET_KEY=PRESENT)
    old = token_of(unsubscribe_url(letterhead_of(before), ADDRESS))
    new = token_of(unsubscribe_url(letterhead_of(during), ADDRESS))
    meant = Farewell(ADDRESS, Topic.JOB_UPDATES)
    assert read_with_any(during, farewell_in, old) == meant
    assert read_with_any(during, farewell_in, new) == meant
    assert read_with_any(after, farewell_in, new) == meant
    assert read_with_any(after, farewell_in, old) is None


def token_of(url: str) -> str:
    return url.rpartition("/")[2]
