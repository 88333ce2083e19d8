"""A technician with several visits of one job: its number means the one that fits, and is asked about where two do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.context import PromptKind, Visit, VisitStage
from bot.decide import decide
from bot.steps import (
    AcceptOffer,
    Arrive,
    Ask,
    AskForMoney,
    FinishVisit,
    PassOffer,
    RaiseEmergency,
    Say,
    StartTravel,
    Step,
)
from tests.bot.people import asking, technician, visit

OTHER = visit(1048, VisitStage.OFFERED)
FIRST = replace(visit(1046, VisitStage.OFFERED), window="Mon 2 Mar, 9am-11am")
SECOND = replace(FIRST, assignment_id=9, appointment_id=10, window="Tue 3 Mar, 1pm-3pm")
NEXT = replace(SECOND, stage=VisitStage.DISPATCHED)
OFFERS = (OTHER, FIRST, SECOND)


def at(stage: VisitStage) -> Visit:
    return replace(FIRST, stage=stage, is_today=True)


def question(words: str, *visits: Visit) -> Ask:
    steps = decide(words, technician(*visits)).steps
    asked = [each for each in steps if isinstance(each, Ask)]
    assert len(asked) == 1, steps
    return asked[0]


def test_the_number_of_two_offers_is_asked_about_by_day_and_time() -> None:
    asked = question("A 1046", *OFFERS)
    assert asked.values["jobs"] == "1 #1046 Mon 2 Mar, 9am-11am\n2 #1046 Tue 3 Mar, 1pm-3pm"


def test_a_list_of_several_jobs_shows_the_time_only_where_a_number_repeats() -> None:
    lines = question("A", *OFFERS).values["jobs"].splitlines()
    assert lines == [
        "1 #1048 job 1048",
        "2 #1046 Mon 2 Mar, 9am-11am",
        "3 #1046 Tue 3 Mar, 1pm-3pm",
    ]


@pytest.mark.parametrize(
    ("command", "answer", "step"),
    [
        ("A 1046", "1", AcceptOffer(FIRST.assignment_id)),
        ("A 1046", "2", AcceptOffer(SECOND.assignment_id)),
        ("A", "3", AcceptOffer(SECOND.assignment_id)),
        ("A", "1048", AcceptOffer(OTHER.assignment_id)),
        ("P 1046 too far", "2", PassOffer(SECOND.assignment_id, "too far")),
    ],
)
def test_the_answer_picks_that_visit(command: str, answer: str, step: Step) -> None:
    prompt = asking(PromptKind.WHICH_JOB, *question(command, *OFFERS).options)
    steps = decide(answer, technician(*OFFERS, prompt=prompt)).steps
    assert step in steps
    assert not [each for each in steps if isinstance(each, Ask)]


def test_the_number_alone_as_an_answer_is_asked_about_once_more() -> None:
    prompt = asking(PromptKind.WHICH_JOB, *question("A", *OFFERS).options)
    steps = decide("1046", technician(*OFFERS, prompt=prompt)).steps
    assert not [each for each in steps if isinstance(each, AcceptOffer)]
    assert [len(each.options) for each in steps if isinstance(each, Ask)] == [2]


def test_a_visit_that_is_gone_is_not_replaced_by_the_other_of_its_job() -> None:
    prompt = asking(PromptKind.WHICH_JOB, *question("A 1046", *OFFERS).options)
    steps = decide("1", technician(SECOND, prompt=prompt)).steps
    assert not [each for each in steps if isinstance(each, AcceptOffer)]


@pytest.mark.parametrize(
    ("words", "visits", "step"),
    [
        ("A 1046", (at(VisitStage.ON_SITE), SECOND), AcceptOffer(9)),
        ("HERE 1046", (at(VisitStage.EN_ROUTE), SECOND), Arrive(FIRST.appointment_id)),
        ("HERE 1046", (NEXT, at(VisitStage.EN_ROUTE)), Arrive(FIRST.appointment_id)),
        ("HERE 1046", (NEXT, at(VisitStage.ON_SITE)), Arrive(FIRST.appointment_id)),
        ("HERE 1046", (NEXT, at(VisitStage.DISPATCHED)), Arrive(FIRST.appointment_id)),
        ("OMW 1046 20", (SECOND, at(VisitStage.DISPATCHED)), StartTravel(FIRST.appointment_id, 20)),
        ("OMW 1046 20", (SECOND, at(VisitStage.EN_ROUTE)), StartTravel(FIRST.appointment_id, 20)),
        (
            "DONE 1046 1",
            (OTHER, SECOND, at(VisitStage.ON_SITE)),
            FinishVisit(FIRST.appointment_id, "fixed", ""),
        ),
        ("P 1046", (at(VisitStage.DISPATCHED), SECOND), PassOffer(9, "")),
        (
            "NTE 1046 450 new pump",
            (at(VisitStage.ON_SITE), NEXT),
            AskForMoney(FIRST.job_id, 45_000, "new pump"),
        ),
    ],
)
def test_a_number_means_the_visit_whose_stage_fits(
    words: str, visits: tuple[Visit, ...], step: Step
) -> None:
    steps = decide(words, technician(*visits)).steps
    assert step in steps
    told = [each.text for each in steps if isinstance(each, Say)]
    assert "technician/one_at_a_time" not in told


def test_how_it_ended_is_asked_of_that_very_visit() -> None:
    first, second = at(VisitStage.DISPATCHED), replace(NEXT, is_today=True)
    which = asking(PromptKind.WHICH_JOB, *question("DONE 1046", first, second).options)
    asked = decide("2", technician(first, second, prompt=which)).steps
    how = next(each for each in asked if isinstance(each, Ask))
    prompt = asking(PromptKind.DONE_HOW, *how.options)
    assert (
        FinishVisit(10, "fixed", "") in decide("1", technician(first, second, prompt=prompt)).steps
    )


def test_danger_at_one_of_two_visits_pages_and_moves_that_one() -> None:
    steps = decide("HERE 1046, strong gas smell", technician(NEXT, at(VisitStage.EN_ROUTE))).steps
    assert any(isinstance(each, RaiseEmergency) for each in steps)
    assert Arrive(FIRST.appointment_id) in steps
