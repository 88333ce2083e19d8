"""How tenants' and technicians' readers would take a manager's words: people refuse, move and call off alike, whoever
they are. Hints for weights only; nothing is decided by them.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.reading.features import SITUATED, worded
from bot.reading.manager_intent import Situation
from bot.reading.shipped import shipped_weights

# Reader, its head, and whether what it says depends on what we wrote last.
_ASKED = (
    ("tenant", "intent", True),
    ("tenant", "category", False),
    ("technician", "command", True),
)
_STEPS = (0.1, 0.3, 0.6, 0.9)


def kin_features(words: str, situation: Situation) -> Iterator[str]:
    """Each answer of the other readers that is at least so likely, by steps; with the situation where it matters."""
    seen = worded(words)
    for reader, head, is_situated in _ASKED:
        for answer, share in shipped_weights(reader).likelihoods(seen)[head].items():
            for step in _STEPS:
                if share >= step:
                    told = f"%{reader} {answer} {step}"
                    yield told
                    if is_situated:
                        yield f"{SITUATED}{situation} {told}"
