"""What happens about money in a transcript: who pays, and an estimate that is sent and changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.directory.model import Contact, ContactPoint, PointKind
from core.jobs.actions.estimates import (
    EstimateDraft,
    LineDraft,
    Seen,
    change_draft,
    draft_estimate,
    draft_of,
    send_estimate,
)
from core.jobs.model import Estimate, LineKind
from core.money import cents_of
from tests.transcripts.stage import Stage
from tests.transcripts.wait_list import newest_job, staff


def _pays_by_phone(stage: Stage, name: str) -> None:
    """Mail reaches nobody who might decide, so they are asked by text."""
    with stage.database.transaction() as session:
        contact = session.scalars(select(Contact).where(Contact.first_name == name)).one()
        newest_job(session).bill_to_override_id = contact.customer_id
        session.execute(
            update(ContactPoint)
            .where(ContactPoint.kind == PointKind.EMAIL)
            .values(bad_since=func.clock_timestamp())
        )


def _line(amount: str) -> LineDraft:
    return LineDraft(LineKind.SERVICE, "The work", 1_000, cents_of(amount), taxable=False)


def _sends_an_estimate(stage: Stage, amount: str) -> None:
    with stage.database.transaction() as session:
        draft = EstimateDraft("Repair", (_line(amount),))
        made = draft_estimate(session, newest_job(session), draft, actor=staff(session))
        send_estimate(session, made.id, seen=Seen(made.version, made.state), actor=staff(session))


def _changes_the_estimate(stage: Stage, amount: str) -> None:
    with stage.database.transaction() as session:
        made = _newest(session)
        draft = replace(draft_of(made), lines=(_line(amount),))
        seen = Seen(made.version, made.state)
        change_draft(session, made.id, draft, seen=seen, actor=staff(session))


def _sends_the_changed_estimate(stage: Stage) -> None:
    with stage.database.transaction() as session:
        made = _newest(session)
        send_estimate(session, made.id, seen=Seen(made.version, made.state), actor=staff(session))


def _newest(session: Session) -> Estimate:
    return session.scalars(select(Estimate).order_by(Estimate.id.desc()).limit(1)).one()


MONEY: tuple[tuple[str, Callable[..., None]], ...] = (
    (r"(\w+) pays for it, and no mail reaches anybody", _pays_by_phone),
    (r"the office sends an estimate over (\$[\d.,]+)", _sends_an_estimate),
    (r"the office is changing the estimate to (\$[\d.,]+)", _changes_the_estimate),
    (r"the office sends the changed estimate", _sends_the_changed_estimate),
)
