"""Should this contact point hear of this status? Pure: one listener and the facts in, one answer out."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from core.alerts.digest_times import DigestWish
from core.alerts.reasons import Reason
from core.language import Language
from core.messaging.wire import Channel


@dataclass(frozen=True)
class Listener:
    """A contact point with a path to the job: its customer's, its property's, its unit's or the requester's.

    subscribed: its contact's own list, or where there is none its customer's, has the status.
    digest: set where its contact wants one mail a day and has an address that takes it. unit: where a tenant lives.
    """

    point_id: int
    channel: Channel
    address: str
    accepts_job_updates: bool
    updates_changed_at: datetime | None
    bad_reason: str | None
    opted_out_at: datetime | None
    subscribed: bool
    contact_id: int
    contact_name: str
    first_name: str
    language: Language
    customer_id: int
    customer_name: str
    digest: DigestWish | None = None
    unit: str = ""


@dataclass(frozen=True)
class Silence:
    """Why a listener is not told. detail: completes the reason's words."""

    reason: Reason
    detail: str = ""


def why_silent(listener: Listener, told_addresses: Container[str]) -> Silence | None:
    """Why this listener hears nothing, or None when they are to be told (inventory 5, 82, 84)."""
    if not listener.subscribed:
        return Silence(Reason.NOT_SUBSCRIBED)
    if not listener.accepts_job_updates:
        return Silence(Reason.UPDATES_OFF, _on(listener.updates_changed_at))
    if listener.opted_out_at is not None:
        return Silence(Reason.OPTED_OUT, _on(listener.opted_out_at))
    if listener.bad_reason is not None:
        return Silence(
            Reason.BAD_ADDRESS, f"({listener.bad_reason})" if listener.bad_reason else ""
        )
    if listener.address in told_addresses:
        return Silence(Reason.DUPLICATE)
    return None


def _on(moment: datetime | None) -> str:
    return f"on {moment.day} {moment:%b %Y}" if moment else ""
