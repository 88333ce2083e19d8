"""A notice to everybody in a building: checked, sent once, property after property, each address once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.alerts.model import (
    BuildingNotice,
    BuildingNoticePlace,
    BuildingNoticeWords,
    Notification,
)
from core.alerts.new_notice import NewNotice, check_notice
from core.alerts.notice_kinds import NOTICE_SENT
from core.alerts.rules import Listener
from core.alerts.wording import Words
from core.directory.model import Property
from core.errors import Refused
from core.events.actions import Actor, Place, record
from core.events.model import Event
from core.messaging.wire import Priority
from core.outbox import Kind
from core.outbox.actions import promise


class AlreadySent(Refused):
    """The form has sent another notice before: whether this one is to go out too, a person says. Nothing was sent."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"This form has sent “{title}” before. What stands here now differs from it and was not sent: "
            "look it over, and send it as a notice of its own."
        )


def send_notice(session: Session, new: NewNotice, *, actor: Actor) -> BuildingNotice:
    """Write the notice down and promise its telling; the same form again gives the notice that stands.

    Refuses what `check_notice` refuses. AlreadySent where its form has sent a notice that says something else.
    """
    places = check_notice(session, new)
    notice_id = session.scalar(
        insert(BuildingNotice)
        .values(form_key=new.form_key, title=new.title.strip(), author=actor.name)
        .on_conflict_do_nothing(index_elements=["form_key"])
        .returning(BuildingNotice.id)
    )
    if notice_id is None:
        return _sent_before(session, new)
    notice = session.get_one(BuildingNotice, notice_id)
    for each in new.words:
        session.add(
            BuildingNoticeWords(
                notice_id=notice.id,
                channel=each.channel,
                language=each.language,
                subject=each.subject,
                body=each.body,
            )
        )
    events = [_add_place(session, notice, place, actor) for place in places]
    session.flush()
    _promise(session, events[0])
    return notice


def _sent_before(session: Session, new: NewNotice) -> BuildingNotice:
    """The notice that this form has sent: to the same places, in the same words."""
    sent = session.scalars(
        select(BuildingNotice).where(BuildingNotice.form_key == new.form_key)
    ).one()
    words = {Words(each.channel, each.language, each.subject, each.body) for each in sent.words}
    places = {each.property_id for each in sent.places}
    wanted = (new.title.strip(), set(new.words), set(new.property_ids))
    if (sent.title, words, places) != wanted:
        raise AlreadySent(sent.title)
    return sent


def _add_place(session: Session, notice: BuildingNotice, place: Property, actor: Actor) -> Event:
    event = record(
        session,
        NOTICE_SENT,
        subject=("building_notice", notice.id),
        actor=actor,
        place=Place(property_id=place.id),
        after={"title": notice.title},
        facts={"property_address": place.address, "time_zone": place.time_zone},
    )
    session.add(BuildingNoticePlace(notice_id=notice.id, property_id=place.id, event_id=event.id))
    return event


def _promise(session: Session, event: Event) -> None:
    promise(
        session,
        Kind.FAN_OUT,
        {"event_id": event.id, "after_point_id": 0},
        dedupe_key=f"fan_out:{event.id}:0",
        rank=Priority.BULK.rank,
    )


def notice_of(session: Session, event: Event) -> BuildingNotice:
    """The notice that an event of NOTICE_SENT is the telling of."""
    return session.get_one(BuildingNotice, event.subject_id)


def told_elsewhere(session: Session, event: Event, found: Sequence[Listener]) -> set[str]:
    """Which of these addresses were told of the notice at another of its properties."""
    others = select(BuildingNoticePlace.event_id).where(
        BuildingNoticePlace.notice_id == event.subject_id, BuildingNoticePlace.event_id != event.id
    )
    return set(
        session.scalars(
            select(Notification.address).where(
                Notification.event_id.in_(others),
                Notification.reason.is_(None),
                Notification.address.in_([each.address for each in found]),
            )
        )
    )


def next_place(session: Session, event: Event) -> None:
    """This property has been told: go on with the next, one after the other, or say that it is done."""
    session.execute(
        update(BuildingNoticePlace)
        .where(BuildingNoticePlace.event_id == event.id)
        .values(told_at=func.clock_timestamp())
    )
    waiting = session.scalar(
        select(Event)
        .join(BuildingNoticePlace, BuildingNoticePlace.event_id == Event.id)
        .where(
            BuildingNoticePlace.notice_id == event.subject_id,
            BuildingNoticePlace.told_at.is_(None),
        )
        .order_by(Event.id)
        .limit(1)
    )
    if waiting is not None:
        _promise(session, waiting)
        return
    session.execute(
        update(BuildingNotice)
        .where(BuildingNotice.id == event.subject_id, BuildingNotice.sent_at.is_(None))
        .values(sent_at=func.clock_timestamp())
    )
