"""Which status may follow which: every pair of categories, and every reason to refuse."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.jobs.lifecycle import ALLOWED, NEVER_BY_HAND, OPEN, Category, JobFacts, Step, why_not

FREE = JobFacts(open_appointments=0)
# The table of the design, written out once more by hand.
DESIGN = {
    "booked": "scheduled on_hold canceled",
    "scheduled": "dispatched booked on_hold canceled",
    "dispatched": "in_progress scheduled canceled",
    "in_progress": "on_hold scheduled completed",
    "on_hold": "scheduled booked canceled",
    "completed": "invoiced in_progress",
    "invoiced": "paid completed",
    "paid": "invoiced",
    "canceled": "booked",
}
PAIRS = list(product(Category, Category))
facts = st.builds(
    JobFacts,
    open_appointments=st.integers(0, 3),
    missing_fields=st.lists(st.sampled_from(["a PO number", "a bill-to"]), max_size=2).map(tuple),
    linked=st.booleans(),
    kept_to=st.sampled_from([None, "managers"]),
)
steps = st.builds(
    Step,
    name=st.sampled_from(["One", "Two", "Three"]),
    category=st.sampled_from(Category),
    active=st.booleans(),
)


def step(category: Category, name: str = "") -> Step:
    return Step(name or category.value, category, active=True)


@pytest.mark.parametrize(("was", "wanted"), PAIRS)
def test_the_trade_allows_what_the_design_says(was: Category, wanted: Category) -> None:
    designed = wanted.value in DESIGN[was.value].split()
    by_hand = designed and wanted not in NEVER_BY_HAND
    assert (wanted in ALLOWED[was]) is designed
    assert (why_not(step(was), step(wanted), FREE) is None) is by_hand


@pytest.mark.parametrize("was", list(Category))
@pytest.mark.parametrize("wanted", sorted(NEVER_BY_HAND))
def test_invoiced_and_paid_are_never_set_by_hand(was: Category, wanted: Category) -> None:
    target = step(wanted, "another")
    assert why_not(step(was), target, FREE) == "billing sets this by itself"


@pytest.mark.inventory(75)
@pytest.mark.parametrize("category", sorted(set(Category) - NEVER_BY_HAND))
def test_the_companys_own_statuses_of_one_category_may_follow_each_other(
    category: Category,
) -> None:
    assert why_not(step(category, "One"), step(category, "Two"), FREE) is None


@pytest.mark.parametrize(
    ("wanted", "found", "why"),
    [
        (step(Category.IN_PROGRESS), FREE, "it is there already"),
        (Step("Old", Category.ON_HOLD, active=False), FREE, "the status Old is switched off"),
        (step(Category.BOOKED), FREE, "the trade has no such step"),
        (step(Category.ON_HOLD), JobFacts(0, linked=False), "your workflow has no such step"),
        (step(Category.COMPLETED), JobFacts(1), "a visit is still open"),
        (
            step(Category.COMPLETED),
            JobFacts(0, ("a PO number", "a bill-to")),
            "it needs a PO number and a bill-to first",
        ),
    ],
)
def test_a_refusal_says_why_in_a_clause(wanted: Step, found: JobFacts, why: str) -> None:
    assert why_not(step(Category.IN_PROGRESS), wanted, found) == why


@given(steps, steps, facts)
def test_whatever_is_allowed_breaks_no_rule(was: Step, wanted: Step, found: JobFacts) -> None:
    if why_not(was, wanted, found) is not None:
        return
    assert wanted.active
    assert found.linked
    assert not found.missing_fields
    assert wanted.category not in NEVER_BY_HAND
    assert wanted.category is was.category or wanted.category in ALLOWED[was.category]
    assert wanted.category is not Category.COMPLETED or found.open_appointments == 0


def test_a_job_is_open_until_its_work_is_done_or_called_off() -> None:
    closed = {Category.COMPLETED, Category.INVOICED, Category.PAID, Category.CANCELED}
    assert set(Category) - closed == OPEN
