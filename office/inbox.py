"""The inbox: every conversation, one read in full, taken over, answered and handed back."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from bot.knowing import load_context
from bot.suggesting import draft
from bot.who import who_is
from core.desk.actions.mentioning import mention
from core.desk.permissions import Permission
from core.errors import Refused
from core.events.actions import record
from core.events.queries.timeline import (
    happenings_about,
    happenings_numbered,
    happenings_of_job,
)
from core.jobs.actions.status import MOVED
from core.jobs.queries.emergency_view import EmergencyView
from core.messaging.actions.queueing import staff_reply
from core.messaging.actions.threads import lock_conversation, mark_read, release, take_over
from core.messaging.folding import size_folded
from core.messaging.letterhead import letterhead_of
from core.messaging.model import Conversation, Message
from core.messaging.queries.emergency_threads import (
    emergencies_in,
    emergencies_of_conversation,
)
from core.messaging.queries.inbox import Holder, Lane, ThreadRow, inbox_rows
from core.messaging.queries.inbox_thread import ThreadView, bubbles, thread
from core.messaging.queries.teaching import taught_in
from office.access import actor, i_may, me, needs
from office.door import PAGE_SIZE, now, office, reading, row_asked, writing
from office.forms import Form
from office.my_desk.mentions import opened_by_me, with_named
from office.once import once
from office.reading_words import gist, question_words, reading_lines
from office.refreshing import Answer, Part, refreshing, unless_seen
from office.timeline import Entry, interleaved

LONGEST_REPLY = 1600
LONGEST_NOTE = 4000
NOTED = "conversation.noted"


@dataclass(frozen=True)
class Listed:
    """The list beside a thread."""

    lane: Lane
    rows: tuple[ThreadRow, ...]
    emergencies: dict[int, EmergencyView]
    after: int | None
    more: bool


@needs(Permission.INBOX_READ)
def inbox() -> str:
    """The list of conversations."""
    return render_template("office/inbox/page.html", list=_list_part(None), thread=None)


@needs(Permission.INBOX_READ)
def inbox_list() -> Answer:
    """The list alone, for refreshing: empty while nothing has changed."""
    current = request.args.get("current", "")
    return unless_seen(_list_part(int(current) if current.isdecimal() else None))


@needs(Permission.INBOX_READ)
def conversation(conversation_id: int) -> str:
    """One conversation beside the list; with `draft` in the address, the suggested answer is written in."""
    words = _suggestion(conversation_id) if "draft" in request.args else ""
    return _page(conversation_id, Form.filled(body=words))


@needs(Permission.INBOX_READ)
def conversation_part(conversation_id: int) -> Answer:
    """The bubbles alone, for refreshing: empty while nothing has changed."""
    with reading() as session:
        view, entries = _thread(session, conversation_id)
        taught = taught_in(session, conversation_id)
    return unless_seen(_bubbles_part(view, entries, taught))


@needs(Permission.INBOX_REPLY)
def take_over_conversation(conversation_id: int) -> Response:
    """From now on a person answers; the page proposes what."""
    with writing() as session:
        take_over(session, conversation_id, staff=actor())
    there = url_for("office.conversation", conversation_id=conversation_id, draft=1)
    return redirect(f"{there}#last")


@needs(Permission.INBOX_REPLY)
def hand_back_conversation(conversation_id: int) -> Response:
    """From now on Fixline answers."""
    with writing() as session:
        release(session, conversation_id, staff=actor())
    return redirect(_end_of(conversation_id))


@needs(Permission.INBOX_REPLY)
def reply(conversation_id: int) -> Response | tuple[str, int]:
    """Answer by hand, once; whoever answers has taken the conversation over."""
    form = Form(request.form)
    words = form.needed_text("body", "Write the answer first.", most=LONGEST_REPLY)
    if not form.is_good:
        return _page(conversation_id, form), 422

    def send(session: Session) -> str:
        row = take_over(session, conversation_id, staff=actor())
        staff_reply(session, letterhead_of(office().settings), row, words, staff=actor())
        return _end_of(conversation_id)

    try:
        return once(send)
    except Refused as refusal:
        form.refuse("body", str(refusal))
        return _page(conversation_id, form), 409


@needs(Permission.INBOX_REPLY)
def note_conversation(conversation_id: int) -> Response | tuple[str, int]:
    """Write a note in the thread that never leaves the office; colleagues it names find it on their day."""
    form = Form(request.form)
    typed = form.needed_text("note", "Write the note first.", most=LONGEST_NOTE)
    words = with_named(typed, form, "conversation")
    if not form.is_good:
        return _page(conversation_id, form), 422

    def write_down(session: Session) -> str:
        lock_conversation(session, conversation_id)
        about = ("conversation", conversation_id)
        note = record(session, NOTED, subject=about, actor=actor(), after={"words": words})
        mention(session, note, words)
        return _end_of(conversation_id)

    return once(write_down)


@needs(Permission.INBOX_REPLY)
def reply_size() -> str:
    """How long the answer being written is, in segments."""
    words = Form(request.form).value("body")[: LONGEST_REPLY * 2]
    return render_template("office/inbox/size.html", size=size_folded(words))


def _suggestion(conversation_id: int) -> str:
    """What the signed-in person might answer to the last message; empty when the last word is ours."""
    with reading() as session:
        messages = bubbles(session, conversation_id)
        if not messages or not messages[-1].inbound:
            return ""
        last = session.get_one(Message, messages[-1].id)
        row = last.conversation
        head = letterhead_of(office().settings)
        context = load_context(session, head, row, last, who_is(session, row))
        return draft(last.new_words or last.body, context, staff=me().name.partition(" ")[0])


def _page(conversation_id: int, form: Form) -> str:
    with reading() as session:
        view, entries = _thread(session, conversation_id)
        emergencies = emergencies_of_conversation(session, conversation_id)
        taught = taught_in(session, conversation_id)
    _note_read(conversation_id)
    opened_by_me(("conversation", conversation_id))
    return render_template(
        "office/inbox/page.html",
        list=_list_part(conversation_id),
        thread=view,
        bubbles=_bubbles_part(view, entries, taught),
        form=form,
        emergencies=emergencies,
        read=_latest_reading(entries),
        question=question_words(view.question) if view.question else None,
        drafted="draft" in request.args and bool(form.value("body")),
        may_suggest=_waits_for_words(entries),
        Holder=Holder,
    )


def _list_part(current: int | None) -> Part:
    listed = _listed()
    return refreshing(
        render_template("office/inbox/list.html", listed=listed, current=current, Lane=Lane),
        name="threads",
        url=url_for("office.inbox_list", lane=listed.lane, after=listed.after, current=current),
    )


def _bubbles_part(view: ThreadView, entries: tuple[Entry, ...], taught: frozenset[int]) -> Part:
    return refreshing(
        render_template(
            "office/inbox/bubbles.html",
            thread=view,
            entries=entries,
            taught=taught,
            gist=gist,
            reading_lines=reading_lines,
        ),
        name="bubbles",
        url=url_for("office.conversation_part", conversation_id=view.id),
    )


def _note_read(conversation_id: int) -> None:
    """Opening a thread reads it; only those who answer count as its readers."""
    if not i_may(Permission.INBOX_REPLY):
        return
    with writing() as session:
        row = session.get(Conversation, conversation_id)
        if row is not None and row.unread:
            mark_read(session, lock_conversation(session, conversation_id))


def _thread(session: Session, conversation_id: int) -> tuple[ThreadView, tuple[Entry, ...]]:
    view = thread(session, conversation_id, now())
    messages = bubbles(session, view.id)
    told_of = {each.event_id for each in messages if each.event_id is not None}
    if view.job_id is not None:
        moves = happenings_of_job(session, view.job_id, None)
        told_of |= {each.id for each in moves if each.kind == MOVED}
    events = happenings_about(session, ("conversation", view.id))
    events += happenings_numbered(session, sorted(told_of))
    return view, interleaved(session, messages, events)


def _latest_reading(entries: tuple[Entry, ...]) -> tuple[tuple[str, str], ...]:
    read = [dict(e.bubble.reading) for e in entries if e.bubble and e.bubble.reading]
    return reading_lines(read[-1]) if read else ()


def _waits_for_words(entries: tuple[Entry, ...]) -> bool:
    said = [entry.bubble for entry in entries if entry.bubble]
    return bool(said) and said[-1].inbound


def _listed() -> Listed:
    asked = request.args.get("lane", Lane.ALL)
    lane = Lane(asked) if asked in set(Lane) else Lane.ALL
    after = row_asked("after")
    with reading() as session:
        rows = inbox_rows(session, lane, now(), limit=PAGE_SIZE + 1, after=after)
        dangers = emergencies_in(session, [row.id for row in rows if row.emergency])
    return Listed(lane, rows[:PAGE_SIZE], dangers, after, more=len(rows) > PAGE_SIZE)


def _end_of(conversation_id: int) -> str:
    return url_for("office.conversation", conversation_id=conversation_id, _anchor="last")
