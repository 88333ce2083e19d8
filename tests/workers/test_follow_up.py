"""What is asked after the work: in the company's words, by the way that is open, and heard whatever the words."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.words import say
from core.alerts.actions.notice_settings import save_notice_words, switch_rule_off
from core.alerts.model import NoticeKind, NoticeWords
from core.alerts.starting_set import load_notices
from core.alerts.wording import Words
from core.clock import database_now
from core.directory.actions.people import switch_updates_off
from core.directory.model import Contact
from core.jobs.model import Feedback, Job
from core.jobs.verdict import Verdict
from core.language import Language
from core.messaging.actions.consenting import opt_out
from core.messaging.wire import Channel, OutboundMessage
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import OFFICE, a_job_at, a_place, a_tenant, an_email, number
from tests.carriers.builders import sms_fields
from tests.webhooks.letterbox import SMS, Letterbox
from tests.workers.wall import Wall, work_off
from workers.runtime import Runtime

BOB = number(142)
MAIL = "bob@home.example"


@pytest.fixture
def bob(runtime: Runtime) -> int:
    """A tenant with a number, for whom a job has just been done; the job's id."""
    with runtime.database.transaction() as session:
        place = a_place(session)
        tenant = a_tenant(session, place)
        job = a_job_at(session, "Completed", place, tenant.customer)
        job.requester = tenant
        job_id = job.id
    work_off(runtime)
    return job_id


def asked(runtime: Runtime, wall: Wall) -> OutboundMessage:
    """What leaves once the question is due."""
    wall.sent.clear()
    with runtime.database.transaction() as session:
        session.execute(
            update(OutboxEntry)
            .where(OutboxEntry.kind == Kind.ASK_FEEDBACK)
            .values(run_at=database_now(session) - timedelta(seconds=1))
        )
    work_off(runtime)
    (message,) = wall.sent
    return message


def answered(runtime: Runtime, wall: Wall, words: str) -> str:
    """What Robert hears when he texts these words."""
    wall.sent.clear()
    sid = f"SM{uuid4().hex}"
    fields = sms_fields(MessageSid=sid, SmsSid=sid, SmsMessageSid=sid, From=BOB, Body=words)
    assert Letterbox(runtime.database).post_form(SMS, fields).status_code < 300
    work_off(runtime)
    (said,) = wall.sent
    return said.body


def person(session: Session, job_id: int) -> Contact:
    requester = session.get_one(Job, job_id).requester
    assert requester is not None
    return requester


def write(runtime: Runtime, kind: NoticeKind, body: str) -> None:
    with runtime.database.transaction() as session:
        words = Words(Channel.SMS, Language.ENGLISH, "", body)
        save_notice_words(session, kind, words, actor=OFFICE)


def test_the_companys_own_words_are_asked_and_their_answers_are_heard(
    runtime: Runtime, wall: Wall, bob: int
) -> None:
    write(runtime, NoticeKind.FOLLOW_UP, "Hi {ContactFirstName}, all well with {JobSummary}?")
    write(runtime, NoticeKind.RATING, "Marks for {CustomerName}, please: 1 to 5.")
    assert asked(runtime, wall).body == "Hi Robert, all well with Sink leaks?"
    assert answered(runtime, wall, "1") == "Marks for Robert, please: 1 to 5."
    answered(runtime, wall, "4")
    with runtime.database.reading() as session:
        feedback = session.scalars(select(Feedback)).one()
        assert (feedback.verdict, feedback.rating) == (Verdict.YES, 4)


def test_words_that_cannot_be_filled_in_are_replaced_by_ours(
    runtime: Runtime, wall: Wall, bob: int
) -> None:
    write(runtime, NoticeKind.FOLLOW_UP, "All well? Order {PoNumber}.")
    assert asked(runtime, wall).body.endswith("fixed? Reply 1 yes, 2 no, 3 partly.")


def test_where_ratings_are_switched_off_a_yes_is_thanked_for(
    runtime: Runtime, wall: Wall, bob: int
) -> None:
    with runtime.database.transaction() as session:
        switch_rule_off(session, NoticeKind.RATING, actor=OFFICE)
    asked(runtime, wall)
    assert answered(runtime, wall, "yes") == "Good to hear. Thank you for telling us."


@pytest.mark.parametrize("how", ["updates off", "opted out"])
def test_whose_number_may_not_be_texted_is_asked_by_mail(
    runtime: Runtime, wall: Wall, bob: int, how: str
) -> None:
    with runtime.database.transaction() as session:
        tenant = person(session, bob)
        an_email(session, tenant, MAIL)
        if how == "updates off":
            switch_updates_off(session, tenant.points[0], actor=OFFICE)
        else:
            opt_out(session, Channel.SMS, BOB, words="STOP", source="text", actor=OFFICE)
    mail = asked(runtime, wall)
    assert (mail.channel, mail.recipient) == (Channel.EMAIL, MAIL)
    assert mail.subject.endswith("Is it fixed?")


def test_a_mail_is_no_way_round_a_number_that_may_be_texted(
    runtime: Runtime, wall: Wall, bob: int
) -> None:
    with runtime.database.transaction() as session:
        an_email(session, person(session, bob), MAIL)
    assert asked(runtime, wall).recipient == BOB


@pytest.mark.parametrize("language", Language)
def test_a_company_that_was_here_before_gets_the_words_that_were_said_so_far(
    session: Session, language: Language
) -> None:
    kinds = {NoticeKind.FOLLOW_UP: "dispatch/is_fixed", NoticeKind.RATING: "tenant/rate"}
    session.execute(delete(NoticeWords).where(NoticeWords.kind.in_(kinds)))
    load_notices(session)
    so_far = {"company": "{CompanyName}", "number": "{JobNumber}", "summary": "{JobSummary}"}
    for kind, text_name in kinds.items():
        words = session.scalars(
            select(NoticeWords.body).where(
                NoticeWords.kind == kind,
                NoticeWords.channel == Channel.SMS,
                NoticeWords.language == language,
            )
        ).one()
        assert words == say(text_name, language, so_far)
