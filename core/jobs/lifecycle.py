"""Which job status may follow which. Pure: it reads categories and counts, never names, never the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What a status means to the rules; the company names and adds statuses within a category."""

    BOOKED = "booked"
    SCHEDULED = "scheduled"
    DISPATCHED = "dispatched"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    INVOICED = "invoiced"
    PAID = "paid"
    CANCELED = "canceled"


# What a status means at a glance; the word stands beside the colour always.
MEANING: Mapping[Category, str] = {
    Category.BOOKED: "attention",
    Category.SCHEDULED: "plain",
    Category.DISPATCHED: "plain",
    Category.IN_PROGRESS: "plain",
    Category.ON_HOLD: "attention",
    Category.COMPLETED: "good",
    Category.INVOICED: "good",
    Category.PAID: "good",
    Category.CANCELED: "quiet",
}
ALLOWED: dict[Category, frozenset[Category]] = {
    Category.BOOKED: frozenset({Category.SCHEDULED, Category.ON_HOLD, Category.CANCELED}),
    Category.SCHEDULED: frozenset(
        {Category.DISPATCHED, Category.BOOKED, Category.ON_HOLD, Category.CANCELED}
    ),
    Category.DISPATCHED: frozenset({Category.IN_PROGRESS, Category.SCHEDULED, Category.CANCELED}),
    Category.IN_PROGRESS: frozenset({Category.ON_HOLD, Category.SCHEDULED, Category.COMPLETED}),
    Category.ON_HOLD: frozenset({Category.SCHEDULED, Category.BOOKED, Category.CANCELED}),
    Category.COMPLETED: frozenset({Category.INVOICED, Category.IN_PROGRESS}),
    Category.INVOICED: frozenset({Category.PAID, Category.COMPLETED}),
    Category.PAID: frozenset({Category.INVOICED}),
    Category.CANCELED: frozenset({Category.BOOKED}),
}

# Only billing may set these, as a consequence of issuing and being paid.
NEVER_BY_HAND = frozenset({Category.INVOICED, Category.PAID})
OPEN = frozenset(Category) - {
    Category.COMPLETED,
    Category.INVOICED,
    Category.PAID,
    Category.CANCELED,
}


@dataclass(frozen=True)
class Step:
    """A status as the rules see it."""

    name: str
    category: Category
    active: bool


@dataclass(frozen=True)
class JobFacts:
    """What the rules need to know of a job: how many visits are still open, and its required fields.

    missing_fields: what the wanted status requires and the job lacks, in words.
    linked: whether the company's workflow has a transition between the two statuses.
    kept_to: who alone may take the step, in words, when the one who asks is none of them.
    """

    open_appointments: int
    missing_fields: tuple[str, ...] = ()
    linked: bool = True
    kept_to: str | None = None


def why_not(was: Step, wanted: Step, facts: JobFacts) -> str | None:
    """Why a person may not move a job from one status to the other, or None when they may.

    The answer is a clause fit to show: "no such step in the workflow".
    """
    same = was.category is wanted.category
    checks: tuple[tuple[bool, str], ...] = (
        (was.name == wanted.name, "it is there already"),
        (not wanted.active, f"the status {wanted.name} is switched off"),
        (wanted.category in NEVER_BY_HAND, "billing sets this by itself"),
        (
            not same and wanted.category not in ALLOWED[was.category],
            "the trade has no such step",
        ),
        (not facts.linked, "your workflow has no such step"),
        (facts.kept_to is not None, f"your workflow keeps this step to {facts.kept_to}"),
        (
            wanted.category is Category.COMPLETED and facts.open_appointments > 0,
            "a visit is still open",
        ),
        (bool(facts.missing_fields), f"it needs {_and(facts.missing_fields)} first"),
    )
    return next((why for broken, why in checks if broken), None)


def _and(words: tuple[str, ...]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
