"""A draft without a job is given the place of its work: the place's tax, and its address where none stands."""

from __future__ import annotations

import pytest

from core.billing.model import Invoice
from core.db import Database
from core.directory.model import Property
from tests.builders import a_customer, a_place, linked
from tests.builders.billing import a_draft_invoice, a_job_draft, a_taxed
from tests.office.billing.books import fields_of, the_day
from tests.office.desk import Browser


def a_draft_and_a_place(database: Database, street: str = "12 Oak St") -> tuple[int, int]:
    """A draft over $100.00 of the owner of a taxed place."""
    with database.transaction() as session:
        owner = a_customer(session, "Olga Owner")
        place = a_taxed(session, a_place(session, street))
        linked(session, place, owner, "Owner")
        return a_draft_invoice(session, 10_000, customer=owner, on=the_day(session)).id, place.id


def tax_on(database: Database, draft_id: int) -> int:
    with database.reading() as session:
        return session.get_one(Invoice, draft_id).tax_cents


@pytest.mark.inventory(114)
def test_a_place_chosen_by_hand_brings_its_tax_and_leaves_with_it(
    database: Database, desk: Browser
) -> None:
    draft_id, place_id = a_draft_and_a_place(database)
    page = f"/billing/invoices/{draft_id}"
    for place, tax in ((str(place_id), 825), ("", 0)):
        seen = fields_of(desk.text(page))["seen-place"]
        sent = desk.send(f"{page}/place", seen_on=page, place=place, **{"seen-place": seen})
        assert sent.status_code == 303
        assert tax_on(database, draft_id) == tax
    assert "said that the work was at 12 Oak St" in desk.text(page)


def test_a_place_is_found_by_its_words_and_several_are_offered(
    database: Database, desk: Browser
) -> None:
    draft_id, _ = a_draft_and_a_place(database)
    with database.transaction() as session:
        for street in ("77 Elm Ave", "99 Elm Ave"):
            a_taxed(session, a_place(session, street))
    page = f"/billing/invoices/{draft_id}"
    several = desk.send(f"{page}/place", seen_on=page, place_other="Elm Ave")
    assert several.status_code == 422
    assert "77 Elm Ave" in several.text
    assert desk.send(f"{page}/place", seen_on=page, place_other="nowhere").status_code == 422
    desk.send(f"{page}/place", seen_on=page, place_other="99 Elm")
    with database.reading() as session:
        placed = session.get_one(Invoice, draft_id).property
        assert isinstance(placed, Property)
        assert placed.street == "99 Elm Ave"


def test_a_draft_of_a_job_keeps_the_jobs_place(database: Database, desk: Browser) -> None:
    _, place_id = a_draft_and_a_place(database)
    with database.transaction() as session:
        draft = a_job_draft(session, 10_000, place=a_place(session, "5 Pine Ct"))
        kept = draft.property_id
    page = f"/billing/invoices/{draft.id}"
    assert "Where the work was" not in desk.text(page)
    assert desk.send(f"{page}/place", seen_on=page, place=place_id).status_code == 422
    with database.reading() as session:
        assert session.get_one(Invoice, draft.id).property_id == kept
