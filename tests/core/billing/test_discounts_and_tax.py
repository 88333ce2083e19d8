"""Discounts within a role's limit or with an approver; tax by place, and none with a valid certificate."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.actions.discounting import Discount, discount_line
from core.billing.actions.editing import Wanted, change_line
from core.billing.actions.issuing import issue
from core.billing.actions.pricebook import set_billing_defaults, set_discount_limit
from core.billing.model import DiscountKind, ItemKind
from core.billing.refusals import ApprovalNeeded
from core.billing.tax import Exemption, TaxRule, tax_rule
from core.desk.model import StaffRole
from core.errors import FieldRefused
from core.events.model import Event
from tests.builders import OFFICE, a_customer, a_place
from tests.builders.billing import (
    MARCH_2,
    a_colleague,
    a_draft_invoice,
    a_taxed,
    an_invoice,
    is_exempt,
)

DAY = timedelta(days=1)


def promo(cents: int) -> Discount:
    return Discount(cents, DiscountKind.PROMOTIONAL)


@pytest.mark.inventory(100, 101)
def test_a_csr_gives_what_the_role_may_and_more_only_with_an_approver(session: Session) -> None:
    draft = a_draft_invoice(session, 10_000)
    (line,) = draft.lines
    casey = a_colleague(session, StaffRole.CSR)
    boss = a_colleague(session, StaffRole.MANAGER, "Morgan Hill")
    discount_line(session, draft.id, line.id, promo(500), by=casey)
    assert (line.net_cents, line.discount_approved_by_id) == (9_500, casey.id)
    with pytest.raises(ApprovalNeeded, match="5 %") as refusal:
        discount_line(session, draft.id, line.id, promo(501), by=casey)
    assert (refusal.value.most_cents, line.discount_cents) == (500, 500)
    wanted = Discount(4_000, DiscountKind.MANAGER)
    discount_line(session, draft.id, line.id, wanted, by=casey, approver=boss)
    assert (draft.total_cents, line.discount_approved_by_id) == (6_000, boss.id)
    event = session.scalars(
        select(Event).where(Event.kind == "invoice.discounted").order_by(Event.id.desc())
    ).first()
    assert event is not None
    assert (event.actor_name, event.after["approved_by"]) == ("Casey Reed", "Morgan Hill")


@pytest.mark.inventory(101)
def test_an_approver_of_the_same_rank_or_gone_approves_nothing(session: Session) -> None:
    draft = a_draft_invoice(session, 10_000)
    casey, other = (a_colleague(session, StaffRole.CSR, name) for name in ("Casey", "Sam"))
    gone = a_colleague(session, StaffRole.MANAGER, "Gone")
    gone.active = False
    for approver in (other, gone, None):
        with pytest.raises(ApprovalNeeded):
            discount_line(
                session,
                draft.id,
                draft.lines[0].id,
                promo(5_000),
                by=casey,
                approver=approver,
            )
    assert draft.total_cents == 10_000


@pytest.mark.inventory(101)
def test_the_company_sets_its_own_limits(session: Session) -> None:
    draft, casey = a_draft_invoice(session, 10_000), a_colleague(session, StaffRole.CSR)
    set_discount_limit(session, StaffRole.CSR, 20_000, actor=OFFICE)
    set_discount_limit(session, StaffRole.CSR, 15_000, actor=OFFICE)
    discount_line(session, draft.id, draft.lines[0].id, promo(1_500), by=casey)
    with pytest.raises(ApprovalNeeded, match="15 %"):
        discount_line(session, draft.id, draft.lines[0].id, promo(1_501), by=casey)
    with pytest.raises(FieldRefused):
        set_discount_limit(session, StaffRole.CSR, 100_001, actor=OFFICE)


@pytest.mark.parametrize("cents", [-1, 10_001])
def test_a_discount_is_neither_negative_nor_more_than_the_line(
    session: Session, cents: int
) -> None:
    draft, boss = a_draft_invoice(session, 10_000), a_colleague(session, StaffRole.MANAGER)
    with pytest.raises(FieldRefused, match=r"at most \$100.00"):
        discount_line(session, draft.id, draft.lines[0].id, promo(cents), by=boss)


def test_a_line_that_changes_loses_its_discount(session: Session) -> None:
    draft, boss = a_draft_invoice(session, 10_000), a_colleague(session, StaffRole.MANAGER)
    (line,) = draft.lines
    discount_line(session, draft.id, line.id, promo(9_000), by=boss)
    wanted = Wanted(ItemKind.SERVICE, "Repair", 1_000)
    change_line(session, draft.id, line.id, wanted, on=MARCH_2, actor=OFFICE)
    assert (line.discount_cents, line.discount_kind, draft.total_cents) == (0, None, 1_000)


@pytest.mark.inventory(98)
def test_tax_is_the_places_own_rate_or_the_companys_on_the_net(session: Session) -> None:
    set_billing_defaults(session, tax_rate_thousandths=6_250, payment_words="", actor=OFFICE)
    own = a_draft_invoice(session, 10_000, place=a_taxed(session, a_place(session)))
    companys = a_draft_invoice(session, 10_000, place=a_place(session, "9 Elm St"))
    boss = a_colleague(session, StaffRole.MANAGER)
    discount_line(session, own.id, own.lines[0].id, promo(2_000), by=boss)
    assert (own.net_cents, own.tax_cents, own.total_cents) == (8_000, 660, 8_660)
    assert companys.total_cents == 10_625


@pytest.mark.inventory(114)
def test_an_exempt_customers_new_invoices_carry_no_tax_and_issued_ones_stay(
    session: Session,
) -> None:
    place, customer = a_taxed(session, a_place(session)), a_customer(session)
    before = an_invoice(session, 10_000, customer=customer, place=place)
    waiting = a_draft_invoice(session, 10_000, customer=customer, place=place)
    is_exempt(session, customer)
    after = an_invoice(session, 10_000, customer=customer, place=place)
    issue(session, waiting.id, on=MARCH_2, actor=OFFICE)
    session.refresh(before)
    assert (before.tax_cents, before.total_cents) == (825, 10_825)
    assert [after.tax_cents, waiting.tax_cents] == [0, 0]
    assert after.tax_exempt_reference.startswith("certificate ")


@pytest.mark.inventory(115)
def test_exemption_needs_a_certificate_that_holds_on_the_day(session: Session) -> None:
    place, customer = a_taxed(session, a_place(session)), a_customer(session)
    customer.tax_exempt = True
    claimed = an_invoice(session, 10_000, customer=customer, place=place)
    is_exempt(session, customer, until=MARCH_2)
    in_time = an_invoice(session, 10_000, customer=customer, place=place)
    draft = a_draft_invoice(session, 10_000, customer=customer, place=place)
    too_late = issue(session, draft.id, on=MARCH_2 + DAY, actor=OFFICE)
    assert [each.tax_cents for each in (claimed, in_time, too_late)] == [825, 0, 825]
    assert too_late.tax_exempt_reference == ""


@pytest.mark.inventory(115)
@pytest.mark.parametrize(
    ("exemption", "expected"),
    [
        (Exemption(False), TaxRule(8_250)),
        (Exemption(False, certificate=4), TaxRule(8_250)),
        (Exemption(True), TaxRule(8_250)),
        (Exemption(True, 4), TaxRule(0, "certificate 4")),
        (Exemption(True, 4, date(2026, 3, 1)), TaxRule(8_250)),
        (Exemption(True, 4, MARCH_2), TaxRule(0, "certificate 4, valid until 2026-03-02")),
    ],
)
def test_a_claim_alone_excuses_nobody(exemption: Exemption, expected: TaxRule) -> None:
    assert tax_rule(exemption, place_rate=8_250, company_rate=0, on=MARCH_2) == expected
