"""The template editor: the company's words for a status, previewed with a real job while they are
typed.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from core.alerts.actions.words import save_template
from core.alerts.queries.settings_words import Sample, Typed, sample, standing_words
from core.desk.permissions import Permission
from core.errors import FieldRefused, NotFound
from core.jobs.model import JobStatus
from core.language import Language
from core.messaging.tags import TemplateTag
from core.messaging.wire import Channel
from office.access import actor, needs
from office.door import office, reading, writing
from office.forms import Form
from office.shell import in_room

# Customers have no portal of their own yet, so there is nothing to link to.
TAGS = tuple(f"{{{tag}}}" for tag in TemplateTag if tag is not TemplateTag.CUSTOMER_PORTAL_LINK)


@dataclass(frozen=True)
class Slot:
    """One editor: the words typed for a channel in a language, how they read, and which saving they
    are of.
    """

    channel: Channel
    language: Language
    form: Form
    sample: Sample
    version: int


@needs(Permission.SETTINGS_EDIT)
def status_words(status_id: int, channel: str) -> str:
    """Both languages of one channel side by side with their previews."""
    with reading() as session:
        return _page(session, status_id, _channel(channel), {})


@needs(Permission.SETTINGS_EDIT)
def save_words(status_id: int, channel: str, language: str) -> Response | tuple[str, int]:
    """Save the words of one language; what cannot be sent is refused and stays in the editor."""
    form, spoken = Form(request.form), _language(language)
    subject, body = form.text("subject", most=200), form.text("body")
    if form.is_good:
        try:
            with writing() as session:
                save_template(
                    session,
                    _status(session, status_id),
                    _channel(channel),
                    spoken,
                    subject=subject,
                    body=body,
                    actor=actor(),
                )
        except FieldRefused as refusal:
            form.take(refusal)
    if form.is_good:
        return redirect(url_for("office.status_words", status_id=status_id, channel=channel))
    with reading() as session:
        return _page(session, status_id, _channel(channel), {spoken: form}), 422


@needs(Permission.SETTINGS_EDIT)
def preview_words(status_id: int, channel: str, language: str) -> str:
    """How the words being typed would read."""
    form = Form(request.form)
    with reading() as session:
        slot = _slot(session, _status(session, status_id), _channel(channel), language, form, 0)
    return render_template("office/settings/preview.html", slot=slot)


def _page(session: Session, status_id: int, channel: Channel, refused: dict[Language, Form]) -> str:
    in_room("settings")
    status = _status(session, status_id)
    standing = standing_words(session, status_id)
    slots = []
    for language in Language:
        words = standing[channel, language]
        form = refused.get(language) or Form.filled(subject=words.subject, body=words.body)
        slots.append(_slot(session, status, channel, language, form, words.version))
    return render_template(
        "office/settings/words.html",
        status=status,
        channel=channel,
        slots=slots,
        tags=TAGS,
        Channel=Channel,
    )


def _slot(
    session: Session, status: JobStatus, channel: Channel, language: str, form: Form, version: int
) -> Slot:
    spoken = _language(language)
    typed = Typed(channel, spoken, form.value("subject"), form.value("body"))
    read = sample(session, office().settings.company, status, typed)
    return Slot(channel, spoken, form, read, version)


def _status(session: Session, status_id: int) -> JobStatus:
    status = session.get(JobStatus, status_id)
    if status is None:
        raise NotFound("job status", status_id)
    return status


def _channel(name: str) -> Channel:
    if name not in set(Channel):
        raise NoSuchPage
    return Channel(name)


def _language(name: str) -> Language:
    if name not in set(Language):
        raise NoSuchPage
    return Language(name)
