"""Drafts: from a job and its estimate, from many jobs, by hand; edited until they are issued."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.actions.drafting import (
    MOST_AT_ONCE,
    delete_draft,
    draft_beside,
    draft_from_job,
    draft_many,
)
from core.billing.actions.editing import (
    Particulars,
    Wanted,
    add_line,
    change_line,
    remove_line,
    set_particulars,
    set_review,
    wanted_of,
)
from core.billing.actions.issuing import issue
from core.billing.actions.pricebook import (
    ItemWanted,
    add_item,
    change_item,
    offer_item_again,
    retire_item,
)
from core.billing.model import Invoice, InvoiceLine, InvoiceStatus, ItemKind, ReviewStatus
from core.billing.queries.of_job import documents_of_job, jobs_to_invoice
from core.billing.queries.pricebook import items_like
from core.billing.refusals import AlreadyInvoiced, NotADraft
from core.errors import FieldRefused, NotFound, Refused
from core.events.model import Event
from core.jobs.model import Estimate, EstimateLine, EstimateState, LineKind
from core.language import Language
from tests.builders import OFFICE, a_customer, a_job_at, a_place
from tests.builders.billing import (
    MARCH_2,
    a_draft_invoice,
    a_draft_of,
    a_job_draft,
    a_line,
    a_taxed,
    an_item,
)

PART = Wanted(ItemKind.MATERIAL, "Valve", 4_999, 2_000, taxable=False)


@pytest.mark.inventory(104)
def test_a_completed_job_is_drafted_with_the_lines_of_its_approved_estimate(
    session: Session,
) -> None:
    place = a_taxed(session, a_place(session))
    job = a_job_at(session, "Completed", place)
    job.po_number = "PO 4471"
    lines = [
        EstimateLine(
            position=1,
            kind=LineKind.LABOUR,
            description="Two hours",
            quantity_thousandths=2_000,
            unit_price_cents=9_500,
            taxable=True,
        )
    ]
    estimate = Estimate(job_id=job.id, state=EstimateState.APPROVED, title="Leak", lines=lines)
    session.add(estimate)
    session.flush()
    draft = draft_from_job(session, job.id, on=MARCH_2, actor=OFFICE)
    assert [(line.kind, line.words, line.net_cents) for line in draft.lines] == [
        (ItemKind.LABOUR, "Two hours", 19_000)
    ]
    assert (draft.total_cents, draft.po_number) == (19_000 + 1_568, "PO 4471")
    assert (draft.number, draft.job_id, draft.property_id) == (None, job.id, place.id)


@pytest.mark.inventory(104)
def test_a_job_that_is_not_completed_or_has_a_document_is_not_drafted(session: Session) -> None:
    with pytest.raises(Refused, match="complete it first"):
        draft_from_job(session, a_job_at(session, "In Progress").id, on=MARCH_2, actor=OFFICE)
    draft = a_job_draft(session, 10_000)
    assert draft.job_id is not None
    with pytest.raises(AlreadyInvoiced, match=f"Draft {draft.id}"):
        draft_from_job(session, draft.job_id, on=MARCH_2, actor=OFFICE)


@pytest.mark.inventory(105)
def test_many_jobs_are_drafted_and_each_refusal_is_told(session: Session) -> None:
    ready = [a_job_at(session, "Completed") for _ in range(3)]
    booked, drafted = a_job_at(session, "Booked"), a_job_draft(session, 10_000)
    assert {job.id for job in jobs_to_invoice(session)} == {job.id for job in ready}
    asked = [*(job.id for job in ready), booked.id, drafted.job_id or 0, 10**9]
    outcome = draft_many(session, asked, on=MARCH_2, actor=OFFICE)
    told = {each.job_id: each.refusal for each in outcome if each.invoice_id is None}
    assert set(told) == {booked.id, drafted.job_id, 10**9}
    assert "complete it first" in told[booked.id]
    assert jobs_to_invoice(session) == []
    with pytest.raises(FieldRefused, match="at most"):
        draft_many(session, range(MOST_AT_ONCE + 1), on=MARCH_2, actor=OFFICE)


@pytest.mark.inventory(109)
def test_one_job_can_have_several_invoices_with_different_bill_tos(session: Session) -> None:
    first = a_job_draft(session, 10_000)
    assert first.job_id is not None
    tenant = a_customer(session, "Tenant")
    second = draft_beside(session, first.job_id, tenant, on=MARCH_2, actor=OFFICE)
    a_line(session, second, 2_000)
    for each in (first, second):
        issue(session, each.id, on=MARCH_2, actor=OFFICE)
    found = documents_of_job(session, first.job_id)
    assert [(each.bill_to_name, each.total_cents) for each in found] == [
        ("Robert Diaz", 10_000),
        ("Tenant", 2_000),
    ]


@pytest.mark.inventory(99)
def test_an_item_is_found_priced_into_a_line_and_its_later_price_changes_no_line(
    session: Session,
) -> None:
    item, draft = an_item(session), a_draft_invoice(session)
    (found,) = items_like(session, "drain clean")
    line = add_line(session, draft.id, wanted_of(found, 2_000), on=MARCH_2, actor=OFFICE)
    wanted = ItemWanted(ItemKind.SERVICE, "DRAIN", "Drain cleaning", 20_000)
    change_item(session, item.id, wanted, actor=OFFICE)
    assert (line.net_cents, line.cost_cents, draft.total_cents) == (37_000, 4_000, 37_000)
    retire_item(session, item.id, actor=OFFICE)
    assert items_like(session, "drain") == []
    offer_item_again(session, item.id, actor=OFFICE)
    with pytest.raises(FieldRefused, match="is taken"):
        add_item(session, wanted, actor=OFFICE)
    assert add_item(session, replace(wanted, code="D2"), actor=OFFICE).unit_price_cents == 20_000


@pytest.mark.inventory(102)
def test_a_draft_is_corrected_before_it_is_final_and_never_after(session: Session) -> None:
    draft = a_draft_invoice(session, 10_000, 5_000)
    first, second = draft.lines
    change_line(session, draft.id, first.id, PART, on=MARCH_2, actor=OFFICE)
    remove_line(session, draft.id, second.id, actor=OFFICE)
    assert (draft.net_cents, [line.words for line in draft.lines]) == (9_998, ["Valve"])
    issue(session, draft.id, on=MARCH_2, actor=OFFICE)
    for act in (
        lambda: add_line(session, draft.id, PART, on=MARCH_2, actor=OFFICE),
        lambda: change_line(session, draft.id, first.id, PART, on=MARCH_2, actor=OFFICE),
        lambda: remove_line(session, draft.id, first.id, actor=OFFICE),
        lambda: delete_draft(session, draft.id, actor=OFFICE),
    ):
        with pytest.raises(NotADraft):
            act()
    assert (draft.status, draft.total_cents) == (InvoiceStatus.ISSUED, 9_998)


def test_changes_of_a_draft_are_on_record(session: Session) -> None:
    draft = a_draft_invoice(session, 10_000)
    wanted = Particulars("PO 1", "Thank you", 14, Language.SPANISH)
    set_particulars(session, draft.id, wanted, actor=OFFICE)
    set_review(session, draft.id, ReviewStatus.REVIEWED, actor=OFFICE)
    set_review(session, draft.id, ReviewStatus.REVIEWED, actor=OFFICE)
    change_line(session, draft.id, draft.lines[0].id, PART, on=MARCH_2, actor=OFFICE)
    events = session.scalars(
        select(Event).where(Event.subject_type == "invoice").order_by(Event.id)
    ).all()
    assert [event.kind for event in events] == [
        "invoice.drafted",
        "invoice.line_added",
        "invoice.edited",
        "invoice.reviewed",
        "invoice.line_changed",
    ]
    assert (events[4].before["amount"], events[4].after["amount"]) == ("$100.00", "$99.98")
    assert (draft.terms_days, draft.language, draft.review) == (14, "es", "reviewed")


def test_a_draft_thrown_away_is_gone_and_remembered(session: Session) -> None:
    draft = a_job_draft(session, 10_000)
    assert draft.job_id is not None
    delete_draft(session, draft.id, actor=OFFICE)
    assert session.get(Invoice, draft.id) is None
    assert session.scalars(select(InvoiceLine)).all() == []
    event = session.scalars(select(Event).where(Event.kind == "invoice.draft_deleted")).one()
    assert event.before == {"total_cents": 10_000}
    again = draft_from_job(session, draft.job_id, on=MARCH_2, actor=OFFICE)
    assert again.id != draft.id


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (replace(PART, words="  "), "words"),
        (replace(PART, quantity_thousandths=0), "quantity"),
        (replace(PART, quantity_thousandths=-1_000), "quantity"),
        (replace(PART, quantity_thousandths=10**15), "quantity"),
        (replace(PART, unit_price_cents=-1), "unit_price"),
        (replace(PART, unit_price_cents=10**12), "unit_price"),
        (replace(PART, unit_price_cents=10**10, quantity_thousandths=10**6), "unit_price"),
        (replace(PART, cost_cents=-1), "cost"),
    ],
)
def test_a_line_that_cannot_be_is_refused_at_its_field(
    session: Session, wanted: Wanted, field: str
) -> None:
    draft = a_draft_invoice(session, 10_000)
    with pytest.raises(FieldRefused) as refusal:
        add_line(session, draft.id, wanted, on=MARCH_2, actor=OFFICE)
    assert refusal.value.field == field


def test_a_line_of_another_document_is_not_found(session: Session) -> None:
    mine, other = (
        a_draft_invoice(session, 1),
        a_draft_of(session, a_job_at(session, "Completed"), 2),
    )
    with pytest.raises(NotFound):
        remove_line(session, mine.id, other.lines[0].id, actor=OFFICE)
