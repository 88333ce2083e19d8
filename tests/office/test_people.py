"""The people of a customer: added, changed, reached at more numbers, mended, with lists of their own."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.alerts.model import AlertSubscription
from core.db import Database
from core.directory.actions.people import mark_bad
from core.directory.model import Contact, ContactPoint
from core.events.actions import FIXLINE
from core.events.model import Event
from core.jobs.model import JobStatus
from tests.office.company import Company
from tests.office.desk import Browser


@pytest.fixture
def home(company: Company) -> str:
    return f"/customers/{company.tenant_id}"


@pytest.fixture
def person(database: Database, company: Company, home: str) -> str:
    with database.reading() as session:
        point = session.get_one(ContactPoint, company.tenant_point_id)
        return f"{home}/people/{point.contact_id}"


@pytest.mark.inventory(3)
def test_one_more_person_is_added(desk: Browser, home: str) -> None:
    saved = desk.send(
        f"{home}/people",
        seen_on=f"{home}/people/new",
        first_name="Lucia",
        last_name="Diaz",
        role="partner",
        language="es",
        phone="312 555 0143",
    )
    assert saved.status_code == 302
    page = desk.text(home)
    assert "Lucia Diaz" in page
    assert "(312) 555-0143" in page
    assert "added Lucia Diaz" in page


def test_a_person_without_a_first_name_is_refused_and_the_rest_stays(
    desk: Browser, home: str
) -> None:
    answer = desk.send(
        f"{home}/people", seen_on=home, first_name="", last_name="Diaz", language="es", phone="1"
    )
    assert answer.status_code == 422
    assert "Give a first name." in answer.text
    assert 'value="Diaz"' in answer.text
    assert 'value="es" selected' in answer.text


def test_a_persons_details_are_changed_and_recorded(
    database: Database, desk: Browser, person: str
) -> None:
    saved = desk.send(person, seen_on=person, first_name="Bob", role="tenant", language="en")
    assert saved.status_code == 302
    assert 'value="Bob"' in desk.text(person)
    with database.reading() as session:
        event = session.scalars(select(Event).where(Event.kind == "contact.edited")).one()
        assert event.before == {
            "name": "Robert Diaz",
            "first_name": "Robert",
            "last_name": "Diaz",
            "role": "",
            "language": "es",
        }
        assert event.after == {
            "name": "Bob",
            "first_name": "Bob",
            "last_name": "",
            "role": "tenant",
            "language": "en",
        }
    assert desk.send(person, seen_on=person, first_name="", language="en").status_code == 422


@pytest.mark.inventory(3, 4)
def test_one_more_number_is_added_with_its_label(desk: Browser, home: str, person: str) -> None:
    saved = desk.send(
        f"{person}/points", seen_on=person, kind="phone", value="(312) 555-0144", label="night"
    )
    assert saved.status_code == 302
    page = desk.text(home)
    assert "(312) 555-0144" in page
    assert "night" in page
    assert "added a phone number of Robert Diaz" in page


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("phone", "", "Give the number or address."),
        ("phone", "0151", "That is no complete phone number"),
        ("email", "bob(at)home", "That is no e-mail address"),
        ("pigeon", "coo", "Choose one of the list."),
        ("phone", "+1 312-555-0142", "Robert Diaz has +13125550142 already."),
        ("email", "<script>alert(1)</script>", "That is no e-mail address"),
    ],
)
def test_what_cannot_be_reached_is_refused_and_stays_in_the_field(
    desk: Browser, person: str, kind: str, value: str, message: str
) -> None:
    answer = desk.send(f"{person}/points", seen_on=person, kind=kind, value=value, label="mine")
    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="mine"' in answer.text
    assert "<script>alert" not in answer.text


def test_a_number_that_works_again_is_mended(
    database: Database, desk: Browser, company: Company, home: str
) -> None:
    assert "mended: try again" not in desk.text(home)
    with database.transaction() as session:
        mark_bad(session, "+13125550142", why="landline", actor=FIXLINE)
    page = desk.text(home)
    assert "Does not work: landline" in page
    mended = desk.send(f"{home}/points/{company.tenant_point_id}/mended", seen_on=home)
    assert mended.status_code == 302
    page = desk.text(home)
    assert "Does not work" not in page
    assert "address works again" in page
    other = f"/customers/{company.manager_id}/points/{company.tenant_point_id}/mended"
    assert desk.send(other).status_code == 404


@pytest.mark.inventory(7)
def test_a_list_of_their_own_starts_as_the_customers_and_is_dropped_again(
    database: Database, desk: Browser, company: Company, person: str
) -> None:
    def own() -> set[int]:
        contact_id = int(person.rpartition("/")[2])
        with database.reading() as session:
            query = select(AlertSubscription.status_id)
            return set(session.scalars(query.where(AlertSubscription.contact_id == contact_id)))

    with database.reading() as session:
        standing = set(
            session.scalars(
                select(AlertSubscription.status_id).where(
                    AlertSubscription.customer_id == company.tenant_id,
                    AlertSubscription.contact_id.is_(None),
                )
            )
        )
        hold = session.scalars(select(JobStatus.id).where(JobStatus.name == "On Hold")).one()
    desk.send(f"{person}/own-list", seen_on=person, wanted="on")
    assert own() == standing
    desk.send(f"{person}/alerts/{hold}/add", seen_on=person)
    assert own() == standing | {hold}
    desk.send(f"{person}/alerts/{hold}/remove", seen_on=person)
    assert hold not in own()
    assert "This person has a list of their own." in desk.text(person)
    desk.send(f"{person}/own-list", seen_on=person)
    assert own() == set()
    with database.reading() as session:
        contact = session.get_one(Contact, int(person.rpartition("/")[2]))
        assert not contact.own_alert_list
    page = desk.text(f"/customers/{company.tenant_id}")
    assert "gave Robert Diaz their own list" in page


def test_a_person_of_another_customer_is_not_found(
    desk: Browser, company: Company, person: str
) -> None:
    other = person.replace(f"/customers/{company.tenant_id}", f"/customers/{company.manager_id}")
    assert desk.open(other).status_code == 404
    assert desk.send(f"{other}/own-list", seen_on=person, wanted="on").status_code == 404
