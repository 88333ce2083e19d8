"""Who is billed: resolved by rule with its source, followed by drafts, never touching the job's customer."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.actions.editing import bill_by_rule, set_bill_to
from core.billing.actions.following import follow_payer_of_job, follow_payer_of_property
from core.billing.actions.issuing import issue
from core.billing.bill_to import BillTo, BillToSource, Payers, bill_to
from core.billing.model import Invoice
from core.billing.refusals import NotADraft
from core.directory.actions.places import update_responsible_party
from core.directory.model import Customer, Property
from core.errors import NotFound, Refused
from core.events.model import Event
from tests.builders import OFFICE, a_customer, a_job_at, a_manager, a_place, a_tenant, linked
from tests.builders.billing import (
    MARCH_2,
    a_draft_invoice,
    a_draft_of,
    a_job_draft,
    a_taxed,
    is_exempt,
)


@pytest.mark.parametrize(
    ("payers", "by_hand", "expected"),
    [
        (Payers(1), None, BillTo(1, BillToSource.JOB_CUSTOMER)),
        (Payers(1, responsible=3), None, BillTo(3, BillToSource.RESPONSIBLE_PARTY)),
        (Payers(1, 2, 3), None, BillTo(2, BillToSource.JOB_OVERRIDE)),
        (Payers(1, 2, 3), 4, BillTo(4, BillToSource.MANUAL)),
    ],
)
def test_the_strongest_reason_decides(
    payers: Payers, by_hand: int | None, expected: BillTo
) -> None:
    assert bill_to(payers, by_hand=by_hand) == expected


@pytest.mark.inventory(35, 38)
def test_the_responsible_party_is_billed_and_the_jobs_customer_stays(session: Session) -> None:
    place, customer, owner = _owned(session)
    job = a_job_at(session, "Completed", place, customer)
    draft = a_draft_of(session, job, 10_000)
    assert (draft.bill_to_id, draft.bill_to_source) == (owner.id, "responsible_party")
    issue(session, draft.id, on=MARCH_2, actor=OFFICE)
    session.refresh(job)
    assert (job.customer_id, draft.bill_to_name) == (customer.id, owner.display_name)


@pytest.mark.inventory(42)
def test_a_tenants_job_is_billed_to_the_managing_company(session: Session) -> None:
    place = a_place(session)
    manager = a_manager(session, place).customer
    a_tenant(session, place)
    draft = a_job_draft(session, 10_000, place=place, customer=manager)
    assert (draft.bill_to_id, draft.bill_to_source) == (manager.id, "job_customer")


@pytest.mark.inventory(37)
def test_drafts_follow_when_the_owner_of_the_place_is_assigned(session: Session) -> None:
    place, owner, customer = a_place(session), a_customer(session, "Owner"), a_customer(session)
    linked(session, place, owner, "Owner")
    draft = a_job_draft(session, 10_000, place=place, customer=customer)
    update_responsible_party(session, place, owner, actor=OFFICE)
    changed = follow_payer_of_property(session, place.id, on=MARCH_2, actor=OFFICE)
    assert [each.id for each in changed] == [draft.id]
    assert (draft.bill_to_id, draft.bill_to_source) == (owner.id, "responsible_party")
    event = session.scalars(select(Event).where(Event.kind == "invoice.bill_to_changed")).one()
    assert (event.before["bill_to"], event.after["bill_to"]) == ("Robert Diaz", "Owner")
    assert follow_payer_of_property(session, place.id, on=MARCH_2, actor=OFFICE) == []


@pytest.mark.inventory(37)
def test_a_jobs_own_choice_comes_before_the_owner(session: Session) -> None:
    place, customer, _ = _owned(session)
    job = a_job_at(session, "Completed", place, customer)
    draft, other = a_draft_of(session, job, 10_000), a_customer(session, "Insurer")
    job.bill_to_override_id = other.id
    session.flush()
    follow_payer_of_job(session, job.id, on=MARCH_2, actor=OFFICE)
    assert (draft.bill_to_id, draft.bill_to_source) == (other.id, "job_override")


@pytest.mark.inventory(36, 39)
def test_a_choice_by_hand_stands_whatever_the_rule_says(session: Session) -> None:
    place, customer, owner = _owned(session)
    draft = a_job_draft(session, 10_000, place=place, customer=customer)
    chosen = a_customer(session, "Insurer")
    set_bill_to(session, draft.id, chosen.id, on=MARCH_2, actor=OFFICE)
    update_responsible_party(session, place, None, actor=OFFICE)
    assert follow_payer_of_property(session, place.id, on=MARCH_2, actor=OFFICE) == []
    issue(session, draft.id, on=MARCH_2, actor=OFFICE)
    assert (draft.bill_to_id, draft.bill_to_name) == (chosen.id, "Insurer")
    assert owner.id != chosen.id


@pytest.mark.inventory(39)
def test_an_invoice_goes_back_to_the_rule(session: Session) -> None:
    place, customer, owner = _owned(session)
    draft = a_job_draft(session, 10_000, place=place, customer=customer)
    set_bill_to(session, draft.id, customer.id, on=MARCH_2, actor=OFFICE)
    bill_by_rule(session, draft.id, on=MARCH_2, actor=OFFICE)
    assert (draft.bill_to_id, draft.bill_to_source) == (owner.id, "responsible_party")


def test_the_bill_to_of_an_issued_invoice_stands(session: Session) -> None:
    place, customer, _ = _owned(session)
    draft = a_job_draft(session, 10_000, place=place, customer=customer)
    issue(session, draft.id, on=MARCH_2, actor=OFFICE)
    with pytest.raises(NotADraft, match="credit note"):
        set_bill_to(session, draft.id, customer.id, on=MARCH_2, actor=OFFICE)
    update_responsible_party(session, place, None, actor=OFFICE)
    assert follow_payer_of_property(session, place.id, on=MARCH_2, actor=OFFICE) == []


def test_issuing_follows_the_rule_a_last_time(session: Session) -> None:
    place, customer, owner = _owned(session)
    draft = a_job_draft(session, 10_000, place=place, customer=customer)
    update_responsible_party(session, place, None, actor=OFFICE)
    issue(session, draft.id, on=MARCH_2, actor=OFFICE)
    assert (draft.bill_to_id, draft.bill_to_id != owner.id) == (customer.id, True)


def test_the_tax_follows_whoever_is_billed(session: Session) -> None:
    place, customer, owner = _owned(session)
    is_exempt(session, owner)
    draft = a_job_draft(session, 10_000, place=a_taxed(session, place), customer=customer)
    assert draft.tax_cents == 0
    set_bill_to(session, draft.id, customer.id, on=MARCH_2, actor=OFFICE)
    assert (draft.tax_cents, draft.total_cents) == (825, 10_825)


def test_what_cannot_be_billed_is_refused(session: Session) -> None:
    by_hand = a_draft_invoice(session, 10_000)
    with pytest.raises(NotFound):
        set_bill_to(session, by_hand.id, 10**9, on=MARCH_2, actor=OFFICE)
    with pytest.raises(Refused, match="belongs to no job"):
        bill_by_rule(session, by_hand.id, on=MARCH_2, actor=OFFICE)
    assert session.get_one(Invoice, by_hand.id).bill_to_source is BillToSource.MANUAL


def _owned(session: Session) -> tuple[Property, Customer, Customer]:
    """A place, a job's customer there, and the owner who pays for it."""
    place, customer = a_place(session), a_customer(session, "Cus")
    owner = a_customer(session, "Owner", company_name="Oak Holdings")
    linked(session, place, owner, "Owner")
    update_responsible_party(session, place, owner, actor=OFFICE)
    return place, customer, owner
