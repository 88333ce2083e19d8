"""What docs/operations.md tells people to watch is what there is, and nothing there is goes unexplained."""

from __future__ import annotations

import re

import pytest

from core.messaging.model import EnvelopeSource
from core.operations.counting import Waits
from core.operations.model import Role, SendOutcome
from core.operations.queries.overview import Overview
from core.operations.queries.standing import LaneStanding, Process, Uncertain
from core.outbox import Lane
from tests.house import ROOT
from watch.families import families
from webhooks.counts import Verdict

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
# What Prometheus itself adds to a family's name.
ENDINGS = re.compile(r"_(?:total|bucket|count|sum)$")


def shown() -> set[str]:
    seen = Overview(
        tuple(LaneStanding(lane) for lane in Lane),
        Uncertain(0, 0),
        (),
        (Process("a:1", Role.RELAY, 0, 0, None, dict.fromkeys(Lane, 0)),),
        {("twilio", SendOutcome.ACCEPTED): 1},
        {(EnvelopeSource.TWILIO_SMS, "stored"): Waits()},
        is_paused=False,
    )
    return {family.name for family in families(seen)}


def test_every_metric_the_page_names_exists() -> None:
    named = {ENDINGS.sub("", name) for name in re.findall(r"\bfixline_[a-z_]+", PAGE)}
    assert named - shown() == set()


def test_every_metric_there_is_stands_on_the_page() -> None:
    assert [name for name in shown() if name not in PAGE] == []


@pytest.mark.parametrize("word", [*SendOutcome, *Verdict, *Role])
def test_every_word_a_label_may_hold_stands_on_the_page(word: str) -> None:
    assert word in PAGE


def test_every_kind_of_rotation_names_a_setting_that_exists() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE, flags=re.MULTILINE))
    assert len(named) >= 5
    assert [name for name in named if f"{name}=" not in example] == []
