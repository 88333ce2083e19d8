"""Batches at a desk: opened, reviewed, posted, exported and saved, by those who keep the books."""

from __future__ import annotations

import hashlib
import re

import pytest
from sqlalchemy import func, select

from core.billing.actions.batches import post_batch
from core.billing.actions.editing import set_review
from core.billing.actions.exporting import export_batch
from core.billing.model import (
    AccountMapping,
    Batch,
    BatchState,
    ExportFormat,
    ExportLog,
    Invoice,
    ReviewStatus,
    SyncLog,
)
from core.db import Database
from core.desk.model import StaffRole
from tests.builders import OFFICE, a_customer
from tests.builders.billing import an_invoice
from tests.builders.books import a_batch, mapped_accounts
from tests.core.billing.iif_reader import read_iif
from tests.core.billing.paying import paid
from tests.office.desk import Browser, at_desk

ALL = "/billing/batches"
MARCH = {"from_on": "2026-03-01", "to_on": "2026-03-31"}
EVERYTHING = {"kind-invoice": "on", "kind-payment": "on", "kind-allocation": "on"}


@pytest.fixture
def desk(database: Database) -> Browser:
    return at_desk(database, StaffRole.ACCOUNTING)


def a_paid_invoice(database: Database, name: str = "Lakeside Homes") -> Invoice:
    with database.transaction() as session:
        invoice = an_invoice(session, 12_050, customer=a_customer(session, name))
        paid(session, invoice.bill_to, 2_000, (invoice, 2_000))
        return invoice


def an_open_batch(database: Database) -> int:
    with database.transaction() as session:
        mapped_accounts(session)
        return a_batch(session).id


def state_of(database: Database, batch_id: int) -> BatchState:
    with database.reading() as session:
        return session.get_one(Batch, batch_id).state


@pytest.mark.inventory(138, 139, 140, 141)
def test_a_month_goes_to_the_books(desk: Browser, database: Database) -> None:
    invoice = a_paid_invoice(database)
    answer = desk.send(ALL, seen_on=ALL, title="March", **MARCH, **EVERYTHING)
    address = answer.headers["Location"]
    page = desk.text(address)
    assert "4 things stand in the way" in page or "3 things stand in the way" in page
    assert "no account of the books is named" in page
    assert re.search(r"<button[^>]*disabled[^>]*>Post batch", page)
    assert "1, charging $120.50" in page
    assert "Lakeside Homes" in page
    fields = dict.fromkeys(("receivable", "income_service", "deposit_cash"), "An account")
    assert desk.send(f"{ALL}/accounts", seen_on=f"{ALL}/accounts", **fields).status_code == 302
    assert "things stand in the way" not in desk.text(address)
    posted = desk.send(f"{address}/post", seen_on=address)
    assert posted.headers["Location"].endswith("told=posted")
    assert "What was posted" in desk.text(posted.headers["Location"])
    made = desk.send(f"{address}/exports", seen_on=address, format="iif").headers["Location"]
    link = re.search(r'href="([^"]+/files/\d+)" download>save', desk.text(made))
    assert link is not None
    file = desk.open(link[1])
    assert file.headers["Content-Disposition"].startswith('attachment; filename="batch-')
    books = read_iif(file.get_data())
    assert next(block.head.cells["DOCNUM"] for block in books.blocks) == str(invoice.number)
    with database.reading() as session:
        log = session.scalars(select(ExportLog)).one()
    assert log.sha256 == hashlib.sha256(file.get_data()).hexdigest()
    assert log.made_by == "Dana Accounting"
    assert "Exported" in desk.text(ALL)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"from_on": "soon"}, "from_on"),
        ({"from_on": "0001-01-01"}, "from_on"),
        ({"to_on": "2026-02-01"}, "to_on"),
        ({"to_on": "2199-01-01"}, "to_on"),
        ({"title": "x" * 121}, "title"),
        ({"business_unit_id": "999"}, "business_unit_id"),
        ({"business_unit_id": "x"}, "business_unit_id"),
    ],
)
def test_a_batch_of_impossible_days_is_shown_again(
    desk: Browser, database: Database, fields: dict[str, str], field: str
) -> None:
    answer = desk.send(ALL, seen_on=ALL, **(MARCH | EVERYTHING | fields))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Batch)) == 0


def test_a_batch_of_nothing_is_shown_again(desk: Browser) -> None:
    answer = desk.send(ALL, seen_on=ALL, **MARCH)
    assert answer.status_code == 422
    assert "Choose at least one kind." in answer.text


@pytest.mark.inventory(139)
def test_a_refused_posting_is_logged_with_its_reasons(desk: Browser, database: Database) -> None:
    invoice = a_paid_invoice(database)
    batch_id = an_open_batch(database)
    with database.transaction() as session:
        set_review(session, invoice.id, ReviewStatus.ON_HOLD, actor=OFFICE)
    address = f"{ALL}/{batch_id}"
    answer = desk.send(f"{address}/post", seen_on=address)
    assert "Not posted." in desk.text(answer.headers["Location"])
    assert state_of(database, batch_id) is BatchState.OPEN
    log = desk.text(f"{ALL}/log", batch=batch_id)
    assert f"Invoice {invoice.number} is on hold." in log
    assert "Could not be posted" in log
    with database.reading() as session:
        line = session.scalars(select(SyncLog)).one()
    assert (line.outcome, line.subject_id) == ("refused", invoice.id)


