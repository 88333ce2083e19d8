"""`make learn`: cross-validate the readers, then fit their weights anew; with `--check` nothing is written.

Cross-validation reads every fifth of the texts with weights that never saw it, joined with the rules as in the product.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.cases import CaseKind, read_case
from bot.learning import property_managers, slots, technicians, tenants
from bot.reading.learned import Weights, write_weights
from bot.reading.shipped import FOLDER
from bot.scoring import Pair, score
from core.db import JsonObject

TEXTS = Path(__file__).resolve().parent / "texts"
FOLDS = 5


@dataclass(frozen=True)
class Reader:
    """One set of weights. fitted: to cases; labels: what the product makes of a case with weights.

    texts: whose texts it learns from, where they are not its own.
    """

    name: str
    kind: CaseKind
    fitted: Callable[[Sequence[JsonObject]], Weights]
    labels: Callable[[JsonObject, Weights], JsonObject]
    texts: str = ""


READERS = (
    Reader(tenants.NAME, tenants.LABELS, tenants.fitted, tenants.labels),
    Reader(technicians.NAME, technicians.LABELS, technicians.fitted, technicians.labels),
    Reader(slots.NAME, slots.LABELS, slots.fitted, slots.labels, texts=tenants.NAME),
    Reader(
        property_managers.NAME,
        property_managers.LABELS,
        property_managers.fitted,
        property_managers.labels,
    ),
)


def main(arguments: Sequence[str]) -> None:
    """Print each reader's cross-validated figures; write its weights unless only checking."""
    for reader in READERS:
        cases = labelled_texts(reader.texts or reader.name)
        print(f"{reader.name}: {len(cases)} texts, {FOLDS} folds", flush=True)
        for figure in score(cross_validated(reader, cases), reader.kind).figures:
            print(f"  {figure.name}: {figure.percent:.1f} % ({figure.good:g} of {figure.of:g})")
        if "--check" not in arguments:
            FOLDER.mkdir(exist_ok=True)
            lines = write_weights(reader.fitted(cases))
            (FOLDER / f"{reader.name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def labelled_texts(reader: str) -> list[JsonObject]:
    """Every text of ours for one reader, in the order of files and lines."""
    return [
        read_case(line)
        for file in sorted(TEXTS.glob(f"{reader}*.jsonl"))
        for line in file.read_text(encoding="utf-8").split("\n")
        if line.strip()
    ]


def cross_validated(reader: Reader, cases: Sequence[JsonObject]) -> list[Pair]:
    """Every text with the labels given by weights that never saw it."""
    pairs = []
    for fold in range(FOLDS):
        weights = reader.fitted([case for n, case in enumerate(cases) if n % FOLDS != fold])
        pairs += [Pair(case, reader.labels(case, weights)) for case in cases[fold::FOLDS]]
    return pairs


if __name__ == "__main__":
    main(sys.argv[1:])
