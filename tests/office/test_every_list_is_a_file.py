"""Every page of the office that lists something can be taken along as CSV, or says here why not."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask

from core.db import Database
from tests.office.desk import office_app

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "office"

# Pages that list something, and the files that hold all of it.
LISTS: Mapping[str, tuple[str, ...]] = {
    "inbox": ("inbox_file",),
    "conversation": ("inbox_file",),
    "inbox_list": ("inbox_file",),
    "dispatch_board": ("dispatch_file",),
    "bookings": ("bookings_file",),
    "wait_list": ("wait_list_file",),
    "jobs": ("jobs_file",),
    "job": ("job_told_file",),
    "job_history": ("job_history_file",),
    "estimates": ("estimates_file",),
    "equipment_over_all": ("equipment_file",),
    "equipment": ("equipment_services_file",),
    "customers": ("customers_file",),
    "customer_calls": ("customer_calls_file",),
    "told_of_customer": ("told_of_customer_file",),
    "properties": ("properties_file",),
    "told_of_property": ("told_of_property_file",),
    "directory_lists": ("list_out",),
    "directory_list": ("list_problems",),
    "tasks": ("tasks_file",),
    "building_notices": ("building_notices_file",),
    "building_notice": ("building_notice_file",),
    "invoices": ("invoices_file",),
    "jobs_to_bill": ("jobs_to_bill_file",),
    "payments": ("payments_file",),
    "pricebook": ("pricebook_file", "pricebook_shown_file"),
    "receivables": ("receivables_file",),
    "statement": ("statement_file",),
    "statement_runs": ("statement_runs_file",),
    "reminders": ("reminders_file",),
    "paid_search": ("paid_payments_file", "paid_documents_file"),
    "batches": ("batches_file",),
    "batch": ("batch_members_file",),
    "sync_log": ("sync_log_file",),
    "delivery": ("due_file", "given_up_file", "uncertain_file", "throughput_file"),
    "technicians": ("technicians_file",),
    "staff": ("staff_file",),
    "roles": ("roles_file",),
    "statuses": ("statuses_file",),
    "workflow": ("workflow_file",),
    "relationship_labels": ("relationships_file",),
    "forms_list": ("forms_file",),
    "on_call_rota": ("on_call_file",),
    "teachings_list": ("teachings_file",),
    "integrations": ("tokens_file",),
}
FORM = "a form to be filled in, no list"
ONE = "one record with what belongs to it; the lists it leads to are files of their own"
PART = "a part of a page, asked for again by itself; the page has the link"
FILE = "is itself a file or a paper"
WITHOUT: Mapping[str, str] = {
    "start": "leads to the first room",
    "search": "a few of each kind, to go on from; each kind has its own list, with the same words",
    "my_day": "a few of what waits for one person; tasks, inbox, dispatch and jobs are the lists",
    "settings": "a table of contents",
    "notice_rules": "switches and hours of a few kinds of notices, no records",
    "word_versions": "versions of a text, to be read and put back",
    "rule_versions": "versions of a text, to be read and put back",
    "merge_preview": "two customers beside each other before they become one",
    "collect_payment": "what a payment is counted towards; the invoices list holds the same",
    "booking_waits": FORM,
    "job_waits": FORM,
    "new_booking": FORM,
    "new_customer": FORM,
    "new_person": FORM,
    "person": FORM,
    "new_property": FORM,
    "new_equipment": FORM,
    "new_estimate": FORM,
    "edit_estimate": FORM,
    "new_invoice": FORM,
    "before_issuing": FORM,
    "split_invoice": FORM,
    "billing_wish": FORM,
    "new_pricebook_item": FORM,
    "pricebook_item": FORM,
    "book_accounts": FORM,
    "company_billing": FORM,
    "new_notice": FORM,
    "new_task": FORM,
    "new_technician": FORM,
    "technician": FORM,
    "technician_time": FORM,
    "new_colleague": FORM,
    "new_status": FORM,
    "status": FORM,
    "status_words": FORM,
    "rule_words": FORM,
    "relationship_label": FORM,
    "new_form": FORM,
    "form_settings": FORM,
    "job_form": FORM,
    "own_password": FORM,
    "second_factor": FORM,
    "sign_in_page": FORM,
    "code_page": FORM,
    "teaching": FORM,
    "approval": FORM,
    "status_preview": FORM,
    "job_fact": FORM,
    "edit_job_fact": FORM,
    "board_job": FORM,
    "board_visit": FORM,
    "booking": ONE,
    "customer": ONE,
    "property_": ONE,
    "estimate": ONE,
    "estimate_by_id": ONE,
    "invoice": ONE,
    "payment": ONE,
    "task": ONE,
    "conversation_part": PART,
    "dispatch_part": PART,
    "building_notice_part": PART,
    "delivery_standing": PART,
    "file": FILE,
    "certificate": FILE,
    "check_image": FILE,
    "batch_file": FILE,
    "invoice_pdf": FILE,
    "receipt_pdf": FILE,
    "statement_pdf": FILE,
    "estimate_on_paper": FILE,
    "teaching_cases": FILE,
}
# Files that fewer people may take along than may look at the page.
STRICTER = {
    "customers_file": "a whole customer list is taken along only by who may bring one in",
    "properties_file": "a whole list of properties, as well",
    "inbox_file": "it holds everybody's number and last words",
}


@pytest.fixture(scope="module")
def app() -> Flask:
    """The office, of which only the map of addresses is read."""
    return office_app(Database("postgresql+psycopg://nobody@localhost/nothing"))


def pages_of(app: Flask) -> dict[str, str]:
    """What can be opened, by name: its address."""
    return {
        rule.endpoint.removeprefix("office."): rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.endpoint.endswith("static")
    }


def audience_of(app: Flask, name: str) -> str:
    return str(getattr(app.view_functions[f"office.{name}"], "audience", ""))


def unsaid(pages: Mapping[str, str]) -> list[str]:
    """Pages that have neither a file nor a written reason why there is none."""
    files = {file for each in LISTS.values() for file in each}
    return sorted(pages.keys() - LISTS.keys() - WITHOUT.keys() - files)


def test_every_page_is_a_file_too_or_says_why_not(app: Flask) -> None:
    pages = pages_of(app)
    assert unsaid(pages) == []
    assert sorted((LISTS.keys() | WITHOUT.keys()) - pages.keys()) == [], "pages that are no more"
    assert LISTS.keys() & WITHOUT.keys() == set()


def test_a_list_that_nobody_thought_of_is_found(app: Flask) -> None:
    assert unsaid({**pages_of(app), "vehicles": "/vehicles"}) == ["vehicles"]


def test_every_file_belongs_to_a_list(app: Flask) -> None:
    files = {file for each in LISTS.values() for file in each}
    served = {name for name, address in pages_of(app).items() if address.endswith(".csv")}
    assert served == files


@pytest.mark.parametrize("page", sorted(LISTS))
def test_who_may_look_at_a_list_may_take_it_along(app: Flask, page: str) -> None:
    for file in LISTS[page]:
        if file not in STRICTER:
            assert audience_of(app, file) == audience_of(app, page), file


@pytest.mark.parametrize("file", sorted({file for each in LISTS.values() for file in each}))
def test_every_file_is_linked_from_a_page(file: str) -> None:
    sources = [path.read_text() for path in TEMPLATES.rglob("*.html")]
    sources += [path.read_text() for path in (TEMPLATES.parents[1] / "office").rglob("*.py")]
    assert any(f"office.{file}'" in each or f'office.{file}"' in each for each in sources)


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_a_list_with_parts_has_its_link(path: Path) -> None:
    source = path.read_text()
    has_parts = 'class="pager"' in source or "{{ pager(" in source or "{{ onward(" in source
    is_made_of = path.name in {"parts.html", "filters.html"}
    assert not has_parts or is_made_of or "csv_link(" in source or "(CSV)" in source
