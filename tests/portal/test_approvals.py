"""The page behind the link: a look decides nothing, one post decides once, forged and stale links open nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

import portal
from core.db import Database
from core.jobs.actions.approvals import change_estimate, request_approval
from core.jobs.approval_links import ApprovalLink, approval_url
from core.jobs.model import ApprovalRequest, ApprovalState, Job
from core.language import Language
from tests.builders import OFFICE, a_job, a_manager, a_place, a_tenant
from tests.practice import practice_settings


@dataclass(frozen=True)
class Asked:
    """A question put to Rita: where her link leads, and the request behind it."""

    path: str
    request_id: int
    job_id: int


@pytest.fixture
def client(database: Database) -> FlaskClient:
    app = Flask("practice")
    app.register_blueprint(portal.create_blueprint(practice_settings(), database))
    return app.test_client()


@pytest.fixture
def asked(database: Database) -> Asked:
    with database.transaction() as session:
        place = a_place(session)
        rita = a_manager(session, place)
        job = a_job(session, place, rita.customer)
        request = request_approval(
            session, job, amount_cents=45_000, reason="a <new> flange", actor=OFFICE
        )
        return Asked(path_of(request.id, rita.points[0].id), request.id, job.id)


def path_of(request_id: int, point_id: int) -> str:
    link = ApprovalLink(request_id, point_id)
    return approval_url("", practice_settings().secret_key, link)


def stands(database: Database, asked: Asked) -> ApprovalState:
    with database.reading() as session:
        return session.get_one(ApprovalRequest, asked.request_id).state


def limit(database: Database, asked: Asked) -> int | None:
    with database.reading() as session:
        return session.get_one(Job, asked.job_id).not_to_exceed_cents


def test_a_scanner_that_opens_the_link_decides_nothing(
    client: FlaskClient, database: Database, asked: Asked
) -> None:
    for _ in range(3):
        shown = client.get(asked.path)
        assert shown.status_code == 200
    assert b"$450.00" in shown.data
    assert b"a &lt;new&gt; flange" in shown.data
    assert stands(database, asked) is ApprovalState.PENDING


def test_the_page_says_who_asks_and_how_to_reach_them(client: FlaskClient, asked: Asked) -> None:
    for path in (asked.path, asked.path[:-4] + "abcd"):
        page = client.get(path).get_data(as_text=True)
        head = page[page.index('<header class="letterhead">') : page.index("</header>")]
        assert "Practice Services" in head
        assert '<a href="tel:+13125550100">(312) 555-0100</a>' in head
        assert '<a href="mailto:' in head


def test_what_was_typed_is_still_there_after_an_amount_that_is_none(
    client: FlaskClient, asked: Asked
) -> None:
    typed = {"decision": "approve", "amount": "much <b>", "reason": "Ask Sam <first>"}
    page = client.post(asked.path, data=typed).get_data(as_text=True)
    assert "write the amount like 450" in page
    assert 'value="much &lt;b&gt;"' in page
    assert "Ask Sam &lt;first&gt;</textarea>" in page


def test_one_post_approves_and_a_second_changes_nothing(
    client: FlaskClient, database: Database, asked: Asked
) -> None:
    assert client.post(asked.path, data={"decision": "approve"}).status_code == 200
    again = client.post(asked.path, data={"decision": "decline"})
    assert again.status_code == 409
    assert b"Approved up to $450.00" in again.data
    assert stands(database, asked) is ApprovalState.APPROVED
    assert limit(database, asked) == 45_000


def test_a_lower_amount_is_a_ceiling(client: FlaskClient, database: Database, asked: Asked) -> None:
    client.post(asked.path, data={"decision": "approve", "amount": "$400"})
    assert limit(database, asked) == 40_000


@pytest.mark.parametrize(("decision", "state"), [("decline", "declined"), ("hold", "held")])
def test_no_and_not_now_are_kept(
    client: FlaskClient, database: Database, asked: Asked, decision: str, state: str
) -> None:
    assert client.post(asked.path, data={"decision": decision}).status_code == 200
    assert stands(database, asked).value == state
    assert limit(database, asked) is None


@pytest.mark.parametrize("amount", ["-5", "0", "NaN", "1e9", "0.005", "1,00", "much"])
def test_an_amount_that_is_none_decides_nothing(
    client: FlaskClient, database: Database, asked: Asked, amount: str
) -> None:
    answer = client.post(asked.path, data={"decision": "approve", "amount": amount})
    assert answer.status_code == 422
    assert stands(database, asked) is ApprovalState.PENDING


@pytest.mark.parametrize("form", [{}, {"decision": "approved"}, {"amount": "5"}])
def test_a_choice_nobody_offered_decides_nothing(
    client: FlaskClient, database: Database, asked: Asked, form: dict[str, str]
) -> None:
    assert client.post(asked.path, data=form).status_code == 422
    assert stands(database, asked) is ApprovalState.PENDING


def test_a_forged_link_opens_nothing(client: FlaskClient, database: Database, asked: Asked) -> None:
    forged = asked.path[:-4] + "abcd"
    assert client.get(forged).status_code == 404
    assert client.post(forged, data={"decision": "approve"}).status_code == 404
    assert stands(database, asked) is ApprovalState.PENDING


def test_a_link_for_one_who_has_no_say_opens_nothing(
    client: FlaskClient, database: Database, asked: Asked
) -> None:
    with database.transaction() as session:
        tenant = a_tenant(session, session.get_one(Job, asked.job_id).property)
        path = path_of(asked.request_id, tenant.points[0].id)
    assert client.get(path).status_code == 404
    assert client.post(path, data={"decision": "approve"}).status_code == 404
    assert stands(database, asked) is ApprovalState.PENDING


def test_a_link_to_an_old_estimate_approves_nothing(
    client: FlaskClient, database: Database, asked: Asked
) -> None:
    with database.transaction() as session:
        job = session.get_one(Job, asked.job_id)
        change_estimate(session, job, amount_cents=60_000, reason="and a seal", actor=OFFICE)
    answer = client.post(asked.path, data={"decision": "approve"})
    assert answer.status_code == 409
    assert b"The estimate has changed" in answer.data
    assert limit(database, asked) is None


def test_the_page_speaks_the_persons_language(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        place = a_place(session)
        rita = a_manager(session, place)
        rita.language = Language.SPANISH
        job = a_job(session, place, rita.customer)
        request = request_approval(session, job, amount_cents=100, reason="x", actor=OFFICE)
        path = path_of(request.id, rita.points[0].id)
    assert "Aprobación del trabajo" in client.get(path).get_data(as_text=True)
    refused = client.post(path, data={"decision": "approve", "amount": "x"})
    assert "No se decidió nada" in refused.get_data(as_text=True)
