"""Builders of contexts: who writes, from where, with what open."""

from __future__ import annotations

from bot.context import (
    Context,
    OfferedWindow,
    OpenPrompt,
    OpenWork,
    Place,
    PromptKind,
    Speaker,
    Visit,
    VisitStage,
)
from core.language import Language
from core.messaging.wire import Channel

OAK = Place(property_id=1, unit_id=11, label="214 Oak St, 3B")
ELM = Place(property_id=2, unit_id=22, label="12 Elm Ave, 4")

WAITING = OpenWork(summary="sink leaks", place=OAK.label, booking_id=7)
SCHEDULED = OpenWork(
    summary="sink leaks",
    place=OAK.label,
    job_id=5,
    job_number=1042,
    status="Scheduled",
    window="Tue 3 Mar, 9am-11am",
)


WINDOWS = (
    OfferedWindow("Mon 2 Mar, 9am-12pm", "lun 2 mar, 9am-12pm", "monday lunes morning am"),
    OfferedWindow("Mon 2 Mar, 1pm-4pm", "lun 2 mar, 1pm-4pm", "monday lunes afternoon pm tarde"),
    OfferedWindow("Tue 3 Mar, 9am-12pm", "mar 3 mar, 9am-12pm", "tuesday martes morning am"),
)


def stranger(prompt: OpenPrompt | None = None, found: tuple[Place, ...] = ()) -> Context:
    return Context(
        Speaker.STRANGER, Language.ENGLISH, "Oak Street Services", prompt=prompt, found_places=found
    )


def tenant(
    *work: OpenWork,
    places: tuple[Place, ...] = (OAK,),
    prompt: OpenPrompt | None = None,
    language: Language = Language.ENGLISH,
    misses: int = 0,
    days_silent: int | None = 1,
) -> Context:
    return Context(
        Speaker.TENANT,
        language,
        "Oak Street Services",
        places=places,
        work=work,
        prompt=prompt,
        misses=misses,
        days_silent=days_silent,
    )


def manager(about: OpenWork | None = None, subject: str = "") -> Context:
    return Context(
        Speaker.MANAGER,
        Language.ENGLISH,
        "Oak Street Services",
        channel=Channel.EMAIL,
        places=(OAK, ELM),
        about=about,
        subject=subject,
    )


def technician(
    *visits: Visit, prompt: OpenPrompt | None = None, unacknowledged: tuple[int, ...] = ()
) -> Context:
    return Context(
        Speaker.TECHNICIAN,
        Language.ENGLISH,
        "Oak Street Services",
        visits=visits,
        prompt=prompt,
        unacknowledged=unacknowledged,
    )


def visit(number: int, stage: VisitStage) -> Visit:
    return Visit(
        assignment_id=number + 1,
        appointment_id=number + 2,
        job_id=number + 3,
        job_number=number,
        stage=stage,
        summary=f"job {number}",
    )


def asking(kind: PromptKind, *options: str, booking_id: int | None = 7) -> OpenPrompt:
    return OpenPrompt(id=1, kind=kind, options=options, booking_id=booking_id)


def expired(kind: PromptKind, *options: str) -> OpenPrompt:
    return OpenPrompt(id=1, kind=kind, options=options, booking_id=7, expired=True)
