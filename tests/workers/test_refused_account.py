"""The carrier of texts refuses our account: staff hear of it by mail, and so does whoever could help in danger."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import database_now
from core.db import Database
from core.desk.actions.staff import add_staff
from core.desk.model import StaffRole
from core.events.actions import FIXLINE
from core.jobs.actions.emergencies import Danger, raise_emergency
from core.messaging.circuit import OpenCause
from core.messaging.model import Circuit, Message
from core.messaging.wire import Channel, MessageState
from core.outbox import Kind
from core.outbox.actions import promise
from tests.builders import a_technician, number
from tests.workers.road import Emulator, Road
from tests.workers.wall import Wall, work_off
from workers.runtime import Runtime

OLIVIA, OLIVIAS_MAIL = number(109), "olivia@oakstreet.example"
MARIA, TENANT = number(131), number(111)


def an_office(session: Session) -> None:
    add_staff(
        session,
        name="Olivia",
        email=OLIVIAS_MAIL,
        role=StaffRole.DISPATCHER,
        password="practice-makes-perfect",
        phone=OLIVIA,
    )


def an_emergency(session: Session) -> None:
    danger = Danger(safety="gas", words="I smell gas", reporter_address=TENANT)
    emergency = raise_emergency(session, danger, actor=FIXLINE)
    promise(session, Kind.PAGE_ON_CALL, {"emergency_id": emergency.id, "rung": 0}, rank=0)


def mails_to(road: Road, address: str) -> list[str]:
    with road.database.reading() as session:
        mails = select(Message.subject).where(
            Message.recipient == address, Message.state == MessageState.ACCEPTED
        )
        return list(session.scalars(mails.order_by(Message.id)))


def test_staff_are_paged_by_the_carrier_that_still_works(
    database: Database, emulator: Emulator
) -> None:
    road = Road(database, emulator, FIXLINE_CIRCUIT_SECONDS="30")
    with database.transaction() as session:
        an_office(session)
    emulator.mood("twilio", refuse_auth=True)
    (held,) = road.send(TENANT)

    road.until(lambda: mails_to(road, OLIVIAS_MAIL) != [])

    assert mails_to(road, OLIVIAS_MAIL) == [
        "Nothing leaves through twilio: check its account settings"
    ]
    assert road.state(held) is MessageState.QUEUED


def test_when_the_page_to_the_one_on_call_is_refused_the_office_is_mailed_at_once(
    database: Database, emulator: Emulator
) -> None:
    road = Road(database, emulator, FIXLINE_CIRCUIT_SECONDS="30")
    emulator.mood("twilio", refuse_auth=True)
    with database.transaction() as session:
        an_office(session)
        a_technician(session, "Maria Santos", MARIA, on_call_order=1)
        an_emergency(session)

    def subjects() -> list[str]:
        """What Olivia is paged or told by mail; that the emergency was reported she hears in any case."""
        return [each for each in mails_to(road, OLIVIAS_MAIL) if "reported" not in each]

    road.until(lambda: len(subjects()) == 2)

    assert "EMERGENCY" in "".join(subjects())


def test_once_texts_leave_again_what_was_held_leaves_once(
    database: Database, emulator: Emulator
) -> None:
    road = Road(database, emulator)
    emulator.mood("twilio", refuse_auth=True)
    ids = road.send(*(number(n) for n in range(30)))
    road.work_off()
    emulator.mood("twilio", refuse_auth=False)

    road.until(lambda: all(road.state(each) is MessageState.ACCEPTED for each in ids))

    assert emulator.accepted() == (30, 0)
    assert {road.message(each).attempts for each in ids} == {1}
    assert road.entries() == []
    with database.reading() as session:
        assert session.scalars(select(Circuit.open_until)).all() == [None]


@pytest.mark.parametrize("cause", list(OpenCause))
def test_while_texts_do_not_leave_the_first_page_goes_to_the_office_by_mail_too(
    runtime: Runtime, wall: Wall, cause: OpenCause
) -> None:
    with runtime.database.transaction() as session:
        session.add(Circuit(carrier="twilio", open_until=database_now(session), cause=cause))
        an_office(session)
        a_technician(session, "Maria Santos", MARIA, on_call_order=1)
        an_emergency(session)

    work_off(runtime)

    paged = {(each.channel, each.recipient) for each in wall.sent}
    assert {(Channel.SMS, MARIA), (Channel.EMAIL, OLIVIAS_MAIL)} <= paged
