"""Where numbers and addresses stand: what their people said about being written to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.messaging.model import Consent
from core.messaging.wire import ConsentState


@dataclass(frozen=True)
class ConsentView:
    """What was said last at an address. words: as the person wrote it, where they did."""

    state: ConsentState
    changed_at: datetime
    source: str
    words: str


def consents_at(session: Session, addresses: Collection[str]) -> dict[str, ConsentView]:
    """By number or address; one at which nothing was ever said is absent."""
    rows = session.scalars(select(Consent).where(Consent.address.in_(addresses)))
    return {
        row.address: ConsentView(ConsentState(row.state), row.changed_at, row.source, row.words)
        for row in rows
    }
