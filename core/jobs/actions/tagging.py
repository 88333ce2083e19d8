"""Tags by their names, as people type them: found whatever their capitals, made when they are new (inventory 73)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.directory.model import LONGEST_TAG, Tag
from core.errors import FieldRefused
from core.jobs.job_fields import MOST_TAGS, JobField


def tags_named(session: Session, names: Iterable[str]) -> frozenset[int]:
    """The ids of these tags; refuses more than MOST_TAGS and names above LONGEST_TAG letters."""
    wanted = {" ".join(each.split()).lower(): " ".join(each.split()) for each in names}
    wanted.pop("", None)
    if len(wanted) > MOST_TAGS:
        raise FieldRefused(JobField.TAGS, f"A job has at most {MOST_TAGS} tags.")
    too_long = next((name for name in wanted.values() if len(name) > LONGEST_TAG), None)
    if too_long is not None:
        raise FieldRefused(JobField.TAGS, f"A tag has at most {LONGEST_TAG} letters: {too_long}.")
    # In one order, so that two people who make the same tags at once do not wait for each other in a ring.
    for key in sorted(wanted):
        session.execute(insert(Tag).values(name=wanted[key]).on_conflict_do_nothing())
    found = select(Tag.id).where(func.lower(Tag.name).in_(sorted(wanted)))
    return frozenset(session.scalars(found))


def stored_tags(ids: Iterable[int]) -> str:
    """Tags as a job's field stores them."""
    return ",".join(str(each) for each in sorted(ids))
