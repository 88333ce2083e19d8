"""`fixline bot read` and `fixline bot evaluate`: the bot's understanding of texts, without database or network."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import click

from bot.cases import BadCase, CaseKind, read_case
from bot.predicting import predict
from bot.scoring import Pair, score
from core.db import JsonObject

MOST_MISSES_SHOWN = 20
SHOWN_CHARACTERS = 110


@click.group("bot")
def bot() -> None:
    """How the bot reads what people write."""


@bot.command("read")
@click.option(
    "--as",
    "kind",
    type=click.Choice([kind.value for kind in CaseKind]),
    required=True,
    help="Who wrote the texts.",
)
@click.argument("lines", type=click.File("r", "utf-8", "replace"), default="-", metavar="[FILE]")
def read(kind: str, lines: IO[str]) -> None:
    """Read JSON lines (id, text or headers and body, context) of FILE or standard input; write a reading a line.

    A line that is no case is named on standard error, the others are read, and the exit code is 1.
    """
    refused = False
    for number, line in _lines(lines):
        try:
            reading = predict(read_case(line), CaseKind(kind))
        except BadCase as why:
            refused = True
            click.echo(f"line {number}: {why}", err=True)
            continue
        click.echo(json.dumps(reading, ensure_ascii=False))
    sys.exit(1 if refused else 0)


@bot.command("evaluate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--misses", default=MOST_MISSES_SHOWN, show_default=True, help="Misses to show.")
def evaluate(file: Path, misses: int) -> None:
    """Read every labelled case of FILE and print how well the readings fit the labels, then the misses."""
    try:
        pairs, kind = _read_all(file)
    except BadCase as why:
        raise click.ClickException(str(why)) from why
    reached = score(pairs, kind)
    for figure in reached.figures:
        click.echo(f"{figure.name}: {figure.percent:.1f} % ({figure.good:g} of {figure.of:g})")
    for miss in reached.misses[:misses]:
        click.echo(_shown(miss.what, miss.pair))


def _lines(stream: IO[str]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(stream, 1) if line.strip())


def _read_all(file: Path) -> tuple[list[Pair], CaseKind]:
    with file.open(encoding="utf-8") as stream:
        cases = list(_cases(_lines(stream)))
    if not cases:
        raise BadCase(f"{file.name} holds no cases.")
    kind = _kind_of(cases[0])
    return [Pair(case, _predicted(case, kind)) for case in cases], kind


def _cases(lines: Iterable[tuple[int, str]]) -> Iterator[JsonObject]:
    for number, line in lines:
        try:
            yield read_case(line)
        except BadCase as why:
            raise BadCase(f"line {number}: {why}") from why


def _predicted(case: JsonObject, kind: CaseKind) -> JsonObject:
    try:
        return predict(case, kind)
    except BadCase as why:
        raise BadCase(f"case {case['id']}: {why}") from why


def _kind_of(case: JsonObject) -> CaseKind:
    """By the labels: each kind of case has one that no other has."""
    if "command" in case:
        return CaseKind.TECHNICIAN
    if "reply_text" in case:
        return CaseKind.MANAGER
    if "urgency" in case:
        return CaseKind.TENANT
    raise BadCase(f"case {case['id']}: no labels of a tenant, a technician or a manager")


def _shown(what: str, pair: Pair) -> str:
    said = str(pair.case.get("text") or pair.case.get("body") or "")[:SHOWN_CHARACTERS]
    field = {"emergency missed": "urgency", "false alarm": "urgency"}.get(what, what)
    wanted, got = pair.case.get(field), pair.got.get(field)
    return f"  {what}: {pair.case['id']} {said!r} wanted {wanted!r}, got {got!r}"
