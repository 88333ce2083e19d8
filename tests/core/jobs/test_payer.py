"""Who is billed for a job: the job's own choice, else who pays for the place, else the job's customer."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from core.directory.actions.places import update_responsible_party
from core.jobs.queries.job_page import job_page
from tests.builders import OFFICE, a_customer, a_job, a_place, linked


@pytest.mark.inventory(34)
def test_the_payer_is_found_by_rule_and_the_customer_stays(session: Session) -> None:
    place = a_place(session)
    customer, owner, other = (a_customer(session, name) for name in ("Cus", "Owner", "Other"))
    linked(session, place, customer, "Primary")
    linked(session, place, owner, "Owner")
    job = a_job(session, place, customer)
    payers = [job_page(session, job.number).payer[1]]
    update_responsible_party(session, place, owner, actor=OFFICE)
    payers.append(job_page(session, job.number).payer[1])
    job.bill_to_override = other
    session.flush()
    payers.append(job_page(session, job.number).payer[1])
    assert payers == ["Cus", "Owner", "Other"]
    assert job_page(session, job.number).customer == (customer.id, "Cus")
