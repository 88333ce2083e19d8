"""Invoices, adjustments and credit notes with their lines. What is issued never changes: triggers see to it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Text,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.billing.bill_to import BillToSource
from core.billing.model.batch import Batch
from core.billing.model.pricebook import ItemKind, PricebookItem
from core.db import Base, Row
from core.desk.model import StaffUser
from core.directory.model import Customer, Property
from core.jobs.model import BusinessUnit, Job
from core.language import Language


class InvoiceKind(StrEnum):
    """ADJUSTMENT: the charge of a correcting pair. CREDIT_NOTE: owed to the customer; its amounts are negative."""

    INVOICE = "invoice"
    ADJUSTMENT = "adjustment"
    CREDIT_NOTE = "credit_note"


class InvoiceStatus(StrEnum):
    """DRAFT may be edited; ISSUED has a number and never changes; VOID counts for nothing from that day."""

    DRAFT = "draft"
    ISSUED = "issued"
    VOID = "void"


class ReviewStatus(StrEnum):
    """inventory 111."""

    NEEDS_REVIEW = "needs_review"
    ON_HOLD = "on_hold"
    REVIEWED = "reviewed"


class DiscountKind(StrEnum):
    """inventory 100."""

    MEMBERSHIP = "membership"
    PROMOTIONAL = "promotional"
    MANAGER = "manager"


class ExportStatus(StrEnum):
    """inventory 112."""

    PENDING = "pending"
    POSTED = "posted"
    EXPORTED = "exported"


class Invoice(Row):
    """A document that charges a customer, or credits one (inventory 97-116).

    number: None until issued. bill_to_name, bill_to_address: frozen when issued. net_cents, tax_cents, total_cents:
    the sums of its lines; of a credit note negative. tax_exempt_reference: the certificate that excused it from tax.
    corrects: what a credit note or adjustment mends. split_group: documents that came from one by splitting.
    settled_on: from that day on nothing is owed on it; written by the database as allocations come, an aid of
    searching and never of arithmetic. What is owed is always derived.
    """

    __tablename__ = "invoices"

    number: Mapped[int | None] = mapped_column(Integer, unique=True)
    kind: Mapped[InvoiceKind] = mapped_column(server_default="invoice")
    status: Mapped[InvoiceStatus] = mapped_column(server_default="draft")
    review: Mapped[ReviewStatus] = mapped_column(server_default="needs_review")
    export: Mapped[ExportStatus] = mapped_column(server_default="pending")
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"), index=True)
    property_id: Mapped[int | None] = mapped_column(ForeignKey("properties.id"), index=True)
    business_unit_id: Mapped[int | None] = mapped_column(ForeignKey("business_units.id"))
    bill_to_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    bill_to_source: Mapped[BillToSource] = mapped_column()
    bill_to_name: Mapped[str] = mapped_column(String(200), server_default="")
    bill_to_address: Mapped[str] = mapped_column(Text, server_default="")
    language: Mapped[Language] = mapped_column(server_default="en")
    po_number: Mapped[str] = mapped_column(String(60), server_default="")
    message: Mapped[str] = mapped_column(Text, server_default="")
    terms_days: Mapped[int] = mapped_column(SmallInteger, server_default="30")
    issue_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    issued_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    net_cents: Mapped[int] = mapped_column(BigInteger, server_default="0")
    tax_cents: Mapped[int] = mapped_column(BigInteger, server_default="0")
    total_cents: Mapped[int] = mapped_column(BigInteger, server_default="0")
    tax_exempt_reference: Mapped[str] = mapped_column(String(120), server_default="")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("invoices.id"), index=True)
    correction_reason: Mapped[str] = mapped_column(String(300), server_default="")
    split_group: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    voided_on: Mapped[date | None] = mapped_column(Date)
    settled_on: Mapped[date | None] = mapped_column(Date)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))

    lines: Mapped[list[InvoiceLine]] = relationship(
        back_populates="invoice", order_by="InvoiceLine.position", cascade="all, delete-orphan"
    )
    bill_to: Mapped[Customer] = relationship()
    job: Mapped[Job | None] = relationship()
    property: Mapped[Property | None] = relationship()
    business_unit: Mapped[BusinessUnit | None] = relationship()
    corrects: Mapped[Invoice | None] = relationship(remote_side="Invoice.id")
    batch: Mapped[Batch | None] = relationship()

    __table_args__ = (
        Index("ix_invoices_bill_to_issue_on", "bill_to_id", "issue_on"),
        Index("ix_invoices_issue_on", "issue_on", "id"),
        Index("ix_invoices_batch_id_number_id", "batch_id", "number", "id"),
        Index("ix_invoices_void", "id", postgresql_where=text("status = 'void'")),
        Index(
            "ix_invoices_to_review",
            "id",
            postgresql_where=text("status <> 'void' AND review <> 'reviewed'"),
        ),
        Index("ix_invoices_drafts", "id", postgresql_where=text("status = 'draft'")),
        Index(
            "ix_invoices_open_bill_to_due_on",
            "bill_to_id",
            "due_on",
            postgresql_where=text("status = 'issued' AND settled_on IS NULL"),
        ),
        Index(
            "ix_invoices_open_due_on",
            "due_on",
            postgresql_where=text("status = 'issued' AND settled_on IS NULL"),
        ),
        Index(
            "ix_invoices_standing",
            text("daterange(issue_on, settled_on)"),
            postgresql_using="gist",
            postgresql_where=text("status <> 'draft'"),
        ),
    )


class InvoiceLine(Row):
    """One thing charged (inventory 97, 98, 100).

    quantity_thousandths: 2.5 hours are 2500. discount_cents: off the whole line. tax_rate_thousandths: of a percent, as
    it was. tax_rounding_cents: what a split moved so that the parts' tax sums to the whole's. cost_cents: one unit's,
    as it was. Of a credit note the quantity is negative, and with it every amount but the price.
    """

    __tablename__ = "invoice_lines"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"))
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[ItemKind] = mapped_column()
    item_id: Mapped[int | None] = mapped_column(ForeignKey("pricebook_items.id"))
    words: Mapped[str] = mapped_column(Text)
    quantity_thousandths: Mapped[int] = mapped_column(BigInteger, server_default="1000")
    unit_price_cents: Mapped[int] = mapped_column(BigInteger)
    discount_cents: Mapped[int] = mapped_column(BigInteger, server_default="0")
    discount_kind: Mapped[DiscountKind | None] = mapped_column()
    discount_approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_users.id"))
    taxable: Mapped[bool] = mapped_column(Boolean, server_default="true")
    tax_rate_thousandths: Mapped[int] = mapped_column(Integer, server_default="0")
    tax_rounding_cents: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    net_cents: Mapped[int] = mapped_column(BigInteger)
    tax_cents: Mapped[int] = mapped_column(BigInteger, server_default="0")
    cost_cents: Mapped[int] = mapped_column(BigInteger, server_default="0")

    invoice: Mapped[Invoice] = relationship(back_populates="lines")
    item: Mapped[PricebookItem | None] = relationship()
    discount_approved_by: Mapped[StaffUser | None] = relationship()

    __table_args__ = (Index("ix_invoice_lines_invoice_id_position", "invoice_id", "position"),)


class InvoiceNumbers(Base):
    """The last number given; its row is held while one is, so that none is skipped."""

    __tablename__ = "invoice_numbers"

    series: Mapped[str] = mapped_column(String(20), primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
