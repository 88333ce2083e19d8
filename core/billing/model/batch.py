"""Batches for the books: a range of documents and money, posted once and then frozen, and what was exported of them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Date, DateTime, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.blobs import Blob
from core.db import JsonObject, Row, json_column
from core.directory.model import Customer
from core.jobs.model import BusinessUnit

# QuickBooks keeps no more of a customer's name.
LONGEST_BOOK_NAME = 41


class BatchState(StrEnum):
    """OPEN takes members and lets them go; POSTED is frozen; EXPORTED has been handed to the books."""

    OPEN = "open"
    POSTED = "posted"
    EXPORTED = "exported"


class ExportFormat(StrEnum):
    """inventory 143, 144."""

    IIF = "iif"
    CSV = "csv"


class AccountPurpose(StrEnum):
    """What an account of the company's books is for."""

    RECEIVABLE = "receivable"
    INCOME_SERVICE = "income_service"
    INCOME_MATERIAL = "income_material"
    INCOME_LABOUR = "income_labour"
    SALES_TAX = "sales_tax"
    DEPOSIT_CARD = "deposit_card"
    DEPOSIT_CHECK = "deposit_check"
    DEPOSIT_CASH = "deposit_cash"
    DEPOSIT_ACH = "deposit_ach"
    DEPOSIT_FINANCING = "deposit_financing"


class Batch(Row):
    """Invoices, payments and allocations that go to the books together (inventory 138-142).

    Members carry its id. Posted, neither it nor its members change: the database refuses.
    accounts: the mapping as it was when the batch was posted, {"income_service": {"": name, "unit id": name}}.
    sums: what its members came to when it was posted, by the names of `BatchSums`; empty until then.
    """

    __tablename__ = "batches"

    title: Mapped[str] = mapped_column(String(120), server_default="")
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date] = mapped_column(Date)
    business_unit_id: Mapped[int | None] = mapped_column(ForeignKey("business_units.id"))
    state: Mapped[BatchState] = mapped_column(server_default="open")
    posted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    posted_by: Mapped[str] = mapped_column(String(200), server_default="")
    exported_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    accounts: Mapped[JsonObject] = json_column()
    sums: Mapped[JsonObject] = json_column()

    business_unit: Mapped[BusinessUnit | None] = relationship()


class AccountMapping(Row):
    """The name of an account in the company's books; for one business unit, or for all without their own."""

    __tablename__ = "account_mappings"

    purpose: Mapped[AccountPurpose] = mapped_column()
    business_unit_id: Mapped[int | None] = mapped_column(ForeignKey("business_units.id"))
    account: Mapped[str] = mapped_column(String(160))

    business_unit: Mapped[BusinessUnit | None] = relationship()

    __table_args__ = (
        Index(
            "uq_account_mappings_purpose_business_unit",
            "purpose",
            "business_unit_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )


class BookName(Row):
    """What the books call a customer: given when first posted, one customer's alone, never changed after."""

    __tablename__ = "book_names"

    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_BOOK_NAME))

    customer: Mapped[Customer] = relationship()

    __table_args__ = (Index("uq_book_names_name", text("lower(name)"), unique=True),)


class ExportLog(Row):
    """A file that was made of a batch. sha256: of its content, the same each time."""

    __tablename__ = "export_logs"

    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"), index=True)
    format: Mapped[ExportFormat] = mapped_column()
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(BigInteger)
    blob_id: Mapped[int | None] = mapped_column(ForeignKey("blobs.id"))
    made_by: Mapped[str] = mapped_column(String(200))

    batch: Mapped[Batch] = relationship()
    blob: Mapped[Blob | None] = relationship()


class SyncLog(Row):
    """What the books answered, or what stood in the way, about a batch or one of its members."""

    __tablename__ = "sync_logs"

    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(40))
    subject_type: Mapped[str] = mapped_column(String(40), server_default="")
    subject_id: Mapped[int | None] = mapped_column(BigInteger)
    detail: Mapped[str] = mapped_column(Text, server_default="")
    made_by: Mapped[str] = mapped_column(String(200), server_default="")

    batch: Mapped[Batch | None] = relationship()
