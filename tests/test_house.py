"""The house keeps its own rules: sizes, doors, names, mirrors; and each rule is seen to bite."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from app import create_app
from core.config import Settings
from core.outbox.kinds import Kind
from tests import house
from tests.practice import practice_settings
from workers.handlers import HANDLERS

PRODUCT = house.product_files()
PYTHON = house.python_files()
SIZED = [path for path in PYTHON if not house.name_of(path).startswith(house.RECORDS)]
NOT_COMMITTING = [path for path in PRODUCT if house.name_of(path) != house.COMMITTING_FILE]
LOCKS = ("production", "run", "check")

TreeRule = Callable[[ast.Module], list[str]]


def over(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=house.name_of)


@over(SIZED)
def test_a_file_and_its_functions_are_short_enough_to_read_at_night(path: Path) -> None:
    source = path.read_text()
    assert house.long_file(source) + house.long_functions(ast.parse(source)) == []


@over(PYTHON)
def test_a_file_opens_by_saying_what_it_is_for(path: Path) -> None:
    assert house.missing_docstring(tree_of(path)) == []


@over(PYTHON)
def test_nothing_is_typed_any(path: Path) -> None:
    assert house.untyped(tree_of(path)) == []


@over(PYTHON)
def test_no_file_has_a_name_that_says_nothing(path: Path) -> None:
    assert path.name not in house.NAMELESS


@over(NOT_COMMITTING)
def test_only_the_database_commits(path: Path) -> None:
    assert house.commits(tree_of(path)) == []


@over(PRODUCT)
def test_no_public_function_takes_a_boolean(path: Path) -> None:
    assert house.boolean_arguments(tree_of(path)) == []


@over(PRODUCT)
def test_nothing_imports_the_roof(path: Path) -> None:
    assert "app" not in house.imports_of(tree_of(path))


@pytest.mark.parametrize("path", list(house.text_files()), ids=house.name_of)
def test_no_file_names_a_package_registry_or_this_machine(path: Path) -> None:
    assert house.foreign_places(path.read_text()) == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_hashed_and_says_nothing_of_where_packages_come_from(name: str) -> None:
    assert house.lock_faults(lock(name)) == []


@pytest.mark.parametrize(("smaller", "larger"), [("production", "run"), ("run", "check")])
def test_what_is_tested_is_what_is_run(smaller: str, larger: str) -> None:
    assert house.pins_of(lock(smaller)).items() <= house.pins_of(lock(larger)).items()


def test_every_kind_of_promised_work_has_a_handler() -> None:
    assert set(HANDLERS) == set(Kind)


def test_every_route_declares_who_may_call_it() -> None:
    app = create_app(practice_settings())
    silent = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.rpartition(".")[2] != "static"
        and not getattr(app.view_functions[rule.endpoint], "audience", "")
    ]
    assert len(app.view_functions) > 1
    assert silent == []


@pytest.mark.parametrize("room", house.ROOMS)
def test_every_room_has_its_mirror_in_the_tests(room: str) -> None:
    assert [name for name in places_in(room) if not mirrors_of(name)] == []


def test_every_setting_is_explained_in_the_example_and_no_other_is() -> None:
    explained = house.settings_named((house.ROOT / ".env.example").read_text())
    assert explained == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize(
    ("rule", "offence"),
    [
        (house.commits, "def act(session):\n    session.commit()"),
        (house.long_functions, "def act():\n" + "    step()\n" * house.LONGEST_FUNCTION),
        (house.missing_docstring, "import os"),
        (house.untyped, "def act(thing: dict[str, Any]) -> None: ..."),
        (house.untyped, "from typing import Any"),
        (house.boolean_arguments, "def act(*, urgent: bool) -> None: ..."),
    ],
)
def test_the_rules_of_a_file_bite(rule: TreeRule, offence: str) -> None:
    assert rule(ast.parse(offence)) != []


def test_the_rule_of_long_files_bites() -> None:
    assert house.long_file("x = 1\n" * house.LONGEST_FILE) == []
    assert house.long_file("x = 1\n" * (house.LONGEST_FILE + 1)) != []


@pytest.mark.parametrize("words", [f"see https://{house.REGISTRIES[0]}/x", "in /wo" + "rk/main"])
def test_the_rule_of_foreign_places_bites(words: str) -> None:
    assert house.foreign_places(words) != []


@pytest.mark.parametrize(
    "offence",
    [
        "--index-url https://packages.example.com\n",
        "flask==3.1.3\n",
        "flask @ https://packages.example.com/flask.whl\n",
    ],
)
def test_the_rule_of_locks_bites(offence: str) -> None:
    assert house.lock_faults(offence) != []


def places_in(room: str) -> list[str]:
    """The room itself; in the trade, each of its rooms."""
    folder = house.ROOT / room
    if not any(folder.rglob("*.py")):
        return []
    if room != "core":
        return [room]
    return [f"core/{inner.name}" for inner in folder.iterdir() if (inner / "__init__.py").exists()]


def mirrors_of(name: str) -> list[Path]:
    """Tests of a room: in a folder of its name, or in one file when it is small."""
    place = house.ROOT / "tests" / name
    alone = place.with_name(f"test_{place.name}.py")
    return [*place.rglob("test_*.py"), *([alone] if alone.exists() else [])]


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def lock(name: str) -> str:
    return (house.ROOT / "requirements" / f"{name}.lock").read_text()
