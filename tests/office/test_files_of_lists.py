"""Lists of the desk, the company and delivery as files, each by the link on its own page."""

from __future__ import annotations

import re

from sqlalchemy import select

from core.alerts.actions.notices import send_notice
from core.alerts.new_notice import NewNotice
from core.alerts.wording import Words
from core.clock import local
from core.db import Database
from core.desk.model import StaffRole
from core.desk.permissions import Permission
from core.jobs.actions.equipment import EquipmentDraft, add_equipment, serve
from core.jobs.actions.machines import make_token
from core.jobs.model import Appointment, Job
from core.language import Language
from core.messaging.wire import Channel
from core.operations.actions import add_sends
from core.operations.model import SendOutcome
from office.my_desk.permission_words import PERMISSION_WORDS
from tests.builders import CHICAGO, OFFICE, number
from tests.office.company import Company
from tests.office.desk import Browser, at_desk
from tests.office.taking_along import lines_of, links_on, taken_along
from tests.office.test_delivery import doubted, everyone_works, given_up
from tests.office.test_teaching import TAP, lesson_of


def test_conversations_are_taken_along_as_the_inbox_shows_them(
    desk: Browser, company: Company
) -> None:
    everybody = taken_along(desk, "/inbox")
    waiting = taken_along(desk, "/inbox?lane=waiting")
    assert len(waiting) < len(everybody)
    assert everybody[0]["Emergency"] == "yes"
    assert {row["Conversation"] for row in everybody} >= {
        str(company.conversation_id),
        str(company.emergency_thread_id),
    }


