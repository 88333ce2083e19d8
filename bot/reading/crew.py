"""Reads a technician's text by rules and by learned weights, and joins both. Typed commands are the rules' alone.

A job is never guessed: where only the weights know the command, the one visit there is is meant, or one named.
"""

from __future__ import annotations

from dataclasses import replace

from bot.context import Visit
from bot.reading.features import crew_features
from bot.reading.learned import Weights
from bot.reading.reserved import reserved_word
from bot.reading.shipped import shipped_weights
from bot.reading.technician import TechnicianReading, read_as, read_technician
from bot.reading.technician_command import PAPERS, is_typed
from bot.reading.understanding import likeliest
from bot.reading.visits import Command, all_named

READER = "technician"
COMMAND = "command"
# How likely another command must be to overrule words a rule knows, and to replace a rule's default; and in either case
# one that moves a job or an offer. Chosen with weights that had not seen the texts.
CERTAIN, MORE_LIKELY, MOVING = 0.4, 0.25, 0.5
_MOVES = frozenset(
    {Command.ACCEPT, Command.DECLINE, Command.ENROUTE, Command.ARRIVED, Command.COMPLETE}
)
# Asked of Fixline itself, in words the rules know; the weights have no name for them.
_OURS = frozenset({Command.JOBS, Command.COMMANDS, Command.ACKNOWLEDGE, Command.UNDO})


def understand_technician(
    text: str, visits: tuple[Visit, ...], weights: Weights | None = None
) -> TechnicianReading:
    """What the text means. weights: those of the product, unless given."""
    ruled = read_technician(text, visits)
    is_settled = ruled.command in _OURS or ruled.why.startswith(PAPERS)
    if is_settled or is_typed(text) or reserved_word(text) is not None:
        return ruled
    told = (weights or shipped_weights(READER)).likelihoods(crew_hinted(text, visits, ruled))
    command = Command(likeliest(told[COMMAND]))
    share = told[COMMAND][command.value]
    if command is ruled.command or share < _enough(command, ruled):
        return ruled
    read = read_as(
        command, f"reads like {command.value.replace('_', ' ')} ({share:.0%})", text, visits
    )
    if len(visits) > 1 and not all_named(command, text, visits):
        return replace(read, visit=None)
    return read


def _enough(command: Command, ruled: TechnicianReading) -> float:
    least = CERTAIN if _is_sure(ruled) else MORE_LIKELY
    return max(least, MOVING) if command in _MOVES else least


def _is_sure(ruled: TechnicianReading) -> bool:
    """Rules quote the words that decided; what they fall back upon they describe."""
    return ruled.why.startswith("'") and ruled.command is not Command.OTHER


def crew_hinted(text: str, visits: tuple[Visit, ...], ruled: TechnicianReading) -> frozenset[str]:
    """The text's features and the command the rules found."""
    return crew_features(text, visits) | {f"rule command {ruled.command.value}"}
