"""The company's own words: checked on saving, versioned, and shown with a real job before they are used."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.actions.words import save_template
from core.alerts.model import StatusTemplate
from core.alerts.queries.settings_words import Typed, sample, standing_words
from core.errors import FieldRefused
from core.events.model import Event
from core.language import Language
from core.messaging.model import Message
from core.messaging.wire import Channel
from tests.builders import HEAD, OFFICE, a_job, a_place, a_tenant, hears, status
from tests.core.alerts.hearing import told_by

LONG = "x" * 10_001


@pytest.mark.inventory(77)
def test_each_status_has_words_of_its_own_and_every_saving_is_a_version(session: Session) -> None:
    first = saved(session, "Job {JobNumber} is booked.")
    second = saved(session, " Job {JobNumber} is in the book. ")
    assert (first.id, second.version, second.body) == (
        second.id,
        3,
        "Job {JobNumber} is in the book.",
    )
    other = standing_words(session, status(session, "Paid").id)[(Channel.SMS, Language.ENGLISH)]
    assert (other.version, "is paid" in other.body) == (1, True)


def test_what_stood_before_is_kept_with_who_changed_it(session: Session) -> None:
    saved(session, "First {JobNumber}")
    saved(session, "Second {JobNumber}")
    event = session.scalars(
        select(Event).where(Event.kind == "template.saved").order_by(Event.id.desc())
    ).first()
    assert event is not None
    assert event.before["body"] == "First {JobNumber}"
    assert (event.after["body"], event.after["version"]) == ("Second {JobNumber}", 3)
    assert event.actor_name == OFFICE.name


@pytest.mark.inventory(86)
@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "Write what the message should say"),
        ("  \n ", "Write what the message should say"),
        ("Hi {FirstName}", "There is no tag {FirstName}"),
        ("Hi {JobNumber", "stands alone"),
        ("{{ config }}", "stands alone"),
        (LONG, "under 10,000"),
    ],
)
def test_words_that_could_not_be_sent_are_refused_on_saving(
    session: Session, body: str, message: str
) -> None:
    with pytest.raises(FieldRefused, match=message) as refused:
        saved(session, body)
    assert refused.value.field == "body"


@pytest.mark.parametrize("subject", ["", " ", "Job {Nothing}", "{"])
def test_a_mail_needs_a_subject_that_can_be_sent(session: Session, subject: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        saved(session, "Hello", channel=Channel.EMAIL, subject=subject)
    assert refused.value.field == "subject"


def test_words_for_a_new_status_begin_with_the_first_version(session: Session) -> None:
    row = session.scalars(
        select(StatusTemplate).where(
            StatusTemplate.status_id == status(session, "Paid").id,
            StatusTemplate.channel == Channel.SMS,
            StatusTemplate.language == Language.SPANISH,
        )
    ).one()
    session.delete(row)
    session.flush()
    slot = (Channel.SMS, Language.SPANISH)
    assert standing_words(session, status(session, "Paid").id)[slot].version == 0
    new = save_template(
        session, status(session, "Paid"), *slot, subject="", body="Pagado", actor=OFFICE
    )
    assert new.version == 1


def test_typed_words_are_shown_as_a_real_job_would_read_them(session: Session) -> None:
    job = a_job(session, summary="No heat")
    typed = Typed(Channel.SMS, Language.ENGLISH, "", "{JobNumber}: {JobSummary}, {JobStatus}")
    shown = sample(session, HEAD.company, status(session, "Completed"), typed)
    assert shown.body == f"{job.number}: No heat, Completed"
    assert shown.about == f"as for job {job.number}"
    assert shown.size is not None
    assert shown.size.count == 1


def test_before_the_first_job_a_made_up_one_is_shown(session: Session) -> None:
    typed = Typed(Channel.EMAIL, Language.ENGLISH, "{JobNumber}", "Hello {ContactFirstName}")
    shown = sample(session, HEAD.company, status(session, "Booked"), typed)
    assert (shown.subject, shown.body, shown.size) == ("1042", "Hello Alex", None)
    assert "made-up" in shown.about


@pytest.mark.parametrize("body", ["Hi {Nobody}", "Hi {", "{CustomerPortalLink}"])
def test_a_preview_says_what_is_wrong_instead_of_failing(session: Session, body: str) -> None:
    typed = Typed(Channel.SMS, Language.ENGLISH, "", body)
    shown = sample(session, HEAD.company, status(session, "Booked"), typed)
    assert shown.problem
    assert shown.body == body


@pytest.mark.inventory(77, 86)
def test_the_saved_words_are_those_that_are_told(session: Session) -> None:
    place = a_place(session)
    person = a_tenant(session, place)
    hears(session, person.customer, "Booked")
    saved(session, "{CompanyName} has job {JobNumber} for {CustomerName}")
    job = a_job(session, place, person.customer)
    told_by(session, job)
    (message,) = session.scalars(select(Message)).all()
    assert message.body == f"Practice Services has job {job.number} for Robert"


def saved(
    session: Session, body: str, *, channel: Channel = Channel.SMS, subject: str = ""
) -> StatusTemplate:
    return save_template(
        session,
        status(session, "Booked"),
        channel,
        Language.ENGLISH,
        subject=subject,
        body=body,
        actor=OFFICE,
    )
