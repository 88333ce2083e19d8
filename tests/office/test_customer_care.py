"""Care for customers at the desk: tags, certificates, merging, and the tax of a place."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.db import Database
from core.desk.model import StaffRole
from core.directory.actions.bringing import work_lot
from core.directory.model import Customer, DirectoryImport, Property
from tests.builders import OFFICE, a_customer
from tests.office.company import Company
from tests.office.desk import Browser, at_desk

PDF = b"%PDF-1.7 exempt"


def bring(desk: Browser, customer_id: int, content: bytes, *, until: str = "") -> TestResponse:
    page = desk.text(f"/customers/{customer_id}")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    return desk.client.post(
        f"/customers/{customer_id}/certificate",
        data={
            "csrf_token": token[1],
            "expires_on": until,
            "certificate": (BytesIO(content), "x.exe"),
        },
    )


def another(database: Database, name: str = "Robert Diaz") -> int:
    with database.transaction() as session:
        return a_customer(session, name).id


def test_a_tag_is_put_on_found_by_and_taken_off(desk: Browser, company: Company) -> None:
    address = f"/customers/{company.tenant_id}"
    assert desk.send(f"{address}/tags", seen_on=address, tag=" VIP ").status_code == 302
    assert desk.send(f"{address}/tags", seen_on=address, tag="vip").status_code == 302
    tag = re.search(r"tags/(\d+)/remove", desk.text(address))
    assert tag is not None
    listed = desk.text("/customers", tag=tag[1])
    assert "Robert Diaz" in listed
    assert "Lakeside" not in listed
    assert desk.send(f"{address}/tags/{tag[1]}/remove", seen_on=address).status_code == 302
    assert "Nobody fits" in desk.text("/customers", tag=tag[1])


@pytest.mark.parametrize("tag", ["", "   ", "x" * 41])
def test_what_is_no_tag_is_refused(desk: Browser, company: Company, tag: str) -> None:
    address = f"/customers/{company.tenant_id}"
    answer = desk.send(f"{address}/tags", seen_on=address, tag=tag)
    assert answer.status_code == 422
    assert "tag-error" in answer.text


@pytest.mark.inventory(115)
def test_a_customer_is_exempt_with_a_certificate_and_only_so(
    database: Database, desk: Browser, company: Company
) -> None:
    for content, until in ((b"", ""), (b"MZ not a pdf", ""), (PDF, "2001-01-01"), (PDF, "soon")):
        assert bring(desk, company.tenant_id, content, until=until).status_code == 422
    with database.reading() as session:
        assert not session.get_one(Customer, company.tenant_id).tax_exempt
    assert bring(desk, company.tenant_id, PDF, until="2999-12-31").status_code == 302
    page = desk.text(f"/customers/{company.tenant_id}")
    assert "holds until Dec 31, 2999" in page
    kept = desk.open(f"/customers/{company.tenant_id}/certificate")
    assert kept.data == PDF
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert desk.open(f"/customers/{company.manager_id}/certificate").status_code == 404


def test_two_customers_become_one_and_the_old_page_leads_to_the_new(
    database: Database, desk: Browser, company: Company
) -> None:
    kept_id = another(database)
    assert "The same customer twice?" in desk.text(f"/customers/{kept_id}")
    address = f"/customers/{kept_id}/merge"
    preview = desk.text(address, gone=company.tenant_id)
    assert "People with their numbers and conversations" in preview
    refused = desk.send(address, seen_on=f"{address}?gone={company.tenant_id}", gone=kept_id)
    assert (refused.status_code, "same one" in refused.text) == (422, True)
    merged = desk.send(
        address, seen_on=f"{address}?gone={company.tenant_id}", gone=company.tenant_id
    )
    assert merged.status_code == 302
    old = desk.open(f"/customers/{company.tenant_id}")
    assert old.headers["Location"].endswith(f"/customers/{kept_id}")
    page = desk.text(f"/customers/{kept_id}")
    assert "(312) 555-0142" in page
    assert "Holds what was customer" in page


def test_only_managers_merge(database: Database, company: Company) -> None:
    csr = at_desk(database, StaffRole.CSR)
    assert csr.open(f"/customers/{company.tenant_id}/merge").status_code == 403


@pytest.mark.parametrize(
    ("typed", "status", "kept"),
    [("8.875", 302, 8875), ("8 %", 302, 8000), ("", 302, None), ("NaN", 422, None)]
    + [(typed, 422, None) for typed in ("-1", "31", "1e9", "0.0005", "1,00", "x")],
)
def test_the_sales_tax_of_a_place_is_a_percentage(
    database: Database, desk: Browser, company: Company, typed: str, status: int, kept: int | None
) -> None:
    address = f"/properties/{company.property_id}"
    answer = desk.send(f"{address}/tax-rate", seen_on=address, tax_rate=typed)
    assert answer.status_code == status
    with database.reading() as session:
        rate = select(Property.tax_rate_thousandths).where(Property.id == company.property_id)
        assert session.scalar(rate) == kept


@pytest.mark.inventory(9, 10)
def test_how_and_when_a_customer_likes_to_be_reached_and_pays_is_kept(
    desk: Browser, company: Company
) -> None:
    address = f"/customers/{company.tenant_id}"
    sent = {"name": "Robert Diaz", "kind": "residential", "preferred_channel": "phone"}
    sent |= {"best_time": "after 6 pm", "language": "es", "payment_terms_days": "14"}
    assert desk.send(address, seen_on=address, **sent).status_code == 302
    page = desk.text(address)
    assert 'value="phone" selected' in page
    assert 'value="after 6 pm"' in page
    assert 'value="14"' in page
    refused = desk.send(address, seen_on=address, **{**sent, "payment_terms_days": "-1"})
    assert refused.status_code == 422


def test_the_next_part_of_a_list_begins_after_the_last(desk: Browser, company: Company) -> None:
    assert desk.open("/customers", after="x").status_code == 400
    assert desk.open("/customers", after=10**19).status_code == 400
    assert desk.open("/customers", kind="person").status_code == 400
    assert "Robert Diaz" in desk.text("/customers", after=company.manager_id)
    assert "Nobody fits" not in desk.text("/customers", after=10**12)


def test_a_list_is_checked_shown_and_refused_until_it_is_checked(
    database: Database, desk: Browser, company: Company
) -> None:
    page = desk.text("/lists")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    sent = {"csrf_token": token[1], "kind": "customers"}
    assert desk.client.post("/lists", data=sent).status_code == 422
    file = (BytesIO(b"key,name\nA,\nB,Bea\n"), "people.csv")
    opened = desk.client.post("/lists", data={**sent, "list": file})
    address = opened.headers["Location"]
    assert "Checking" in desk.text(address)
    assert desk.send(f"{address}/run", seen_on="/lists").status_code == 422
    with database.transaction() as session:
        row = session.scalars(select(DirectoryImport)).one()
        work_lot(session, row.id, 0, zone="UTC", actor=OFFICE)
    shown = desk.text(address)
    assert "Bring in 1 line" in shown
    assert "This is needed." in shown
    assert "2,name,This is needed." in desk.open(f"{address}/problems.csv").text
    assert desk.send(f"{address}/run", seen_on="/lists").status_code == 302
    assert "Writing" in desk.text(address)


@pytest.mark.parametrize("kind", ["customers", "contacts", "properties"])
def test_lists_are_taken_away_by_managers_only(
    database: Database, desk: Browser, company: Company, kind: str
) -> None:
    answer = desk.open(f"/lists/{kind}.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.text.startswith("\ufeffkey,")
    assert desk.open("/lists/secrets.csv").status_code == 404
    assert at_desk(database, StaffRole.CSR).open(f"/lists/{kind}.csv").status_code == 403
