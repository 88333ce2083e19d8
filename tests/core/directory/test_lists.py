"""The lists of customers and properties: by kind and tag, a part at a time."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.directory.actions.tagging import tag_customer
from core.directory.model import CustomerKind, PropertyKind
from core.directory.queries.lists import (
    MOST_SORTED,
    CustomerFilter,
    PropertyFilter,
    customer_list,
    property_list,
)
from tests.builders import OFFICE, a_customer, a_place


def test_without_words_everyone_is_listed_a_part_at_a_time(session: Session) -> None:
    for name in ("Cara", "Abel", "Bea", "Bea"):
        a_customer(session, name)
    first = customer_list(session, CustomerFilter(), limit=2)
    assert ([row.name for row in first.rows], first.more) == (["Abel", "Bea"], True)
    rest = customer_list(session, CustomerFilter(), limit=2, after=first.rows[-1].id)
    assert ([row.name for row in rest.rows], rest.more) == (["Bea", "Cara"], False)


def test_a_company_stands_under_its_own_name(session: Session) -> None:
    a_customer(session, "Zoe", company_name="Aardvark Homes")
    a_customer(session, "Bea")
    rows = customer_list(session, CustomerFilter(), limit=9).rows
    assert [row.name for row in rows] == ["Aardvark Homes", "Bea"]


def test_customers_are_listed_by_kind_and_by_tag(session: Session) -> None:
    home, shop = (
        a_customer(session, "Bea"),
        a_customer(session, "Zoe", kind=CustomerKind.COMMERCIAL),
    )
    tag = tag_customer(session, home, "VIP", actor=OFFICE)

    def listed(asked: CustomerFilter) -> list[int]:
        return [row.id for row in customer_list(session, asked, limit=9).rows]

    assert listed(CustomerFilter(kind=CustomerKind.COMMERCIAL)) == [shop.id]
    assert listed(CustomerFilter(tag_id=tag.id)) == [home.id]
    assert listed(CustomerFilter("zoe", tag_id=tag.id)) == []


def test_properties_are_listed_by_street_and_kind_a_part_at_a_time(session: Session) -> None:
    for street in ("3 Oak St", "1 Oak St", "2 Elm St"):
        a_place(session, street)
    asked = PropertyFilter("oak", PropertyKind.RENTAL)
    first = property_list(session, asked, limit=1)
    assert (first.rows[0].address[:8], first.more) == ("1 Oak St", True)
    assert property_list(session, asked, limit=1, after=first.rows[0].id).rows[0].address[0] == "3"
    assert property_list(session, PropertyFilter(kind=PropertyKind.HOME), limit=9).rows == ()


def test_of_words_that_fit_very_many_a_part_is_listed_and_it_is_said(session: Session) -> None:
    for n in range(MOST_SORTED + 1):
        a_customer(session, f"Maria {n}")
    part = customer_list(session, CustomerFilter("maria"), limit=5)
    assert (len(part.rows), part.crowded) == (5, True)
    assert not customer_list(session, CustomerFilter("maria 77"), limit=5).crowded
