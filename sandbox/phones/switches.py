"""The switches that make the carriers misbehave, as newcomers understand them: a table of moods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.carrier.moods import Mood, Moods, as_json
from sandbox.carrier.records import Carrier
from sandbox.cast import CAST, Device, Person

LANDLINE = "30006"
BOUNCE = "bounce"
SLOW_MS = 2000

_CALM = as_json(Mood())
_ALWAYS = 1.0


@dataclass(frozen=True)
class Switch:
    """moods: what it sets at each carrier. Two switches that set the same exclude each other."""

    key: str
    title: str
    meaning: str
    moods: Mapping[Carrier, Mapping[str, object]] = field(repr=False)

    @property
    def about(self) -> str:
        """Which words on the page explain it: its own."""
        return self.key


@dataclass(frozen=True)
class FateSwitch:
    """A device that can no longer be reached. fate: what becomes of everything sent to it.

    One explanation, `about`, serves them all.
    """

    key: str
    title: str
    address: str
    carrier: Carrier
    fate: str
    meaning: str = ""
    about: str = "unreachable"


AnySwitch = Switch | FateSwitch


def _both(name: str, value: object) -> Mapping[Carrier, Mapping[str, object]]:
    return {carrier: {name: value} for carrier in Carrier}


SENDING: tuple[Switch, ...] = (
    Switch(
        "slow",
        "Slow",
        "Both carriers take 2 seconds for every answer.",
        _both("latency_ms", SLOW_MS),
    ),
    Switch(
        "refuse",
        "Refuse every text",
        "The text carrier says “too many requests” (429). Mail goes on.",
        {
            Carrier.TWILIO: {"chances": {"429": _ALWAYS}},
            Carrier.SENDGRID: {"chances": {}},
        },
    ),
    Switch(
        "fail",
        "Fail before taking",
        "Both answer “our fault” (500) and have taken nothing.",
        _both("chances", {"500": _ALWAYS}),
    ),
    Switch(
        "drop",
        "Take it, then drop the line",
        "The message goes out, but Fixline gets no answer and cannot know.",
        _both("chances", {"drop": _ALWAYS}),
    ),
)
RECEIPTS: tuple[Switch, ...] = (
    Switch(
        "lose",
        "Lose receipts",
        "Fixline never hears what became of a message.",
        _both("lose_receipts_rate", _ALWAYS),
    ),
    Switch(
        "repeat",
        "Repeat receipts",
        "Every receipt comes twice.",
        _both("duplicate_receipts_rate", _ALWAYS),
    ),
    Switch(
        "reorder",
        "Reorder receipts",
        "“Delivered” comes before “sent”.",
        _both("reorder_receipts", "reversed"),
    ),
)


def _unreachable(person: Person) -> FateSwitch:
    key = f"unreachable-{person.key}"
    if person.device is Device.PHONE:
        return FateSwitch(key, person.name, person.address, Carrier.TWILIO, LANDLINE)
    return FateSwitch(key, f"{person.name}’s mail", person.address, Carrier.SENDGRID, BOUNCE)


UNREACHABLE: tuple[FateSwitch, ...] = tuple(_unreachable(person) for person in CAST)
_EVERY: tuple[AnySwitch, ...] = (*SENDING, *RECEIPTS, *UNREACHABLE)
SWITCHES: Mapping[str, AnySwitch] = {switch.key: switch for switch in _EVERY}


def is_on(moods: Moods, switch: AnySwitch) -> bool:
    """Whether the carriers behave just as the switch says."""
    if isinstance(switch, FateSwitch):
        return moods.of(switch.carrier).fates.get(switch.address) == switch.fate
    now = {carrier: as_json(moods.of(carrier)) for carrier in Carrier}
    return all(
        now[carrier][name] == value
        for carrier, wanted in switch.moods.items()
        for name, value in wanted.items()
    )


def turn_on(moods: Moods, switch: AnySwitch) -> None:
    """Misbehave so from now on."""
    if isinstance(switch, FateSwitch):
        _set_fate(moods, switch, {switch.address: switch.fate})
        return
    for carrier, wanted in switch.moods.items():
        moods.change(carrier, wanted)


def turn_off(moods: Moods, switch: AnySwitch) -> None:
    """Behave well again, in this respect alone."""
    if isinstance(switch, FateSwitch):
        _set_fate(moods, switch, {})
        return
    for carrier, wanted in switch.moods.items():
        moods.change(carrier, {name: _CALM[name] for name in wanted})


def _set_fate(moods: Moods, switch: FateSwitch, fate: dict[str, str]) -> None:
    fates = dict(moods.of(switch.carrier).fates)
    fates.pop(switch.address, None)
    moods.change(switch.carrier, {"fates": fates | fate})


def positions(moods: Moods) -> dict[str, bool]:
    """Every switch by key, and whether it is on."""
    return {key: is_on(moods, switch) for key, switch in SWITCHES.items()}
