"""A notice to everybody in a building: written in both languages, looked at, sent once, and followed."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.alerts.actions.notices import AlreadySent, send_notice
from core.alerts.new_notice import LONGEST_TITLE, MOST_PLACES, NewNotice
from core.alerts.notice_wording import NOTICE_TAGS
from core.alerts.queries.notices import Reach, notice_page, notices, reach_of
from core.alerts.wording import Words
from core.desk.permissions import Permission
from core.directory.model import Property
from core.directory.queries.lists import PropertyRow, properties
from core.errors import FieldRefused
from core.language import Language
from core.messaging.folding import size_folded
from core.messaging.wire import Channel
from office.access import actor, needs
from office.door import LARGEST_ROW, office, reading, words_asked, writing
from office.forms import Form
from office.once import KEY, fresh_key

MOST_FOUND = 20
LONGEST_KEY = 64
LONGEST_SUBJECT = 200


@needs(Permission.NOTICES_SEND)
def building_notices() -> str:
    """What was sent, newest first."""
    with reading() as session:
        rows = notices(session)
    return render_template("office/notices/list.html", rows=rows)


@needs(Permission.NOTICES_SEND)
def new_notice() -> str:
    """The empty form, for the properties in the address."""
    form = Form.filled(form_key=fresh_key())
    with reading() as session:
        return _page(session, form, _chosen(request.args.getlist("property")), None)


@needs(Permission.NOTICES_SEND)
def look_over_notice() -> str | tuple[str, int]:
    """Look for properties, or see exactly who would get the notice; nothing is sent."""
    form, chosen = Form(request.form), _chosen(request.form.getlist("property"))
    with reading() as session:
        if form.value("step") == "find":
            return _page(session, form, chosen, None)
        try:
            new = _typed(form, chosen)
            if form.is_good:
                reach = reach_of(session, office().settings.company, new)
                return _page(session, form, chosen, reach)
        except FieldRefused as refusal:
            form.take(refusal)
        return _page(session, form, chosen, None), 422


@needs(Permission.NOTICES_SEND)
def send_new_notice() -> Response | tuple[str, int]:
    """Send it; the same form sent twice is one notice. Other words in a form that was sent are asked about first."""
    form, chosen = Form(request.form), _chosen(request.form.getlist("property"))
    try:
        new = _typed(form, chosen)
        if form.is_good:
            with writing() as session:
                sent = send_notice(session, new, actor=actor())
            return redirect(url_for("office.building_notice", notice_id=sent.id))
    except FieldRefused as refusal:
        form.take(refusal)
    except AlreadySent as refusal:
        form = Form({**request.form.to_dict(), KEY: fresh_key()})
        form.refuse("title", str(refusal))
    with reading() as session:
        return _page(session, form, chosen, None), 422


@needs(Permission.NOTICES_SEND)
def building_notice(notice_id: int) -> str:
    """How far one has come, and who got it."""
    with reading() as session:
        view = notice_page(session, notice_id)
    return render_template("office/notices/page.html", notice=view)


@needs(Permission.NOTICES_SEND)
def building_notice_part(notice_id: int) -> str:
    """The same, as a page that stands open asks for it again."""
    with reading() as session:
        view = notice_page(session, notice_id)
    return render_template("office/notices/progress.html", notice=view)


def _typed(form: Form, chosen: tuple[int, ...]) -> NewNotice:
    title = form.text("title", most=LONGEST_TITLE)
    key = form.value("form_key").strip()
    if not key or len(key) > LONGEST_KEY:
        form.refuse("title", "This form is out of date; open it again.")
    slots = [(channel, language) for channel in Channel for language in Language]
    words = [_words(form, channel, language) for channel, language in slots]
    return NewNotice(key, title, tuple(each for each in words if each is not None), chosen)


def _words(form: Form, channel: Channel, language: Language) -> Words | None:
    """What was typed for a channel in a language; None where nothing was."""
    body = form.text(f"{channel}_{language}")
    mail = channel is Channel.EMAIL
    subject = form.text(f"subject_{language}", most=LONGEST_SUBJECT) if mail else ""
    return Words(channel, language, subject, body) if body or subject else None


def _chosen(given: list[str]) -> tuple[int, ...]:
    """The properties ticked, in order, each once; what is no row is passed over."""
    readable = [each for each in given if each.isascii() and each.isdigit() and len(each) < 20]
    rows = dict.fromkeys(int(each) for each in readable if int(each) <= LARGEST_ROW)
    return tuple(rows)[: MOST_PLACES + 1]


def _page(session: Session, form: Form, chosen: tuple[int, ...], reach: Reach | None) -> str:
    words = form.value("q") or words_asked()
    return render_template(
        "office/notices/new.html",
        form=form,
        places=session.scalars(select(Property).where(Property.id.in_(chosen))).all(),
        found=_found(session, words, chosen),
        words=words,
        reach=reach,
        sizes={each: size_folded(form.value(f"sms_{each}")) for each in Language},
        tags=tuple(f"{{{tag}}}" for tag in NOTICE_TAGS),
    )


def _found(session: Session, words: str, chosen: tuple[int, ...]) -> tuple[PropertyRow, ...]:
    rows = properties(session, words, limit=MOST_FOUND + len(chosen))
    return tuple(row for row in rows if row.id not in chosen)[:MOST_FOUND]
