"""Which role may do what in the office: one table. Pure; it refuses nothing itself, doors ask
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from core.desk.model import StaffRole


class Permission(StrEnum):
    """One thing a person at a desk may do. `*.read` is seeing the pages of a room."""

    INBOX_READ = "inbox.read"
    INBOX_REPLY = "inbox.reply"
    BOOKINGS_READ = "bookings.read"
    BOOKINGS_DECIDE = "bookings.decide"
    JOBS_READ = "jobs.read"
    JOBS_MOVE = "jobs.move"
    JOBS_SCHEDULE = "jobs.schedule"
    JOBS_NOTE = "jobs.note"
    JOBS_FILE = "jobs.file"
    ESTIMATES_WRITE = "estimates.write"
    EQUIPMENT_EDIT = "equipment.edit"
    JOBS_EDIT = "jobs.edit"
    JOBS_REOPEN = "jobs.reopen"
    DIRECTORY_READ = "directory.read"
    DIRECTORY_EDIT = "directory.edit"
    DIRECTORY_MERGE = "directory.merge"
    DIRECTORY_IMPORT = "directory.import"
    TAX_SET = "tax.set"
    PAYER_SET = "payer.set"
    BILLING_READ = "billing.read"
    BILLING_REMIND = "billing.remind"
    BILLING_WRITE = "billing.write"
    BILLING_ISSUE = "billing.issue"
    DISCOUNTS_GIVE = "discounts.give"
    PAYMENTS_TAKE = "payments.take"
    BOOKS_KEEP = "books.keep"
    TASKS_READ = "tasks.read"
    TASKS_FINISH = "tasks.finish"
    SETTINGS_EDIT = "settings.edit"
    STAFF_EDIT = "staff.edit"
    EMERGENCIES_TAKE = "emergencies.take"
    NOTICES_SEND = "notices.send"
    DELIVERY_READ = "delivery.read"
    DELIVERY_REPLAY = "delivery.replay"


_READS = frozenset({Permission.JOBS_READ, Permission.DIRECTORY_READ, Permission.TASKS_READ})
_DESK = _READS | {
    Permission.INBOX_READ,
    Permission.INBOX_REPLY,
    Permission.BOOKINGS_READ,
    Permission.BOOKINGS_DECIDE,
    Permission.JOBS_NOTE,
    Permission.JOBS_FILE,
    Permission.ESTIMATES_WRITE,
    Permission.EQUIPMENT_EDIT,
    Permission.JOBS_EDIT,
    Permission.JOBS_MOVE,
    Permission.DIRECTORY_EDIT,
    Permission.BILLING_READ,
    # How much is the role's limit (inventory 101).
    Permission.DISCOUNTS_GIVE,
    Permission.TASKS_FINISH,
    Permission.EMERGENCIES_TAKE,
    Permission.DELIVERY_READ,
}
_DISPATCH = _DESK | {Permission.JOBS_SCHEDULE, Permission.NOTICES_SEND, Permission.DELIVERY_REPLAY}

ALLOWED: dict[StaffRole, frozenset[Permission]] = {
    StaffRole.ADMINISTRATOR: frozenset(Permission),
    # Who may add people could make themselves anything; that is the administrators' alone.
    StaffRole.MANAGER: frozenset(Permission) - {Permission.STAFF_EDIT},
    StaffRole.DISPATCHER: _DISPATCH,
    StaffRole.CSR: _DESK,
    StaffRole.ACCOUNTING: _READS
    | {Permission.PAYER_SET, Permission.TAX_SET, Permission.TASKS_FINISH, Permission.JOBS_EDIT}
    | {Permission.BILLING_READ, Permission.BILLING_REMIND, Permission.BILLING_WRITE}
    | {Permission.BILLING_ISSUE, Permission.DISCOUNTS_GIVE}
    | {Permission.PAYMENTS_TAKE, Permission.BOOKS_KEEP},
    # Forms and pictures are the technician's part of a job (inventory 68).
    StaffRole.TECHNICIAN: frozenset({Permission.JOBS_READ, Permission.JOBS_FILE}),
}


def may(role: StaffRole, permission: Permission) -> bool:
    """Whether people of this role may do this (inventory 169)."""
    return permission in ALLOWED[role]


# Where notes name colleagues, and what reading there needs.
READING: Mapping[str, Permission] = {
    "conversation": Permission.INBOX_READ,
    "job": Permission.JOBS_READ,
    "customer": Permission.DIRECTORY_READ,
    "property": Permission.DIRECTORY_READ,
}


def may_read(role: StaffRole, kind: str) -> bool:
    """Whether people of this role can open rows of this kind, as "job", and have a day to be told on."""
    needed = READING.get(kind)
    return needed is not None and may(role, needed) and may(role, Permission.TASKS_READ)


def roles_with(permission: Permission) -> tuple[StaffRole, ...]:
    """The roles that may do this, in the order of the table."""
    return tuple(role for role in StaffRole if may(role, permission))
