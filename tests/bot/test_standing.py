"""How things stand: one text a job or request, and never two in the same words."""

from __future__ import annotations

from dataclasses import replace

from bot.standing import MOST_TOLD, standing
from bot.steps import Say
from tests.bot.people import SCHEDULED, WAITING, tenant

GAS = replace(WAITING, safety="gas")
FIRE = replace(WAITING, safety="fire", booking_id=8)


def test_of_two_dangers_one_text_tells_as_much_as_two() -> None:
    assert standing("status", tenant(GAS, FIRE)) == (Say("safety/standing"),)


def test_each_of_several_jobs_is_told_of() -> None:
    told = standing("status", tenant(GAS, SCHEDULED, WAITING, FIRE))
    assert len(told) == MOST_TOLD
    assert Say("safety/standing") in told
