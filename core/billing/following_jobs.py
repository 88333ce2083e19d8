"""Where a job stands by its invoices. Pure: it reads counts and cents, never the database."""

from __future__ import annotations

from dataclasses import dataclass

from core.jobs.lifecycle import Category


@dataclass(frozen=True)
class Billed:
    """What a job's documents come to, without the void ones.

    issued: charges that were issued. charged_cents: all that was issued, credits taken off. owed_cents: still open.
    """

    drafts: int
    issued: int
    charged_cents: int
    owed_cents: int


def category_after(now: Category, billed: Billed) -> Category | None:
    """The next step a job takes by itself, or None when it stands where it should.

    Only completed, invoiced and paid follow; a job still in work is never pulled along.
    """
    is_invoiced = billed.issued > 0 and billed.drafts == 0
    is_paid = is_invoiced and billed.owed_cents == 0
    steps: dict[Category, tuple[tuple[bool, Category], ...]] = {
        Category.COMPLETED: ((is_invoiced, Category.INVOICED),),
        Category.INVOICED: ((billed.issued == 0, Category.COMPLETED), (is_paid, Category.PAID)),
        Category.PAID: ((billed.issued == 0 or billed.owed_cents > 0, Category.INVOICED),),
    }
    return next((to for holds, to in steps.get(now, ()) if holds), None)


def is_news(was: Category, wanted: Category, billed: Billed) -> bool:
    """Whether people hear of the step: not of a step back, and not that nothing was paid (inventory 110, 113)."""
    match wanted:
        case Category.PAID:
            return billed.charged_cents > 0
        case Category.INVOICED:
            return was is Category.COMPLETED
        case _:
            return False
