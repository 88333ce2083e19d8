"""The office asks for approval of money, and sees what became of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db import Database
from core.jobs.actions.approvals import approve
from core.jobs.model import ApprovalRequest, ApprovalState, DecidedHow
from tests.builders import OFFICE
from tests.office.company import Company
from tests.office.desk import Browser


def asked(database: Database) -> list[ApprovalRequest]:
    with database.reading() as session:
        return list(session.scalars(select(ApprovalRequest).order_by(ApprovalRequest.id)))


def test_what_the_office_asks_is_asked(database: Database, desk: Browser, company: Company) -> None:
    page = f"/jobs/{company.job_number}/approval"
    assert page in desk.text(f"/jobs/{company.job_number}")
    answer = desk.send(page, seen_on=page, amount="$1,240.50", reason="a new <pump>")
    assert answer.status_code == 302
    (request,) = asked(database)
    assert (request.amount_cents, request.state) == (124_050, ApprovalState.PENDING)
    shown = desk.text(page)
    assert "$1,240.50" in shown
    assert "a new &lt;pump&gt;" in shown


@pytest.mark.parametrize("amount", ["", "-5", "0", "1e9", "0.005", "NaN"])
def test_an_amount_that_is_none_is_refused_at_its_field(
    database: Database, desk: Browser, company: Company, amount: str
) -> None:
    page = f"/jobs/{company.job_number}/approval"
    answer = desk.send(page, seen_on=page, amount=amount, reason="a pump")
    assert answer.status_code == 422
    assert 'id="errors"' in answer.text
    assert asked(database) == []


def test_a_changed_estimate_voids_what_was_approved(
    database: Database, desk: Browser, company: Company
) -> None:
    page = f"/jobs/{company.job_number}/approval"
    desk.send(page, seen_on=page, amount="450", reason="a pump")
    with database.transaction() as session:
        request = session.scalars(select(ApprovalRequest)).one()
        approve(
            session,
            request.id,
            amount_cents=45_000,
            how=DecidedHow.OFFICE,
            words="by phone",
            actor=OFFICE,
        )
    desk.send(page, seen_on=page, amount="500", reason="a pump and a seal", changed="yes")
    assert [each.state.value for each in asked(database)] == ["void", "pending"]
