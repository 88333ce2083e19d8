"""Rows of the desk. A Task is a person's to-do; background work is an outbox entry, never a Task."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Row


class StaffRole(StrEnum):
    """inventory 169; what each may do stands in `core/desk/permissions.py`."""

    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    DISPATCHER = "dispatcher"
    CSR = "csr"
    ACCOUNTING = "accounting"
    TECHNICIAN = "technician"


class TaskPriority(StrEnum):
    """inventory 157."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class TaskKind(StrEnum):
    """What sort of work a task is. A person opens one of a kind; what Fixline opens by itself has none."""

    FOLLOW_UP = "follow_up"
    SEND_ESTIMATE = "send_estimate"
    VERIFY_PAYMENT = "verify_payment"
    PAPERWORK = "paperwork"
    REVIEW_CALL = "review_call"


class StaffUser(Row):
    """One who signs in to the office.

    password_hash: argon2id. session_version: raised to end every session. phone: paged in emergencies.
    """

    __tablename__ = "staff_users"

    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[StaffRole] = mapped_column()
    password_hash: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(Boolean, server_default="true")
    session_version: Mapped[int] = mapped_column(Integer, server_default="1")
    failed_logins: Mapped[int] = mapped_column(Integer, server_default="0")
    locked_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class StaffTask(Row):
    """A to-do for staff, about some row.

    once_key: the same trouble makes one task, not ten (inventory 163); of one kind about one row only one is open.
    reminded_at, overdue_told_at: when each letter about it was written; a new due date or assignee forgets them.
    """

    __tablename__ = "staff_tasks"

    title: Mapped[str] = mapped_column(String(200))
    details: Mapped[str] = mapped_column(Text, server_default="")
    priority: Mapped[TaskPriority] = mapped_column(server_default="normal")
    subject_type: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[int | None] = mapped_column(BigInteger)
    assigned_to_id: Mapped[int | None] = mapped_column(ForeignKey("staff_users.id"))
    due_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    once_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    done_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True), index=True)
    completion_note: Mapped[str] = mapped_column(Text, server_default="")

    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_users.id"))
    kind: Mapped[TaskKind | None] = mapped_column()
    reminded_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    overdue_told_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    assigned_to: Mapped[StaffUser | None] = relationship(foreign_keys=[assigned_to_id])

    __table_args__ = (
        Index("ix_staff_tasks_subject", "subject_type", "subject_id"),
        Index(
            "uq_staff_tasks_standing",
            "subject_type",
            "subject_id",
            "kind",
            unique=True,
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(
            "ix_staff_tasks_assigned_open",
            "assigned_to_id",
            "due_at",
            postgresql_where=text("done_at IS NULL"),
        ),
    )


class Note(Row):
    """What someone wrote down about a row, for all of the office to read (inventory 12)."""

    __tablename__ = "notes"

    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigInteger)
    author: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_notes_subject", "subject_type", "subject_id"),)


class SecondFactor(Row):
    """The device whose codes prove a colleague (RFC 6238). Secrets are sealed, see `core/desk/vault.py`.

    sealed_secret: what sign-in asks codes of; None until a first code has proved it. sealed_pending: a device being
    set up. last_step: the time step of the last code that counted; none up to it counts again.
    """

    __tablename__ = "second_factors"

    staff_user_id: Mapped[int] = mapped_column(ForeignKey("staff_users.id"), unique=True)
    sealed_secret: Mapped[str | None] = mapped_column(Text)
    sealed_pending: Mapped[str | None] = mapped_column(Text)
    last_step: Mapped[int] = mapped_column(BigInteger, server_default="0")


class RecoveryCode(Row):
    """A code for the day the device is lost; only its hash is kept, and it counts once."""

    __tablename__ = "recovery_codes"

    staff_user_id: Mapped[int] = mapped_column(ForeignKey("staff_users.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class RoleRule(Row):
    """What an administrator asks of everybody of a role. A role without a row is asked for nothing more."""

    __tablename__ = "role_rules"

    role: Mapped[StaffRole] = mapped_column(unique=True)
    needs_second_factor: Mapped[bool] = mapped_column(Boolean, server_default="false")


class SentForm(Row):
    """A form of the office that was sent. key: of the form with all that was typed. landing: the address it led to."""

    __tablename__ = "sent_forms"

    key: Mapped[str] = mapped_column(String(64), unique=True)
    landing: Mapped[str] = mapped_column(String(300))

    __table_args__ = (Index("ix_sent_forms_created_at", "created_at"),)


class Mention(Row):
    """A colleague named in a note: it stays on their day until they have opened what it is about.

    event_id: the event that is the note. words: how it begins.
    """

    __tablename__ = "mentions"

    staff_user_id: Mapped[int] = mapped_column(ForeignKey("staff_users.id"))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigInteger)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    author: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = mapped_column(String(300))
    read_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    __table_args__ = (
        Index("uq_mentions_once", "event_id", "staff_user_id", unique=True),
        Index(
            "ix_mentions_unread",
            "staff_user_id",
            "subject_type",
            "subject_id",
            postgresql_where=text("read_at IS NULL"),
        ),
    )