def test_members_are_taken_out_and_added_by_number(desk: Browser, database: Database) -> None:
    invoice = a_paid_invoice(database)
    batch_id = an_open_batch(database)
    address = f"{ALL}/{batch_id}"
    out = desk.send(f"{address}/members/remove", seen_on=address, kind="invoice", member=invoice.id)
    assert out.status_code == 302
    assert "None of these" in desk.text(address, kind="invoice")
    number = {"kind": "invoice", "number": str(invoice.number)}
    assert desk.send(f"{address}/members", seen_on=address, **number).status_code == 302
    assert f"Invoice {invoice.number}" in desk.text(address)
    again = desk.send(f"{address}/members", seen_on=address, **number)
    assert again.status_code == 422
    assert "in another batch already" in again.text
    for wrong, words in (("77", "There is none of that number"), ("x", "Give a whole number")):
        answer = desk.send(f"{address}/members", seen_on=address, kind="invoice", number=wrong)
        assert answer.status_code == 422
        assert words in answer.text
    nothing = desk.send(f"{address}/members/remove", seen_on=address, kind="invoice")
    assert nothing.status_code == 422
    assert "Choose at least one." in nothing.text
    bad = desk.send(f"{address}/members/remove", seen_on=address, kind="invoice", member="x")
    assert bad.status_code == 400


def test_what_is_new_is_brought_in_and_a_batch_let_go(desk: Browser, database: Database) -> None:
    batch_id = an_open_batch(database)
    a_paid_invoice(database)
    address = f"{ALL}/{batch_id}"
    desk.send(f"{address}/refill", seen_on=address)
    assert "1, charging $120.50" in desk.text(address)
    desk.send(f"{address}/let-go", seen_on=address)
    assert desk.open(address).status_code == 404
    with database.reading() as session:
        assert session.scalars(select(Invoice.batch_id)).all() == [None]


@pytest.mark.inventory(141)
def test_an_open_batch_is_exported_by_no_request(desk: Browser, database: Database) -> None:
    a_paid_invoice(database)
    batch_id = an_open_batch(database)
    address = f"{ALL}/{batch_id}"
    assert desk.send(f"{address}/exports", seen_on=address, format="iif").status_code == 409
    assert desk.send(f"{address}/exports", seen_on=address, format="exe").status_code == 302
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ExportLog)) == 0


def test_a_posted_batch_refuses_every_change(desk: Browser, database: Database) -> None:
    invoice = a_paid_invoice(database)
    batch_id = an_open_batch(database)
    with database.transaction() as session:
        post_batch(session, batch_id, actor=OFFICE)
    address = f"{ALL}/{batch_id}"
    for change in ("post", "refill", "let-go"):
        assert desk.send(f"{address}/{change}", seen_on=address).status_code == 409
    fields = {"kind": "invoice", "member": invoice.id}
    assert desk.send(f"{address}/members/remove", seen_on=address, **fields).status_code == 409
    page = desk.text(address)
    assert "Take out what is ticked" not in page
    assert "Bring in what is new" not in page


def test_accounts_are_named_for_all_and_for_one_unit(desk: Browser, database: Database) -> None:
    address = f"{ALL}/accounts"
    unit = re.search(r'name="(income_service-\d+)"', desk.text(address))
    assert unit is not None
    desk.send(address, seen_on=address, receivable="A/R", **{unit[1]: "Income:HVAC"})
    page = desk.text(address, saved=1)
    assert 'value="A/R"' in page
    assert 'value="Income:HVAC"' in page
    answer = desk.send(address, seen_on=address, receivable="x" * 160)
    assert answer.status_code == 422
    assert 'id="receivable-error"' in answer.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(AccountMapping)) == 2


def test_only_those_who_keep_the_books_change_them_or_take_files(database: Database) -> None:
    a_paid_invoice(database)
    batch_id = an_open_batch(database)
    with database.transaction() as session:
        post_batch(session, batch_id, actor=OFFICE)
        log_id = export_batch(session, batch_id, ExportFormat.CSV, actor=OFFICE).id
    address = f"{ALL}/{batch_id}"
    csr = at_desk(database, StaffRole.CSR)
    assert csr.open(address).status_code == 200
    page = csr.text(address)
    assert 'id="export-head"' not in page
    assert "/files/" not in page
    assert "/exports" not in page
    for hidden in (f"{address}/files/{log_id}", f"{ALL}/accounts", f"{ALL}/log"):
        assert csr.open(hidden).status_code == 403
    for change in ("post", "refill", "let-go", "members", "members/remove", "exports"):
        assert csr.send(f"{address}/{change}").status_code == 403
    assert csr.send(ALL, **MARCH).status_code == 403
    manager = at_desk(database, StaffRole.MANAGER)
    assert manager.open(f"{address}/files/{log_id}").status_code == 200


def test_nobody_gets_another_batchs_file_or_a_batch_that_is_not(
    desk: Browser, database: Database
) -> None:
    a_paid_invoice(database)
    first = an_open_batch(database)
    with database.transaction() as session:
        post_batch(session, first, actor=OFFICE)
        log_id = export_batch(session, first, ExportFormat.CSV, actor=OFFICE).id
    second = an_open_batch(database)
    assert desk.open(f"{ALL}/{second}/files/{log_id}").status_code == 404
    for missing in (f"{ALL}/999", f"{ALL}/{first}/files/999"):
        assert desk.open(missing).status_code == 404
    for change in ("post", "refill", "let-go"):
        assert desk.send(f"{ALL}/999/{change}").status_code == 404
    assert desk.send(f"{ALL}/999/exports", format="iif").status_code == 404
    assert desk.open(f"{ALL}/{first}", kind="nonsense").status_code == 400


def test_names_are_words_and_nothing_else(desk: Browser, database: Database) -> None:
    a_paid_invoice(database, "<img src=x onerror=alert(1)>")
    page = desk.text(f"{ALL}/{an_open_batch(database)}")
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
