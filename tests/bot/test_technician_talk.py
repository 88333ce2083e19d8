"""A technician's words move their own visits, and never the wrong one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.context import PromptKind, Visit, VisitStage
from bot.decide import decide
from bot.reading.technician import read_technician
from bot.reading.visits import Command
from bot.steps import (
    AcceptBoth,
    AcceptOffer,
    Acknowledge,
    AddToJob,
    AlertOffice,
    Arrive,
    Ask,
    AskForMoney,
    CloseQuestion,
    FinishVisit,
    HoldVisit,
    PassOffer,
    RaiseEmergency,
    RecordOptOut,
    RunLate,
    Say,
    StartTravel,
    Step,
    TellOffice,
    UndoLast,
    WaitForParts,
)
from tests.bot.people import asking, technician, visit

OFFER = visit(1042, VisitStage.OFFERED)
OTHER_OFFER = visit(1043, VisitStage.OFFERED)
SENT = visit(1050, VisitStage.DISPATCHED)
DRIVING = visit(1051, VisitStage.EN_ROUTE)
THERE = visit(1052, VisitStage.ON_SITE)


@pytest.mark.parametrize(
    ("text", "visits", "step"),
    [
        ("A", (OFFER,), AcceptOffer(OFFER.assignment_id)),
        ("a 1043", (OFFER, OTHER_OFFER), AcceptOffer(OTHER_OFFER.assignment_id)),
        ("yes I can take it", (OFFER,), AcceptOffer(OFFER.assignment_id)),
        ("sí, la tomo", (OFFER,), AcceptOffer(OFFER.assignment_id)),
        ("P 1042 too far", (OFFER,), PassOffer(OFFER.assignment_id, "too far")),
        ("pass, in a meeting", (OFFER,), PassOffer(OFFER.assignment_id, "in a meeting")),
        ("OMW 25", (SENT,), StartTravel(SENT.appointment_id, 25)),
        ("omw", (SENT, THERE), StartTravel(SENT.appointment_id, None)),
        ("on my way, 40 min", (SENT,), StartTravel(SENT.appointment_id, 40)),
        ("voy en camino, media hora", (SENT,), StartTravel(SENT.appointment_id, 30)),
        ("HERE", (DRIVING, SENT), Arrive(DRIVING.appointment_id)),
        ("ya llegué", (DRIVING,), Arrive(DRIVING.appointment_id)),
        ("DONE 1", (THERE,), FinishVisit(THERE.appointment_id, "fixed", "")),
        ("done 1052 2", (THERE, SENT), FinishVisit(THERE.appointment_id, "temporary", "")),
        ("DONE 3", (THERE,), FinishVisit(THERE.appointment_id, "return", "")),
        (
            "done, new cartridge in",
            (THERE,),
            FinishVisit(THERE.appointment_id, "fixed", "new cartridge in"),
        ),
        (
            "listo, cambié la válvula",
            (THERE,),
            FinishVisit(THERE.appointment_id, "fixed", "cambié la válvula"),
        ),
        ("NOTE dog in the yard", (SENT,), AddToJob(SENT.job_id, "NOTE dog in the yard")),
        ("ack 1042", (), Acknowledge(1042)),
    ],
)
def test_a_command_moves_the_visit_it_means(
    text: str, visits: tuple[Visit, ...], step: Step
) -> None:
    assert step in decide(text, technician(*visits, unacknowledged=(1042,))).steps


@pytest.mark.parametrize(
    ("text", "visits"),
    [
        ("A", (OFFER, OTHER_OFFER)),
        ("done", (THERE, visit(1053, VisitStage.ON_SITE))),
        ("omw", (SENT, visit(1054, VisitStage.DISPATCHED))),
    ],
)
def test_two_that_fit_are_asked_about(text: str, visits: tuple[Visit, ...]) -> None:
    steps = decide(text, technician(*visits)).steps
    assert [type(step) for step in steps] == [Ask]


def test_two_commands_in_one_text_do_the_first_and_name_the_rest() -> None:
    steps = decide("done 1052 1 omw 1050", technician(THERE, SENT)).steps
    assert any(isinstance(step, FinishVisit) for step in steps)
    assert not any(isinstance(step, StartTravel) for step in steps)
    assert Say("technician/one_at_a_time", {"number": "1050"}) in steps


@pytest.mark.parametrize("text", ["A1042", "a 1042", "1042 ok", "#1042 yes"])
def test_thumbs_type_as_they_like(text: str) -> None:
    steps = decide(text, technician(OFFER, OTHER_OFFER)).steps
    assert AcceptOffer(OFFER.assignment_id) in steps


def test_a_technician_is_never_answered_as_a_tenant() -> None:
    decision = decide("status", technician(SENT))
    assert decision.flow == "fallback"


def test_an_unknown_number_is_never_taken_for_another_job() -> None:
    steps = decide("done #9999", technician(THERE)).steps
    assert not any(isinstance(step, FinishVisit) for step in steps)


def test_the_answer_to_which_job_carries_the_whole_command() -> None:
    second = visit(1054, VisitStage.DISPATCHED)
    question = decide("omw 30", technician(SENT, second)).steps[0]
    assert isinstance(question, Ask)
    prompt = asking(PromptKind.WHICH_JOB, *question.options)
    for answer in ("2", "1054"):
        steps = decide(answer, technician(SENT, second, prompt=prompt)).steps
        assert CloseQuestion("answered") in steps
        assert StartTravel(second.appointment_id, 30) in steps


def test_a_bare_done_asks_how_it_ended() -> None:
    question = decide("done", technician(THERE)).steps[0]
    assert isinstance(question, Ask)
    assert question.kind is PromptKind.DONE_HOW
    prompt = asking(PromptKind.DONE_HOW, *question.options)
    steps = decide("2", technician(THERE, prompt=prompt)).steps
    assert FinishVisit(THERE.appointment_id, "temporary", "") in steps


def test_a_bare_no_hands_back_nothing_that_was_accepted() -> None:
    steps = decide("no", technician(SENT)).steps
    assert not any(isinstance(step, PassOffer) for step in steps)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("LATE 30", RunLate(DRIVING.appointment_id, 30, "LATE 30")),
        ("voy tarde, 15 min", RunLate(DRIVING.appointment_id, 15, "voy tarde, 15 min")),
        ("NOACCESS", HoldVisit(DRIVING.appointment_id, "access", "NOACCESS")),
        ("nobody home", HoldVisit(DRIVING.appointment_id, "access", "nobody home")),
        ("lunch, back in 30", HoldVisit(DRIVING.appointment_id, "pause", "lunch, back in 30")),
        ("waiting on a part", WaitForParts(DRIVING.appointment_id, "waiting on a part")),
        ("NTE 450 new valve", AskForMoney(DRIVING.job_id, 45000, "new valve")),
        ("NTE 1051 450 new valve", AskForMoney(DRIVING.job_id, 45000, "new valve")),
        ("UNDO", UndoLast()),
    ],
)
def test_what_goes_otherwise_than_planned_has_its_own_step(text: str, step: Step) -> None:
    assert step in decide(text, technician(DRIVING)).steps


def test_an_amount_is_never_taken_for_a_job() -> None:
    lookalike = visit(1450, VisitStage.DISPATCHED)
    steps = decide("NTE 450 new valve", technician(THERE, lookalike)).steps
    assert AskForMoney(THERE.job_id, 45000, "new valve") in steps
    assert (
        AskForMoney(THERE.job_id, 145000, "new valve")
        in decide("NTE 1450 new valve", technician(THERE, lookalike)).steps
    )


@pytest.mark.parametrize("text", ["OMW 120", "late 120", "done, 120 psi"])
def test_minutes_and_readings_are_never_taken_for_a_job(text: str) -> None:
    lookalike = visit(1120, VisitStage.ON_SITE)
    reading = read_technician(text, (SENT, lookalike))
    fits = {Command.COMPLETE: lookalike}.get(reading.command, SENT)
    assert reading.visit == fits


def test_money_without_a_reason_is_asked_about() -> None:
    steps = decide("NTE 450", technician(THERE)).steps
    assert steps == (Say("technician/approval_why", {"number": "1052", "amount": "450"}),)


def test_gone_for_a_part_is_a_pause_and_waiting_for_one_is_not() -> None:
    gone = decide("running to ferguson for a cartridge", technician(THERE)).steps
    assert HoldVisit(THERE.appointment_id, "parts", "running to ferguson for a cartridge") in gone
    waits = decide("ordered the board, 3-5 days", technician(THERE)).steps
    assert WaitForParts(THERE.appointment_id, "ordered the board, 3-5 days") in waits


def test_both_overlapping_visits_are_taken_only_when_said_so() -> None:
    assert AcceptBoth(OFFER.assignment_id) in decide("A 1042 BOTH", technician(OFFER)).steps
    assert AcceptOffer(OFFER.assignment_id) in decide("A 1042 yes", technician(OFFER)).steps


def test_the_way_in_is_told_only_on_the_day() -> None:
    today = replace(SENT, access="gate 4411", is_today=True)
    told = decide("whats the gate code", technician(today)).steps
    assert told == (Say("technician/way_in", {"number": "1050", "access": "gate 4411"}),)
    later = decide("whats the gate code", technician(SENT)).steps
    assert later == (Say("technician/way_in_later", {"number": "1050"}),)
    offered = decide("whats the gate code", technician(OFFER)).steps
    assert any(isinstance(step, TellOffice) for step in offered)


def test_a_picture_with_words_that_are_no_command_is_a_note() -> None:
    steps = decide("see this", replace(technician(THERE), has_media=True)).steps
    assert AddToJob(THERE.job_id, "see this") in steps


def test_days_off_are_the_offices_and_a_question_about_days_is_answered() -> None:
    off = decide("im off next friday", technician(SENT)).steps
    assert any(isinstance(step, TellOffice) for step in off)
    asked = decide("que tengo mañana", technician(SENT)).steps
    assert Say("technician/jobs", {"jobs": "#1050 job 1050"}) in asked


def test_a_live_hazard_on_site_pages_and_the_command_still_counts() -> None:
    steps = decide("here, strong gas smell in the basement", technician(DRIVING)).steps
    assert isinstance(steps[0], RaiseEmergency)
    assert Arrive(DRIVING.appointment_id) in steps


def test_a_finished_repair_of_a_burst_pipe_pages_nobody() -> None:
    steps = decide("done 1, replaced the burst pipe", technician(THERE)).steps
    assert not any(isinstance(step, RaiseEmergency) for step in steps)
    assert any(isinstance(step, TellOffice) for step in steps)


def test_acknowledging_a_gas_leak_does_not_raise_it_again() -> None:
    steps = decide("ack 1042 gas leak", technician(unacknowledged=(1042,))).steps
    assert Acknowledge(1042) in steps
    assert not any(isinstance(step, RaiseEmergency) for step in steps)


def test_an_acknowledgement_without_a_number_is_asked_about_when_two_are_open() -> None:
    steps = decide("ack", technician(unacknowledged=(1042, 1050))).steps
    assert steps == (Say("technician/ack_which", {"numbers": "1042, 1050"}),)


def test_stop_from_a_technician_tells_dispatch() -> None:
    steps = decide("STOP", technician(OFFER)).steps
    assert RecordOptOut("STOP") in steps
    assert any(isinstance(step, AlertOffice) for step in steps)


def test_help_lists_a_technicians_commands() -> None:
    assert decide("HELP", technician(SENT)).steps == (Say("technician/commands"),)


def test_a_photo_is_a_note() -> None:
    steps = decide("", replace(technician(THERE), has_media=True)).steps
    assert AddToJob(THERE.job_id, "(photo)") in steps


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("p trap was cracked", Command.NOTE),
        ("stopping for lunch, back in 30", Command.PAUSE),
        ("whats the gate code", Command.HELP),
        ("JOBS", Command.JOBS),
        ("CMD", Command.COMMANDS),
        ("undo", Command.UNDO),
        ("hello there friend", Command.OTHER),
    ],
)
def test_plain_words_are_read(text: str, command: Command) -> None:
    assert read_technician(text, (THERE,)).command is command


def test_a_road_number_is_no_time_of_arrival() -> None:
    assert read_technician("stuck on i-95, 20 behind", (DRIVING,)).eta_minutes == 20
