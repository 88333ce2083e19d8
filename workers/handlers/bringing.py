"""Go through a list that was brought in, a lot at a time."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.desk.model import StaffUser
from core.directory.actions.bringing import work_lot
from core.directory.model import DirectoryImport
from core.events.actions import Actor, ActorType
from core.outbox.actions import Promise
from workers.doing import number, one_by_one
from workers.runtime import Runtime


def _bring_in(session: Session, runtime: Runtime, promise: Promise) -> None:
    """Safe to run twice: a lot is counted on the import's row with the end of its promise, and is then passed over."""
    opened = session.get_one(DirectoryImport, number(promise, "import_id"))
    who = session.get_one(StaffUser, opened.started_by_id)
    work_lot(
        session,
        opened.id,
        number(promise, "start"),
        zone=runtime.settings.company_timezone,
        actor=Actor(ActorType.STAFF, who.name, who.id),
        own=runtime.settings.company.addresses,
    )


bring_in = one_by_one(_bring_in)
