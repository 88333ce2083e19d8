"""What a merge would do is said before it is done, and so is what bars it."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.db import Database
from core.directory.actions.merging import merge_customers, what_bars
from core.directory.model import Customer
from core.errors import Refused
from tests.builders import OFFICE, a_customer, a_place
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


@pytest.mark.parametrize("billed", [(False, False), (False, True), (True, False), (True, True)])
def test_what_bars_a_merge_is_found_where_nothing_can_be_written(
    database: Database, billed: tuple[bool, bool]
) -> None:
    kept, gone = two_of_them(database, *billed)
    with database.reading() as session:
        session.execute(text("SET TRANSACTION READ ONLY"))
        said = what_bars(session, kept=kept, gone=gone)
    with database.reading() as session:
        assert said == why_refused(session, kept, gone)


def test_what_one_customer_may_have_only_once_bars_before_anybody_tries(database: Database) -> None:
    kept, gone = two_of_them(database, False, False)
    with database.reading() as session:
        session.execute(
            text(
                "CREATE UNIQUE INDEX one_of_a_street ON properties (financially_responsible_customer_id, street)"
                " WHERE city <> ''"
            )
        )
        for customer in (kept, gone):
            a_place(session, "12 Oak St").financially_responsible_customer_id = customer.id
        session.flush()
        said = what_bars(session, kept=kept, gone=gone)
        assert "there can be one only (properties)" in said
        assert said == why_refused(session, kept, gone)


def why_refused(session: Session, kept: Customer, gone: Customer) -> str:
    """What the merge itself says; empty where it is done."""
    try:
        merge_customers(session, kept_id=kept.id, gone_id=gone.id, actor=OFFICE)
    except Refused as refused:
        return str(refused)
    return ""
