"""Teach: one misread message, what Fixline makes of it, and a form for how it should be read."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from bot.cases import CaseKind
from bot.knowing import load_context
from bot.predicting import predict
from bot.who import who_is
from core.db import JsonObject
from core.desk.permissions import Permission
from core.errors import NotFound
from core.messaging.actions.teaching import LONGEST_NOTE, Lesson, teach
from core.messaging.letterhead import letterhead_of
from core.messaging.model import Message, Party, TaughtAs, Teaching
from core.messaging.queries.teaching import misread, question_when, teaching_of
from core.messaging.shown_words import without_keys
from office.access import actor, needs
from office.door import office, reading, writing
from office.forms import Form
from office.meanwhile import in_turn, seen_of, unmoved
from office.reading_words import reading_lines
from office.teaching_choices import CHOICES, fields_of, labels_in
from office.teaching_situations import MANAGER, TENANT, guessed, situation_field, situation_in

BY_PARTY = {Party.TECHNICIAN: TaughtAs.TECHNICIAN, Party.MANAGER: TaughtAs.MANAGER}
AS_WORDS = {
    TaughtAs.TENANT: "A tenant",
    TaughtAs.TECHNICIAN: "A technician",
    TaughtAs.MANAGER: "A property manager",
}


@dataclass(frozen=True)
class Misread:
    """The message to teach from. said: what was written, in the cases' shape, without the situation."""

    conversation_id: int
    message_id: int
    taught_as: TaughtAs
    words: str
    said: JsonObject
    situation: str
    taught: JsonObject | None
    note: str


@needs(Permission.INBOX_REPLY)
def teaching(conversation_id: int, message_id: int) -> str:
    """The form, filled with what was taught before or else with what Fixline reads."""
    asked = _misread(conversation_id, message_id)
    read = _read(asked)
    labels = asked.taught if asked.taught is not None else read
    fields = fields_of(labels)
    # A technician's `note` is a fact of theirs; the form's own note says why the label is right.
    fields["said_beside"] = fields.pop("note", None)
    form = Form.filled(**{**fields, "situation": asked.situation, "note": asked.note})
    return _page(asked, form.over(**seen_of({"note": _lesson_said(asked)})))


@needs(Permission.INBOX_REPLY)
def teach_message(conversation_id: int, message_id: int) -> Response | tuple[str, int]:
    """Keep the labels; the conversation shows that the message was taught."""
    asked = _misread(conversation_id, message_id)
    form = Form(request.form)
    situation = situation_in(form, asked.taught_as)
    labels = labels_in(form, asked.taught_as, asked.words)
    note = form.text("note", most=LONGEST_NOTE)
    if not form.is_good:
        return _page(asked, form), 422
    lesson = Lesson(asked.taught_as, {**asked.said, "context": situation}, labels, note)
    with writing() as session:
        in_turn(session)
        stands = _lesson_said(_misread(conversation_id, message_id))
        if unmoved(form, "note", stands).is_good:
            teach(session, message_id, lesson, staff=actor())
            there = url_for("office.conversation", conversation_id=conversation_id)
            return redirect(f"{there}#message-{message_id}")
    return _page(asked, form), 422


def _page(asked: Misread, form: Form) -> str:
    return render_template(
        "office/inbox/teach.html",
        asked=asked,
        form=form,
        lines=reading_lines({name: each for name, each in _read(asked).items() if name != "id"}),
        choices=CHOICES,
        situations=tuple((TENANT if asked.taught_as is TaughtAs.TENANT else MANAGER).items()),
        TaughtAs=TaughtAs,
        as_words=AS_WORDS,
    )


def _lesson_said(asked: Misread) -> str:
    """The lesson that stands, for people to read; empty where none does."""
    labels = reading_lines(asked.taught) if asked.taught is not None else ()
    return "; ".join([*(f"{name}: {said}" for name, said in labels), asked.note]).strip("; ")


def _read(asked: Misread) -> JsonObject:
    """What Fixline makes of it today, in the labels' own names, and why."""
    known = Form.filled(situation=asked.situation)
    situation = situation_in(known, asked.taught_as)
    case: JsonObject = {"id": str(asked.message_id), **asked.said, "context": situation}
    return predict(case, CaseKind(asked.taught_as.value))


def _misread(conversation_id: int, message_id: int) -> Misread:
    with reading() as session:
        message = misread(session, conversation_id, message_id)
        before = teaching_of(session, message_id)
        taught_as = _taught_as(message, before)
        same = before if before and before.taught_as is taught_as else None
        return Misread(
            conversation_id=conversation_id,
            message_id=message_id,
            taught_as=taught_as,
            words=without_keys(message.new_words or message.body),
            said=_said(message, taught_as),
            situation=situation_field(same.said.get("context"))
            if same
            else _guess(session, message, taught_as),
            taught=same.labels if same else None,
            note=same.note if same else "",
        )


def _taught_as(message: Message, before: Teaching | None) -> TaughtAs:
    asked = request.values.get("as")
    if asked is None and before is not None:
        return TaughtAs(before.taught_as)
    if asked is None:
        return BY_PARTY.get(Party(message.conversation.party), TaughtAs.TENANT)
    if asked not in set(TaughtAs):
        raise NotFound("kind of writer", asked[:20])
    return TaughtAs(asked)


def _said(message: Message, taught_as: TaughtAs) -> JsonObject:
    if taught_as is not TaughtAs.MANAGER:
        return {"text": message.new_words or message.body}
    headers = {"From": message.sender, "Subject": message.subject}
    return {"headers": headers, "body": message.body}


def _guess(session: Session, message: Message, taught_as: TaughtAs) -> str:
    conversation = message.conversation
    known = who_is(session, conversation)
    head = letterhead_of(office().settings)
    context = load_context(session, head, conversation, message, known)
    return guessed(context, question_when(session, message), taught_as)
