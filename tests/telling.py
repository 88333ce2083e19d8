"""One status change that a whole building hears of."""

from __future__ import annotations

from bench import crowd
from core.db import Database
from core.events.actions import FIXLINE
from core.jobs.actions.status import move


def tell_everyone(database: Database, tenants: int) -> None:
    """Move in so many tenants who hear of a job's status, and move the job to it."""
    with database.transaction() as session:
        place = crowd.make_building(session)
        crowd.move_in(session, place, first=1, last=tenants)
        job = crowd.open_job(session, place)
    with database.transaction() as session:
        move(session, job, crowd.status_of(session, crowd.HEARD), actor=FIXLINE)
