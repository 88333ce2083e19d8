"""A task that cannot wait: everyone who answers for the office hears of it once, unless it is done by then."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.actions.staff import add_staff
from core.desk.actions.tasks import finish_task, open_task
from core.desk.model import StaffRole
from core.messaging.model import Circuit
from core.outbox import Kind
from core.outbox.actions import promise
from tests.builders import OFFICE, number
from tests.workers.wall import Wall, work_off
from workers.runtime import Runtime

TITLE = "A person is needed: asked for a person"


def a_colleague(
    session: Session, name: str, *, phone: str | None = None, role: StaffRole = StaffRole.MANAGER
) -> None:
    add_staff(
        session,
        name=name,
        email=f"{name.lower()}@oakstreet.example",
        role=role,
        password="practice-makes-perfect",
        phone=phone,
    )


def an_alert(session: Session) -> int:
    task = open_task(session, title=TITLE)
    promise(session, Kind.ALERT_STAFF, {"task_id": task.id}, rank=1)
    return task.id


def test_staff_hear_by_text_where_they_have_a_phone_and_by_mail_where_not(
    runtime: Runtime, wall: Wall
) -> None:
    with runtime.database.transaction() as session:
        a_colleague(session, "Olivia", phone=number(109))
        a_colleague(session, "Ann")
        an_alert(session)

    work_off(runtime)

    assert [each.recipient for each in wall.sent] == [number(109), "ann@oakstreet.example"]
    text, mail = wall.sent
    assert text.body == (
        f"Oak Street Services office: {TITLE}. {runtime.settings.public_url}/tasks"
    )
    assert mail.subject == TITLE


@pytest.mark.parametrize("role", [StaffRole.ACCOUNTING, StaffRole.TECHNICIAN])
def test_those_who_do_not_answer_for_the_office_are_left_in_peace(
    runtime: Runtime, wall: Wall, role: StaffRole
) -> None:
    with runtime.database.transaction() as session:
        a_colleague(session, "Ann", role=role)
        an_alert(session)

    work_off(runtime)

    assert wall.sent == []


def test_a_task_that_is_done_alerts_nobody(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        a_colleague(session, "Olivia")
        finish_task(session, an_alert(session), note="called them", actor=OFFICE)

    work_off(runtime)

    assert wall.sent == []


def test_while_no_text_leaves_staff_hear_by_mail(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        session.add(Circuit(carrier="twilio", open_until=database_now(session)))
        a_colleague(session, "Olivia", phone=number(109))
        an_alert(session)

    work_off(runtime)

    assert [each.recipient for each in wall.sent] == ["olivia@oakstreet.example"]
