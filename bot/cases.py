"""Labelled texts and the situations they were written in, as the bot's own facts. Reads one JSON object at a time.

A case whose situation or text cannot be understood is refused with a sentence that says what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from bot.context import Context, OpenPrompt, OpenWork, PromptKind, Speaker, Visit, VisitStage
from core.db import JsonObject
from core.language import Language

COMPANY = "the company"
LONGEST_LINE = 1_000_000


class CaseKind(StrEnum):
    """Who wrote the texts of a file."""

    TENANT = "tenant"
    TECHNICIAN = "technician"
    MANAGER = "manager"


class BadCase(ValueError):
    """A line that is no case; the message says why."""


_JOB = OpenWork("a repair", "their home", job_id=1, job_number=1042, status="Scheduled")
_OTHER_JOB = OpenWork("another repair", "their home", job_id=2, job_number=1047, status="Scheduled")
_SITUATIONS: Mapping[str | None, tuple[OpenWork, ...]] = {
    None: (),
    "none_open": (),
    "one_open_job": (_JOB,),
    "appointment_tomorrow": (replace(_JOB, window="tomorrow"),),
    "awaiting_confirmation": (_JOB,),
    "awaiting_entry_permission": (_JOB,),
    "awaiting_rating": (_JOB,),
    "two_open_jobs": (_JOB, _OTHER_JOB),
}
_AWAITED: Mapping[str, PromptKind] = {
    "awaiting_confirmation": PromptKind.WINDOW,
    "awaiting_entry_permission": PromptKind.ENTRY,
    "awaiting_rating": PromptKind.RATING,
}
_STAGES: Mapping[str, VisitStage] = {
    "dispatched": VisitStage.DISPATCHED,
    "enroute": VisitStage.EN_ROUTE,
    "on_site": VisitStage.ON_SITE,
}


def read_case(line: str) -> JsonObject:
    """One line as an object with an "id". Raises BadCase."""
    if len(line) > LONGEST_LINE:
        raise BadCase(f"longer than {LONGEST_LINE} characters")
    try:
        case = json.loads(line)
    except ValueError as error:
        raise BadCase(f"not JSON: {error}") from error
    if not isinstance(case, dict) or "id" not in case:
        raise BadCase('not an object with an "id"')
    return case


def text_of(case: JsonObject, field: str) -> str:
    """A field that must be text. Raises BadCase."""
    value = case.get(field)
    if not isinstance(value, str):
        raise BadCase(f'"{field}" must be text')
    return value


def tenant_context(case: JsonObject) -> Context:
    """What the bot would know of a tenant in this situation. Raises BadCase for one that has no name here."""
    situation = case.get("context")
    if situation is not None and not isinstance(situation, str):
        raise BadCase('"context" must be a name or null')
    if situation not in _SITUATIONS:
        known = ", ".join(name for name in _SITUATIONS if name)
        raise BadCase(f"there is no situation {situation!r}; there are {known}")
    awaited = _AWAITED.get(situation) if situation else None
    return Context(
        speaker=Speaker.TENANT if situation else Speaker.STRANGER,
        language=Language.ENGLISH,
        company=COMPANY,
        work=_SITUATIONS[situation],
        prompt=OpenPrompt(1, awaited, job_id=_JOB.job_id) if awaited else None,
    )


def technician_visits(case: JsonObject) -> tuple[Visit, ...]:
    """The offers and visits of this situation. Raises BadCase."""
    situation = case.get("context") or {}
    if not isinstance(situation, dict):
        raise BadCase('"context" must be an object with "open_offers" and "assigned"')
    offers, assigned = situation.get("open_offers", []), situation.get("assigned", [])
    if not isinstance(offers, list) or not isinstance(assigned, list):
        raise BadCase('"open_offers" and "assigned" must be lists')
    stages = [(offer, VisitStage.OFFERED) for offer in offers]
    stages += [_assigned(each) for each in assigned]
    return tuple(_visit(n, job, stage) for n, (job, stage) in enumerate(stages, 1))


def _assigned(each: object) -> tuple[object, VisitStage]:
    stage = _STAGES.get(str(each.get("status"))) if isinstance(each, dict) else None
    if not isinstance(each, dict) or stage is None:
        raise BadCase(f'each of "assigned" needs a "job" and a "status" of {", ".join(_STAGES)}')
    return each.get("job"), stage


def _visit(number: int, job: object, stage: VisitStage) -> Visit:
    if not isinstance(job, int):
        raise BadCase("a job is a number")
    return Visit(number, number, number, job, stage, "a repair")


def headers_of(case: JsonObject) -> dict[str, str]:
    """The headers of a mail, names in small letters. Raises BadCase."""
    headers = case.get("headers") or {}
    if not isinstance(headers, dict):
        raise BadCase('"headers" must be an object')
    return {str(name).lower(): str(value) for name, value in headers.items()}
