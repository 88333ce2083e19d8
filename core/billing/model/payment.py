"""Money that came and went, and what it was counted towards. Triggers refuse to change an allocation."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Date, DateTime, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.billing.model.batch import Batch
from core.billing.model.invoice import ExportStatus, Invoice
from core.blobs import Blob
from core.db import JsonObject, Row, json_column
from core.directory.model import Customer


class PaymentMethod(StrEnum):
    """inventory 117."""

    CARD = "card"
    CHECK = "check"
    CASH = "cash"
    ACH = "ach"
    FINANCING = "financing"


class PaymentState(StrEnum):
    """Only what SUCCEEDED counts; REVERSED had succeeded, and a row of kind reversal took it back on its own day."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REVERSED = "reversed"


class PaymentKind(StrEnum):
    """PAYMENT comes in. REFUND goes back out of what was not used. REVERSAL takes a bounced payment back whole."""

    PAYMENT = "payment"
    REFUND = "refund"
    REVERSAL = "reversal"


class Payment(Row):
    """Money of one payer on one day (inventory 117-130).

    amount_cents: always above zero; the kind says which way. returns: the payment a refund or reversal takes back.
    returns_credit: the credit note that is paid out instead. spent_on: from that day on nothing of it is left; like an
    invoice's settled_on written by the database, an aid of searching. intended: while pending, what it is meant for
    ({"invoice id": cents}). body_hash: of what was asked with the idempotency key, so that another asking is refused.
    """

    __tablename__ = "payments"

    kind: Mapped[PaymentKind] = mapped_column(server_default="payment")
    payer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"))
    method: Mapped[PaymentMethod] = mapped_column()
    state: Mapped[PaymentState] = mapped_column(server_default="pending")
    received_on: Mapped[date] = mapped_column(Date, index=True)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    check_number: Mapped[str] = mapped_column(String(60), server_default="")
    check_image_id: Mapped[int | None] = mapped_column(ForeignKey("blobs.id"))
    processor: Mapped[str] = mapped_column(String(20), server_default="")
    processor_reference: Mapped[str | None] = mapped_column(String(200), unique=True)
    idempotency_key: Mapped[str | None] = mapped_column(String(120), unique=True)
    body_hash: Mapped[str] = mapped_column(String(64), server_default="")
    intended: Mapped[JsonObject] = json_column()
    returns_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), index=True)
    returns_credit_id: Mapped[int | None] = mapped_column(ForeignKey("invoices.id"), index=True)
    note: Mapped[str] = mapped_column(Text, server_default="")
    failure: Mapped[str] = mapped_column(String(300), server_default="")
    settled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    spent_on: Mapped[date | None] = mapped_column(Date)
    taken_by: Mapped[str] = mapped_column(String(200), server_default="")
    export: Mapped[ExportStatus] = mapped_column(server_default="pending")
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))

    payer: Mapped[Customer] = relationship()
    returns: Mapped[Payment | None] = relationship(remote_side="Payment.id")
    returns_credit: Mapped[Invoice | None] = relationship()
    check_image: Mapped[Blob | None] = relationship()
    batch: Mapped[Batch | None] = relationship()
    allocations: Mapped[list[Allocation]] = relationship(
        back_populates="payment", order_by="Allocation.id", viewonly=True
    )

    __table_args__ = (
        Index("ix_payments_payer_id_received_on", "payer_id", "received_on"),
        Index("ix_payments_batch_id_received_on_id", "batch_id", "received_on", "id"),
        Index("ix_payments_amount_cents", "amount_cents"),
        Index("ix_payments_method_id", "method", "id"),
        Index(
            "ix_payments_not_succeeded",
            "state",
            "id",
            postgresql_where=text("state <> 'succeeded'"),
        ),
        Index(
            "ix_payments_check_number", "check_number", postgresql_where=text("check_number <> ''")
        ),
        Index(
            "ix_payments_standing",
            text("daterange(received_on, spent_on)"),
            postgresql_using="gist",
            postgresql_where=text("kind = 'payment' AND state IN ('succeeded', 'reversed')"),
        ),
    )


class Allocation(Row):
    """A part of a payment, or of a credit note, counted towards an invoice from a day on. Never changed.

    amount_cents: below zero only where it takes back another (reverses). Σ of a payment ≤ its amount, Σ on an invoice ≤
    its total, on every day: the database refuses anything else.
    """

    __tablename__ = "allocations"

    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"))
    credit_note_id: Mapped[int | None] = mapped_column(ForeignKey("invoices.id"))
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoices.id"))
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    effective_on: Mapped[date] = mapped_column(Date)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("allocations.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(300), server_default="")
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))

    payment: Mapped[Payment | None] = relationship(back_populates="allocations")
    credit_note: Mapped[Invoice | None] = relationship(foreign_keys=[credit_note_id])
    invoice: Mapped[Invoice] = relationship(foreign_keys=[invoice_id])
    reverses: Mapped[Allocation | None] = relationship(remote_side="Allocation.id")
    batch: Mapped[Batch | None] = relationship()

    __table_args__ = (
        Index("ix_allocations_batch_id_id", "batch_id", "id"),
        Index(
            "ix_allocations_invoice_id_effective_on",
            "invoice_id",
            "effective_on",
            postgresql_include=["amount_cents"],
        ),
        Index(
            "ix_allocations_payment_id_effective_on",
            "payment_id",
            "effective_on",
            postgresql_include=["amount_cents"],
            postgresql_where=text("payment_id IS NOT NULL"),
        ),
        Index(
            "ix_allocations_credit_note_id_effective_on",
            "credit_note_id",
            "effective_on",
            postgresql_include=["amount_cents"],
            postgresql_where=text("credit_note_id IS NOT NULL"),
        ),
        Index("ix_allocations_effective_on", "effective_on"),
    )
