"""What is learned from technicians' texts: the command."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cases import CaseKind, technician_visits
from bot.learning.fitting import Question, fit
from bot.predicting import technician_labels
from bot.reading.crew import COMMAND, READER, crew_hinted, understand_technician
from bot.reading.learned import Weights
from bot.reading.technician import read_technician
from core.db import JsonObject

NAME, LABELS = READER, CaseKind.TECHNICIAN
STRENGTH = 30.0


def fitted(cases: Sequence[JsonObject]) -> Weights:
    """Weights fitted to these texts."""
    commands = {number: str(case["command"]) for number, case in enumerate(cases)}
    return fit([_features(case) for case in cases], [Question(COMMAND, commands, STRENGTH)])


def labels(case: JsonObject, weights: Weights) -> JsonObject:
    """What the product would make of a case with these weights."""
    read = understand_technician(str(case["text"]), technician_visits(case), weights)
    return technician_labels(read)


def _features(case: JsonObject) -> frozenset[str]:
    text, visits = str(case["text"]), technician_visits(case)
    return crew_hinted(text, visits, read_technician(text, visits))
