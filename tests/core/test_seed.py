"""What every company starts with: complete, speakable in both languages, and safe to load again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import Row, Table, func, select
from sqlalchemy.orm import Session

from core.alerts.model import StatusTemplate
from core.alerts.wording import parse_for
from core.directory.model import RelationshipType
from core.jobs.lifecycle import ALLOWED, Category
from core.jobs.model import JobStatus, JobStatusTransition
from core.language import Language
from core.messaging.segments import Encoding, segments_of
from core.messaging.tags import Placeholder, TemplateTag, parse_template
from core.messaging.wire import Channel
from core.models import Base
from core.seed import load_reference

SLOTS = [(channel, language) for channel in Channel for language in Language]


def test_loading_twice_changes_nothing(session: Session) -> None:
    before = everything(session)
    load_reference(session)
    assert everything(session) == before


def test_loading_again_leaves_what_the_company_has_changed(session: Session) -> None:
    first = session.scalars(select(RelationshipType).order_by(RelationshipType.id)).first()
    status = session.scalars(select(JobStatus).order_by(JobStatus.id)).first()
    assert first is not None
    assert status is not None
    first.position, status.name = 99, "Taken in"
    session.flush()
    load_reference(session)
    assert (first.position, status.name) == (99, "Taken in")
    assert session.scalar(select(JobStatus.id).where(JobStatus.name == "Booked")) is None


def test_every_category_has_exactly_one_default_status(session: Session) -> None:
    counted = session.execute(
        select(JobStatus.category, func.count())
        .where(JobStatus.is_default)
        .group_by(JobStatus.category)
    )
    assert {row[0]: row[1] for row in counted} == dict.fromkeys(Category, 1)


def test_the_workflow_takes_only_steps_the_trade_allows(session: Session) -> None:
    statuses = {each.id: each for each in session.scalars(select(JobStatus))}
    for step in session.scalars(select(JobStatusTransition)):
        was, to = statuses[step.from_id].category, statuses[step.to_id].category
        assert was is to or to in ALLOWED[was]


@pytest.mark.inventory(77)
@pytest.mark.parametrize(("channel", "language"), SLOTS)
def test_every_status_has_its_own_words_that_can_be_sent(
    session: Session, channel: Channel, language: Language
) -> None:
    rows = words_of(session, channel, language)
    assert len(rows) == session.scalar(select(func.count()).select_from(JobStatus))
    assert len({row.body for row in rows}) == len(rows)
    for row in rows:
        parse_for(channel, row.subject, row.body)
        assert bool(row.subject) is (channel is Channel.EMAIL)


@pytest.mark.parametrize("channel", list(Channel))
def test_both_languages_tell_the_same(session: Session, channel: Channel) -> None:
    english = words_of(session, channel, Language.ENGLISH)
    spanish = {row.status_id: row for row in words_of(session, channel, Language.SPANISH)}
    for row in english:
        other = spanish[row.status_id]
        assert tags_in(row.body) == tags_in(other.body)
        assert tags_in(row.subject) == tags_in(other.subject)


def test_no_text_of_ours_turns_expensive_by_its_own_letters(session: Session) -> None:
    for language in Language:
        for row in words_of(session, Channel.SMS, language):
            plain = "".join(part for part in parse_template(row.body) if isinstance(part, str))
            assert segments_of(plain).encoding is Encoding.GSM7
            assert segments_of(plain).count == 1


def words_of(session: Session, channel: Channel, language: Language) -> Sequence[StatusTemplate]:
    return session.scalars(
        select(StatusTemplate).where(
            StatusTemplate.channel == channel, StatusTemplate.language == language
        )
    ).all()


def tags_in(words: str) -> set[TemplateTag]:
    return {part.tag for part in parse_template(words) if isinstance(part, Placeholder)}


def everything(session: Session) -> dict[str, list[Row[tuple[object, ...]]]]:
    return {table.name: rows_of(session, table) for table in Base.metadata.sorted_tables}


def rows_of(session: Session, table: Table) -> list[Row[tuple[object, ...]]]:
    return list(session.execute(select(table).order_by(*table.primary_key.columns)).all())
