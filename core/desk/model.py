"""Rows of the desk. A Task is a person's to-do; background work is an outbox entry, never a Task."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Boolean, DateTime, ForeignKey, Index, Integer, String, Text
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
    """A to-do for staff, about some row. once_key: the same trouble makes one task, not ten (inventory 163)."""

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

    assigned_to: Mapped[StaffUser | None] = relationship()

    __table_args__ = (Index("ix_staff_tasks_subject", "subject_type", "subject_id"),)


class Note(Row):
    """What someone wrote down about a row, for all of the office to read (inventory 12)."""

    __tablename__ = "notes"

    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int] = mapped_column(BigInteger)
    author: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index("ix_notes_subject", "subject_type", "subject_id"),)
