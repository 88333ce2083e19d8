"""Checklists: what a company asks on a form, and whether an answer is one. Pure; photos are kept elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from core.db import JsonObject
from core.errors import FieldRefused

LONGEST_LABEL = 200
LONGEST_ANSWER = 2_000
MOST_FIELDS = 40
MOST_CHOICES = 20
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")


class FieldKind(StrEnum):
    """How a field is answered."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"
    PHOTO = "photo"


@dataclass(frozen=True)
class ChecklistField:
    """One question of a form. key: its name among the answers; choices: what a CHOICE may be."""

    key: str
    label: str
    kind: FieldKind
    required: bool = False
    choices: tuple[str, ...] = ()


def check_fields(fields: tuple[ChecklistField, ...]) -> None:
    """Raises FieldRefused for a form nobody could fill in; a field of key `f3` is named `label-3`, as in the editor."""
    if not fields:
        raise FieldRefused("label-0", "Ask at least one thing.")
    if len(fields) > MOST_FIELDS:
        raise FieldRefused("label-0", f"Keep a form under {MOST_FIELDS} fields.")
    for field in fields:
        row = field.key.removeprefix("f")
        if not field.label.strip() or len(field.label) > LONGEST_LABEL:
            raise FieldRefused(f"label-{row}", "Write what is asked, in a few words.")
        if field.kind is FieldKind.CHOICE and not 2 <= len(field.choices) <= MOST_CHOICES:
            raise FieldRefused(
                f"choices-{row}", f"Give two to {MOST_CHOICES} choices, with commas between."
            )


def answers_to(
    fields: Iterable[ChecklistField], given: Mapping[str, str], *, photos: frozenset[str]
) -> dict[str, str]:
    """The answers in the fields' order, without empty ones. photos: keys for which a file was chosen.

    Raises FieldRefused at the key of what is missing or no answer.
    """
    answers = {}
    for field in fields:
        answer = " ".join(given.get(field.key, "").replace("\x00", "").split())
        is_there = field.key in photos if field.kind is FieldKind.PHOTO else bool(answer)
        if field.required and not is_there:
            raise FieldRefused(field.key, f"“{field.label}” needs an answer.")
        if answer and field.kind is not FieldKind.PHOTO:
            answers[field.key] = _checked(field, answer)
    return answers


def _checked(field: ChecklistField, answer: str) -> str:
    match field.kind:
        case FieldKind.TEXT:
            good, hint = len(answer) <= LONGEST_ANSWER, f"keep it under {LONGEST_ANSWER} characters"
        case FieldKind.NUMBER:
            good, hint = _NUMBER.fullmatch(answer) is not None, "give a number such as 21.5"
        case FieldKind.YES_NO:
            good, hint = answer in {"yes", "no"}, "say yes or no"
        case FieldKind.CHOICE:
            good, hint = answer in field.choices, "choose one of the list"
        case FieldKind.PHOTO:
            good, hint = True, ""
        case _:
            assert_never(field.kind)
    if not good:
        raise FieldRefused(field.key, f"“{field.label}”: {hint}.")
    return answer


def as_kept(field: ChecklistField) -> JsonObject:
    """The field as plain values."""
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind.value,
        "required": field.required,
        "choices": list(field.choices),
    }


def as_read(kept: JsonObject) -> ChecklistField:
    """The field from what was kept."""
    choices = kept.get("choices")
    return ChecklistField(
        key=str(kept["key"]),
        label=str(kept["label"]),
        kind=FieldKind(str(kept["kind"])),
        required=bool(kept.get("required")),
        choices=tuple(str(each) for each in choices) if isinstance(choices, list) else (),
    )
