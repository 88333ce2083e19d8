"""A job's cost shared between two parties: drafts divided, issued ones corrected by a pair; no cent made or lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.billing.actions.crediting import credit_whole
from core.billing.actions.discounting import Discount, discount_line
from core.billing.actions.issuing import issue, issue_many
from core.billing.actions.splitting import split_amount, split_issued, split_lines
from core.billing.actions.voiding import void
from core.billing.model import DiscountKind, InvoiceKind, InvoiceStatus
from core.billing.queries.balances import balance_of, credit_left
from core.billing.queries.of_job import documents_of_job
from core.billing.refusals import NotADraft, NotIssued
from core.db import Database
from core.desk.model import StaffRole
from core.errors import FieldRefused, NotFound, Refused
from core.jobs.model import Job
from tests.builders import OFFICE, a_customer, a_place
from tests.builders.billing import (
    MARCH_2,
    a_colleague,
    a_draft_invoice,
    a_job_draft,
    a_payment_of,
    a_taxed,
    an_invoice,
    because,
    is_exempt,
)
from tests.crowd import at_once

# Each writes a dozen rows.
FEW = 15


@pytest.mark.inventory(107, 108)
def test_a_tenants_part_of_an_issued_invoice_is_credited_and_charged(session: Session) -> None:
    """Job 500 to the manager; 120 is the tenant's: 380 and 120 remain, 500 together, tax alike."""
    place, tenant = a_taxed(session, a_place(session)), a_customer(session, "Tenant")
    invoice = issue(session, a_job_draft(session, 50_000, place=place).id, on=MARCH_2, actor=OFFICE)
    pair = split_issued(session, invoice.id, 12_000, tenant.id, because(), actor=OFFICE)
    assert (pair.credit.net_cents, pair.charge.net_cents) == (-12_000, 12_000)
    assert pair.credit.total_cents + pair.charge.total_cents == 0
    assert pair.credit.tax_cents + pair.charge.tax_cents == 0
    assert (pair.charge.kind, pair.charge.bill_to_name) == (InvoiceKind.ADJUSTMENT, "Tenant")
    assert pair.credit.bill_to_id == invoice.bill_to_id
    assert {pair.credit.corrects_id, pair.charge.corrects_id} == {invoice.id}
    assert pair.credit.split_group == pair.charge.split_group
    owed = [balance_of(session, each) for each in (invoice.id, pair.charge.id)]
    assert owed == [38_000 + 3_135, 12_000 + 990]
    assert sum(owed) == invoice.total_cents
    assert session.get_one(Job, invoice.job_id).status.name == "Invoiced"


@pytest.mark.inventory(107, 108, 109)
def test_lines_of_a_draft_move_to_another_party(session: Session) -> None:
    draft = a_job_draft(session, 38_000, 12_000, place=a_taxed(session, a_place(session)))
    whole, tenant = draft.total_cents, a_customer(session, "Tenant")
    second = split_lines(
        session, draft.id, [draft.lines[1].id], tenant.id, on=MARCH_2, actor=OFFICE
    )
    assert (draft.net_cents, second.net_cents) == (38_000, 12_000)
    assert draft.total_cents + second.total_cents == whole
    numbers = issue_many(session, [draft.id, second.id], on=MARCH_2, actor=OFFICE)
    assert all(each.number for each in numbers)
    found = documents_of_job(session, draft.job_id or 0)
    assert [each.bill_to_name for each in found] == ["Robert Diaz", "Tenant"]
    assert sum(each.total_cents for each in found) == whole


@pytest.mark.inventory(107, 108)
@settings(max_examples=FEW)
@given(
    st.lists(st.integers(0, 100_000), min_size=1, max_size=8).filter(lambda c: sum(c) > 1),
    st.data(),
)
def test_an_amount_split_off_a_draft_conserves_every_sum(
    database: Database, cents: list[int], data: st.DataObject
) -> None:
    with database.reading() as session:
        rate = data.draw(st.integers(0, 20_000))
        draft = a_draft_invoice(session, *cents, place=a_taxed(session, a_place(session), rate))
        boss = a_colleague(session, StaffRole.MANAGER)
        off = data.draw(st.integers(0, min(cents[0], draft.net_cents - 2)))
        wanted = Discount(off, DiscountKind.PROMOTIONAL)
        discount_line(session, draft.id, draft.lines[0].id, wanted, by=boss)
        before = (draft.net_cents, draft.tax_cents, draft.total_cents)
        amount = data.draw(st.integers(1, draft.net_cents - 1))
        second = split_amount(
            session, draft.id, amount, a_customer(session, "T").id, on=MARCH_2, actor=OFFICE
        )
        issue_many(session, [draft.id, second.id], on=MARCH_2, actor=OFFICE)
        both = (draft, second)
        assert [each.status for each in both] == [InvoiceStatus.ISSUED] * 2
        assert second.net_cents == amount
        assert before == (
            sum(each.net_cents for each in both),
            sum(each.tax_cents for each in both),
            sum(each.total_cents for each in both),
        )
        discounts = sum(line.discount_cents for each in both for line in each.lines)
        assert discounts == off


