"""Every text exists in both languages, asks for the same values, and fits a phone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from bot.reading.danger import Safety
from bot.words import MissingValue, UnknownText, known_texts, say, tags_of
from core.language import Language

ROOT = Path(__file__).resolve().parents[2]
OURS = ("safety", "consent", "tenant", "technician", "manager", "fallback")
TEXTS = sorted(name for name in known_texts() if name.split("/")[0] in OURS)
# Three UCS-2 segments; a longer text is two thoughts.
LONGEST_SPOKEN = 201
LONGEST_ENGLISH = 160


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_asks_for_the_same_values_in_both_languages(name: str) -> None:
    assert tags_of(name, Language.ENGLISH) == tags_of(name, Language.SPANISH)


@pytest.mark.parametrize("name", [each for each in TEXTS if not each.startswith("manager/")])
def test_a_text_for_phones_is_short(name: str) -> None:
    values = dict.fromkeys(tags_of(name, Language.ENGLISH), "")
    assert len(say(name, Language.ENGLISH, values)) <= LONGEST_ENGLISH
    assert len(say(name, Language.SPANISH, values)) <= LONGEST_SPOKEN


@pytest.mark.parametrize("kind", Safety)
def test_each_danger_has_its_text_and_promises_only_a_page(kind: Safety) -> None:
    text = say(f"safety/{kind.value}", Language.ENGLISH, {})
    assert "paging our on-call team" in text
    assert "on the way" not in text
    assert "guardia" in say(f"safety/{kind.value}", Language.SPANISH, {})


def test_every_text_a_flow_names_exists() -> None:
    named = {text for path in (ROOT / "bot" / "flows").glob("*.py") for text in _texts_in(path)}
    assert named - {"tenant/status_", "safety/", "technician/", "manager/"} <= known_texts()


def test_every_text_of_ours_is_named_somewhere() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "bot").rglob("*.py"))
    built = re.compile(r"safety/|tenant/status_|manager/(?:standing|received)|technician/")
    unused = [name for name in TEXTS if name not in code and not built.match(name)]
    assert unused == []


def test_an_unknown_text_or_a_missing_value_is_refused() -> None:
    with pytest.raises(UnknownText):
        say("tenant/nothing_such", Language.ENGLISH, {})
    with pytest.raises(MissingValue):
        say("tenant/placed", Language.ENGLISH, {})


def test_what_people_wrote_is_not_read_as_a_template() -> None:
    text = say("tenant/status_waiting", Language.ENGLISH, {"summary": "{{ 7*7 }} & <b>"})
    assert "{{ 7*7 }} & <b>" in text


def _texts_in(path: Path) -> set[str]:
    constants = (
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant)
    )
    strings = (value for value in constants if isinstance(value, str))
    return {value for value in strings if re.fullmatch(rf"(?:{'|'.join(OURS)})/\w*", value)}
