"""Who pays is changed on a page, and the drafts that follow it change in the same step."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.billing.actions.drafting import draft_beside
from core.billing.actions.editing import bill_by_rule
from core.billing.model import Invoice
from core.db import Database
from core.directory.model import Customer
from core.events.model import Event
from core.jobs.model import Job
from tests.builders import OFFICE
from tests.builders.billing import MARCH_2
from tests.office.company import Company
from tests.office.desk import Browser
from tests.office.test_job_editing import change


@pytest.mark.inventory(37)
def test_a_draft_follows_the_propertys_payer(
    database: Database, desk: Browser, company: Company
) -> None:
    _draft(database, company)
    address = f"/properties/{company.property_id}"
    desk.send(f"{address}/payer", seen_on=address, payer_id=company.tenant_id)
    assert _billed(database) == (company.tenant_id, "responsible_party")
    with database.reading() as session:
        changed = select(Event).where(Event.kind == "invoice.bill_to_changed")
        events = session.scalars(changed.order_by(Event.id)).all()
        assert events[-1].after == {"bill_to": "Robert Diaz", "source": "responsible_party"}


@pytest.mark.inventory(37)
def test_a_draft_follows_the_jobs_own_payer_and_its_history_says_so(
    database: Database, desk: Browser, company: Company
) -> None:
    _draft(database, company)
    assert change(desk, company, "bill_to", company.tenant_id) == 302
    assert _billed(database) == (company.tenant_id, "job_override")
    assert "billed it to Robert Diaz (set on the job)" in desk.text(f"/jobs/{company.job_number}")


def _draft(database: Database, company: Company) -> None:
    """A draft of the company's job that follows the rule."""
    with database.transaction() as session:
        job = session.get_one(Job, company.job_id)
        who = session.get_one(Customer, job.customer_id)
        draft = draft_beside(session, job.id, who, on=MARCH_2, actor=OFFICE)
        bill_by_rule(session, draft.id, on=MARCH_2, actor=OFFICE)


def _billed(database: Database) -> tuple[int, str]:
    with database.reading() as session:
        invoice = session.scalars(select(Invoice)).one()
        return invoice.bill_to_id, invoice.bill_to_source
