"""Learned weights: what is written is read back, likelihoods are shares, and files that fit nothing are refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.danger import Safety
from bot.reading.learned import BadWeights, Head, Row, Weights, read_weights, write_weights
from bot.reading.shipped import shipped_weights
from bot.reading.tenant import Intent
from bot.reading.visits import Command

HEADS = (
    Head("danger", ("no", "yes"), (0.4, -0.4), 0.1),
    Head("intent", ("status", "thanks", "other"), (0.0, 0.1, -0.1), 0.02),
)
WEIGHTS = Weights(
    HEADS,
    {
        "smoke": Row.of(2.0, (-127, 127, 0, 0, 5)),
        "thank you": Row.of(1.5, (30, -30, -10, 100, 0)),
        "~_smo": Row.of(1.0, (-5, 5, 0, 0, 0)),
    },
)


def test_what_is_written_is_read_back() -> None:
    assert read_weights(write_weights(WEIGHTS)) == WEIGHTS


@given(st.frozensets(st.sampled_from(["smoke", "thank you", "~_smo", "never seen"])))
def test_the_likelihoods_of_a_head_sum_to_one(seen: frozenset[str]) -> None:
    for shares in WEIGHTS.likelihoods(seen).values():
        assert math.isclose(sum(shares.values()), 1.0)
        assert all(0 <= share <= 1 for share in shares.values())


def test_a_feature_pulls_towards_its_answer() -> None:
    calm, burning = (
        WEIGHTS.likelihoods(seen)["danger"]["yes"] for seen in (set(), {"smoke", "~_smo"})
    )
    assert calm < 0.5 < burning


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["not json"],
        ['[{"name": "danger"}]'],
        [*list(write_weights(WEIGHTS))[:1], "smoke\t2.0"],
        [*list(write_weights(WEIGHTS))[:1], "smoke\tmuch\t000"],
        [*list(write_weights(WEIGHTS))[:1], "smoke\t2.0\t00"],
    ],
)
def test_lines_that_are_no_weights_are_refused(lines: list[str]) -> None:
    with pytest.raises(BadWeights):
        read_weights(lines)


def test_every_answer_of_the_shipped_weights_is_one_of_ours() -> None:
    tenant = {head.name: set(head.answers) for head in shipped_weights("tenant").heads}
    assert tenant["intent"] == {intent.value for intent in Intent}
    assert tenant["kind"] == {kind.value for kind in Safety}
    assert tenant["danger"] == {"yes", "no"}
    assert tenant["urgency"] == {"urgent", "routine"}
    [commands] = shipped_weights("technician").heads
    assert set(commands.answers) <= {command.value for command in Command}
