"""The list of invoices, invoices of jobs, and the pricebook, at a desk."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pytest
from sqlalchemy import select

from core.billing.model import Invoice, InvoiceStatus, PricebookItem
from core.db import Database
from core.jobs.model import Job
from tests.builders import a_job, a_job_at
from tests.builders.billing import an_invoice, an_item
from tests.office.billing.books import a_draft_at_hand, an_open_one, fields_of
from tests.office.desk import Browser


@pytest.fixture
def mixture(database: Database) -> dict[str, int]:
    """One of each: a draft, one open, one overdue, one void."""
    overdue = 0
    with database.transaction() as session:
        overdue = an_invoice(session, 3_000).id
    return {
        "draft": a_draft_at_hand(database, 1_000),
        "open": an_open_one(database, 2_000),
        "overdue": overdue,
    }


@pytest.mark.parametrize(
    ("shown", "names"),
    [
        ("all", {"draft", "open", "overdue"}),
        ("draft", {"draft"}),
        ("review", {"draft", "open", "overdue"}),
        ("open", {"open", "overdue"}),
        ("overdue", {"overdue"}),
        ("paid", set()),
        ("void", set()),
    ],
)
def test_each_part_of_the_list_holds_its_own(
    desk: Browser, mixture: dict[str, int], shown: str, names: set[str]
) -> None:
    page = desk.text("/billing/invoices", shown=shown)
    listed = {name for name, id_ in mixture.items() if f'href="/billing/invoices/{id_}"' in page}
    assert listed == names


def test_invoices_are_found_by_number_and_customer(desk: Browser, mixture: dict[str, int]) -> None:
    assert f"/billing/invoices/{mixture['overdue']}" in desk.text("/billing/invoices", q="1001")
    assert "No invoice fits" in desk.text("/billing/invoices", q="zebra")
    assert "No invoice fits" in desk.text("/billing/invoices", q="99999999999999999999")
    assert "Robert Diaz" in desk.text("/billing/invoices", q="bob diaz")


def test_the_search_box_opens_what_alone_has_the_number_and_else_lists_both(
    database: Database, desk: Browser, mixture: dict[str, int]
) -> None:
    address = f"/billing/invoices/{mixture['overdue']}"
    with database.transaction() as session:
        number = session.get_one(Invoice, mixture["overdue"]).number
    assert desk.open("/search", q=f"#{number}").location == address
    with database.transaction() as session:
        a_job(session).number = number or 0
    page = desk.text("/search", q=str(number))
    assert f'href="{address}"' in page
    assert f'href="/jobs/{number}"' in page


@pytest.mark.parametrize("after", ["x", "2026-02-30.1", "-1", "9" * 30])
def test_a_part_that_is_none_is_refused(desk: Browser, after: str) -> None:
    assert desk.open("/billing/invoices", after=after).status_code == 400


def test_the_parts_of_a_long_list_hold_everything_once(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        ids = [an_invoice(session, 1_000 + n).id for n in range(53)]
    for shown in ("all", "open"):
        first = desk.text("/billing/invoices", shown=shown)
        following = first.partition("after=")[2].partition('"')[0]
        both = first + desk.text("/billing/invoices", shown=shown, after=following)
        found = [each for each in ids if both.count(f'href="/billing/invoices/{each}"') == 1]
        assert found == ids


def test_the_file_holds_what_the_filter_finds(desk: Browser, mixture: dict[str, int]) -> None:
    assert mixture
    rows = list(csv.reader(StringIO(desk.text("/billing/invoices.csv").lstrip("\ufeff"))))
    assert [row[9] for row in rows[1:]] == ["20.00", "10.00", "30.00"]


@pytest.mark.inventory(104)
def test_a_completed_job_is_invoiced_from_its_page_once(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        job = a_job_at(session, "Completed")
    page = f"/jobs/{job.number}"
    assert "Make the invoice" in desk.text(page)
    first, second = (desk.send(f"{page}/invoice", seen_on=page) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert "Make the invoice" not in desk.text(page)
    assert "drafted an invoice" in desk.text(page)


def test_a_job_in_work_is_not_invoiced(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        job = a_job(session)
    page = f"/jobs/{job.number}"
    assert "Make the invoice" not in desk.text(page)
    assert desk.send(f"{page}/invoice", seen_on=page).status_code == 409


@pytest.mark.inventory(109)
def test_a_job_has_several_invoices_with_their_sums_on_its_page(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        job = a_job_at(session, "Completed")
    page = f"/jobs/{job.number}"
    desk.send(f"{page}/invoice", seen_on=page)
    desk.send(f"{page}/invoices", seen_on=page)
    with database.reading() as session:
        ids = session.scalars(select(Invoice.id).order_by(Invoice.id)).all()
    for each in ids:
        draft = f"/billing/invoices/{each}"
        lines = {**fields_of(desk.text(draft)), "words-0": "Work", "price-0": "50"}
        desk.send(f"{draft}/lines", seen_on=draft, **lines)
        desk.send(f"{draft}/issue", seen_on=draft)
    shown = desk.text(page)
    assert "Invoice 1001" in shown
    assert "Invoice 1002" in shown
    assert "$100.00" in shown


@pytest.mark.inventory(105)
def test_many_jobs_are_invoiced_at_once_with_the_reason_for_each_that_is_not(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        done, open_ = a_job_at(session, "Completed"), a_job(session)
    shown = desk.text("/billing/jobs")
    assert f"#{done.number}" in shown
    assert f'href="/jobs/{open_.number}"' not in shown
    token = fields_of(shown)["csrf_token"]
    answer = desk.client.post(
        "/billing/jobs",
        data={"csrf_token": token, "job": [str(done.id), str(open_.id), "99999"], "do": "draft"},
    ).get_data(as_text=True)
    assert "1 done, 2 not" in answer
    assert "complete it first" in answer
    assert "There is no job 99999" in answer
    with database.reading() as session:
        assert session.scalars(select(Invoice.job_id)).all() == [done.id]


@pytest.mark.inventory(105)
def test_a_draft_that_is_not_ready_stays_one_when_many_are_issued(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        job_id = a_job_at(session, "Completed").id
    answer = desk.send("/billing/jobs", seen_on="/billing/jobs", job=job_id, do="issue")
    assert "has no lines" in answer.text
    with database.reading() as session:
        assert session.scalars(select(Invoice.status)).one() is InvoiceStatus.DRAFT
        assert session.get_one(Job, job_id).status.name == "Completed"
    nobody = desk.send("/billing/jobs", seen_on="/billing/jobs", do="draft")
    assert nobody.status_code == 422


@pytest.mark.inventory(99)
def test_the_pricebook_is_kept_at_a_desk(database: Database, desk: Browser) -> None:
    new = {"code": "PUMP", "name": "Pump", "kind": "material", "unit_price": "380", "cost": "210"}
    assert (
        desk.send("/billing/pricebook", seen_on="/billing/pricebook/new", **new).status_code == 303
    )
    taken = desk.send("/billing/pricebook", seen_on="/billing/pricebook/new", **new)
    assert taken.status_code == 422
    assert 'id="code-error"' in taken.text
    with database.reading() as session:
        item = session.scalars(select(PricebookItem)).one()
    page = f"/billing/pricebook/{item.id}"
    desk.send(page, seen_on=page, **{**new, "unit_price": "400"})
    assert "$400.00" in desk.text("/billing/pricebook", q="pump")
    wrong = desk.send(page, seen_on=page, **{**new, "unit_price": "-1"})
    assert wrong.status_code == 422
    desk.send(f"{page}/switch", seen_on=page)
    assert "Pump" not in desk.text("/billing/pricebook")
    assert "Pump" in desk.text("/billing/pricebook", retired="yes")


def bring(desk: Browser, content: bytes) -> tuple[int, str]:
    token = fields_of(desk.text("/billing/pricebook"))["csrf_token"]
    answer = desk.client.post(
        "/billing/pricebook/bring",
        data={"csrf_token": token, "file": (BytesIO(content), "prices.csv")},
    )
    return answer.status_code, answer.get_data(as_text=True)


@pytest.mark.inventory(99)
def test_the_pricebook_goes_out_and_comes_in_unchanged(database: Database, desk: Browser) -> None:
    with database.transaction() as session:
        an_item(session)
        an_item(session, "=SUM(1)", code="-FORMULA")
    content = desk.open("/billing/pricebook.csv").get_data()
    status, page = bring(desk, content)
    assert status == 200
    assert "0 added, 0 changed, 2 the same" in page
    status, page = bring(
        desk, content.replace(b"185.00", b"199.00") + b"NEW,New thing,labour,50\r\n"
    )
    assert "1 added, 2 changed, 0 the same" in page


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"code,name\nA,B\n", "no column price"),
        (b"code,name,price\nA,,5\nB,Thing,x\n", "Line 3"),
        (b"code,name,price,kind\nA,B,5,gold\n", "is no kind"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"", "Choose a file first"),
    ],
)
def test_a_list_with_a_problem_is_refused_whole(
    database: Database, desk: Browser, content: bytes, told: str
) -> None:
    status, page = bring(desk, content)
    assert status == 422
    assert told in page
    with database.reading() as session:
        assert session.scalars(select(PricebookItem)).all() == []
