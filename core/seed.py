"""What every company starts with: a workflow of job statuses with words, relationship types, trades and job types.

All of it is the company's to edit. Loading it again adds only what is missing, so a new version may bring more.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.alerts.model import StatusTemplate
from core.alerts.starting_set import load_notices
from core.desk.permissions import Permission
from core.directory.model import RelationshipType
from core.jobs.lifecycle import Category
from core.jobs.model import BusinessUnit, JobStatus, JobStatusTransition, JobType
from core.language import Language
from core.messaging.wire import Channel

STATUS_WORDS = Path(__file__).parents[1] / "templates" / "messages" / "statuses.toml"

RELATIONSHIP_TYPES = (
    ("Primary", "primary"),
    ("Property Manager", "manager"),
    ("Facility Manager", "manager"),
    ("Owner", "owner"),
    ("Landlord", "owner"),
    ("Tenant", "occupant"),
    ("Other", "other"),
)
BUSINESS_UNITS = (
    "General Repair",
    "Plumbing",
    "HVAC",
    "Electrical",
    "Appliance",
    "Locks and Doors",
)
# Taking back a cancellation is for those who answer for the day's work.
KEPT_STEPS = {(Category.CANCELED, Category.BOOKED): Permission.JOBS_REOPEN}
JOB_TYPES = (
    "Service Call",
    "Installation",
    "Maintenance",
    "Emergency",
    "Call-back",
    "Estimate Visit",
)


def load_reference(session: Session) -> None:
    """Put in whatever of the starting set is missing; nothing the company has changed is touched."""
    # A label that was renamed does not come again beside its new name.
    if session.scalar(select(RelationshipType.id).limit(1)) is None:
        for position, (name, role) in enumerate(RELATIONSHIP_TYPES):
            _missing(session, RelationshipType, name=name, role=role, position=position)
    for name in BUSINESS_UNITS:
        _missing(session, BusinessUnit, name=name)
    for name in JOB_TYPES:
        _missing(session, JobType, name=name)
    if session.scalar(select(JobStatus.id).limit(1)) is None:
        _load_workflow(session)
    load_notices(session)


def _missing(
    session: Session,
    row: type[RelationshipType] | type[BusinessUnit] | type[JobType],
    **values: str | int,
) -> None:
    session.execute(insert(row).values(**values).on_conflict_do_nothing(index_elements=["name"]))


def _load_workflow(session: Session) -> None:
    """The statuses, the steps between them and their words in both languages, as one whole."""
    wanted = tomllib.loads(STATUS_WORDS.read_text(encoding="utf-8"))["status"]
    statuses: dict[str, JobStatus] = {}
    for position, entry in enumerate(wanted, start=1):
        statuses[entry["name"]] = JobStatus(
            name=entry["name"],
            category=entry["category"],
            position=position * 10,
            is_default=entry.get("default", False),
            customer_visible=entry.get("visible", True),
            subscribed_by_default=entry.get("subscribed", False),
            follows_visit=entry.get("follows_visit"),
        )
    session.add_all(statuses.values())
    session.flush()
    for entry in wanted:
        status = statuses[entry["name"]]
        for to in entry["next"]:
            kept_to = KEPT_STEPS.get((status.category, statuses[to].category))
            session.add(
                JobStatusTransition(from_id=status.id, to_id=statuses[to].id, permission=kept_to)
            )
        for language in Language:
            words = entry.get(language.value)
            if words is not None:
                _add_words(session, status, language, words)
    session.flush()


def _add_words(
    session: Session, status: JobStatus, language: Language, words: dict[str, str]
) -> None:
    session.add(
        StatusTemplate(
            status_id=status.id, channel=Channel.SMS, language=language, body=words["sms"]
        )
    )
    session.add(
        StatusTemplate(
            status_id=status.id,
            channel=Channel.EMAIL,
            language=language,
            subject=words["subject"],
            body=words["email"].strip(),
        )
    )
