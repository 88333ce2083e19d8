"""Keep each carrier's circuit: count its troubles, open, probe by one hand at a time, close; call staff when needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.clock import database_now
from core.desk.actions.tasks import finish_task, open_task
from core.desk.model import StaffTask, TaskPriority
from core.events.actions import FIXLINE, Actor
from core.messaging.circuit import CircuitState, OpenCause, after, is_staff_needed
from core.messaging.model import Circuit
from core.messaging.wire import Accepted, NeverSendable, Outcome
from core.outbox import Kind
from core.outbox.actions import promise
from core.outbox.model import OutboxEntry

# A hand that died with the probe keeps it no longer; a carrier answers within 15 s or not at all.
PROBE_SECONDS = 20.0
# The others look again then; most probes are answered long before.
LOOK_AGAIN_SECONDS = 2.0
REASON_LENGTH = 300

_TITLES = {
    OpenCause.SETTINGS: "Nothing leaves through {}: check its account settings",
    OpenCause.FAILING: "Hardly anything leaves through {}: it has been failing for a while",
}


def held_back(session: Session, half_open: Sequence[tuple[int, str]]) -> dict[int, datetime]:
    """Of messages (id, carrier) whose circuits wait for a probe, the ones that do not go, and until when.

    The first of each carrier goes, if no other hand has the probe: taking it is one statement, the second of two hands
    finds it taken, and neither waits for the other.
    """
    if not half_open:
        return {}
    wanted = sorted({carrier for _, carrier in half_open})
    lent = session.scalars(_TAKE_PROBES, {"carriers": wanted, "seconds": PROBE_SECONDS})
    untaken = set(lent)
    until = database_now(session) + timedelta(seconds=LOOK_AGAIN_SECONDS)
    held = {}
    for message_id, carrier in half_open:
        if carrier in untaken:
            untaken.discard(carrier)
        else:
            held[message_id] = until
    return held


_TAKE_PROBES = text(
    """
    UPDATE circuits SET probe_until = clock_timestamp() + make_interval(secs => :seconds)
    WHERE id IN (
        SELECT id FROM circuits
        WHERE carrier = ANY(:carriers) AND open_until <= clock_timestamp()
          AND (probe_until IS NULL OR probe_until <= clock_timestamp())
        FOR UPDATE SKIP LOCKED
    )
    RETURNING carrier
    """
)


def note_outcomes(
    session: Session,
    told: Iterable[tuple[str, Outcome]],
    *,
    doubted: Iterable[str],
    pause: float,
) -> None:
    """Let a carrier's answers (carrier, outcome), oldest first, move its circuit.

    doubted: carriers whose circuit was not spotless at the claim; of the others a good answer is no news and costs no
    statement. pause: seconds a refused account is left alone at first.
    """
    by_carrier: dict[str, list[Outcome]] = {}
    for carrier, outcome in told:
        by_carrier.setdefault(carrier, []).append(outcome)
    suspects = set(doubted)
    for carrier, outcomes in sorted(by_carrier.items()):
        is_good = all(isinstance(each, Accepted | NeverSendable) for each in outcomes)
        if carrier in suspects or not is_good:
            _move(session, carrier, outcomes, pause)


def _move(session: Session, carrier: str, outcomes: Sequence[Outcome], pause: float) -> None:
    circuit = _locked(session, carrier)
    was = _state(circuit)
    now_is = after(was, outcomes, database_now(session), pause=pause)
    if now_is == was:
        return
    _write(session, circuit, now_is)
    if was.opened_at is not None and now_is.opened_at is None:
        _settle_tasks(session, carrier, was.opened_at, note="It works again.", actor=FIXLINE)
    elif is_staff_needed(was, now_is):
        _call_staff(session, carrier, now_is)
    if was.open_until is None and now_is.open_until is not None:
        _climb_at_once(session)


def _locked(session: Session, carrier: str) -> Circuit:
    session.execute(
        insert(Circuit)
        .values(carrier=carrier)
        .on_conflict_do_nothing(index_elements=[Circuit.carrier])
    )
    found = select(Circuit).where(Circuit.carrier == carrier).with_for_update()
    return session.scalars(found, execution_options={"populate_existing": True}).one()


def _state(circuit: Circuit) -> CircuitState:
    return CircuitState(
        failures=circuit.failures,
        openings=circuit.openings,
        cause=OpenCause(circuit.cause) if circuit.cause else None,
        reason=circuit.reason,
        opened_at=circuit.opened_at,
        open_until=circuit.open_until,
        slow_until=circuit.slow_until,
    )


def _write(session: Session, circuit: Circuit, state: CircuitState) -> None:
    """The probe's turn is over with whatever is written, so that the next one is free."""
    values = asdict(state) | {"reason": state.reason[:REASON_LENGTH], "probe_until": None}
    session.execute(update(Circuit).where(Circuit.id == circuit.id).values(values))
    session.expire(circuit)


