"""How well predictions fit the labels of cases: shares and counts, and every miss. Pure; prints nothing.

A case's note may hold `alt:`, `altcat:`, `altsafety:` and `alturg:` words for labels that careful people could also
have given; those count as right in the lenient figures and never as a miss.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.cases import CaseKind
from core.db import JsonObject

ENOUGH_OVERLAP = 0.5
ENOUGH_OF_A_REPLY = 0.9
_LOOSE = frozenset({"when", "note", "reason", "property_hint"})
_RISKY = ("opt_out", "cancel", "wrong_number")
_ALTERNATIVES = {"intent": "alt", "command": "alt", "category": "altcat", "urgency": "alturg"}


@dataclass(frozen=True)
class Pair:
    """A labelled case and what was predicted for it ({} when nothing was)."""

    case: JsonObject
    got: JsonObject

    def accepts(self, field: str) -> bool:
        """Whether the prediction is the label or one of its alternatives."""
        return self.got.get(field) in {self.case[field], *self.alternatives(field)}

    def alternatives(self, field: str) -> list[str]:
        """The other labels the note allows."""
        word = _ALTERNATIVES.get(field, f"alt{field}")
        return re.findall(rf"\b{word}:([\w-]+)", str(self.case.get("note") or ""))


@dataclass(frozen=True)
class Figure:
    """One figure: so many good of so many. percent: 100 when there was nothing to do."""

    name: str
    good: float
    of: float

    @property
    def percent(self) -> float:
        """The good ones of all, in percent."""
        return 100.0 * self.good / self.of if self.of else 100.0


@dataclass(frozen=True)
class Miss:
    """One case read wrongly, and in what."""

    what: str
    pair: Pair


@dataclass(frozen=True)
class Score:
    """All figures and misses of a file, the gravest misses first."""

    figures: tuple[Figure, ...]
    misses: tuple[Miss, ...]

    def percent(self, name: str) -> float:
        """The figure of that name. Raises KeyError."""
        return {figure.name: figure.percent for figure in self.figures}[name]


def score(pairs: Sequence[Pair], kind: CaseKind) -> Score:
    """The figures for one kind of case."""
    return _SCORE[kind](pairs)


def _share(name: str, among: Sequence[Pair], fits: Callable[[Pair], bool]) -> Figure:
    return Figure(name, sum(map(fits, among)), len(among))


def _tenant(pairs: Sequence[Pair]) -> Score:
    real = [pair for pair in pairs if pair.case["urgency"] == "emergency"]
    calm = [
        pair
        for pair in pairs
        if pair.case["urgency"] != "emergency" and "emergency" not in pair.alternatives("urgency")
    ]
    asked = [pair for pair in pairs if pair.case["intent"] == "new_request"]
    figures = [
        _share("emergency recall", real, lambda pair: pair.accepts("urgency")),
        _share("false alarms", calm, _cries),
        _share("safety kind", [pair for pair in real if pair.case["safety"]], _right_safety),
        *(figure for risky in _RISKY for figure in _risk(pairs, risky)),
        *_label(pairs, "intent"),
        *(_of_language(pairs, language) for language in ("en", "es")),
        _share("language", pairs, lambda pair: pair.got.get("lang") == pair.case["lang"]),
        *_label(asked, "category"),
        *_label(asked, "urgency"),
        _facts("slots", pairs, "slots"),
    ]
    missed = [Miss("emergency missed", pair) for pair in real if not pair.accepts("urgency")]
    false = [Miss("false alarm", pair) for pair in calm if _cries(pair)]
    return Score(tuple(figures), (*missed, *false, *_misses(pairs, "intent"), *_asked(asked)))


def _asked(asked: Sequence[Pair]) -> tuple[Miss, ...]:
    return (*_misses(asked, "category"), *_misses(asked, "urgency"))


def _cries(pair: Pair) -> bool:
    return pair.got.get("urgency") == "emergency"


def _right_safety(pair: Pair) -> bool:
    return pair.accepts("safety")


def _of_language(pairs: Sequence[Pair], language: str) -> Figure:
    among = [pair for pair in pairs if pair.case["lang"] == language]
    return _share(f"intent lenient {language}", among, lambda pair: pair.accepts("intent"))


def _risk(pairs: Sequence[Pair], risky: str) -> Iterable[Figure]:
    """An intent that must neither be missed nor made up."""
    wanted = [pair for pair in pairs if pair.case["intent"] == risky]
    others = [pair for pair in pairs if pair.case["intent"] != risky]
    yield _share(f"{risky} recall", wanted, lambda pair: pair.accepts("intent"))
    yield _share(f"{risky} invented", others, lambda pair: _invents(pair, risky))


def _invents(pair: Pair, intent: str) -> bool:
    return pair.got.get("intent") == intent and intent not in pair.alternatives("intent")


def _label(pairs: Sequence[Pair], field: str) -> Iterable[Figure]:
    yield _share(f"{field} strict", pairs, lambda pair: pair.got.get(field) == pair.case[field])
    yield _share(f"{field} lenient", pairs, lambda pair: pair.accepts(field))


def _misses(pairs: Sequence[Pair], field: str) -> Iterable[Miss]:
    return (Miss(field, pair) for pair in pairs if not pair.accepts(field))


def _technician(pairs: Sequence[Pair]) -> Score:
    wrong = [pair for pair in pairs if pair.got.get("job") not in (None, pair.case["job"])]
    figures = [
        *_label(pairs, "command"),
        _share("job", pairs, lambda pair: pair.got.get("job") == pair.case["job"]),
        Figure("acted on the wrong job", len(wrong), len(pairs)),
        _facts("args", pairs, "args", leaving_out=("note", "reason")),
    ]
    acted = [Miss("wrong job", pair) for pair in wrong]
    return Score(tuple(figures), (*acted, *_misses(pairs, "command")))


def _manager(pairs: Sequence[Pair]) -> Score:
    others = [pair for pair in pairs if pair.case["intent"] != "approve"]
    made_up = [pair for pair in others if pair.got.get("intent") == "approve"]
    unclean = [pair for pair in pairs if not _is_clean(pair)]
    figures = [
        *_label(pairs, "intent"),
        Figure("approvals invented", len(made_up), len(others)),
        Figure("reply text", len(pairs) - len(unclean), len(pairs)),
        _facts("args", pairs, "args", leaving_out=("reason",)),
    ]
    invented = [Miss("approval invented", pair) for pair in made_up]
    texts = [Miss("reply text", pair) for pair in unclean]
    return Score(tuple(figures), (*invented, *_misses(pairs, "intent"), *texts))


def _is_clean(pair: Pair) -> bool:
    wanted, got = str(pair.case["reply_text"]), str(pair.got.get("reply_text") or "")
    return _overlap(wanted, got) >= ENOUGH_OF_A_REPLY


def _facts(name: str, pairs: Sequence[Pair], field: str, leaving_out: Sequence[str] = ()) -> Figure:
    """The F1 of facts found: twice those found, of all wanted and all given."""
    found = wanted = given = 0
    for pair in pairs:
        want, got = (_facts_in(side, field, leaving_out) for side in (pair.case, pair.got))
        wanted, given = wanted + len(want), given + len(got)
        found += sum(fact in got and alike(fact, value, got[fact]) for fact, value in want.items())
    return Figure(f"{name} F1", 2 * found, wanted + given)


def _facts_in(side: JsonObject, field: str, leaving_out: Sequence[str]) -> JsonObject:
    facts = side.get(field)
    told = facts.items() if isinstance(facts, dict) else ()
    return {name: value for name, value in told if value is not None and name not in leaving_out}


def alike(name: str, wanted: object, got: object) -> bool:
    """Whether a fact given is the fact wanted: times and reasons by their words, the rest exactly."""
    if name in _LOOSE and isinstance(wanted, str):
        return _overlap(wanted, str(got)) >= ENOUGH_OVERLAP
    if isinstance(wanted, (int, float)) and isinstance(got, (int, float)):
        return float(wanted) == float(got)
    return str(wanted).lower() == str(got).lower()


def _overlap(wanted: str, got: str) -> float:
    """How alike two texts are in their words: 1 the same, 0 nothing in common (Dice)."""
    ours, theirs = (re.findall(r"\w+", text.lower()) for text in (wanted, got))
    if not ours or not theirs:
        return float(ours == theirs)
    left = list(theirs)
    shared = 0
    for word in ours:
        if word in left:
            left.remove(word)
            shared += 1
    return 2 * shared / (len(ours) + len(theirs))


_SCORE: Mapping[CaseKind, Callable[[Sequence[Pair]], Score]] = {
    CaseKind.TENANT: _tenant,
    CaseKind.TECHNICIAN: _technician,
    CaseKind.MANAGER: _manager,
}
