"""Two people save one number or address at the same instant: the second is told, and keeps what they typed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from core.billing.actions.pricebook import ItemWanted, add_item
from core.billing.model import ItemKind
from core.db import Database
from core.desk.actions import add_staff
from core.desk.model import StaffRole
from core.directory.actions.people import add_point
from core.directory.model import Contact, ContactPoint, PointKind
from core.errors import FieldRefused
from core.jobs.actions.crew import CrewDetails, add_technician
from core.jobs.actions.workflow import StatusDraft, add_status
from core.jobs.lifecycle import Category
from core.jobs.model import Technician
from core.language import Language
from tests.builders import OFFICE, a_person
from tests.crowd import at_once
from tests.office.company import Company
from tests.office.desk import PASSWORD, QUICK, Browser
from tests.waiting import until

CREW = "/settings/technicians"
STAFF = "/settings/staff"
JOE = CrewDetails("Joe Park", "312 555 0171", Language.ENGLISH, None)
_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def while_a_colleague_saves(
    database: Database, save: Callable[[Session], object], send: Callable[[], TestResponse]
) -> TestResponse:
    """What the second hears: they saw nothing of the first, whose work is done before theirs is."""
    with ThreadPoolExecutor(1) as threads:
        with database.transaction() as session:
            save(session)
            answer = threads.submit(send)
            until(lambda: answer.done() or _somebody_waits(database))
            assert not answer.done(), "the second was to wait for the first"
        return answer.result()


def _somebody_waits(database: Database) -> bool:
    with database.reading() as session:
        return bool(session.scalar(_WAITING))


def test_a_technicians_number_saved_twice_at_once(database: Database, desk: Browser) -> None:
    answer = while_a_colleague_saves(
        database,
        lambda session: add_technician(session, JOE, actor=OFFICE),
        lambda: desk.send(
            CREW,
            seen_on=f"{CREW}/new",
            name="Joseph Park",
            phone="(312) 555-0171",
            language="es",
            on_call_order="7",
        ),
    )
    assert answer.status_code == 422
    assert "That number has just been added to Joe Park." in answer.text
    assert 'id="phone-error"' in answer.text
    for typed in ("Joseph Park", "(312) 555-0171", "7"):
        assert f'value="{typed}"' in answer.text
    assert 'value="es" selected' in answer.text


def test_a_technicians_number_changed_to_one_saved_at_once(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"{CREW}/{company.technician_id}"
    answer = while_a_colleague_saves(
        database,
        lambda session: add_technician(session, JOE, actor=OFFICE),
        lambda: desk.send(
            address, seen_on=address, name="Maria L.", phone="312 555 0171", language="es"
        ),
    )
    assert answer.status_code == 422
    assert "That number has just been added to Joe Park." in answer.text
    assert 'value="Maria L."' in answer.text
    with database.reading() as session:
        assert session.get_one(Technician, company.technician_id).name == "Maria Lopez"


def test_a_colleagues_address_saved_twice_at_once(database: Database, desk: Browser) -> None:
    answer = while_a_colleague_saves(
        database,
        lambda session: add_staff(
            session,
            name="Olivia Grant",
            email="olivia@example.com",
            role=StaffRole.CSR,
            password=PASSWORD,
            hasher=QUICK,
        ),
        lambda: desk.send(
            STAFF,
            seen_on=f"{STAFF}/new",
            name="Liv Grant",
            email="Olivia@example.com",
            role="manager",
            phone="312 555 0160",
            password="first password",
        ),
    )
    assert answer.status_code == 422
    assert "olivia@example.com has just been added for Olivia Grant." in answer.text
    for typed in ("Liv Grant", "Olivia@example.com", "312 555 0160"):
        assert f'value="{typed}"' in answer.text


@pytest.mark.parametrize(
    ("kind", "value"), [(PointKind.PHONE, "312 555 0144"), (PointKind.EMAIL, "bob@home.example")]
)
def test_a_persons_entry_saved_twice_at_once(
    database: Database, desk: Browser, company: Company, kind: PointKind, value: str
) -> None:
    person = f"/customers/{company.tenant_id}/people/{company.tenant_contact_id}"

    def save(session: Session) -> None:
        contact = session.get_one(Contact, company.tenant_contact_id)
        add_point(session, contact, kind=kind, value=value)

    answer = while_a_colleague_saves(
        database,
        save,
        lambda: desk.send(
            f"{person}/points", seen_on=person, kind=kind, value=value, label="at night"
        ),
    )
    assert answer.status_code == 422
    assert "Robert Diaz has " in answer.text
    assert f'value="{value}"' in answer.text
    assert 'value="at night"' in answer.text


def test_of_many_who_give_one_person_the_same_number_one_succeeds(database: Database) -> None:
    """Also where the person is not held meanwhile, as when a list is brought in."""
    with database.transaction() as session:
        person_id = a_person(session).id

    def give(_: int) -> str:
        with database.transaction() as session:
            person = session.get_one(Contact, person_id)
            return add_point(session, person, kind=PointKind.PHONE, value="312 555 0144").value

    got = at_once(6, give)
    refused = [each for each in got if isinstance(each, FieldRefused)]
    assert len(refused) == 5
    assert got.count("+13125550144") == 1
    with database.reading() as session:
        assert session.query(ContactPoint).count() == 1


def test_a_statuss_name_saved_twice_at_once(database: Database, desk: Browser) -> None:
    draft = StatusDraft("Waiting for parts", 55, True, False)
    answer = while_a_colleague_saves(
        database,
        lambda session: add_status(session, Category.ON_HOLD, draft, actor=OFFICE),
        lambda: desk.send(
            "/settings/statuses",
            seen_on="/settings/statuses/new",
            name="waiting for Parts",
            category="on_hold",
            position="56",
        ),
    )
    assert answer.status_code == 422
    assert "There is a status waiting for Parts already." in answer.text
    assert 'value="56"' in answer.text


def test_a_code_of_the_pricebook_saved_twice_at_once(database: Database, desk: Browser) -> None:
    item = ItemWanted(ItemKind.SERVICE, "PUMP", "Pump", 40_000)
    answer = while_a_colleague_saves(
        database,
        lambda session: add_item(session, item, actor=OFFICE),
        lambda: desk.send(
            "/billing/pricebook",
            seen_on="/billing/pricebook/new",
            kind="service",
            code="PUMP",
            name="Another pump",
            unit_price="300",
        ),
    )
    assert answer.status_code == 422
    assert 'value="Another pump"' in answer.text
