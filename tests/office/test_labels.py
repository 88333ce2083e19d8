"""The labels for how customers stand to places are the company's own; what the rules need of them stays."""

from __future__ import annotations

import html

import pytest
from sqlalchemy import select

from core.db import Database
from core.desk.model import StaffRole
from core.directory.actions.labelling import Label, edit_label, switch_label_off
from core.directory.model import RelationshipType, Role
from core.directory.queries.people import roles_of
from core.events.actions import FIXLINE
from core.events.model import Event
from core.seed import load_reference
from tests.crowd import at_once
from tests.office.company import Company
from tests.office.desk import Browser, at_desk
from tests.office.opened_forms import as_open, held_in

LIST = "/settings/relationships"


def label_id(database: Database, name: str) -> int:
    with database.reading() as session:
        return session.scalars(
            select(RelationshipType.id).where(RelationshipType.name == name)
        ).one()


def change(desk: Browser, row: int, name: str, role: str) -> tuple[int, str]:
    answer = desk.send(f"{LIST}/{row}", seen_on=LIST, name=name, role=role)
    return answer.status_code, html.unescape(answer.text)


@pytest.mark.inventory(28)
def test_a_label_is_added_and_offered_for_new_links(
    database: Database, desk: Browser, company: Company
) -> None:
    saved = desk.send(LIST, seen_on=LIST, name=" Caretaker ", role="manager")
    assert saved.status_code == 302
    assert "Caretaker" in desk.text(LIST)
    place = f"/properties/{company.property_id}"
    assert ">Caretaker</option>" in desk.text(place, who="Diaz")
    with database.reading() as session:
        event = session.scalars(select(Event).where(Event.kind == "relationship_type.added")).one()
        assert event.after == {"name": "Caretaker", "role": "manager", "active": True}


@pytest.mark.parametrize(
    ("name", "role", "message"),
    [
        ("", "other", "Give the label a name."),
        ("x" * 61, "other", "Keep this under 60 characters"),
        ("tenant", "other", "There is a label tenant already."),
        ("Boss", "primary", "Primary is built in"),
        ("Boss", "king", "Choose one of the list."),
    ],
)
def test_a_label_that_cannot_be_is_refused_and_stays_in_the_form(
    desk: Browser, name: str, role: str, message: str
) -> None:
    answer = desk.send(LIST, seen_on=LIST, name=name, role=role)
    assert answer.status_code == 422
    assert message in html.unescape(answer.text)
    assert f'value="{name}"' in answer.text


@pytest.mark.inventory(28)
def test_a_renamed_label_is_shown_where_it_is_borne_and_comes_not_again(
    database: Database, desk: Browser, company: Company
) -> None:
    row = label_id(database, "Tenant")
    assert change(desk, row, "Resident", "occupant")[0] == 302
    page = desk.text(f"/properties/{company.property_id}")
    assert "Resident" in page
    assert "Tenant<" not in page
    with database.transaction() as session:
        load_reference(session)
        names = set(session.scalars(select(RelationshipType.name)))
        assert "Tenant" not in names
        event = session.scalars(select(Event).where(Event.kind == "relationship_type.edited")).one()
        assert (event.before["name"], event.after["name"]) == ("Tenant", "Resident")


def test_another_role_counts_at_once_for_the_links_that_bear_the_label(
    database: Database, desk: Browser, company: Company
) -> None:
    desk.send(LIST, seen_on=LIST, name="Lodger", role="occupant")
    row = label_id(database, "Tenant")
    assert change(desk, row, "Tenant", "owner")[0] == 302
    with database.reading() as session:
        assert roles_of(session, [company.tenant_id]) == {Role.OWNER}


def test_an_old_form_does_not_undo_a_colleagues_change(database: Database, desk: Browser) -> None:
    page = f"{LIST}/{label_id(database, 'Landlord')}"
    old = as_open(desk, page)
    assert desk.send(page, seen_on=LIST, **{**old, "name": "Freeholder"}).status_code == 302
    refused = desk.send(page, seen_on=LIST, **{**old, "name": "Lessor"})
    assert refused.status_code == 422
    assert "Somebody else wrote “Freeholder” here meanwhile" in refused.text
    assert 'value="Lessor"' in refused.text
    again = held_in(refused.text, page)
    assert desk.send(page, seen_on=LIST, **again).status_code == 302
    assert label_id(database, "Lessor") > 0


