"""Tell everyone who should hear of an event, once each, a page at a time: each kind of news to its own audience."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.alerts.actions.notice_settings import rule_of
from core.alerts.actions.notices import next_place, notice_of, told_elsewhere
from core.alerts.actions.writing_down import Manner, tell_these
from core.alerts.model import NoticeKind
from core.alerts.notice_kinds import NOTICE_SENT, REMINDED
from core.alerts.notice_wording import notice_word, reminder_word, visit_word
from core.alerts.queries.recipients import PAGE, audience_of, listeners
from core.alerts.queries.tenants import tenants_at
from core.alerts.rules import Listener, why_silent
from core.alerts.wording import Word, Worded, Wording
from core.clock import database_now
from core.db import JsonObject
from core.events.model import Event
from core.jobs.actions.visit_news import BESIDE, CALLED_OFF, SCHEDULED_VISIT
from core.jobs.model import AppointmentState, JobStatus
from core.messaging.letterhead import Letterhead
from core.messaging.wire import Priority
from core.outbox import Kind
from core.outbox.actions import promise

USEFUL = timedelta(hours=72)
USEFUL_ON_THE_WAY = timedelta(hours=1)
# Small, so that the senders begin soon.
FIRST_PAGE = 200


@dataclass(frozen=True)
class _News:
    """How one event is told. page: listeners after a contact point, at most so many. rank: of the next page."""

    page: Callable[[int, int], Sequence[Listener]]
    word: Word
    manner: Manner
    rank: int = 3


def fan_out(
    session: Session,
    head: Letterhead,
    event: Event,
    *,
    after_point_id: int,
    then: Event | None = None,
    most: int = PAGE,
) -> None:
    """Tell one page of listeners of an event, and promise the next page if there may be one (inventory 83-85).

    Set-based, so the cost a message is flat. Running a page twice is harmless: the caller holds its promise, and a
    contact point that has been written down for the event is passed over.
    then: the status the job went on to at once; whoever is told of that is not told of this one as well.
    """
    size = most if after_point_id else min(most, FIRST_PAGE)
    news = _NEWS.get(event.kind, _of_status)(session, head, event)
    found = news.page(after_point_id, size)
    taken = told_elsewhere(session, event, found) if event.kind == NOTICE_SENT else None
    if then is not None:
        taken = _told_of(session, head, then, after_point_id, size)
    tell_these(session, head, event, found, news.word, news.manner, taken=taken)
    if len(found) == size:
        last = found[-1].point_id
        promise(
            session,
            Kind.FAN_OUT,
            _rest(event, last, then),
            dedupe_key=f"fan_out:{event.id}:{last}",
            rank=news.rank,
        )
    elif event.kind == NOTICE_SENT:
        next_place(session, event)


def _rest(event: Event, last: int, then: Event | None) -> JsonObject:
    rest: JsonObject = {"event_id": event.id, "after_point_id": last}
    return rest | {"then": then.id} if then else rest


def _told_of(
    session: Session, head: Letterhead, event: Event, after_point_id: int, most: int
) -> set[str]:
    """Which addresses of the same page the event is told to; both events are of one job and lead to the same points."""
    news = _of_status(session, head, event)
    willing = [each for each in news.page(after_point_id, most) if why_silent(each, ()) is None]
    return {each.address for each in willing if isinstance(news.word(each), Worded)}


def _of_status(session: Session, head: Letterhead, event: Event) -> _News:
    audience = audience_of(event.facts)
    in_danger = event.facts.get("priority") == "emergency"
    now = database_now(session)
    return _News(
        page=lambda after, most: listeners(session, audience, after_point_id=after, most=most),
        word=Wording(session, audience.status_id, event.facts, head.company).word,
        manner=Manner(
            priority=Priority.EMERGENCY if in_danger else Priority.ALERT,
            expires_at=now + _useful(session, audience.status_id),
            about=f"job:{event.job_id}",
            collected_at=None if in_danger else now,
        ),
    )


def _useful(session: Session, status_id: int) -> timedelta:
    """A stale "on my way" must never arrive hours later; other news stays useful for days."""
    status = session.get(JobStatus, status_id)
    en_route = status is not None and status.follows_visit is AppointmentState.EN_ROUTE
    return USEFUL_ON_THE_WAY if en_route else USEFUL


def _of_reminder(session: Session, head: Letterhead, event: Event) -> _News:
    """To whoever hears that a visit is set, for as long as it has not begun; a mail that evening would be too late."""
    audience = audience_of(event.facts)
    begins = datetime.fromisoformat(str(event.facts["window_start"]))
    return _News(
        page=lambda after, most: listeners(session, audience, after_point_id=after, most=most),
        word=reminder_word(session, event, head.company),
        manner=Manner(
            priority=Priority.ALERT,
            expires_at=begins,
            about=f"job:{event.job_id}",
            collected_at=None,
        ),
    )


def _of_notice(session: Session, head: Letterhead, event: Event) -> _News:
    """To every tenant of one property of the notice, after all that somebody waits for."""
    place_id = event.property_id or 0
    return _News(
        page=lambda after, most: tenants_at(session, place_id, after_point_id=after, most=most),
        word=notice_word(notice_of(session, event), event.facts, head.company),
        manner=Manner(
            priority=Priority.BULK,
            expires_at=database_now(session) + USEFUL,
            about=None,
            collected_at=None,
        ),
        rank=Priority.BULK.rank,
    )


def _of_new_visit(session: Session, head: Letterhead, event: Event) -> _News:
    """A job's only visit is told as the job's being scheduled; one more has words of its own."""
    if not event.after.get(BESIDE):
        return _of_status(session, head, event)
    return _of_visit(session, head, event, NoticeKind.VISIT_ADDED)


def _of_called_off(session: Session, head: Letterhead, event: Event) -> _News:
    return _of_visit(session, head, event, NoticeKind.VISIT_CALLED_OFF)


def _of_visit(session: Session, head: Letterhead, event: Event, kind: NoticeKind) -> _News:
    """To whoever hears that a visit is set; to nobody where the company has switched such news off."""
    news, rule = _of_status(session, head, event), rule_of(session, kind)
    if rule is None or not rule.active:
        return replace(news, page=lambda _after, _most: ())
    return replace(news, word=visit_word(session, kind, event, head.company))


_NEWS: dict[str, Callable[[Session, Letterhead, Event], _News]] = {
    REMINDED: _of_reminder,
    SCHEDULED_VISIT: _of_new_visit,
    CALLED_OFF: _of_called_off,
    NOTICE_SENT: _of_notice,
}
