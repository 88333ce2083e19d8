"""Ends a pause: finds out what came and what left in the time the database does not remember, then lets messages go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from core.errors import Refused
from core.events.actions import Actor
from core.messaging.actions.life_signs import Beat, begin_anew
from core.messaging.actions.pausing import lift
from core.messaging.actions.recollecting import Found, doubt_mails, recollect
from core.messaging.model import Pause
from core.messaging.queries.safety import standing_pause
from core.messaging.wire import LookUpFailed
from workers.handlers.poll import fetch_missed
from workers.restoring import OutsideMark, listing_carriers
from workers.runtime import Runtime

# The database's clock, the carrier's, and a backup that was being written while messages left.
WIDER_BY = timedelta(minutes=2)


@dataclass(frozen=True)
class Resumed:
    """What the window held: texts that had not reached us, and what was found of ours."""

    received: int
    found: Found

    @property
    def sentence(self) -> str:
        """Fit to show and to keep."""
        found = self.found
        return (
            f"{self.received} texts fetched that had not reached us; {found.known} sent and known,"
            f" {found.settled} that waited here had been sent, {found.lost} sent and forgotten,"
            f" {found.doubted} mails to be asked about."
        )


def resume(runtime: Runtime, *, actor: Actor) -> Resumed:
    """Reconcile the window and lift the pause.

    Refused while nothing is paused, and when the carrier cannot be asked: then the pause stands.
    """
    with runtime.database.reading() as session:
        standing = standing_pause(session)
    if standing is None:
        raise Refused("Fixline is not paused.")
    try:
        resumed = _reconcile(runtime, standing)
    except LookUpFailed as failure:
        raise Refused(
            f"The carrier could not be asked ({failure}), and Fixline stays paused. Try again; or, if it must go on"
            " without knowing what was sent, use --force."
        ) from failure
    _lift(runtime, outcome=resumed.sentence, actor=actor)
    return resumed


def resume_unreconciled(runtime: Runtime, *, why: str, actor: Actor) -> None:
    """Lift the pause without asking: what was sent in the window may be sent again."""
    _lift(runtime, outcome=f"Not reconciled: {why}", actor=actor)


def _reconcile(runtime: Runtime, standing: Pause) -> Resumed:
    since = standing.known_until - WIDER_BY
    received, found = 0, Found()
    for carrier in listing_carriers(runtime.carriers.values()):
        received += fetch_missed(runtime, carrier, since=since)
        for sent in carrier.sent_since(since):
            with runtime.database.transaction() as session:
                found = _sum(found, recollect(session, runtime.head, sent))
    with runtime.database.transaction() as session:
        found = replace(found, doubted=doubt_mails(session, standing))
    return Resumed(received, found)


def _sum(one: Found, other: Found) -> Found:
    return Found(
        known=one.known + other.known,
        settled=one.settled + other.settled,
        lost=one.lost + other.lost,
    )


def _lift(runtime: Runtime, *, outcome: str, actor: Actor) -> None:
    with runtime.database.transaction() as session:
        lift(session, outcome=outcome, actor=actor)
        given: Beat = begin_anew(session)
    OutsideMark(runtime.settings.redis_url).write(given)