def test_the_visits_of_the_shown_days_are_taken_along(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.reading() as session:
        visit = session.scalars(
            select(Appointment).where(Appointment.job_id == company.job_id)
        ).one()
        unit = session.get_one(Job, company.job_id).business_unit_id
        day = f"day={local(visit.window_start, CHICAGO).date()}"
    for asked in (day, f"{day}&sight=week", f"{day}&unit={unit}"):
        (row,) = visits_of(taken_along(desk, f"/dispatch?{asked}"))
        assert (row["Job"], row["Technicians"]) == (str(company.job_number), "Maria Lopez")
        assert row["From"].startswith(f"{local(visit.window_start, CHICAGO):%Y-%m-%dT%H:%M-0}")
    for other in (f"{day}&unit={unit + 1}", "day=2031-01-01"):
        assert visits_of(taken_along(desk, f"/dispatch?{other}")) == []


def test_every_call_of_a_customer_is_taken_along_and_not_the_last_few_alone(
    desk: Browser, company: Company
) -> None:
    page = f"/customers/{company.tenant_id}/calls"
    assert links_on(desk, page) == []
    for nth in range(7):
        desk.send(page, seen_on=page, notes=f"=call {nth}", minutes="3")
    rows = taken_along(desk, page)
    assert [row["Notes"] for row in rows] == [f"'=call {nth}" for nth in reversed(range(7))]
    assert {row["Minutes"] for row in rows} == {"3"}
    assert desk.open("/customers/99999/calls.csv").status_code == 404


def test_who_was_told_is_taken_along_from_job_customer_and_property(
    desk: Browser, company: Company
) -> None:
    of_job = taken_along(desk, f"/jobs/{company.job_number}")
    of_place = taken_along(desk, f"/properties/{company.property_id}/told")
    of_customer = taken_along(desk, f"/customers/{company.manager_id}/told")
    assert {row["Person"] for row in of_job} == {row["Person"] for row in of_place}
    assert {row["Customer"] for row in of_customer} == {"Lakeside Property Management"}
    for rows in (of_job, of_place, of_customer):
        assert all(bool(row["Why not"]) is (row["Told"] == "no") for row in rows)
    assert desk.open("/customers/99999/told.csv").status_code == 404
    assert desk.open("/properties/99999/told.csv").status_code == 404
    assert desk.open("/jobs/99999/told.csv").status_code == 404


def test_notices_and_who_got_each_are_taken_along(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        words = (Words(Channel.SMS, Language.ENGLISH, "", "No water on Friday."),)
        new = NewNotice("key of the form", "Water off", words, (company.property_id,))
        notice = send_notice(session, new, actor=OFFICE).id
    (row,) = taken_along(desk, "/notices")
    assert (row["Title"], row["Properties"]) == ("Water off", "1")
    assert taken_along(desk, f"/notices/{notice}") == []
    assert desk.open("/notices/99999.csv").status_code == 404


def test_what_served_a_boiler_is_taken_along(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        new = EquipmentDraft(name="Boiler")
        boiler = add_equipment(session, company.property_id, new, actor=OFFICE)
        serve(session, session.get_one(Job, company.job_id), boiler.id, actor=OFFICE)
        boiler_id = boiler.id
    (served,) = taken_along(desk, f"/equipment/{boiler_id}")
    assert served["Job"] == str(company.job_number)
    (listed,) = taken_along(desk, "/equipment")
    assert listed["Equipment"] == "Boiler"
    assert desk.open("/equipment/99999/services.csv").status_code == 404


def test_what_the_company_set_up_is_taken_along(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        token, shown = make_token(session, "Lakeside portal", actor=OFFICE)
        beginning = token.beginning
    (technician,) = taken_along(desk, "/settings/technicians")
    assert (technician["Technician"], technician["Paged"]) == ("Maria Lopez", "1")
    (colleague,) = taken_along(desk, "/settings/staff")
    assert (colleague["E-mail"], colleague["Role"]) == (
        "administrator@example.com",
        "Administrator",
    )
    statuses = taken_along(desk, "/settings/statuses")
    steps = taken_along(desk, "/settings/workflow")
    assert {row["From"] for row in steps} < {row["Status"] for row in statuses}
    labels = {row["Name"] for row in taken_along(desk, "/settings/relationships")}
    assert "Tenant" in labels
    (machine,) = taken_along(desk, "/settings/integrations")
    assert machine["Begins with"] == beginning
    assert shown not in machine.values()
    roles = {row["May"]: row for row in taken_along(desk, "/settings/roles")}
    staff = roles[PERMISSION_WORDS[Permission.STAFF_EDIT]]
    assert (staff["Administrator"], staff["Manager"]) == ("yes", "no")


def test_shifts_forms_and_lessons_are_taken_along(
    database: Database, desk: Browser, company: Company
) -> None:
    rota = desk.text("/settings/on-call")
    fields = {"technician_id": company.technician_id, "first_hour": "08:00", "last_hour": "08:00"}
    days = dict(zip(("first", "last"), _days_of(rota), strict=True))
    made = desk.send("/settings/on-call", seen_on="/settings/on-call", place=1, **fields, **days)
    assert made.status_code == 302
    (shift,) = taken_along(desk, "/settings/on-call")
    assert shift["From"].startswith(f"{days['first']}T08:00-0")
    asked = {"name": "Boiler check", "label-0": "Pressure", "kind-0": "number"}
    assert desk.send("/settings/forms", seen_on="/settings/forms/new", **asked).status_code == 302
    (question,) = taken_along(desk, "/settings/forms")
    assert (question["Form"], question["Question"]) == ("Boiler check", "Pressure")
    form = lesson_of(database, company)
    desk.send(form, seen_on=form, **TAP, note="+1 the tap")
    (lesson,) = taken_along(desk, "/settings/teachings")
    assert (lesson["Words"], lesson["Note"]) == ("Kitchen sink is leaking", "'+1 the tap")


def test_the_road_of_messages_is_taken_along(database: Database) -> None:
    with database.transaction() as session:
        everyone_works(session)
        entry = given_up(session, why="=KeyError")
        doubted(session, Channel.SMS, number(77))
        add_sends(session, {("twilio", SendOutcome.ACCEPTED): 3})
    desk = at_desk(database)
    due, sent, uncertain, dead = (taken_along(desk, "/delivery", nth=each) for each in range(4))
    assert [row["Given up"] for row in due if row["Given up"] != "0"] == ["1"]
    assert sum(int(row["Sent"]) for row in sent) == 3
    assert len(sent) == 24
    assert [row["To"] for row in uncertain] == [f"'{number(77)}"]
    assert [(row["Entry"], row["Why"]) for row in dead] == [(str(entry), "'=KeyError")]


def test_staff_are_taken_along_by_administrators_alone(
    database: Database, company: Company
) -> None:
    manager = at_desk(database, StaffRole.MANAGER)
    assert manager.open("/settings/staff.csv").status_code == 403
    assert lines_of(manager, "/settings/technicians.csv") != []


def visits_of(board: list[dict[str, str]]) -> list[dict[str, str]]:
    """Without the jobs that have no visit yet."""
    return [row for row in board if row["From"]]


def _days_of(rota: str) -> tuple[str, str]:
    first = re.search(r'name="first" type="date" value="([^"]+)"', rota)
    last = re.search(r'name="last" type="date" value="([^"]+)"', rota)
    assert first is not None
    assert last is not None
    return first[1], last[1]
