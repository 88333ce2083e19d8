"""Plays a transcript on a stage, line by line. Fails at the first line that does not come true.

Whoever has a part must have heard everything the transcript says, in that order, and nothing else.
"""

from __future__ import annotations

from pathlib import Path

from core.db import Database
from sandbox.company import load_company
from tests.transcripts.facts import hold
from tests.transcripts.office import happen
from tests.transcripts.people import Person, person_named
from tests.transcripts.script import Line, Mark, read_script
from tests.transcripts.stage import Stage

SILENCE = "(nothing)"


class NotSo(AssertionError):
    """A line of a transcript that did not come true."""


def play(path: Path, database: Database) -> None:
    """Play one transcript from an empty database. Raises NotSo naming the line."""
    player = _Player(Stage(database))
    for line in read_script(path):
        try:
            player.do(line)
        except (AssertionError, LookupError) as wrong:
            raise NotSo(
                f"{path.name}, line {line.number}: {line.mark} {line.words}\n{wrong}"
            ) from wrong
    try:
        player.end()
    except AssertionError as wrong:
        raise NotSo(f"{path.name}, at the end: {wrong}") from wrong


class _Player:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._parts: dict[str, Person] = {}
        self._present: Person | None = None

    def do(self, line: Line) -> None:
        match line.mark:
            case Mark.COMPANY:
                self._found(line.words)
            case Mark.AS:
                self._present = person_named(line.words)
                self._parts[self._present.address] = self._present
            case Mark.HOLDS:
                hold(self._stage, line.words)
            case Mark.HAPPENS:
                happen(self._stage, line.words)
            case Mark.SAYS:
                self._heard_all(self._speaker())
                self._stage.says(self._speaker(), line.words)
            case Mark.HEARS:
                self._hear(line.words)

    def _found(self, company: str) -> None:
        assert company in {"demo", "empty"}, f"no company is called {company}"
        if company == "demo":
            with self._stage.database.transaction() as session:
                load_company(session)

    def _hear(self, words: str) -> None:
        if words == SILENCE:
            self._heard_all(self._speaker())
        else:
            self._stage.hears(self._speaker(), words)

    def end(self) -> None:
        for person in self._parts.values():
            self._heard_all(person)

    def _speaker(self) -> Person:
        assert self._present is not None, "nobody is on stage yet; say `as Tara` first"
        return self._present

    def _heard_all(self, person: Person) -> None:
        more = [each.body for each in self._stage.unheard(person)]
        assert not more, f"{person.name} also hears: " + "\n--\n".join(more)
