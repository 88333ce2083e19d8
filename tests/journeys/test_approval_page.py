"""The page where a manager decides about money, in a browser: fit to read at both widths, and Enter decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, ViewportSize, expect
from sqlalchemy import select

import office
import portal
from core.db import Database
from core.jobs.actions.approvals import request_approval
from core.jobs.actions.estimates import send_estimate
from core.jobs.approval_links import ApprovalLink, approval_url
from core.jobs.model import ApprovalRequest, ApprovalState
from core.language import Language
from tests.builders import OFFICE, a_job, a_manager, a_place
from tests.core.jobs.test_estimates import DRAFT, drafted, seen
from tests.journeys.browsing import DESK, PHONE, barriers, keep_picture, served
from tests.practice import practice_settings

pytestmark = pytest.mark.browser
STATIC = Path(office.__file__).parent / "static"


@dataclass(frozen=True)
class Asked:
    """Where two pages are: of money without an estimate, in English; of an estimate with lines, in Spanish."""

    plain: str
    estimate: str


@pytest.fixture
def asked(database: Database) -> Iterator[Asked]:
    settings = practice_settings()
    app = Flask("managers' pages", static_folder=STATIC, static_url_path="/office/static")
    app.register_blueprint(portal.create_blueprint(settings, database))
    with served(app) as at:
        links = [approval_url(at, settings.secret_key, each) for each in _questions(database)]
        yield Asked(*links)


def _questions(database: Database) -> list[ApprovalLink]:
    with database.transaction() as session:
        place = a_place(session)
        rita = a_manager(session, place)
        job = a_job(session, place, rita.customer, summary="Basement pump does not start")
        plain = request_approval(
            session, job, amount_cents=45_000, reason="a new flange and a seal", actor=OFFICE
        )
        there = a_place(session, "9 Elm St")
        sol = a_manager(session, there, email="sol@lakeside.example")
        sol.language = Language.SPANISH
        words = replace(DRAFT, words="Cinco años de garantía.", valid_until=date(2027, 3, 2))
        estimate = drafted(session, a_job(session, there, sol.customer), words)
        send_estimate(session, estimate.id, seen=seen(estimate), actor=OFFICE)
        assert estimate.request_id is not None
        return [
            ApprovalLink(plain.id, rita.points[0].id),
            ApprovalLink(estimate.request_id, sol.points[0].id),
        ]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_what_is_asked_and_by_whom_is_fit_to_read(
    browser: Browser, asked: Asked, size: ViewportSize
) -> None:
    context = browser.new_context(viewport=size)
    page = context.new_page()
    for name, address in (("approval", asked.plain), ("approval es", asked.estimate)):
        page.goto(address)
        expect(page.get_by_text("Practice Services")).to_be_visible()
        expect(page.get_by_role("link", name="(312) 555-0100")).to_be_visible()
        assert barriers(page) == []
        keep_picture(page, name)
    page.get_by_role("button", name="Esperar").click()
    expect(page.get_by_text("Todavía puede decidir")).to_be_visible()
    keep_picture(page, "approval held")
    page.get_by_role("button", name="Aprobar").click()
    expect(page.get_by_text("Aprobado hasta")).to_be_visible()
    assert barriers(page) == []
    keep_picture(page, "approval given")
    context.close()


def test_the_key_enter_agrees_to_no_money(
    browser: Browser, asked: Asked, database: Database
) -> None:
    page = browser.new_page()
    page.goto(asked.plain)
    field = page.get_by_label("Approve only up to")
    field.fill("400")
    field.press("Enter")
    expect(field).to_have_value("400")
    with database.reading() as session:
        states = set(session.scalars(select(ApprovalRequest.state)))
    assert states == {ApprovalState.PENDING}
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved up to $400.00")).to_be_visible()
    page.close()
