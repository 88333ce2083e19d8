"""What a view comes to call, read from its code: functions of the office by name, those it hands on, those within."""

from __future__ import annotations

import dis
import inspect
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType

ROOM = "office"


def reached(view: object) -> set[object]:
    """Every function of the office that the view may call; what a method of a row or a form calls is not followed."""
    found: set[object] = set()
    waiting = [inspect.unwrap(view)] if callable(view) else []
    while waiting:
        each = waiting.pop()
        if isinstance(each, FunctionType) and each not in found and _is_ours(each):
            found.add(each)
            waiting += _named(each.__code__, each.__globals__)
    return found


def _is_ours(each: FunctionType) -> bool:
    return each.__module__.partition(".")[0] == ROOM


def _named(code: CodeType, around: dict[str, object]) -> Iterator[FunctionType]:
    owner: object = None
    for step in dis.get_instructions(code):
        if step.opname in {"LOAD_GLOBAL", "LOAD_NAME"}:
            owner = around.get(str(step.argval))
        elif step.opname in {"LOAD_ATTR", "LOAD_METHOD"} and isinstance(owner, ModuleType):
            owner = getattr(owner, str(step.argval), None)
        else:
            owner = None
        if isinstance(owner, FunctionType):
            yield owner
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _named(inner, around)
