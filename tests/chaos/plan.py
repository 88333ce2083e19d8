"""What goes wrong, and when: drawn from a seed alone, so that a run can be repeated. Pure."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum

SHORTEST_MOOD, LONGEST_MOOD = 1.5, 3.5
LEAST_SHARE, MOST_SHARE = 0.3, 0.9
# A stopped holder sleeps past its lease; every other time also past the age at which others may send again.
LEASES_ASLEEP = 1.3


class Fault(StrEnum):
    """One kind of trouble, as the plan prints it. A kill is a kill -9, a stop is a SIGSTOP and later a SIGCONT."""

    KILL_WEB = "kill web"
    KILL_RELAY = "kill relay"
    KILL_TALK = "kill talk"
    KILL_SEND = "kill send"
    KILL_CHORES = "kill chores"
    KILL_POSTGRES = "kill PostgreSQL"
    WIPE_REDIS = "wipe Redis"
    STOP_RELAY = "stop relay"
    STOP_TALK = "stop talk"
    STOP_SEND = "stop send"
    STOP_CHORES = "stop chores"
    LIMITED = "429 with Retry-After"
    LIMITED_WORDLESS = "429 without Retry-After"
    FAILS_BEFORE = "500 before accepting"
    FAILS_AFTER = "500 after accepting"
    HANGS_BEFORE = "hangs, never accepts"
    HANGS_AFTER = "hangs after accepting"
    CUT_BEFORE = "line cut before accepting"
    CUT_AFTER = "line cut after accepting"
    GARBLED = "2xx that cannot be read"
    SLOW = "slow"
    LOOKUPS_FAIL = "look-ups fail"


KILLS = {
    Fault.KILL_WEB: "web",
    Fault.KILL_RELAY: "relay",
    Fault.KILL_TALK: "talk",
    Fault.KILL_SEND: "send",
    Fault.KILL_CHORES: "chores",
}
STOPS = {
    Fault.STOP_RELAY: "relay",
    Fault.STOP_TALK: "talk",
    Fault.STOP_SEND: "send",
    Fault.STOP_CHORES: "chores",
}
OUTAGES = frozenset({Fault.KILL_POSTGRES, Fault.WIPE_REDIS})
MOODS = frozenset(Fault) - set(KILLS) - set(STOPS) - OUTAGES


@dataclass(frozen=True)
class Patience:
    """The waits of the installation under trial that faults are measured by, in seconds."""

    lease: float
    resend_age: float


@dataclass(frozen=True)
class Planned:
    """One fault. at: seconds from the start. number: picks among several processes alike.

    seconds: how long it lasts; 0 for what is over at once. share: of the requests that meet a mood.
    """

    at: float
    fault: Fault
    number: int = 0
    seconds: float = 0.0
    share: float = 1.0

    def __str__(self) -> str:
        lasting = f" for {self.seconds:.1f} s" if self.seconds else ""
        meeting = f", {self.share:.0%} of requests" if self.fault in MOODS else ""
        which = f" #{self.number + 1}" if self.fault in KILLS or self.fault in STOPS else ""
        return f"{self.at:6.1f} s  {self.fault}{which}{lasting}{meeting}"


def make_plan(seed: int, count: int, within: float, patience: Patience) -> tuple[Planned, ...]:
    """`count` faults over `within` seconds, in order; with as many as there are kinds, every kind comes."""
    chance = random.Random(seed)
    pace = within / max(count, 1)
    kinds = _kinds(chance, count)
    return tuple(
        _planned(chance, fault, at=(turn + chance.random()) * pace, patience=patience)
        for turn, fault in enumerate(kinds)
    )


def _kinds(chance: random.Random, count: int) -> list[Fault]:
    """Round after round of all kinds, each round in another order."""
    kinds: list[Fault] = []
    while len(kinds) < count:
        kinds += chance.sample(list(Fault), len(Fault))
    return kinds[:count]


def _planned(chance: random.Random, fault: Fault, *, at: float, patience: Patience) -> Planned:
    number = chance.randrange(2)
    if fault in STOPS:
        past = patience.lease if chance.random() < 1 / 2 else patience.resend_age + patience.lease
        return Planned(at, fault, number, seconds=past * LEASES_ASLEEP)
    if fault in MOODS:
        seconds = chance.uniform(SHORTEST_MOOD, LONGEST_MOOD)
        return Planned(at, fault, number, seconds, share=chance.uniform(LEAST_SHARE, MOST_SHARE))
    return Planned(at, fault, number)
