"""What every company starts with for notices by the clock; loading it again adds only what is missing."""

from __future__ import annotations

import tomllib
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.alerts.model import NoticeRule, NoticeWords
from core.language import Language
from core.messaging.wire import Channel

NOTICE_WORDS = Path(__file__).parents[2] / "templates" / "messages" / "reminders.toml"


def load_notices(session: Session) -> None:
    """Put in missing rules, and words where a kind has none; nothing the company has changed is touched."""
    for entry in tomllib.loads(NOTICE_WORDS.read_text(encoding="utf-8"))["notice"]:
        session.execute(
            insert(NoticeRule)
            .values(kind=entry["kind"], active=entry["active"], hour=entry["hour"])
            .on_conflict_do_nothing(index_elements=["kind"])
        )
        written = select(NoticeWords.id).where(NoticeWords.kind == entry["kind"]).limit(1)
        if session.scalar(written) is None:
            _add_words(session, entry)
    session.flush()


def _add_words(session: Session, entry: dict[str, dict[str, str]]) -> None:
    for language in Language:
        words = entry.get(language.value)
        if words is None:
            continue
        for channel, subject, body in (
            (Channel.SMS, "", words["sms"]),
            (Channel.EMAIL, words["subject"], words["email"].strip()),
        ):
            session.add(
                NoticeWords(
                    kind=entry["kind"],
                    channel=channel,
                    language=language,
                    subject=subject,
                    body=body,
                )
            )
