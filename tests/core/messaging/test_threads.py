"""Conversations: one an address, held by one colleague at a time, with one open question at most."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.errors import NotFound, Refused
from core.events.actions import Actor, ActorType
from core.events.model import Event
from core.messaging.actions.asking import ask_beside, close_but
from core.messaging.actions.threads import (
    close_questions,
    hand_to_staff,
    lock_conversation,
    mark_read,
    name_party,
    note_answered,
    note_inbound,
    open_question,
    release,
    take_over,
    unheard_messages,
)
from core.messaging.model import Conversation, Message, Party, Prompt
from core.messaging.wire import Channel, MessageState
from tests.builders import a_conversation, a_job, number
from tests.crowd import at_once

DANA = Actor(ActorType.STAFF, "Dana", 1)
LEE = Actor(ActorType.STAFF, "Lee", 2)
DAY = timedelta(days=1)


def test_there_is_one_conversation_with_a_number(session: Session) -> None:
    assert a_conversation(session).id == a_conversation(session).id


def test_mail_is_kept_apart_by_job(session: Session) -> None:
    job = a_job(session)
    threads = {
        a_conversation(session, "bob@home.example", channel=Channel.EMAIL, job_id=job_id).id
        for job_id in (None, job.id, None, job.id)
    }
    assert len(threads) == 2


def test_of_eight_who_begin_it_at_once_all_get_the_same(database: Database) -> None:
    def act(_hand: int) -> int:
        with database.transaction() as session:
            return a_conversation(session).id

    assert len(set(map(str, at_once(8, act)))) == 1


def test_a_conversation_must_exist(session: Session) -> None:
    with pytest.raises(NotFound, match="conversation 0"):
        lock_conversation(session, 0)


def test_who_waits_waits_since_the_first_unanswered_message(session: Session) -> None:
    thread = a_conversation(session)
    note_inbound(session, thread, "first")
    session.refresh(thread)
    since = thread.waiting_since
    note_inbound(session, thread, "x" * 500)
    session.refresh(thread)
    assert since is not None
    assert (thread.waiting_since, thread.unread) == (since, 2)
    assert thread.last_words == "x" * 200
    note_answered(session, thread)
    mark_read(session, thread)
    assert (thread.waiting_since, thread.unread) == (None, 0)


def test_a_colleague_who_has_it_keeps_it(session: Session) -> None:
    thread = a_conversation(session)
    take_over(session, thread.id, staff=DANA)
    take_over(session, thread.id, staff=DANA)
    with pytest.raises(Refused, match="Dana has this conversation"):
        take_over(session, thread.id, staff=LEE)
    assert thread.taken_over_by == "Dana"
    assert kinds(session) == ["conversation.taken_over"]


def test_of_two_colleagues_at_once_one_has_it(database: Database) -> None:
    with database.transaction() as session:
        thread_id = a_conversation(session).id

    def act(hand: int) -> str:
        with database.transaction() as session:
            return take_over(session, thread_id, staff=(DANA, LEE)[hand]).taken_over_by

    got = at_once(2, act)
    assert sum(isinstance(each, Refused) for each in got) == 1


def test_released_it_is_the_bots_again_with_a_clean_slate(session: Session) -> None:
    thread = a_conversation(session)
    thread.misses = 2
    take_over(session, thread.id, staff=DANA)
    release(session, thread.id, staff=DANA)
    release(session, thread.id, staff=DANA)
    assert (thread.taken_over_at, thread.taken_over_by_id, thread.misses) == (None, None, 0)
    assert kinds(session) == ["conversation.taken_over", "conversation.released"]


def test_what_the_bot_handed_over_any_colleague_may_pick_up(session: Session) -> None:
    thread = a_conversation(session)
    hand_to_staff(session, thread)
    since = thread.taken_over_at
    hand_to_staff(session, thread)
    assert since is not None
    assert thread.taken_over_by_id is None
    take_over(session, thread.id, staff=LEE)
    assert (thread.taken_over_by, thread.taken_over_at) == ("Lee", since)


def test_a_new_question_replaces_the_one_before(session: Session) -> None:
    thread = a_conversation(session)
    first = ask_beside(session, thread, kind="which_place", options=["a", "b"], valid=DAY)
    close_but(session, thread, kept=())
    second = ask_beside(session, thread, kind="is_it_fixed", options=["yes", "no"], valid=DAY)
    session.refresh(first)
    assert first.closed_how == "replaced"
    assert open_question(session, thread) == second
    assert second.expires_at > database_now(session)
    open_ones = select(func.count()).where(Prompt.closed_at.is_(None))
    assert session.scalar(open_ones) == 1


def test_a_closed_question_is_open_no_more_and_others_threads_are_not_touched(
    session: Session,
) -> None:
    mine, yours = a_conversation(session), a_conversation(session, number(9))
    for thread in (mine, yours):
        ask_beside(session, thread, kind="which_place", options=[], valid=DAY)
    close_questions(session, mine, how="answered")
    assert open_question(session, mine) is None
    assert open_question(session, yours) is not None


def test_an_expired_question_still_stands_so_that_one_can_say_so(session: Session) -> None:
    thread = a_conversation(session)
    asked = ask_beside(session, thread, kind="which_place", options=[], valid=-DAY)
    assert open_question(session, thread) == asked


def test_who_is_on_the_other_end_is_remembered(session: Session) -> None:
    thread = a_conversation(session)
    name_party(session, thread, Party.TENANT)
    assert session.get_one(Conversation, thread.id).party is Party.TENANT


def test_messages_are_heard_in_order_of_arrival_up_to_the_one_in_hand(session: Session) -> None:
    thread = a_conversation(session)
    first, second, third = (an_inbound(session, thread, n) for n in range(3))
    second.heard_at = database_now(session)
    an_inbound(session, a_conversation(session, number(9)), 9)
    session.flush()
    heard = unheard_messages(session, thread, up_to_id=third.id)
    assert [each.id for each in heard] == [first.id, third.id]
    assert [each.id for each in unheard_messages(session, thread, up_to_id=second.id)] == [first.id]


def an_inbound(session: Session, thread: Conversation, n: int) -> Message:
    message = Message(
        conversation_id=thread.id,
        inbound=True,
        channel=Channel.SMS,
        carrier="twilio",
        provider_id=f"SM{n}",
        sender=thread.address,
        recipient=number(100),
        state=MessageState.RECEIVED,
    )
    session.add(message)
    session.flush()
    return message


def kinds(session: Session) -> list[str]:
    rows = select(Event.kind).where(Event.kind.like("conversation.%")).order_by(Event.id)
    return list(session.scalars(rows))
