"""Compares what should have reached the carrier with what did. Pure; knows nothing of what Fixline believes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Where a message names its job: "job 1042" in a text, "[#1042]" in a mail's subject.
_JOB = re.compile(r"\bjob (\d+)|\[#(\d+)\]")
MOST_NAMED = 10


@dataclass(frozen=True)
class Arrival:
    """One message as the carrier accepted it. ref: the sender's own id of it."""

    recipient: str
    ref: str
    words: str


@dataclass(frozen=True)
class Expected:
    """alerts: (address, job number), each to arrive once. texts: how many a person wrote, each to be answered once."""

    alerts: frozenset[tuple[str, int]]
    texts: Mapping[str, int]


@dataclass(frozen=True)
class Inbound:
    """One person's texts. stored: of those texts, how many are filed; filed: rows in all, repeats included."""

    stored: int
    filed: int


@dataclass(frozen=True)
class Tally:
    """What a run came to. strange: arrivals nobody was waiting for. examples: a few of what is wrong, in words."""

    arrived: int
    lost: int
    twice: int
    strange: int
    examples: tuple[str, ...]


def tally(expected: Expected, arrivals: Iterable[Arrival], inbound: Mapping[str, Inbound]) -> Tally:
    """Count what is missing and what came again.

    A message is known by whom it is for and what about; a second arrival counts whether or not it bears the same id.
    """
    found = list(arrivals)
    wanted: dict[tuple[str, int], int] = dict.fromkeys(expected.alerts, 1)
    wanted |= {(person, 0): texts for person, texts in expected.texts.items()}
    came: dict[tuple[str, int], Counter[str]] = {}
    for arrival in found:
        came.setdefault(_key(arrival, expected), Counter())[arrival.ref] += 1
    lost, twice = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    for key, count in wanted.items():
        refs = came.get(key, Counter())
        lost[key] = max(0, count - len(refs))
        twice[key] = max(0, refs.total() - count, refs.total() - len(refs))
    _add_inbound(expected, inbound, lost, twice)
    strange = sum(refs.total() for key, refs in came.items() if key not in wanted)
    examples = tuple(
        f"{name} {to} about {about or 'their text'}: {count}"
        for name, counts in (("lost", lost), ("twice", twice))
        for (to, about), count in counts.most_common(MOST_NAMED)
        if count
    )
    return Tally(len(found), lost.total(), twice.total(), strange, examples)


def _key(arrival: Arrival, expected: Expected) -> tuple[str, int]:
    """Whom and what about: 0 stands for the answers to a person's own texts."""
    if arrival.recipient in expected.texts:
        return arrival.recipient, 0
    job = _JOB.search(arrival.words)
    return arrival.recipient, int(job[1] or job[2]) if job else -1


def _add_inbound(
    expected: Expected,
    inbound: Mapping[str, Inbound],
    lost: Counter[tuple[str, int]],
    twice: Counter[tuple[str, int]],
) -> None:
    """A text that is not stored is lost once, though its answer is missing as well."""
    for person, texts in expected.texts.items():
        kept = inbound.get(person, Inbound(0, 0))
        lost[person, 0] = max(lost[person, 0], texts - kept.stored)
        twice[person, 0] += max(0, kept.filed - kept.stored)
