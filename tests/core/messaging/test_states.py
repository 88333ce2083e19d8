"""States only climb: whatever order receipts come in, and however often, the end is the same."""

from __future__ import annotations

from functools import reduce
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from core.messaging.states import RANK, SETTLED, may_climb
from core.messaging.wire import MessageState

# What one carrier says of one message: it was taken, it left, and in the end one of these.
BEFORE_THE_END = [MessageState.ACCEPTED, MessageState.SENT]
ENDS = [MessageState.DELIVERED, MessageState.UNDELIVERED, MessageState.FAILED]
stories = st.builds(
    lambda end, copies: (end, [*BEFORE_THE_END, end], copies),
    st.sampled_from(ENDS),
    st.lists(st.integers(0, 2), max_size=6),
)


def told(was: MessageState, news: MessageState) -> MessageState:
    return news if may_climb(was, news) else was


def ended(receipts: list[MessageState]) -> MessageState:
    return reduce(told, receipts, MessageState.SENDING)


@given(stories, st.randoms(use_true_random=False))
def test_the_end_does_not_depend_on_the_order_of_receipts_or_their_copies(
    story: tuple[MessageState, list[MessageState], list[int]], random: Random
) -> None:
    end, receipts, copies = story
    shuffled = receipts + [receipts[n] for n in copies]
    random.shuffle(shuffled)
    assert ended(shuffled) is end


@given(st.lists(st.sampled_from(MessageState), max_size=12))
def test_no_receipt_ever_takes_a_message_back(receipts: list[MessageState]) -> None:
    was = MessageState.QUEUED
    for news in receipts:
        now = told(was, news)
        assert RANK[now] >= RANK[was]
        was = now


@given(st.sampled_from(MessageState))
def test_a_repeated_receipt_is_no_news(state: MessageState) -> None:
    assert not may_climb(state, state)


def test_a_delivery_told_after_a_failure_is_believed_and_never_the_other_way_round() -> None:
    assert may_climb(MessageState.UNDELIVERED, MessageState.DELIVERED)
    assert not may_climb(MessageState.DELIVERED, MessageState.UNDELIVERED)


def test_every_state_has_a_rank_and_what_is_settled_is_above_what_is_not() -> None:
    assert set(RANK) == set(MessageState)
    unsettled = set(MessageState) - SETTLED
    assert max(RANK[state] for state in unsettled) < min(RANK[state] for state in SETTLED)