def _call_staff(session: Session, carrier: str, state: CircuitState) -> None:
    """A task on top of the office's list, and a message to everyone who answers for the office."""
    if state.cause is None or state.opened_at is None:
        return
    task = open_task(
        session,
        title=_TITLES[state.cause].format(carrier),
        details=f"{carrier}: {state.reason}",
        priority=TaskPriority.HIGH,
        once_key=_task_key(carrier, state.opened_at, state.cause),
    )
    key = f"alert_staff:{task.id}"
    promise(session, Kind.ALERT_STAFF, {"task_id": task.id}, dedupe_key=key, rank=1)


def _task_key(carrier: str, opened_at: datetime, cause: OpenCause) -> str:
    """One task an outage and cause, however often the probe fails in it."""
    return f"circuit:{carrier}:{opened_at.timestamp():.6f}:{cause}"


def _settle_tasks(
    session: Session, carrier: str, opened_at: datetime, *, note: str, actor: Actor
) -> None:
    keys = [_task_key(carrier, opened_at, cause) for cause in OpenCause]
    undone = select(StaffTask.id).where(StaffTask.once_key.in_(keys), StaffTask.done_at.is_(None))
    for task_id in session.scalars(undone).all():
        finish_task(session, task_id, note=note, actor=actor)


def _climb_at_once(session: Session) -> None:
    """Somebody may be waiting for a page that cannot arrive: the ladder's next rung need not wait its minutes."""
    session.execute(
        update(OutboxEntry)
        .where(
            OutboxEntry.kind == Kind.PAGE_ON_CALL,
            OutboxEntry.run_at > func.clock_timestamp(),
            OutboxEntry.dead_at.is_(None),
        )
        .values(run_at=func.clock_timestamp(), lease_until=None)
    )


def close_circuit(session: Session, carrier: str, *, actor: Actor) -> None:
    """Staff have mended the cause: messages may leave at once. A circuit that is closed stays as it is."""
    circuit = _locked(session, carrier)
    if circuit.open_until is None:
        return
    opened_at = circuit.opened_at
    _write(session, circuit, CircuitState(slow_until=circuit.slow_until))
    if opened_at is not None:
        _settle_tasks(session, carrier, opened_at, note="Closed by hand.", actor=actor)
    session.execute(_DUE_NOW, {"carrier": carrier})


# What was held by the circuit waits no longer; what waits for another reason is told so again by the claim.
_DUE_NOW = text(
    """
    UPDATE outbox SET run_at = clock_timestamp(), lease_until = NULL
    WHERE kind = 'deliver' AND dead_at IS NULL AND run_at > clock_timestamp()
      AND EXISTS (
          SELECT 1
          FROM jsonb_array_elements_text(
              coalesce(args->'message_ids', jsonb_build_array(args->'message_id'))
          ) AS held(id)
          JOIN messages m ON m.id = cast(held.id AS bigint)
          WHERE m.carrier = :carrier AND m.state = 'queued'
      )
    """
)


def is_left_alone(session: Session, carrier: str) -> bool:
    """Whether messages through this carrier wait at present; staff are then told by another road."""
    found = select(Circuit.id).where(Circuit.carrier == carrier, Circuit.open_until.is_not(None))
    return session.scalar(found.limit(1)) is not None
