"""Write down what became of handing a batch to the books. Rows are only added."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.billing.model import SyncLog
from core.billing.queries.batch_errors import Finding
from core.events.actions import Actor


def note_sync(
    session: Session, batch_id: int, outcome: str, *, detail: str = "", actor: Actor
) -> SyncLog:
    """One line of the log."""
    line = SyncLog(batch_id=batch_id, outcome=outcome, detail=detail, made_by=actor.name[:200])
    session.add(line)
    session.flush()
    return line


def note_refusal(session: Session, batch_id: int, findings: list[Finding], *, actor: Actor) -> None:
    """A line for each error that stood in the way of posting, with what it is about."""
    session.add_all(
        SyncLog(
            batch_id=batch_id,
            outcome="refused",
            subject_type=finding.kind or "",
            subject_id=finding.id,
            detail=f"{finding.words} {finding.remedy}",
            made_by=actor.name[:200],
        )
        for finding in findings
    )
    session.flush()
