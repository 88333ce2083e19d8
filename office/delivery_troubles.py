"""What is wrong with delivery, in a person's words, and what to do next. Pure: numbers in, sentences out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.messaging.circuit import OpenCause, Standing
from core.operations.model import Role
from core.operations.queries.carriers import CarrierStanding
from core.operations.queries.standing import LaneStanding, Process, Uncertain
from core.outbox import Lane

# Longer than this and somebody should look, in seconds.
PATIENCE = {Lane.TALK: 60, Lane.SEND: 600, Lane.CHORES: 1800}
UNCERTAIN_PATIENCE = 900
LANE_WORDS = {
    Lane.TALK: "Conversations",
    Lane.SEND: "Alerts",
    Lane.CHORES: "Everything else",
}
ROLE_WORDS = {
    Role.RELAY: "Relay",
    Role.TALK: "Worker for conversations",
    Role.SEND: "Worker for alerts",
    Role.CHORES: "Worker for everything else",
}
CARRIER_WORDS = {"twilio": "Twilio", "sendgrid": "SendGrid"}
STANDSTILL = {
    Role.RELAY: "No relay is running: nothing is read, nothing leaves.",
    Role.TALK: "Nobody works on conversations: people who write get no answer.",
    Role.SEND: "Nobody sends alerts: they wait.",
    Role.CHORES: "Nobody does the other work: receipts, look-ups and alerts to come stand still.",
}


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong. meaning: danger when work stands still, else attention."""

    meaning: str
    words: str
    remedy: str


@dataclass(frozen=True)
class Seen:
    """What the judgement looks at. dead: entries given up."""

    lanes: tuple[LaneStanding, ...]
    uncertain: Uncertain
    carriers: tuple[CarrierStanding, ...]
    processes: tuple[Process, ...]
    dead: int


def troubles(seen: Seen) -> tuple[Trouble, ...]:
    """Everything that is wrong, what stands still first; empty when all is well."""
    found = (
        *_standstills(seen.processes),
        *_redis(seen.processes),
        *_carriers(seen.carriers),
        *_late(seen.lanes),
        *_uncertain(seen.uncertain),
        *_dead(seen.dead),
    )
    return tuple(sorted(found, key=lambda each: each.meaning != "danger"))


def _standstills(processes: tuple[Process, ...]) -> Iterator[Trouble]:
    alive = {each.role for each in processes if each.is_alive}
    for role in Role:
        if role not in alive:
            command = "fixline relay" if role is Role.RELAY else f"fixline worker {role}"
            yield Trouble("danger", STANDSTILL[role], f"Start `{command}`. What waits is kept.")


def _redis(processes: tuple[Process, ...]) -> Iterator[Trouble]:
    relays = [each for each in processes if each.role is Role.RELAY and each.is_alive]
    if relays and all(each.queued is None for each in relays):
        yield Trouble(
            "danger",
            "Redis does not answer the relay.",
            "Start Redis again; it may be empty. What waits is kept.",
        )


def _carriers(carriers: tuple[CarrierStanding, ...]) -> Iterator[Trouble]:
    for each in carriers:
        if each.standing is Standing.CLOSED:
            continue
        mend = each.cause is OpenCause.SETTINGS
        name, why = CARRIER_WORDS[each.carrier], each.reason or "it gave no usable answer"
        yield Trouble(
            "danger" if mend else "attention",
            f"{name} is tried with one message: {why}."
            if each.standing is Standing.HALF_OPEN
            else f"{name} is left alone: {why}.",
            "Check its account and settings; then it is tried by itself."
            if mend
            else "Nothing to do: it is tried again by itself. See the carrier's own status page.",
        )


def _late(lanes: tuple[LaneStanding, ...]) -> Iterator[Trouble]:
    for each in lanes:
        if each.oldest_seconds > PATIENCE[each.lane]:
            yield Trouble(
                "attention",
                f"{LANE_WORDS[each.lane]} are late: the oldest has waited {duration(each.oldest_seconds)}."
                if each.lane is not Lane.CHORES
                else f"Other work is late: the oldest has waited {duration(each.oldest_seconds)}.",
                f"If the processes below are well, start another `fixline worker {each.lane}`.",
            )


def _uncertain(uncertain: Uncertain) -> Iterator[Trouble]:
    if uncertain.oldest_seconds > UNCERTAIN_PATIENCE:
        yield Trouble(
            "attention",
            f"A message has been uncertain for {duration(uncertain.oldest_seconds)}.",
            "The carrier could not tell yet. If it is pressing, ask the person another way.",
        )


def _dead(dead: int) -> Iterator[Trouble]:
    if dead:
        words = (
            "One piece of work was given up."
            if dead == 1
            else f"{dead} pieces of work were given up."
        )
        yield Trouble("attention", words, "Mend the cause, then try it again below, with a reason.")


def duration(seconds: float) -> str:
    """A length of time, roughly: `12 s`, `4 min`, `2 h 10 min`, `3 days`."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = whole // 60
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    days = minutes // (24 * 60)
    return "1 day" if days == 1 else f"{days} days"
