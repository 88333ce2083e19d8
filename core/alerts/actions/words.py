"""The company edits its words: checked on saving, versioned, recorded."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.model import StatusTemplate
from core.alerts.wording import Words, check_words
from core.events.actions import Actor, record
from core.jobs.model import JobStatus
from core.language import Language
from core.messaging.wire import Channel


def save_template(
    session: Session,
    status: JobStatus,
    channel: Channel,
    language: Language,
    *,
    subject: str,
    body: str,
    actor: Actor,
) -> StatusTemplate:
    """Save the words for a status on a channel in a language (inventory 77, 86).

    Refuses an unknown tag, a stray brace, empty words, an e-mail without subject, and more than 10,000 characters.
    """
    check_words(Words(channel, language, subject, body))
    row = _template(session, status, channel, language)
    if row is None:
        row = StatusTemplate(status_id=status.id, channel=channel, language=language, version=0)
        session.add(row)
    before = {"subject": row.subject, "body": row.body} if row.version else {}
    row.subject, row.body = subject.strip(), body.strip()
    row.version += 1
    session.flush()
    record(
        session,
        "template.saved",
        subject=("job_status", status.id),
        actor=actor,
        before=dict(before),
        after={
            "channel": channel,
            "language": language,
            "version": row.version,
            "subject": row.subject,
            "body": row.body,
        },
    )
    return row


def _template(
    session: Session, status: JobStatus, channel: Channel, language: Language
) -> StatusTemplate | None:
    return session.scalar(
        select(StatusTemplate)
        .where(
            StatusTemplate.status_id == status.id,
            StatusTemplate.channel == channel,
            StatusTemplate.language == language,
        )
        .with_for_update()
    )
