"""What stands around every page: the rooms with what waits in them, the person signed in, the
company's name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, g, request
from sqlalchemy.orm import Session

from core.desk.permissions import Permission
from core.desk.queries.day import waiting_at_desk
from core.desk.queries.dead_letters import dead_letter_count
from core.desk.queries.task_pages import open_task_count
from core.jobs.queries.booking_pages import booking_count
from core.jobs.queries.first_steps import FirstSteps, first_steps
from core.messaging.model import Pause
from core.messaging.queries.inbox import waiting_count
from core.messaging.queries.safety import standing_pause
from office.access import i_may, signed_in
from office.billing.rooms import billing_rooms
from office.door import NAME, now, office, reading
from office.my_desk.mentions import colleague_names
from office.my_desk.task_choices import task_form, tasks_on


@dataclass(frozen=True)
class Room:
    """An entry of the rail. count: how much waits for a person there; 0 shows nothing.

    far: on a phone it stands behind "More". letter: pressed after `g`, it opens the room.
    """

    name: str
    endpoint: str
    key: str
    letter: str
    current: bool
    count: int
    far: bool


@dataclass(frozen=True)
class _Entry:
    name: str
    endpoint: str
    key: str
    letter: str
    permission: Permission
    waiting: Callable[[Session, datetime], int] | None = None


def _bookings(session: Session, _: datetime) -> int:
    return booking_count(session)


def _tasks(session: Session, _: datetime) -> int:
    return open_task_count(session)


def _given_up(session: Session, _: datetime) -> int:
    return dead_letter_count(session)


def _mine(session: Session, moment: datetime) -> int:
    member = signed_in()
    return waiting_at_desk(session, member.id, moment) if member else 0


# What fits beside each other at the foot of a phone; where there are more, the last place opens the others.
MOST_ON_A_PHONE = 6
ENTRIES = (
    _Entry("My day", "my_day", "my-day", "m", Permission.TASKS_READ, _mine),
    _Entry("Inbox", "inbox", "inbox", "i", Permission.INBOX_READ, waiting_count),
    _Entry("Bookings", "bookings", "bookings", "b", Permission.BOOKINGS_READ, _bookings),
    _Entry("Dispatch", "dispatch_board", "dispatch", "d", Permission.JOBS_READ),
    _Entry("Jobs", "jobs", "jobs", "j", Permission.JOBS_READ),
    _Entry("Customers", "customers", "customers", "c", Permission.DIRECTORY_READ),
    _Entry("Properties", "properties", "properties", "p", Permission.DIRECTORY_READ),
    _Entry("Billing", "invoices", "billing", "l", Permission.BILLING_READ),
    _Entry("Notices", "building_notices", "notices", "n", Permission.NOTICES_SEND),
    _Entry("Tasks", "tasks", "tasks", "t", Permission.TASKS_READ, _tasks),
    _Entry("Delivery", "delivery", "delivery", "e", Permission.DELIVERY_READ, _given_up),
    _Entry("Settings", "settings", "settings", "s", Permission.SETTINGS_EDIT),
)


def furnish(blueprint: Blueprint) -> None:
    """Give the templates of the office what the shell shows."""
    blueprint.app_context_processor(_furniture)


def in_room(key: str) -> None:
    """Say which room of the rail this page belongs to, where its address does not."""
    g.room = key


def _furniture() -> dict[str, object]:
    if request.blueprint not in {NAME, None}:
        return {}
    return {
        "me": signed_in(),
        "i_may": i_may,
        "may": Permission,
        "rooms": rooms,
        "billing_rooms": billing_rooms,
        "company_name": office().settings.company_name,
        "missing": missing,
        "task_form": task_form,
        "tasks_on": tasks_on,
        "colleague_names": colleague_names,
        "paused": paused,
    }


def missing() -> FirstSteps | None:
    """What a company that has just begun has still to add; None once it can work."""
    with reading() as session:
        found = first_steps(session)
    return None if found.can_work else found


def paused() -> Pause | None:
    """The pause that stands, so that whoever works here knows that nothing leaves."""
    with reading() as session:
        return standing_pause(session)


def rooms() -> tuple[Room, ...]:
    """The rooms this person may enter, with what waits in each."""
    here = g.get("room") or request.path.strip("/").partition("/")[0]
    mine = [entry for entry in ENTRIES if i_may(entry.permission)]
    near = len(mine) if len(mine) <= MOST_ON_A_PHONE else MOST_ON_A_PHONE - 1
    with reading() as session:
        return tuple(
            Room(
                name=entry.name,
                endpoint=f"{NAME}.{entry.endpoint}",
                key=entry.key,
                letter=entry.letter,
                current=entry.key == here,
                count=entry.waiting(session, now()) if entry.waiting else 0,
                far=place >= near,
            )
            for place, entry in enumerate(mine)
        )
