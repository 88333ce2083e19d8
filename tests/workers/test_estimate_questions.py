"""An estimate goes to whoever pays, by mail, else by text; its page shows the lines and decides once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.desk.model import StaffTask
from core.jobs.actions.estimates import (
    EstimateDraft,
    LineDraft,
    Seen,
    change_draft,
    draft_estimate,
    draft_of,
    send_estimate,
)
from core.jobs.model import Estimate, EstimateState, Job, LineKind
from core.language import Language
from portal import create_blueprint
from tests.builders import (
    OFFICE,
    a_customer,
    a_job,
    a_manager,
    a_person,
    a_phone,
    a_place,
    an_email,
    number,
)
from tests.carriers.builders import settings
from tests.workers.wall import Wall, work_off
from workers.runtime import Runtime

LINES = (
    LineDraft(LineKind.MATERIAL, "Pump <30 mm>", 1_000, 38_000, True),
    LineDraft(LineKind.LABOUR, "Work", 2_500, 9_500, False),
)
DRAFT = EstimateDraft("A new pump", LINES, words="Old pump taken along.", tax_millipercent=8_250)
BOB = number(142)
_LINK = re.compile(r"https?://[^/\s]+(/approve/\S+)")


@pytest.fixture
def portal(database: Database) -> FlaskClient:
    app = Flask("portal under test")
    app.register_blueprint(create_blueprint(settings(), database))
    return app.test_client()


def sent(session: Session, job: Job) -> int:
    estimate = draft_estimate(session, job, DRAFT, actor=OFFICE)
    seen = Seen(1, EstimateState.DRAFT)
    return send_estimate(session, estimate.id, seen=seen, actor=OFFICE).id


def sent_to_a_phone(runtime: Runtime, language: Language = Language.ENGLISH) -> int:
    """An estimate for a customer who has a phone and no mail address."""
    with runtime.database.transaction() as session:
        customer = a_customer(session)
        a_phone(session, a_person(session, customer, language=language), BOB)
        return sent(session, a_job(session, a_place(session), customer))


def link_in(body: str) -> str:
    found = _LINK.search(body)
    assert found is not None, body
    return found[1]


def state(runtime: Runtime, estimate_id: int) -> EstimateState:
    with runtime.database.reading() as session:
        return session.get_one(Estimate, estimate_id).state


def test_who_has_only_a_phone_gets_a_text_that_leads_to_the_lines(
    runtime: Runtime, wall: Wall, portal: FlaskClient
) -> None:
    estimate_id = sent_to_a_phone(runtime)
    work_off(runtime)
    (text,) = wall.to(BOB)
    assert "job #1042 would cost $648.85" in text.body
    page = portal.get(link_in(text.body)).get_data(as_text=True)
    for words in ("Pump &lt;30 mm&gt;", "2.5 × $95.00", "$31.35", "$648.85", "Old pump taken"):
        assert words in page
    assert state(runtime, estimate_id) is EstimateState.SENT
    assert portal.post(link_in(text.body), data={"decision": "approve"}).status_code == 200
    assert state(runtime, estimate_id) is EstimateState.APPROVED


def test_it_speaks_their_language(runtime: Runtime, wall: Wall) -> None:
    sent_to_a_phone(runtime, Language.SPANISH)
    work_off(runtime)
    assert "Vea los detalles y responda" in wall.to(BOB)[0].body


def test_a_link_to_what_was_changed_since_decides_nothing(
    runtime: Runtime, wall: Wall, portal: FlaskClient
) -> None:
    estimate_id = sent_to_a_phone(runtime)
    work_off(runtime)
    link = link_in(wall.to(BOB)[0].body)
    with runtime.database.transaction() as session:
        row = session.get_one(Estimate, estimate_id)
        dearer = replace(draft_of(row), title="A dearer pump")
        seen = Seen(1, EstimateState.SENT)
        change_draft(session, estimate_id, dearer, seen=seen, actor=OFFICE)
    answer = portal.post(link, data={"decision": "approve"})
    assert answer.status_code == 409
    assert b"The estimate has changed" in answer.data
    assert state(runtime, estimate_id) is EstimateState.DRAFT


def test_after_its_last_day_the_page_says_so_and_decides_nothing(
    runtime: Runtime, wall: Wall, portal: FlaskClient
) -> None:
    estimate_id = sent_to_a_phone(runtime)
    work_off(runtime)
    with runtime.database.transaction() as session:
        session.get_one(Estimate, estimate_id).valid_until = date(2020, 5, 3)
    answer = portal.post(link_in(wall.to(BOB)[0].body), data={"decision": "approve"})
    assert answer.status_code == 409
    assert b"was valid until May 3, 2020" in answer.data
    assert state(runtime, estimate_id) is EstimateState.SENT


def test_who_pays_is_asked_beside_the_manager_and_may_decide(
    runtime: Runtime, wall: Wall, portal: FlaskClient
) -> None:
    with runtime.database.transaction() as session:
        place = a_place(session)
        a_manager(session, place)
        owner = a_customer(session, "Olga Owner")
        an_email(session, a_person(session, owner, "Olga"), "olga@owner.example")
        job = a_job(session, place)
        job.bill_to_override = owner
        session.flush()
        estimate_id = sent(session, job)
    work_off(runtime)
    assert len(wall.to("rita@lakeside.example")) == 1
    (mail,) = wall.to("olga@owner.example")
    assert portal.post(link_in(mail.body), data={"decision": "decline"}).status_code == 200
    assert state(runtime, estimate_id) is EstimateState.DECLINED


def test_where_nobody_can_be_reached_somebody_is_to_call(runtime: Runtime, wall: Wall) -> None:
    with runtime.database.transaction() as session:
        sent(session, a_job(session))
    work_off(runtime)
    assert wall.sent == []
    with runtime.database.reading() as session:
        titles = session.scalars(select(StaffTask.title)).all()
    assert any("get approval by phone" in title for title in titles)
