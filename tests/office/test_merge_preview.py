"""What a merge would do is said before it is done, and so is what bars it."""

from __future__ import annotations

from sqlalchemy import select

from core.db import Database
from core.directory.model import Customer
from tests.builders import a_customer
from tests.builders.billing import an_invoice
from tests.office.desk import Browser


def two_of_them(database: Database, *billed: bool) -> list[Customer]:
    """Two customers of one name; each with an issued invoice where it was billed."""
    with database.transaction() as session:
        made = [a_customer(session, "Robert Diaz") for _ in billed]
        for customer, has_invoice in zip(made, billed, strict=True):
            if has_invoice:
                an_invoice(session, 10_000, customer=customer)
        return made


def test_two_who_both_have_invoices_are_said_to_be_unmergeable_before_anybody_tries(
    database: Database, desk: Browser
) -> None:
    kept, gone = two_of_them(database, True, True)
    page = desk.text(f"/customers/{kept.id}/merge", gone=gone.id)
    assert "These two cannot be merged this way." in page
    assert f"Go on with customer {kept.number}" in page
    assert f"Merge customer {gone.number}" not in page
    assert f"Open customer {gone.number}" in page


def test_the_way_round_that_works_is_offered(database: Database, desk: Browser) -> None:
    kept, gone = two_of_them(database, False, True)
    page = desk.text(f"/customers/{kept.id}/merge", gone=gone.id)
    assert f"Keep {gone.number} instead…" in page
    turned = desk.text(f"/customers/{gone.id}/merge", gone=kept.id)
    assert f"Merge customer {kept.number} into {gone.number}" in turned


def test_looking_at_a_merge_moves_nothing(database: Database, desk: Browser) -> None:
    kept, gone = two_of_them(database, True, False)
    page = desk.text(f"/customers/{kept.id}/merge", gone=gone.id)
    assert f"Merge customer {gone.number} into {kept.number}" in page
    with database.reading() as session:
        merged = session.scalars(select(Customer.merged_into_id).order_by(Customer.id)).all()
    assert merged == [None, None]
