"""Notices to buildings: who would get one, those that were sent, and how far each has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from core.alerts.model import BuildingNotice, BuildingNoticePlace, Notification
from core.alerts.new_notice import NewNotice, check_notice
from core.alerts.notice_wording import phrased
from core.alerts.queries.hearing import Hearing, hearing_of, told_of_each
from core.alerts.queries.tenants import tenants_at, unreachable_tenants
from core.alerts.reasons import in_words
from core.alerts.rules import Silence, why_silent
from core.config import Company
from core.errors import NotFound
from core.messaging.model import Message
from core.messaging.wire import Channel, MessageState

MOST_PREVIEWED = 500
MOST_LISTED = 100


@dataclass(frozen=True)
class Reach:
    """Who would get a notice and who not; unreachable: names of tenants without number and address.

    untranslated: each person and channel told in English because nothing is written in the person's own language.
    """

    hearings: tuple[Hearing, ...]
    unreachable: tuple[str, ...]
    untranslated: frozenset[tuple[int, Channel]] = frozenset()

    @property
    def told(self) -> int:
        """How many messages would leave."""
        return sum(each.why_not is None for each in self.hearings)

    @property
    def in_english_instead(self) -> int:
        """How many people would get at least one message in English for want of words in their own language."""
        return len({contact_id for contact_id, _ in self.untranslated})

    @property
    def english_channels(self) -> tuple[Channel, ...]:
        """The channels of those messages."""
        used = {channel for _, channel in self.untranslated}
        return tuple(each for each in Channel if each in used)


@dataclass(frozen=True)
class NoticeRow:
    """A notice in the list."""

    id: int
    title: str
    author: str
    at: datetime
    places: int
    is_done: bool


@dataclass(frozen=True)
class PlaceTold:
    """One property of a notice. is_done: all its tenants were gone through."""

    property_id: int
    address: str
    is_done: bool
    hearings: tuple[Hearing, ...]


@dataclass(frozen=True)
class NoticePage:
    """One notice. states: how many messages stand where. words: by channel and language."""

    row: NoticeRow
    words: tuple[tuple[str, str, str, str], ...]
    states: tuple[tuple[MessageState, int], ...]
    not_told: int
    places: tuple[PlaceTold, ...]


def reach_of(session: Session, company: Company, new: NewNotice) -> Reach:
    """Exactly who would get the notice now; refuses what could not be sent. At most MOST_PREVIEWED a property."""
    places = check_notice(session, new)
    taken: set[str] = set()
    hearings: list[Hearing] = []
    untranslated: set[tuple[int, Channel]] = set()
    written = {(each.channel, each.language) for each in new.words}
    for place in places:
        facts = {"property_address": place.address, "time_zone": place.time_zone}
        word = phrased(list(new.words), facts, company)
        for listener in tenants_at(session, place.id, most=MOST_PREVIEWED):
            answer = why_silent(listener, taken) or word(listener)
            if isinstance(answer, Silence):
                why = in_words(answer.reason, answer.detail)
                hearings.append(hearing_of(listener, why_not=why))
            else:
                taken.add(listener.address)
                hearings.append(hearing_of(listener, subject=answer.subject, body=answer.body))
                if (listener.channel, listener.language) not in written:
                    untranslated.add((listener.contact_id, listener.channel))
    hearings.sort(key=lambda each: each.why_not is not None)
    unreachable = unreachable_tenants(session, [place.id for place in places])
    return Reach(tuple(hearings), unreachable, frozenset(untranslated))


def notices(
    session: Session, *, limit: int = MOST_LISTED, offset: int = 0
) -> tuple[NoticeRow, ...]:
    """The last ones, newest first; offset: how many of them to pass over."""
    rows = session.scalars(
        select(BuildingNotice)
        .options(selectinload(BuildingNotice.places))
        .order_by(BuildingNotice.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return tuple(_row(each) for each in rows)


def notice_page(session: Session, notice_id: int) -> NoticePage:
    """One notice with its progress. NotFound when there is none."""
    notice = session.scalar(
        select(BuildingNotice)
        .where(BuildingNotice.id == notice_id)
        .options(
            selectinload(BuildingNotice.words),
            selectinload(BuildingNotice.places).joinedload(BuildingNoticePlace.place),
        )
    )
    if notice is None:
        raise NotFound("notice", notice_id)
    events = [each.event_id for each in notice.places]
    heard = told_of_each(session, events)
    return NoticePage(
        row=_row(notice),
        words=tuple(
            (each.channel, each.language, each.subject, each.body) for each in notice.words
        ),
        states=_states(session, events),
        not_told=_not_told(session, events),
        places=tuple(
            PlaceTold(
                each.property_id,
                each.place.address,
                each.told_at is not None,
                heard[each.event_id],
            )
            for each in notice.places
        ),
    )


def notice_events(session: Session, notice_id: int) -> tuple[tuple[str, int], ...]:
    """The address of each property of a notice, and the event it was told with. NotFound when there is no notice."""
    if session.get(BuildingNotice, notice_id) is None:
        raise NotFound("notice", notice_id)
    places = session.scalars(
        select(BuildingNoticePlace)
        .where(BuildingNoticePlace.notice_id == notice_id)
        .options(joinedload(BuildingNoticePlace.place))
        .order_by(BuildingNoticePlace.id)
    )
    return tuple((each.place.address, each.event_id) for each in places)


def _row(notice: BuildingNotice) -> NoticeRow:
    return NoticeRow(
        id=notice.id,
        title=notice.title,
        author=notice.author,
        at=notice.created_at,
        places=len(notice.places),
        is_done=notice.sent_at is not None,
    )


def _states(session: Session, events: Sequence[int]) -> tuple[tuple[MessageState, int], ...]:
    rows = session.execute(
        select(Message.state, func.count())
        .where(Message.event_id.in_(events))
        .group_by(Message.state)
        .order_by(Message.state)
    )
    return tuple((state, count) for state, count in rows)


def _not_told(session: Session, events: Sequence[int]) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(Notification)
            .where(Notification.event_id.in_(events), Notification.reason.is_not(None))
        )
        or 0
    )
