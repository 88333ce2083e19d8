"""What the company sells, at what price, and what it does by default. A price changed here changes no invoice."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, Integer, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row
from core.desk.model import StaffRole
from core.jobs.model import BusinessUnit


class ItemKind(StrEnum):
    """What a line is for (inventory 97)."""

    SERVICE = "service"
    MATERIAL = "material"
    LABOUR = "labour"


class PricebookItem(Row):
    """One thing the company sells (inventory 99).

    words: what the customer reads. cost_cents: what it costs the company. business_unit: None serves all.
    """

    __tablename__ = "pricebook_items"

    kind: Mapped[ItemKind] = mapped_column()
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(Text, server_default="")
    unit_price_cents: Mapped[int] = mapped_column(BigInteger)
    cost_cents: Mapped[int] = mapped_column(BigInteger, server_default="0")
    taxable: Mapped[bool] = mapped_column(Boolean, server_default="true")
    active: Mapped[bool] = mapped_column(Boolean, server_default="true")
    business_unit_id: Mapped[int | None] = mapped_column(ForeignKey("business_units.id"))

    business_unit: Mapped[BusinessUnit | None] = relationship()

    __table_args__ = (Index("ix_pricebook_items_name", "name"),)


class Bookkeeping(StrEnum):
    """Whether batches are opened, posted and exported by people, or every morning by Fixline."""

    BY_HAND = "by_hand"
    DAILY = "daily"


class BillingDefaults(Row):
    """The company's own way: one row, the first; without it `core/billing/defaults.py` speaks.

    tax_rate_thousandths: of a percent, for places without a rate of their own; 8.25 % is 8250.
    payment_words: how to pay, as every invoice says it. postal_address: on the letterhead, line by line.
    check_photo_from_cents: checks of this amount and above need a photo; None asks for none (inventory 119).
    *_reminder_days: days after the due day; None reminds at that level of nothing (inventory 137).
    """

    __tablename__ = "billing_defaults"

    tax_rate_thousandths: Mapped[int] = mapped_column(Integer, server_default="0")
    payment_words: Mapped[str] = mapped_column(Text, server_default="")
    postal_address: Mapped[str] = mapped_column(Text, server_default="")
    first_reminder_days: Mapped[int | None] = mapped_column(SmallInteger, server_default="3")
    second_reminder_days: Mapped[int | None] = mapped_column(SmallInteger, server_default="14")
    third_reminder_days: Mapped[int | None] = mapped_column(SmallInteger, server_default="30")
    bookkeeping: Mapped[Bookkeeping] = mapped_column(server_default="by_hand")
    check_photo_from_cents: Mapped[int | None] = mapped_column(BigInteger)


class DiscountLimit(Row):
    """The most a role may take off one line without an approver (inventory 101).

    percent_thousandths: 5 % of the line is 5000. A role without a row has what `core/billing/discounts.py` says.
    """

    __tablename__ = "discount_limits"

    role: Mapped[StaffRole] = mapped_column(unique=True)
    percent_thousandths: Mapped[int] = mapped_column(Integer)
