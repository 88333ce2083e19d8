"""What each permission means, in the words of whoever has to give it. A permission without words fails a test."""

from __future__ import annotations

from collections.abc import Mapping

from core.desk.permissions import Permission

ROOM_WORDS: Mapping[str, str] = {
    "inbox": "Inbox",
    "bookings": "Bookings",
    "jobs": "Jobs",
    "estimates": "Estimates",
    "equipment": "Equipment",
    "directory": "Customers and properties",
    "tax": "Taxes",
    "payer": "Who pays",
    "billing": "Invoices and accounts",
    "discounts": "Discounts",
    "payments": "Payments",
    "books": "Books",
    "notices": "Notices",
    "tasks": "Tasks",
    "settings": "Settings",
    "staff": "Staff",
    "emergencies": "Emergencies",
    "delivery": "Delivery",
}
PERMISSION_WORDS: Mapping[Permission, str] = {
    Permission.INBOX_READ: "Read conversations",
    Permission.INBOX_REPLY: "Take conversations over and answer",
    Permission.BOOKINGS_READ: "See what was asked for",
    Permission.BOOKINGS_DECIDE: "Take calls; make a job of a booking or let it go",
    Permission.JOBS_READ: "See jobs and the dispatch board",
    Permission.JOBS_MOVE: "Move jobs to another status",
    Permission.JOBS_SCHEDULE: "Plan visits and give them to technicians",
    Permission.JOBS_NOTE: "Write notes on jobs",
    Permission.JOBS_FILE: "Fill in forms and add photos",
    Permission.ESTIMATES_WRITE: "Write and send estimates",
    Permission.EQUIPMENT_EDIT: "Add and change equipment",
    Permission.JOBS_EDIT: "Change the facts of a job",
    Permission.JOBS_REOPEN: "Open a finished job again",
    Permission.DIRECTORY_READ: "See customers and properties",
    Permission.DIRECTORY_EDIT: "Add and change customers and properties",
    Permission.DIRECTORY_MERGE: "Merge two customers into one",
    Permission.DIRECTORY_IMPORT: "Bring in and take out lists",
    Permission.TAX_SET: "Set taxes and exemptions",
    Permission.PAYER_SET: "Say who pays for a property",
    Permission.BILLING_READ: "See invoices and what is owed",
    Permission.BILLING_REMIND: "Remind of what is owed, send statements",
    Permission.BILLING_WRITE: "Write invoices",
    Permission.BILLING_ISSUE: "Issue and void invoices",
    Permission.DISCOUNTS_GIVE: "Take something off a draft’s lines, up to the role’s limit",
    Permission.PAYMENTS_TAKE: "Take payments",
    Permission.BOOKS_KEEP: "Close batches and hand them to the books",
    Permission.NOTICES_SEND: "Send notices to everybody of a property",
    Permission.TASKS_READ: "See tasks",
    Permission.TASKS_FINISH: "Open, change and finish tasks",
    Permission.SETTINGS_EDIT: "Change settings",
    Permission.STAFF_EDIT: "Add and switch off colleagues, reset second factors",
    Permission.EMERGENCIES_TAKE: "Take emergencies",
    Permission.DELIVERY_READ: "See whether messages arrive",
    Permission.DELIVERY_REPLAY: "Send again what was given up",
}
