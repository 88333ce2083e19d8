"""What the demo company's people and Fixline write to each other, in the person's language. Pure."""

from __future__ import annotations

from core.language import Language
from sandbox.demo.drawing import Draw
from sandbox.demo.planning import Stage, Work
from sandbox.demo.troubles import (
    ENGLISH_CLOSERS,
    ENGLISH_OPENERS,
    SPANISH_CLOSERS,
    SPANISH_OPENERS,
)


def report(draw: Draw, work: Work) -> str:
    """How the person told it first."""
    if work.tenancy.person.language is Language.SPANISH:
        return (
            draw.one(SPANISH_OPENERS) + draw.one(work.trouble.spanish) + draw.one(SPANISH_CLOSERS)
        )
    words = draw.one(work.trouble.english)
    return draw.one(ENGLISH_OPENERS) + words.rstrip(".") + draw.one(ENGLISH_CLOSERS)


def news(work: Work, stage: Stage, number: int, technician: str) -> str:
    """What the person is told when the job gets to that stage; nothing where nobody is told."""
    language = work.tenancy.person.language
    visit = work.visit
    when = "" if visit is None else f"{visit.start:%b %-d, %-I %p}-{visit.end:%-I %p}"
    first_name = technician.partition(" ")[0]
    return (
        _NEWS[language]
        .get(stage, "")
        .format(
            place=work.place.street,
            number=number,
            summary=work.trouble.summary,
            when=when,
            who=first_name or _SOMEBODY[language],
        )
    )


_SOMEBODY = {Language.ENGLISH: "a technician", Language.SPANISH: "un técnico"}
_NEWS = {
    Language.ENGLISH: {
        Stage.BOOKED: "Oak Street: we have your request for {place}: {summary}. It is job #{number}.",
        Stage.SCHEDULED: "Oak Street: job #{number} is set for {when} with {who}. Reply if that does not suit you.",
        Stage.ON_THE_WAY: "Oak Street: {who} is on the way for job #{number}.",
        Stage.COMPLETED: "Oak Street: job #{number} is done. Is it fixed? Reply YES or NO.",
        Stage.CANCELED: "Oak Street: job #{number} was canceled. Write to us if you still need it.",
    },
    Language.SPANISH: {
        Stage.BOOKED: "Oak Street: recibimos su reporte para {place}. Su trabajo es el #{number}.",
        Stage.SCHEDULED: "Oak Street: trabajo #{number}, {who} viene {when}. Responda si no le conviene.",
        Stage.ON_THE_WAY: "Oak Street: {who} va en camino para el trabajo #{number}.",
        Stage.COMPLETED: "Oak Street: el trabajo #{number} está listo. ¿Quedó bien? Responda SI o NO.",
        Stage.CANCELED: "Oak Street: el trabajo #{number} fue cancelado. Escríbanos si todavía lo necesita.",
    },
}


def asked_approval(work: Work, number: int, amount: str) -> str:
    """The question to the manager, by mail."""
    return (
        f"Job #{number} at {work.place.street}: {work.trouble.summary}.\n\n"
        f"The work would cost {amount}. May we go ahead? A reply of yes or no is enough."
    )


APPROVALS = (
    "Approved, please go ahead.",
    "Yes. Please send photos when it is done.",
    "Go ahead, thank you. PO to follow.",
    "OK, approved. Can you do it this week?",
)
REFUSALS = (
    "No, please hold off. The owner wants a second quote.",
    "Not approved for now, we are replacing the unit in spring.",
)
