"""A plan follows from its seed alone, has every kind of trouble in it, and keeps to its time."""

from __future__ import annotations

from tests.chaos.injecting import switches_of
from tests.chaos.plan import MOODS, STOPS, Fault, Patience, Planned, make_plan

PATIENCE = Patience(lease=8, resend_age=16)
WITHIN = 100.0


def test_the_same_seed_makes_the_same_plan_and_another_seed_another() -> None:
    plan = make_plan(7, 66, WITHIN, PATIENCE)

    assert plan == make_plan(7, 66, WITHIN, PATIENCE)
    assert plan != make_plan(8, 66, WITHIN, PATIENCE)


def test_every_kind_of_trouble_comes_as_often_as_any_other() -> None:
    plan = make_plan(7, 3 * len(Fault), WITHIN, PATIENCE)

    assert sorted(each.fault for each in plan) == sorted(3 * list(Fault))


def test_faults_come_in_order_and_in_time() -> None:
    times = [each.at for each in make_plan(7, 66, WITHIN, PATIENCE)]

    assert times == sorted(times)
    assert all(0 <= at <= WITHIN for at in times)


def test_a_stopped_holder_sleeps_past_its_lease_and_sometimes_past_the_age_of_resending() -> None:
    asleep = [each.seconds for each in make_plan(7, 66, WITHIN, PATIENCE) if each.fault in STOPS]

    assert min(asleep) > PATIENCE.lease
    assert max(asleep) > PATIENCE.lease + PATIENCE.resend_age


def test_moods_that_last_together_share_the_requests() -> None:
    together = [
        Planned(0, Fault.CUT_AFTER, seconds=9, share=0.9),
        Planned(0, Fault.FAILS_AFTER, seconds=9, share=0.9),
    ]

    chances = switches_of(together)["chances"]

    assert isinstance(chances, dict)
    assert set(chances) == {"drop", "500_after"}
    assert sum(chances.values()) < 1


def test_every_mood_changes_a_switch() -> None:
    calm = switches_of([])
    unmoved = [
        mood for mood in MOODS if switches_of([Planned(0, mood, seconds=9, share=0.5)]) == calm
    ]

    assert unmoved == []
