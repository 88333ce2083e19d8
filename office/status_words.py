"""The template editor of a job status: its words in both languages, tried on a real job and kept in versions."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.alerts.actions.words import save_template
from core.alerts.queries.settings_words import standing_words
from core.alerts.wording import Words
from core.desk.permissions import Permission
from core.errors import NotFound
from core.jobs.model import JobStatus
from office.access import actor, needs
from office.door import reading
from office.notices import editor
from office.words import plain


@needs(Permission.SETTINGS_EDIT)
def status_words(status_id: int, channel: str) -> str:
    """Both languages of one channel side by side with their previews."""
    return editor.show(_owner(status_id), channel)


@needs(Permission.SETTINGS_EDIT)
def save_words(status_id: int, channel: str, language: str) -> Response | tuple[str, int]:
    """Save the words of one language; what cannot be sent is refused and stays in the editor."""
    return editor.save(_owner(status_id), channel, language)


@needs(Permission.SETTINGS_EDIT)
def preview_words(status_id: int, channel: str, language: str) -> str:
    """How the words being typed would read."""
    return editor.preview(_owner(status_id), channel, language)


@needs(Permission.SETTINGS_EDIT)
def test_words(status_id: int, channel: str, language: str) -> str | tuple[str, int]:
    """Send the words to oneself."""
    return editor.test(_owner(status_id), channel, language)


@needs(Permission.SETTINGS_EDIT)
def word_versions(status_id: int, channel: str, language: str) -> str:
    """What the words once were."""
    return editor.history(_owner(status_id), channel, language)


@needs(Permission.SETTINGS_EDIT)
def restore_words(
    status_id: int, channel: str, language: str, version: int
) -> Response | tuple[str, int]:
    """Save an older version once more."""
    return editor.restore(_owner(status_id), channel, language, version)


def _owner(status_id: int) -> editor.Owner:
    with reading() as session:
        status = session.get(JobStatus, status_id)
        if status is None:
            raise NotFound("job status", status_id)
        name = plain(status.name)
    return editor.Owner(
        title=name,
        crumbs=(
            (url_for("office.statuses"), "Job statuses"),
            (url_for("office.status", status_id=status_id), name),
        ),
        recorded_at=("job_status", status_id),
        base=lambda channel: url_for("office.status_words", status_id=status_id, channel=channel),
        status=lambda session: session.get_one(JobStatus, status_id),
        standing=lambda session: standing_words(session, status_id),
        save=lambda session, words: _save(session, status_id, words),
    )


def _save(session: Session, status_id: int, words: Words) -> None:
    save_template(
        session,
        session.get_one(JobStatus, status_id),
        words.channel,
        words.language,
        subject=words.subject,
        body=words.body,
        actor=actor(),
    )
