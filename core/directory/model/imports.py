"""Rows of lists brought in from a file: what was sent, how far it is, and what was wrong with it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Row


class ListKind(StrEnum):
    """What the lines of a list are."""

    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    PROPERTIES = "properties"


class ImportState(StrEnum):
    """checking: the dry run goes on. checked: waits for the word to go. running, done: written. failed: unreadable."""

    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class DirectoryImport(Row):
    """A list brought in. lines: read so far in this pass. problems_blob_id: a CSV of every problem by line.

    wrong: lines with a problem. made, changed, same: lines that are new, differ from what stands, or say the same.
    """

    __tablename__ = "directory_imports"

    kind: Mapped[ListKind] = mapped_column()
    state: Mapped[ImportState] = mapped_column(server_default="checking")
    file_name: Mapped[str] = mapped_column(String(200), server_default="")
    blob_id: Mapped[int] = mapped_column(ForeignKey("blobs.id"))
    problems_blob_id: Mapped[int | None] = mapped_column(ForeignKey("blobs.id"))
    started_by_id: Mapped[int] = mapped_column(ForeignKey("staff_users.id"))
    lines: Mapped[int] = mapped_column(Integer, server_default="0")
    wrong: Mapped[int] = mapped_column(Integer, server_default="0")
    made: Mapped[int] = mapped_column(Integer, server_default="0")
    changed: Mapped[int] = mapped_column(Integer, server_default="0")
    same: Mapped[int] = mapped_column(Integer, server_default="0")
    reason: Mapped[str] = mapped_column(String(300), server_default="")
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
