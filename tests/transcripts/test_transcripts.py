"""Every transcript beside this file comes true, word for word; and a false one is seen to fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.db import Database
from tests.transcripts.player import NotSo, play
from tests.transcripts.script import NotATranscript, fits

HERE = Path(__file__).parent
TRANSCRIPTS = sorted(HERE.glob("*.txt"))
FEWEST = 60


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path: Path, database: Database) -> None:
    play(path, database)


def test_the_transcripts_are_found() -> None:
    assert len(TRANSCRIPTS) >= FEWEST


FALSE_ONES = {
    "other words": "as Tara\n< hi\n> Good morning.",
    "an answer that never comes": "as Tara\n< hi\n> Hello, this is …\n> And another thing.",
    "an answer nobody wrote down": "as Tara\n< hi",
    "a fact that is not so": "as Tara\n< hi\n> Hello, this is …\n! 1 booking",
    "a fact nobody can check": "! the moon is full",
    "a deed nobody can do": "* the office sings",
}


@pytest.mark.parametrize("words", FALSE_ONES.values(), ids=list(FALSE_ONES))
def test_a_false_transcript_fails(words: str, database: Database, tmp_path: Path) -> None:
    path = tmp_path / "false.txt"
    path.write_text(f"company: demo\n{words}\n", encoding="utf-8")
    with pytest.raises(NotSo, match=r"false\.txt"):
        play(path, database)


def test_a_line_without_a_mark_is_refused(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "unmarked.txt"
    path.write_text("Tara says hi\n", encoding="utf-8")
    with pytest.raises(NotATranscript, match="line 1"):
        play(path, database)


@pytest.mark.parametrize(
    ("expected", "said", "fit"),
    [
        ("Thank you, …", "Thank you, Sam.", True),
        ("one\ntwo", "one two", True),
        ("Thank you", "Thank you, Sam.", False),
        ("(a.b)", "(axb)", False),
    ],
)
def test_only_an_ellipsis_stands_for_any_words(expected: str, said: str, *, fit: bool) -> None:
    assert fits(expected, said) is fit
