"""Daily mails: the alerts of a day in one, nothing twice, emergencies never held, and the office sees what waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.actions.collecting import write_digest
from core.alerts.actions.digest_choosing import tell_at_once, tell_daily, wish_of
from core.alerts.digest_times import DigestWish, next_digest
from core.alerts.model import Digest, Notification
from core.alerts.queries.hearing import preview, told_of
from core.clock import database_now
from core.db import Database
from core.directory.model import Contact, Property
from core.errors import FieldRefused
from core.jobs.model import JobPriority
from core.language import Language
from core.messaging.actions.consenting import opt_out
from core.messaging.model import Message
from core.messaging.wire import Channel
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import (
    CHICAGO,
    HEAD,
    OFFICE,
    a_job,
    a_manager,
    a_person,
    a_phone,
    a_place,
    hears,
    number,
)
from tests.core.alerts.hearing import reasons, told, told_by
from tests.crowd import at_once

AT_FIVE = DigestWish(17, CHICAGO)
RITA = "rita@lakeside.example"


def test_the_alerts_of_a_day_come_in_one_mail(session: Session) -> None:
    rita, place = a_daily_reader(session)
    job = a_job(session, place, rita.customer)
    for name in (None, "Scheduled"):
        told_by(session, job, name)
    assert mails(session) == []
    digest = the_digest(session)
    assert digest.due_at == next_digest(database_now(session), AT_FIVE)
    entry = session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.SEND_DIGEST)).one()
    assert entry.run_at == digest.due_at
    write_digest(session, HEAD, digest.id)
    (mail,) = mails(session)
    assert mail.subject.startswith("2 job updates, ")
    first = mail.body.index(f"[#{job.number}] Booked: Sink leaks")
    assert first < mail.body.index(f"[#{job.number}] Visit to be confirmed: Sink leaks")
    assert "Hello Rita," in mail.body


def test_a_daily_mail_is_written_once(session: Session) -> None:
    rita, place = a_daily_reader(session)
    told_by(session, a_job(session, place, rita.customer))
    digest = the_digest(session)
    assert write_digest(session, HEAD, digest.id) is not None
    assert write_digest(session, HEAD, digest.id) is None
    assert len(mails(session)) == 1


def test_two_hands_at_once_write_it_once(database: Database) -> None:
    with database.transaction() as session:
        rita, place = a_daily_reader(session)
        told_by(session, a_job(session, place, rita.customer))
        digest_id = the_digest(session).id

    def write(_: int) -> bool:
        with database.transaction() as session:
            return write_digest(session, HEAD, digest_id) is not None

    assert sorted(str(each) for each in at_once(3, write)) == ["False", "False", "True"]


def test_news_after_the_mail_was_written_goes_into_the_next(session: Session) -> None:
    rita, place = a_daily_reader(session)
    job = a_job(session, place, rita.customer)
    told_by(session, job)
    first = the_digest(session)
    write_digest(session, HEAD, first.id)
    told_by(session, job, "Scheduled")
    second = session.scalars(select(Digest).order_by(Digest.due_at.desc())).first()
    assert second is not None
    assert second.due_at == next_digest(first.due_at, AT_FIVE)
    write_digest(session, HEAD, second.id)
    assert [mail.subject[:12] for mail in mails(session)] == ["1 job update", "1 job update"]


def test_an_emergency_is_never_held(session: Session) -> None:
    rita, place = a_daily_reader(session)
    job = a_job(session, place, rita.customer, priority=JobPriority.EMERGENCY)
    told_by(session, job)
    assert [mail.recipient for mail in mails(session)] == [RITA]
    assert session.scalars(select(Digest)).all() == []


def test_whoever_reads_a_daily_mail_gets_no_texts_of_the_same(session: Session) -> None:
    rita, place = a_daily_reader(session)
    a_phone(session, rita, number(151))
    event = told_by(session, a_job(session, place, rita.customer))
    assert told(session, event) == [RITA]
    assert reasons(session, event) == {number(151): "reads it in their daily mail"}


def test_without_a_mail_address_that_takes_it_news_goes_out_at_once(session: Session) -> None:
    rita, place = a_daily_reader(session)
    a_phone(session, rita, number(151))
    opt_out(session, Channel.EMAIL, RITA, words="no mails", source="staff", actor=OFFICE)
    event = told_by(session, a_job(session, place, rita.customer))
    assert told(session, event) == [number(151)]
    assert messages_to(session, number(151)) == 1


def test_who_was_told_shows_the_mail_it_waits_for_and_then_what_became_of_it(
    session: Session,
) -> None:
    rita, place = a_daily_reader(session)
    event = told_by(session, a_job(session, place, rita.customer))
    (waiting,) = told_of(session, event.id)
    assert (waiting.why_not, waiting.state) == (None, None)
    assert waiting.because.startswith("in the daily mail of ")
    assert waiting.because.endswith(", 5pm")
    write_digest(session, HEAD, the_digest(session).id)
    (written,) = told_of(session, event.id)
    assert written.state == "queued"
    row = session.scalars(select(Notification).where(Notification.event_id == event.id)).one()
    assert row.message_id == the_digest(session).message_id


def test_the_preview_says_who_will_read_it_in_their_daily_mail(session: Session) -> None:
    rita, place = a_daily_reader(session)
    a_phone(session, rita, number(151))
    job = a_job(session, place, rita.customer)
    mail, text = preview(session, HEAD.company, job, job.status)
    assert (mail.address, mail.why_not, mail.because) == (RITA, None, "in their daily mail")
    assert text.why_not == "reads it in their daily mail"


def test_whoever_goes_back_still_gets_what_was_collected_and_the_next_at_once(
    session: Session,
) -> None:
    rita, place = a_daily_reader(session)
    job = a_job(session, place, rita.customer)
    told_by(session, job)
    tell_at_once(session, rita, actor=OFFICE)
    told_by(session, job, "Scheduled")
    assert [mail.subject for mail in mails(session)] == [
        f"[#{job.number}] Visit to be confirmed: Sink leaks"
    ]
    write_digest(session, HEAD, the_digest(session).id)
    assert len(mails(session)) == 2


def test_the_mail_is_in_the_readers_language(session: Session) -> None:
    rita, place = a_daily_reader(session)
    rita.language = Language.SPANISH
    session.flush()
    told_by(session, a_job(session, place, rita.customer))
    write_digest(session, HEAD, the_digest(session).id)
    (mail,) = mails(session)
    assert mail.subject.startswith("1 aviso de un trabajo, ")
    assert "Hola Rita:" in mail.body


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 3, 3, 22, 59, tzinfo=UTC), datetime(2026, 3, 3, 23, tzinfo=UTC)),
        (datetime(2026, 3, 3, 23, 0, tzinfo=UTC), datetime(2026, 3, 4, 23, tzinfo=UTC)),
        # Clocks go forward on 8 March: five in the afternoon is an hour earlier in UTC.
        (datetime(2026, 3, 7, 23, 30, tzinfo=UTC), datetime(2026, 3, 8, 22, tzinfo=UTC)),
        (datetime(2026, 10, 31, 22, 30, tzinfo=UTC), datetime(2026, 11, 1, 23, tzinfo=UTC)),
    ],
)
def test_the_next_mail_is_due_at_the_same_hour_of_the_clock(now: datetime, due: datetime) -> None:
    assert next_digest(now, AT_FIVE) == due
    assert next_digest(now, AT_FIVE) - now <= timedelta(hours=25)


def test_a_choice_that_makes_no_sense_is_refused(session: Session) -> None:
    rita, _ = a_daily_reader(session)
    with pytest.raises(FieldRefused, match="hour"):
        tell_daily(session, rita, DigestWish(24, CHICAGO), actor=OFFICE)
    with pytest.raises(FieldRefused, match="time zone"):
        tell_daily(session, rita, DigestWish(8, "Mars/Olympus"), actor=OFFICE)
    nobody = a_person(session)
    with pytest.raises(FieldRefused, match="Add an e-mail address first"):
        tell_daily(session, nobody, AT_FIVE, actor=OFFICE)
    assert (wish_of(session, rita.id), wish_of(session, nobody.id)) == (AT_FIVE, None)


def a_daily_reader(session: Session) -> tuple[Contact, Property]:
    """A manager who hears of new and planned jobs, once a day."""
    place = a_place(session)
    rita = a_manager(session, place)
    hears(session, rita.customer, "Booked", "Scheduled")
    tell_daily(session, rita, AT_FIVE, actor=OFFICE)
    return rita, place


def the_digest(session: Session) -> Digest:
    return session.scalars(select(Digest)).one()


def mails(session: Session) -> list[Message]:
    rows = select(Message).where(Message.channel == Channel.EMAIL).order_by(Message.id)
    return list(session.scalars(rows))


def messages_to(session: Session, address: str) -> int:
    return len(session.scalars(select(Message).where(Message.recipient == address)).all())
