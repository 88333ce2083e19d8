"""Two colleagues with the same form open: neither overwrites what the other saved, and neither loses a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from core.db import Base, Database
from core.desk.model import StaffTask
from core.directory.actions.merging import merge_customers
from core.directory.model import Contact, Customer
from core.events.actions import FIXLINE
from core.jobs.actions.equipment import EquipmentDraft, add_equipment
from core.jobs.model import Equipment, Technician
from office.forms import Form
from office.meanwhile import opened, settled
from tests.office.company import Company
from tests.office.desk import Browser
from tests.office.opened_forms import as_open, held_in


@dataclass(frozen=True)
class Card:
    """A form that two have open. mine, theirs: a field each of them changes."""

    row: type[Base]
    page: Callable[[Company], tuple[str, int]]
    mine: str
    theirs: str


CARDS = {
    "customer": Card(
        Customer,
        lambda c: (f"/customers/{c.manager_id}", c.manager_id),
        "billing_address",
        "best_time",
    ),
    "person": Card(
        Contact,
        lambda c: (f"/customers/{c.tenant_id}/people/{c.tenant_contact_id}", c.tenant_contact_id),
        "role",
        "last_name",
    ),
    "technician": Card(
        Technician,
        lambda c: (f"/settings/technicians/{c.technician_id}", c.technician_id),
        "name",
        "on_call_order",
    ),
    "equipment": Card(Equipment, lambda _: ("/equipment/1", 1), "make", "notes"),
}


@pytest.fixture(params=CARDS)
def card(request: pytest.FixtureRequest, database: Database, company: Company) -> Card:
    """Each of the forms, with something to change."""
    with database.transaction() as session:
        draft = EquipmentDraft(name="Boiler")
        boiler = add_equipment(session, company.property_id, draft, actor=FIXLINE)
        assert boiler.id == 1
    return CARDS[request.param]


def stored(database: Database, card: Card, row_id: int, field: str) -> str:
    with database.reading() as session:
        return str(getattr(session.get_one(card.row, row_id), field))


def test_what_each_changed_stays(
    database: Database, desk: Browser, company: Company, card: Card
) -> None:
    address, row_id = card.page(company)
    first, second = as_open(desk, address), as_open(desk, address)
    assert desk.send(address, **{**first, card.theirs: "7"}).status_code == 302
    assert desk.send(address, **{**second, card.mine: "Mine"}).status_code == 302
    assert stored(database, card, row_id, card.theirs) == "7"
    assert stored(database, card, row_id, card.mine) == "Mine"


def test_what_both_changed_is_asked_about_and_nothing_typed_is_lost(
    database: Database, desk: Browser, company: Company, card: Card
) -> None:
    address, row_id = card.page(company)
    first, second = as_open(desk, address), as_open(desk, address)
    assert desk.send(address, **{**first, card.mine: "Theirs"}).status_code == 302
    refused = desk.send(address, **{**second, card.mine: "Mine", card.theirs: "7"})
    assert refused.status_code == 422
    assert f'id="{card.mine}-error"' in refused.text
    assert "Somebody else wrote “Theirs” here meanwhile; you have “Mine”." in refused.text
    assert stored(database, card, row_id, card.mine) == "Theirs"
    again = held_in(refused.text, address)
    assert (again[card.mine], again[card.theirs]) == ("Mine", "7")
    assert desk.send(address, **again).status_code == 302
    assert stored(database, card, row_id, card.mine) == "Mine"
    assert stored(database, card, row_id, card.theirs) == "7"


def test_a_task_put_off_by_one_and_made_pressing_by_another_is_both(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/tasks/{company.task_id}"
    change = f"{address}/change"
    first, second = as_open(desk, address, change), as_open(desk, address, change)
    put_off = {**first, "due_day": "2027-03-02", "due_time": "09:00"}
    assert desk.send(f"{address}/change", **put_off).status_code == 302
    assert desk.send(f"{address}/change", **{**second, "priority": "high"}).status_code == 302
    clash = desk.send(f"{address}/change", **{**second, "priority": "low", "due_day": "2027-03-05"})
    assert clash.status_code == 422
    assert "Somebody else wrote “2027-03-02” here meanwhile" in clash.text
    with database.reading() as session:
        task = session.get_one(StaffTask, company.task_id)
        assert (task.due_at is not None, task.priority) == (True, "high")


def test_details_of_one_merged_meanwhile_are_refused_with_a_link_to_who_stays(
    database: Database, desk: Browser, company: Company
) -> None:
    address = f"/customers/{company.tenant_id}"
    held = as_open(desk, address)
    with database.transaction() as session:
        merge_customers(
            session, kept_id=company.manager_id, gone_id=company.tenant_id, actor=FIXLINE
        )
    refused = desk.send(address, **{**held, "notes": "Rings twice"})
    assert refused.status_code == 409
    assert f'<a href="/customers/{company.manager_id}">' in refused.text
    assert "Nothing was saved" in refused.text
    assert "Rings twice</textarea>" in refused.text
    with database.reading() as session:
        notes = session.scalars(select(Customer.notes).order_by(Customer.id)).all()
        assert "Rings twice" not in notes


def test_people_of_one_merged_meanwhile_are_saved_with_who_stays(
    database: Database, desk: Browser, company: Company
) -> None:
    page = f"/customers/{company.tenant_id}/people"
    held = as_open(desk, f"{page}/{company.tenant_contact_id}")
    with database.transaction() as session:
        merge_customers(
            session, kept_id=company.manager_id, gone_id=company.tenant_id, actor=FIXLINE
        )
    there = f"{page}/{company.tenant_contact_id}"
    assert desk.send(there, **{**held, "role": "Janitor"}).status_code == 302
    added = desk.send(page, first_name="Nina", language="en")
    assert added.location == f"/customers/{company.manager_id}#people"
    with database.reading() as session:
        known = select(Contact.role).where(Contact.id == company.tenant_contact_id)
        assert session.scalar(known) == "Janitor"
        nina = select(Contact.customer_id).where(Contact.first_name == "Nina")
        assert session.scalar(nina) == company.manager_id


@pytest.mark.parametrize("browser", ["a\r\nb", " a\nb ", "a\nb"])
def test_what_a_browser_does_to_spaces_and_line_ends_is_no_change(browser: str) -> None:
    shown = dict(opened(Form(), {"notes": "a\nb"}).starting("seen-"))
    form = settled(Form({**shown, "notes": browser}), {"notes": "c"})
    assert form.is_good
    assert form.value("notes") == "c"


def test_an_emptied_field_and_a_choice_are_told_in_words() -> None:
    stands = {"notes": "a", "language": "en"}
    shown = dict(opened(Form(), stands).starting("seen-"))
    choices = {"language": (("en", "English"), ("es", "Spanish"), ("", "None"))}
    sent = Form({**shown, "notes": "b", "language": ""})
    form = settled(sent, {"notes": "", "language": "es"}, choices)
    assert form.errors == {
        "notes": "Somebody else emptied this meanwhile; you have “b”. Save again to keep yours, or write theirs.",
        "language": "Somebody else wrote “Spanish” here meanwhile; you have it empty. "
        "Save again to keep yours, or write theirs.",
    }


def test_the_same_change_by_two_is_no_clash() -> None:
    shown = dict(opened(Form(), {"notes": "a"}).starting("seen-"))
    assert settled(Form({**shown, "notes": "b"}), {"notes": "b"}).is_good
