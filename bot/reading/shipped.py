"""The weights that come with the product, read from disk once, when the first text is read."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.reading.learned import Weights, read_weights

FOLDER = Path(__file__).resolve().parent / "weights"


@cache
def shipped_weights(name: str) -> Weights:
    """The weights of one reader, such as "tenant". Raises BadWeights, or OSError when they did not come along."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8") as lines:
        return read_weights(lines)
