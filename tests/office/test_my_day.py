"""My day and the notes that name colleagues."""

from __future__ import annotations

from sqlalchemy import select

from core.db import Database
from core.desk.actions import open_task
from core.desk.model import Mention, StaffRole, StaffUser
from core.directory.model import Customer, Property
from core.events.actions import FIXLINE, Actor, ActorType, record
from core.jobs.actions.booking import NewJob, book
from core.jobs.model import BusinessUnit, Emergency, JobType
from tests.office.company import Company
from tests.office.desk import Browser, at_desk, hire, office_app


def someone(database: Database, role: StaffRole) -> tuple[Browser, StaffUser]:
    email = hire(database, role)
    browser = Browser(office_app(database).test_client())
    browser.sign_in(email)
    with database.reading() as session:
        return browser, session.scalars(select(StaffUser).where(StaffUser.email == email)).one()


def test_an_empty_day_says_what_will_appear(desk: Browser) -> None:
    page = desk.text("/my-day")
    for words in ("Nothing is given to you", "No visit begins today", "appear here until"):
        assert words in page


def test_who_has_work_begins_with_their_day_and_others_in_the_inbox(database: Database) -> None:
    browser, user = someone(database, StaffRole.CSR)
    assert browser.open("/").location == "/inbox"
    with database.transaction() as session:
        open_task(session, title="Call Rita", assigned_to_id=user.id)
    assert browser.open("/").location == "/my-day"
    assert "Call Rita" in browser.text("/my-day")


def test_the_day_shows_ones_own_tasks_and_not_anothers(
    database: Database, desk: Browser, company: Company
) -> None:
    assert f"Find a technician for job {company.job_number}" not in desk.text("/my-day")


def test_a_conversation_taken_over_stands_on_the_day(desk: Browser, company: Company) -> None:
    there = f"/inbox/{company.conversation_id}"
    assert f'href="{there}"' not in desk.text("/my-day")
    desk.send(f"{there}/take-over", seen_on=there)
    assert f'href="{there}"' in desk.text("/my-day")


def test_an_emergency_nobody_has_stands_on_top_and_is_taken_there(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        session.add(Emergency(safety="gas", words="I smell gas", reporter_address="+13125550199"))
    page = desk.text("/my-day")
    assert "nobody has it yet" in page
    assert page.index("nobody has it yet") < page.index("My tasks")
    with database.reading() as session:
        row_id = session.scalars(select(Emergency.id)).one()
    desk.send(f"/emergencies/{row_id}/take", seen_on="/my-day", back="/my-day")
    assert "nobody has it yet" not in desk.text("/my-day")


def test_a_job_booked_today_stands_on_the_day_of_who_booked_it(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        me = session.scalars(select(StaffUser)).one()
        job = book(
            session,
            NewJob(
                customer=session.get_one(Customer, company.manager_id),
                property=session.get_one(Property, company.property_id),
                unit=None,
                requester=None,
                business_unit=session.scalars(select(BusinessUnit).limit(1)).one(),
                job_type=session.scalars(select(JobType).limit(1)).one(),
                summary="A door that sticks",
            ),
            actor=Actor(ActorType.STAFF, me.name, me.id),
        )
        number = job.number
    page = desk.text("/my-day")
    assert f"#{number} A door that sticks" in page
    assert f"#{company.job_number} " not in page.partition("Booked by you")[2]


def test_a_note_on_a_conversation_comes_before_whom_it_names_until_opened(
    database: Database, company: Company
) -> None:
    writer = at_desk(database)
    reader, _ = someone(database, StaffRole.DISPATCHER)
    there = f"/inbox/{company.conversation_id}"
    sent = writer.send(
        f"{there}/notes", seen_on=there, note="He is at home until four.", tell="Dana Dispatcher"
    )
    assert sent.location == f"{there}#last"
    assert "@Dana Dispatcher He is at home until four." in writer.text(there)
    day = reader.text("/my-day")
    assert "He is at home until four." in day
    assert 'class="count"' in day.split("room-my-day")[1].split("</li>")[0]
    assert "He is at home until four." in reader.text(there)
    assert "He is at home until four." not in reader.text("/my-day")


def test_a_note_on_a_job_names_in_its_words(database: Database, company: Company) -> None:
    writer = at_desk(database)
    reader, _ = someone(database, StaffRole.CSR)
    there = f"/jobs/{company.job_number}"
    writer.send(f"{there}/notes", seen_on=there, note="@Dana Csr please call them")
    assert "please call them" in reader.text("/my-day")
    reader.text(there)
    assert "please call them" not in reader.text("/my-day")


def test_only_who_can_open_the_place_is_offered_and_named(
    database: Database, company: Company
) -> None:
    writer = at_desk(database)
    reader, _ = someone(database, StaffRole.ACCOUNTING)
    there, job = f"/inbox/{company.conversation_id}", f"/jobs/{company.job_number}"
    assert '<option value="Dana Accounting">' not in writer.text(there)
    assert '<option value="Dana Accounting">' in writer.text(job)
    for name in ("Dana Accounting", "Nobody At All"):
        refused = writer.send(f"{there}/notes", seen_on=there, note="Look here.", tell=name)
        assert refused.status_code == 422
        assert 'id="tell-error">Nobody of that name can open this' in refused.text
        assert "Look here.</textarea>" in refused.text
    writer.send(f"{there}/notes", seen_on=there, note="@Dana Accounting look there.")
    assert "look there." not in reader.text("/my-day")
    refused = writer.send(f"{job}/notes", seen_on=job, note="Look.", tell="Nobody At All")
    assert refused.status_code == 422
    writer.send(f"{job}/notes", seen_on=job, note="Look.", tell="Dana Accounting")
    assert "Look." in reader.text("/my-day")


def test_a_note_on_what_one_may_not_open_is_taken_off_the_day(
    database: Database, company: Company
) -> None:
    reader, who = someone(database, StaffRole.ACCOUNTING)
    about = ("conversation", company.conversation_id)
    with database.transaction() as session:
        note = record(session, "conversation.noted", subject=about, actor=FIXLINE)
        session.add(
            Mention(
                staff_user_id=who.id,
                subject_type=about[0],
                subject_id=about[1],
                event_id=note.id,
                author="Dana",
                words="From before.",
            )
        )
        session.flush()
        mention_id = session.scalars(select(Mention.id)).one()
    day = reader.text("/my-day")
    assert "From before." in day
    assert f'href="/inbox/{company.conversation_id}"' not in day
    away = f"/my-day/notes/{mention_id}/away"
    assert away in day
    stranger = at_desk(database)
    stranger.send(away, seen_on="/my-day")
    assert "From before." in reader.text("/my-day")
    assert reader.send(away, seen_on="/my-day").location == "/my-day"
    assert "From before." not in reader.text("/my-day")


def test_a_note_that_is_empty_or_too_long_is_shown_again(desk: Browser, company: Company) -> None:
    there = f"/inbox/{company.conversation_id}"
    for note, message in (("", "Write the note first."), ("x" * 4001, "Keep this under 4,000")):
        answer = desk.send(f"{there}/notes", seen_on=there, note=note)
        assert answer.status_code == 422
        assert message in answer.text
    assert desk.send("/inbox/999/notes", note="x").status_code == 404


def test_names_are_completed_by_a_plain_list(database: Database, company: Company) -> None:
    desk = at_desk(database)
    hire(database, StaffRole.CSR)
    assert '<option value="Dana Csr">' in desk.text(f"/inbox/{company.conversation_id}")
