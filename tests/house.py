"""The rules of the house that linters cannot hold, each as a reading of one file's words.

A rule returns what it found wrong, a sentence each; nothing found is an empty list.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = (
    "bot",
    "carriers",
    "core",
    "gateways",
    "office",
    "portal",
    "sandbox",
    "watch",
    "webhooks",
    "workers",
)
BESIDE = ("bench", "migrations", "tests")
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
COMMITTING_FILE = "core/db.py"
# What Alembic writes is a record of the past; sizes are not asked of it.
RECORDS = "migrations/versions"
NAMELESS = {"helper.py", "helpers.py", "manager.py", "managers.py", "util.py", "utils.py"}
SKIPPED_FOLDERS = {"__pycache__", "build", "node_modules"}
BINARY = {".ico", ".jpg", ".otf", ".pdf", ".png", ".pyc", ".ttf", ".webp", ".woff2"}
# Written in two parts, so that this file does not break its own rule.
REGISTRIES = ("pypi" + ".org", "files.python" + "hosted.org", "registry.npm" + "js.org")
THIS_MACHINE = re.compile(r"(?<![\w./-])/(?:wo" + r"rk|opt/pyp" + r"i|opt/whe" + r"els)\b")
INDEX_OPTION = re.compile(
    r"^\s*--?(?:(?:extra-)?index-url|find-links|trusted-host|i|f)\b", re.MULTILINE
)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def product_files() -> list[Path]:
    """Every Python file of the product, without tests and what stands beside it."""
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return sorted([ROOT / "app.py", *files])


def python_files() -> list[Path]:
    """Every Python file of ours."""
    beside = [path for folder in BESIDE for path in (ROOT / folder).rglob("*.py")]
    return sorted([*product_files(), *beside])


def text_files() -> Iterator[Path]:
    """Every file of ours that a person can read, without what is made or downloaded."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in KEPT_HIDDEN for part in inside)
        made = any(part in SKIPPED_FOLDERS or part.endswith(".egg-info") for part in inside)
        if path.is_file() and not hidden and not made and path.suffix not in BINARY:
            yield path


KEPT_HIDDEN = {".ci", ".env.example", ".gitignore"}


def name_of(path: Path) -> str:
    """The path as people say it, from the root of the house."""
    return path.relative_to(ROOT).as_posix()


def long_file(source: str) -> list[str]:
    """A file has at most 300 lines."""
    lines = len(source.splitlines())
    return [f"{lines} lines, at most {LONGEST_FILE}"] if lines > LONGEST_FILE else []


def long_functions(tree: ast.Module) -> list[str]:
    """A function has at most 40 lines, its docstring among them."""
    return [
        f"{node.name} has {length_of(node)} lines, at most {LONGEST_FUNCTION}"
        for node in ast.walk(tree)
        if isinstance(node, Function) and length_of(node) > LONGEST_FUNCTION
    ]


def length_of(node: Function) -> int:
    """Lines from `def` to the last one."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def commits(tree: ast.Module) -> list[str]:
    """Only the database's own file commits: doors open transactions, actions never end them."""
    return [
        f"line {node.lineno}: {ast.unparse(node.func)}()"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
    ]


def missing_docstring(tree: ast.Module) -> list[str]:
    """A file opens with a sentence or two: what it is for and what it refuses."""
    return [] if not tree.body or ast.get_docstring(tree) else ["does not say what it is for"]


def untyped(tree: ast.Module) -> list[str]:
    """`Any` is nowhere."""
    return [
        f"line {node.lineno}: Any"
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id == "Any")
        or (isinstance(node, ast.Attribute) and ast.unparse(node) in {"typing.Any", "t.Any"})
        or (isinstance(node, ast.ImportFrom) and any(one.name == "Any" for one in node.names))
    ]


def boolean_arguments(tree: ast.Module) -> list[str]:
    """No public function takes a boolean: there are two verbs."""
    return [
        f"line {argument.lineno}: {node.name}({argument.arg}: bool)"
        for node in ast.walk(tree)
        if isinstance(node, Function) and not node.name.startswith("_")
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        if argument.annotation is not None and ast.unparse(argument.annotation) == "bool"
    ]


def imports_of(tree: ast.Module) -> set[str]:
    """The top-level names that a file imports."""
    names: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                names |= {one.name.partition(".")[0] for one in node.names}
            case ast.ImportFrom(module=str(module)):
                names.add(module.partition(".")[0])
            case _:
                pass
    return names


def foreign_places(words: str) -> list[str]:
    """No file names a package registry or a folder of the machine it was written on."""
    found = [host for host in REGISTRIES if host in words]
    return found + [match.group() for match in THIS_MACHINE.finditer(words)]


def lock_faults(words: str) -> list[str]:
    """A lock pins every package, hashes every pin, and says nowhere where packages come from."""
    faults = [match.group() for match in INDEX_OPTION.finditer(words)]
    faults += [line for line in words.splitlines() if "://" in line or " @ " in line]
    for requirement in pins_of(words).values():
        if "--hash=sha256:" not in requirement:
            faults.append(f"no hash: {requirement.splitlines()[0]}")
    return faults


def pins_of(lock: str) -> dict[str, str]:
    """Each requirement of a lock, under its `name==version`, with its hashes."""
    blocks = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    return {block.split()[0]: block for block in blocks if block.strip()}


def settings_named(example: str) -> set[str]:
    """The settings that `.env.example` explains; those with a default stand behind a `#`."""
    return set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]+)=", example, flags=re.MULTILINE))