@pytest.mark.inventory(108)
@settings(max_examples=FEW)
@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=5), st.data())
def test_splits_of_an_issued_invoice_conserve_every_cent_until_nothing_is_left(
    database: Database, cents: list[int], data: st.DataObject
) -> None:
    with database.reading() as session:
        rate = data.draw(st.integers(0, 20_000))
        invoice = an_invoice(session, *cents, place=a_taxed(session, a_place(session), rate))
        left, charges = invoice.net_cents, []
        for n in range(3):
            amount = data.draw(st.integers(1, left)) if n < 2 else left
            who = a_customer(session, f"Party {n}")
            pair = split_issued(session, invoice.id, amount, who.id, because(), actor=OFFICE)
            charges.append(pair.charge)
            left -= amount
            owed = [balance_of(session, each.id) for each in (invoice, *charges)]
            assert sum(owed) == invoice.total_cents
            if left == 0:
                break
        assert sum(each.tax_cents for each in charges) == invoice.tax_cents
        assert balance_of(session, invoice.id) == 0


@pytest.mark.inventory(107)
def test_a_part_that_was_paid_already_becomes_the_first_partys_credit(session: Session) -> None:
    invoice, tenant = an_invoice(session, 10_000), a_customer(session, "Tenant")
    a_payment_of(session, invoice)
    pair = split_issued(session, invoice.id, 3_000, tenant.id, because(), actor=OFFICE)
    assert credit_left(session, [pair.credit.id]) == {pair.credit.id: 3_000}
    owed = [balance_of(session, each) for each in (invoice.id, pair.charge.id)]
    assert owed == [0, 3_000]


def test_what_was_credited_whole_is_not_split(session: Session) -> None:
    invoice, tenant = an_invoice(session, 10_000), a_customer(session, "Tenant")
    credit_whole(session, invoice.id, because(), actor=OFFICE)
    with pytest.raises(FieldRefused, match=r"up to \$0.00"):
        split_issued(session, invoice.id, 1, tenant.id, because(), actor=OFFICE)


def test_an_exempt_second_party_pays_no_tax_on_its_draft(session: Session) -> None:
    draft = a_draft_invoice(session, 50_000, place=a_taxed(session, a_place(session)))
    church = is_exempt(session, a_customer(session, "Church"))
    second = split_amount(session, draft.id, 12_000, church.id, on=MARCH_2, actor=OFFICE)
    assert (draft.tax_cents, second.tax_cents, second.total_cents) == (3_135, 0, 12_000)


def test_what_cannot_be_split_is_refused(session: Session) -> None:
    draft, other = a_draft_invoice(session, 6_000, 4_000), a_customer(session, "Other")
    ids = [line.id for line in draft.lines]
    for amount in (0, -1, 10_000, 10_001):
        with pytest.raises(FieldRefused, match=r"below \$100.00"):
            split_amount(session, draft.id, amount, other.id, on=MARCH_2, actor=OFFICE)
    for chosen in ([], ids):
        with pytest.raises(FieldRefused, match="some of the lines"):
            split_lines(session, draft.id, chosen, other.id, on=MARCH_2, actor=OFFICE)
    with pytest.raises(Refused, match="is billed to"):
        split_amount(session, draft.id, 1, draft.bill_to_id, on=MARCH_2, actor=OFFICE)
    with pytest.raises(NotFound):
        split_amount(session, draft.id, 1, 10**9, on=MARCH_2, actor=OFFICE)
    with pytest.raises(NotIssued):
        split_issued(session, draft.id, 1, other.id, because(), actor=OFFICE)
    issued = issue(session, draft.id, on=MARCH_2, actor=OFFICE)
    with pytest.raises(NotADraft):
        split_amount(session, issued.id, 1, other.id, on=MARCH_2, actor=OFFICE)
    pair = split_issued(session, issued.id, 1, other.id, because(), actor=OFFICE)
    with pytest.raises(Refused, match="half of a correcting pair; undo both"):
        void(session, pair.charge.id, on=MARCH_2, reason="x", actor=OFFICE)


def test_two_hands_cannot_split_off_more_than_there_is(database: Database) -> None:
    with database.transaction() as session:
        invoice, who = an_invoice(session, 10_000).id, a_customer(session, "Tenant").id

    def act(_: int) -> int:
        with database.transaction() as session:
            pair = split_issued(session, invoice, 6_000, who, because(), actor=OFFICE)
            return pair.charge.total_cents

    got = at_once(4, act)
    assert [each for each in got if isinstance(each, int)] == [6_000]
