"""A notice as somebody wrote it, and what is refused of it before anybody is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.notice_wording import NOTICE_TAGS
from core.alerts.wording import LONGEST_TEXT, Words
from core.directory.model import Property
from core.errors import FieldRefused
from core.language import Language
from core.messaging.tags import parse_template
from core.messaging.wire import Channel
from core.visible import is_visible

MOST_PLACES = 20
LONGEST_TITLE = 200


@dataclass(frozen=True)
class NewNotice:
    """A notice as written. form_key: of the form, so that the same form sent twice is one notice."""

    form_key: str
    title: str
    words: tuple[Words, ...]
    property_ids: tuple[int, ...]


def check_notice(session: Session, new: NewNotice) -> Sequence[Property]:
    """The properties of a notice that may be sent.

    Refuses one without title, property or English words, with a tag that says nothing here, an e-mail without subject,
    a text longer than LONGEST_TEXT.
    """
    if not new.title.strip():
        raise FieldRefused("title", "Give the notice a title, for the list of what was sent.")
    if not new.property_ids:
        raise FieldRefused("property", "Choose at least one property.")
    if len(set(new.property_ids)) > MOST_PLACES:
        raise FieldRefused("property", f"Choose at most {MOST_PLACES} properties at a time.")
    _check_words(new.words)
    found = session.scalars(
        select(Property).where(Property.id.in_(new.property_ids)).order_by(Property.id)
    ).all()
    if len(found) != len(set(new.property_ids)):
        raise FieldRefused("property", "One of these properties is gone; choose again.")
    return found


def _check_words(words: Collection[Words]) -> None:
    english = [each for each in words if each.language is Language.ENGLISH]
    if not english:
        raise FieldRefused("sms_en", "Write a text or an e-mail in English, at least.")
    for each in words:
        if each.channel not in {one.channel for one in english}:
            raise FieldRefused(
                f"{each.channel}_en", "Whoever reads English would get nothing: write it too."
            )
        _check(each)


def _check(words: Words) -> None:
    field = f"{words.channel}_{words.language}"
    if not is_visible(words.body):
        raise FieldRefused(field, "Write what the e-mail should say.")
    if words.channel is Channel.SMS and len(words.body) > LONGEST_TEXT:
        raise FieldRefused(field, f"Keep a text under {LONGEST_TEXT:,} characters.")
    if words.channel is Channel.EMAIL and not words.subject.strip():
        raise FieldRefused(f"subject_{words.language}", "An e-mail needs a subject.")
    for name, template in ((f"subject_{words.language}", words.subject), (field, words.body)):
        for part in parse_template(template, field=name):
            if not isinstance(part, str) and part.tag not in NOTICE_TAGS:
                raise FieldRefused(name, f"{{{part.tag}}} says nothing here: this is about no job.")