def test_the_primary_keeps_its_role_but_not_its_name(database: Database, desk: Browser) -> None:
    row = label_id(database, "Primary")
    assert "Switch off" not in desk.text(f"{LIST}/{row}")
    status, page = change(desk, row, "Primary", "other")
    assert status == 422
    assert "Primary is built in" in page
    assert change(desk, row, "Main customer", "primary")[0] == 302
    assert desk.send(f"{LIST}/{row}/switch", seen_on=LIST).status_code == 409


def test_a_label_switched_off_is_offered_no_more_and_stays_where_it_is_borne(
    database: Database, desk: Browser, company: Company
) -> None:
    desk.send(LIST, seen_on=LIST, name="Lodger", role="occupant")
    row = label_id(database, "Tenant")
    place = f"/properties/{company.property_id}"
    assert ">Tenant</option>" in desk.text(place, who="Diaz")
    assert desk.send(f"{LIST}/{row}/switch", seen_on=LIST).status_code == 302
    page = desk.text(place, who="Diaz")
    assert ">Tenant</option>" not in page
    assert ">Tenant</span>" in page
    assert "Switched off" in desk.text(LIST)
    assert desk.send(f"{LIST}/{row}/switch", seen_on=LIST, wanted="on").status_code == 302
    assert ">Tenant</option>" in desk.text(place, who="Diaz")


@pytest.mark.parametrize("name", ["Tenant", "Other"])
def test_the_last_label_of_a_needed_role_stays(
    database: Database, desk: Browser, name: str
) -> None:
    row = label_id(database, name)
    refused = desk.send(f"{LIST}/{row}/switch", seen_on=LIST)
    assert refused.status_code == 409
    assert "is the only label left for its role" in refused.text
    status, page = change(desk, row, name, "manager")
    assert status == 422
    assert "Fixline needs one" in page


def test_of_two_at_once_the_last_label_of_a_role_is_left(database: Database) -> None:
    with database.transaction() as session:
        session.add(RelationshipType(name="Lodger", role=Role.OCCUPANT, position=9))
    rows = [label_id(database, "Tenant"), label_id(database, "Lodger")]

    def act(nth: int) -> bool:
        with database.transaction() as session:
            switch_label_off(session, rows[nth % 2], actor=FIXLINE)
        return True

    at_once(2, act)
    with database.reading() as session:
        left = select(RelationshipType.id).where(
            RelationshipType.role == Role.OCCUPANT, RelationshipType.active
        )
        assert len(session.scalars(left).all()) == 1


def test_the_same_label_again_records_nothing(database: Database) -> None:
    row = label_id(database, "Owner")
    with database.transaction() as session:
        edit_label(session, row, Label("Owner", Role.OWNER), actor=FIXLINE)
        kinds = select(Event.id).where(Event.kind == "relationship_type.edited")
        assert session.scalars(kinds).all() == []


def test_only_who_edits_settings_changes_labels(database: Database, company: Company) -> None:
    clerk = at_desk(database, StaffRole.CSR)
    row = label_id(database, "Owner")
    assert clerk.open(LIST).status_code == 403
    assert clerk.open(f"{LIST}/{row}").status_code == 403
    seen = f"/customers/{company.tenant_id}"
    assert clerk.send(LIST, seen_on=seen, name="Boss", role="other").status_code == 403
    assert clerk.send(f"{LIST}/{row}", seen_on=seen, name="Boss", role="other").status_code == 403
    assert clerk.send(f"{LIST}/{row}/switch", seen_on=seen).status_code == 403


def test_a_label_that_is_none_is_not_found(desk: Browser) -> None:
    assert desk.open(f"{LIST}/999").status_code == 404
    assert desk.send(f"{LIST}/999/switch", seen_on=LIST).status_code == 404
