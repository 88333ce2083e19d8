"""Estimates, equipment, forms and call-backs in a real browser: totals while typing, by keyboard, without barriers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.blobs import keep_blob
from core.db import Database
from core.desk.model import StaffRole
from core.jobs.actions.equipment import EquipmentDraft, add_equipment, serve
from core.jobs.actions.estimates import (
    EstimateDraft,
    LineDraft,
    Seen,
    draft_estimate,
    send_estimate,
)
from core.jobs.actions.forms import TemplateDraft, add_form_template
from core.jobs.checklists import ChecklistField, FieldKind
from core.jobs.model import (
    Attachment,
    Equipment,
    Estimate,
    EstimateState,
    FormTemplate,
    Job,
    LineKind,
)
from tests.builders import OFFICE
from tests.journeys.browsing import SOON_MS, looked_through, served
from tests.office.company import PICTURE, Company, settle_company
from tests.office.desk import hire, office_app

pytestmark = pytest.mark.browser

LINES = (
    LineDraft(LineKind.MATERIAL, "Circulation pump, with gaskets", 1_000, 38_000, True),
    LineDraft(LineKind.LABOUR, "Two technicians, by the hour", 2_500, 9_500, False),
)
ASKED = (
    ChecklistField("f0", "Pressure in bar", FieldKind.NUMBER, required=True),
    ChecklistField("f1", "Any leak", FieldKind.YES_NO),
    ChecklistField("f2", "Filter", FieldKind.CHOICE, choices=("clean", "replaced")),
    ChecklistField("f3", "Type plate", FieldKind.PHOTO),
)


@pytest.fixture
def company(database: Database) -> Company:
    """An estimate with the customer, a boiler that is served, a form, a picture from a desk."""
    hire(database, StaffRole.ADMINISTRATOR)
    with database.transaction() as session:
        company = settle_company(session)
        job = session.get_one(Job, company.job_id)
        draft = EstimateDraft("A new circulation pump", LINES, tax_millipercent=8_250)
        written = draft_estimate(session, job, draft, actor=OFFICE)
        send_estimate(session, written.id, seen=Seen(1, EstimateState.DRAFT), actor=OFFICE)
        boiler = EquipmentDraft("Boiler", make="Vaillant", model="ecoTEC plus", serial="21-0057")
        serve(
            session,
            job,
            add_equipment(session, job.property_id, boiler, actor=OFFICE).id,
            actor=OFFICE,
        )
        lift = EquipmentDraft("Lift", make="Otis", warranty_until=date(2027, 5, 3))
        add_equipment(session, job.property_id, lift, actor=OFFICE)
        add_form_template(
            session, TemplateDraft("Boiler check", ASKED, required=True), actor=OFFICE
        )
        blob = keep_blob(session, [PICTURE], content_type="image/png")
        session.add(Attachment(blob=blob, name="plate.png", job_id=job.id, added_by="Dana"))
        return company


@pytest.fixture
def address(database: Database, company: Company) -> Iterator[str]:
    assert company.job_number
    with served(office_app(database)) as at:
        yield at


def pages(database: Database, company: Company) -> list[str]:
    """Every page of the room."""
    with database.reading() as session:
        estimate = session.scalars(select(Estimate.number)).one()
        equipment = session.scalars(select(Equipment.id).order_by(Equipment.id).limit(1)).one()
        form = session.scalars(select(FormTemplate.id)).one()
    job = f"/jobs/{company.job_number}"
    return [
        job,
        f"{job}/approval",
        f"{job}/estimates/new",
        f"{job}/forms/{form}",
        "/estimates",
        f"/estimates/{estimate}",
        f"/estimates/{estimate}/edit",
        f"/estimates/{estimate}/paper",
        "/equipment",
        "/equipment?q=zebra",
        f"/equipment/{equipment}",
        f"/properties/{company.property_id}",
        f"/properties/{company.property_id}/equipment/new",
        "/settings/forms",
        "/settings/forms/new",
        f"/settings/forms/{form}",
    ]


def test_no_page_of_this_room_has_a_barrier_or_scrolls_sideways(
    either: Page, database: Database, company: Company
) -> None:
    assert looked_through(either, pages(database, company)) == ""


def test_an_estimate_is_written_by_keyboard_with_its_total_beside_it(
    page: Page, database: Database, company: Company
) -> None:
    page.goto(f"/jobs/{company.job_number}/estimates/new")
    page.wait_for_load_state()
    page.get_by_label("What it is for").focus()
    # Title, then of each line: kind, description, quantity, price, taxed.
    for words in ("A new pump", None, "Pump", "2", "95.50", None, None, "Labour", "1", "10"):
        if words is not None:
            page.keyboard.type(words)
        page.keyboard.press("Tab")
    expect(page.locator("#sums .whole")).to_contain_text("$201.00", timeout=SOON_MS)
    expect(page.locator("#net-0")).to_have_text("$191.00")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"\d+: A new pump$"))
    with database.reading() as session:
        written = session.scalars(select(Estimate).order_by(Estimate.id.desc()).limit(1)).one()
        assert [line.unit_price_cents for line in written.lines] == [9_550, 1_000]
