"""The switchboard of misbehaviour: how each emulated carrier answers, loses, repeats and reorders.

Everything is off at first. Refuses unknown switches. A script is exact; chances follow the seed.
"""

import random
import threading
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from pydantic import ConfigDict, TypeAdapter, ValidationError

from sandbox.carrier.records import MAIL_FATES, Carrier

EVERYONE = "*"


class Outcome(StrEnum):
    """What happens to one request, in the order in which nasty things are usually tried.

    The `_after`, `drop`, `hang` and `garbled` ones accept and remember the message first.
    """

    OK = "ok"
    LIMITED = "429"
    FAILED = "500"
    FAILED_AFTER = "500_after"
    HANG = "hang"
    HANG_BEFORE = "hang_before"
    DROP = "drop"
    DROP_BEFORE = "drop_before"
    GARBLED = "garbled"
    REFUSED = "401"


class ReceiptOrder(StrEnum):
    """In which order the receipts of one message are told."""

    KEPT = "kept"
    REVERSED = "reversed"
    SHUFFLED = "shuffled"


class UnknownMood(ValueError):
    """A switch that does not exist, or a value it cannot take."""


@dataclass(frozen=True)
class Mood:
    """One carrier's switches.

    `chances` gives each outcome's probability for a send, `lookup_chances` for a look-up; what is
    left over is `ok`. `retry_after_seconds` goes with a 429; None leaves it out. A `script` is
    used up one outcome a request before chances count.
    `fates` maps a recipient (or `*`) to a Twilio error code or a SendGrid event such as `bounce`.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    latency_ms: int = 0
    chances: Mapping[Outcome, float] = field(default_factory=dict)
    lookup_chances: Mapping[Outcome, float] = field(default_factory=dict)
    script: tuple[Outcome, ...] = ()
    lookup_script: tuple[Outcome, ...] = ()
    hang_seconds: float = 30.0
    retry_after_seconds: int | None = 1
    refuse_auth: bool = False
    receipts_enabled: bool = True
    lose_receipts_rate: float = 0.0
    duplicate_receipts_rate: float = 0.0
    reorder_receipts: ReceiptOrder = ReceiptOrder.KEPT
    lose_inbound_rate: float = 0.0
    duplicate_inbound_rate: float = 0.0
    fates: Mapping[str, str] = field(default_factory=dict)


_MOOD = TypeAdapter(Mood)


class Moods:
    """The present mood of each carrier. Thread-safe."""

    def __init__(self, *, seed: int = 0) -> None:
        """All calm; `seed` makes chances repeatable as far as the order of requests is."""
        self._lock = threading.Lock()
        self._calm(seed)

    def of(self, carrier: Carrier) -> Mood:
        """Return the present switches."""
        return self._moods[carrier]

    def change(self, carrier: Carrier, switches: Mapping[str, object]) -> Mood:
        """Set the given switches and leave the others; a given script starts at its beginning."""
        with self._lock:
            mood = _parsed(carrier, asdict(self._moods[carrier]) | dict(switches))
            self._moods[carrier] = mood
            if "script" in switches:
                self._scripts[carrier] = deque(mood.script)
            if "lookup_script" in switches:
                self._lookup_scripts[carrier] = deque(mood.lookup_script)
            return mood

    def reseed(self, seed: int) -> None:
        """Begin the chances anew."""
        with self._lock:
            self._random = random.Random(seed)

    def next_send(self, carrier: Carrier) -> Outcome:
        """Decide one send: the script's next outcome, else by chance. Counted in `tally`."""
        return self._next(carrier, self._scripts, self._moods[carrier].chances, "send")

    def next_lookup(self, carrier: Carrier) -> Outcome:
        """Decide one look-up likewise."""
        chances = self._moods[carrier].lookup_chances
        return self._next(carrier, self._lookup_scripts, chances, "look")

    def happens(self, rate: float) -> bool:
        """Return true with probability `rate`."""
        if rate <= 0.0:
            return False
        with self._lock:
            return self._random.random() < rate

    def fate_of(self, carrier: Carrier, recipient: str) -> str | None:
        """Return what is to become of a message to `recipient`, or None for plain delivery."""
        fates = self._moods[carrier].fates
        return fates.get(recipient, fates.get(EVERYONE))

    def shuffled(self, count: int) -> list[int]:
        """Return the numbers below `count` in a random order."""
        with self._lock:
            return self._random.sample(range(count), count)

    def tally(self, carrier: Carrier) -> dict[str, int]:
        """Return how often each outcome was decided, as `send ok`, `look 500`, …"""
        with self._lock:
            return dict(self._tallies[carrier])

    def clear(self) -> None:
        """Return to calm and forget scripts and tallies."""
        with self._lock:
            self._calm(0)

    def _calm(self, seed: int) -> None:
        self._moods: dict[Carrier, Mood] = dict.fromkeys(Carrier, Mood())
        self._scripts: dict[Carrier, deque[Outcome]] = {name: deque() for name in Carrier}
        self._lookup_scripts: dict[Carrier, deque[Outcome]] = {name: deque() for name in Carrier}
        self._tallies: dict[Carrier, Counter[str]] = {name: Counter() for name in Carrier}
        self._random = random.Random(seed)

    def _next(
        self,
        carrier: Carrier,
        scripts: Mapping[Carrier, deque[Outcome]],
        chances: Mapping[Outcome, float],
        what: str,
    ) -> Outcome:
        with self._lock:
            script = scripts[carrier]
            outcome = script.popleft() if script else self._roll(chances)
            self._tallies[carrier][f"{what} {outcome}"] += 1
            return outcome

    def _roll(self, chances: Mapping[Outcome, float]) -> Outcome:
        if not chances:
            return Outcome.OK
        drawn = self._random.random()
        for outcome, chance in chances.items():
            drawn -= chance
            if drawn < 0:
                return outcome
        return Outcome.OK


def as_json(mood: Mood) -> dict[str, object]:
    """Return the switches as plain JSON."""
    plain: dict[str, object] = _MOOD.dump_python(mood, mode="json")
    return plain


def _parsed(carrier: Carrier, switches: Mapping[str, object]) -> Mood:
    try:
        mood = _MOOD.validate_python(switches)
    except ValidationError as error:
        raise UnknownMood(_first_complaint(error)) from error
    for fate in mood.fates.values():
        known = fate.isdecimal() if carrier is Carrier.TWILIO else fate in MAIL_FATES
        if not known:
            raise UnknownMood(f"fates: {carrier} knows no {fate!r}")
    return mood


def _first_complaint(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
