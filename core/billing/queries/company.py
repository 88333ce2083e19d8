"""The company's own billing rules as they stand: default tax, words on invoices, discount limits by role."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.discounts import LIMITS
from core.billing.model import BillingDefaults, DiscountLimit
from core.billing.receiving import PaymentRules
from core.billing.tax import Exemption, TaxRule, tax_rule
from core.clock import database_now, local
from core.desk.model import StaffRole
from core.directory.model import Customer, Property

# Days after the due day, where the company never said otherwise.
FIRST_REMINDER, SECOND_REMINDER, THIRD_REMINDER = 3, 14, 30


def billing_defaults(session: Session) -> BillingDefaults:
    """The company's row; one with nothing in it, not stored, where none was ever saved."""
    found = session.scalar(select(BillingDefaults).order_by(BillingDefaults.id).limit(1))
    return found or BillingDefaults(
        tax_rate_thousandths=0,
        payment_words="",
        postal_address="",
        first_reminder_days=FIRST_REMINDER,
        second_reminder_days=SECOND_REMINDER,
        third_reminder_days=THIRD_REMINDER,
    )


def tax_rule_for(session: Session, customer: Customer, place: Property | None, on: date) -> TaxRule:
    """The tax on a document of this customer for work at this place, issued that day (inventory 114, 115)."""
    exemption = Exemption(
        claimed=customer.tax_exempt,
        certificate=customer.tax_certificate_blob_id,
        expires_on=customer.tax_certificate_expires_on,
    )
    return tax_rule(
        exemption,
        place_rate=place.tax_rate_thousandths if place else None,
        company_rate=billing_defaults(session).tax_rate_thousandths,
        on=on,
    )


def company_day(session: Session, zone: str) -> date:
    """Today where the company is: the day that is written on what it issues. zone: the company's IANA zone."""
    return local(database_now(session), zone).date()


def payment_rules(session: Session) -> PaymentRules:
    """What the company asks for when money is taken (inventory 119)."""
    return PaymentRules(photo_from_cents=billing_defaults(session).check_photo_from_cents)


def discount_limit(session: Session, role: StaffRole) -> int:
    """The most a role may take off a line, in thousandths of a percent of it."""
    found = session.scalar(
        select(DiscountLimit.percent_thousandths).where(DiscountLimit.role == role)
    )
    return LIMITS[role] if found is None else found
