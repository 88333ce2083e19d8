"""Texts of our own, labelled before they were read: a floor under what is understood, and no wrong job at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cases import technician_visits, text_of
from bot.reading.technician import TechnicianReading, read_technician
from bot.reading.visits import Command
from core.db import JsonObject

CASES = Path(__file__).parent / "cases" / "technician_own.jsonl"
LEAST_COMMANDS = 0.98
LEAST_JOBS = 0.98
LEAST_FIGURES = 0.95
# Commands of ours that the labels know under a wider name.
LABEL = {Command.JOBS: "schedule", Command.COMMANDS: "help"}


@pytest.fixture(scope="module")
def read() -> list[tuple[JsonObject, TechnicianReading]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    cases: list[JsonObject] = [json.loads(line) for line in lines]
    return [
        (case, read_technician(text_of(case, "text"), technician_visits(case))) for case in cases
    ]


def test_commands_are_understood(read: list[tuple[JsonObject, TechnicianReading]]) -> None:
    missed = [
        (case["text"], reading.command.value)
        for case, reading in read
        if LABEL.get(reading.command, reading.command.value) != case["command"]
    ]
    assert len(missed) <= (1 - LEAST_COMMANDS) * len(read), missed


def test_the_job_that_is_meant_is_found(read: list[tuple[JsonObject, TechnicianReading]]) -> None:
    missed = [case["text"] for case, reading in read if reading.job_number != case["job"]]
    assert len(missed) <= (1 - LEAST_JOBS) * len(read), missed


def test_no_text_is_ever_about_a_wrong_job(
    read: list[tuple[JsonObject, TechnicianReading]],
) -> None:
    wrong = [
        (case["text"], case["job"], reading.job_number)
        for case, reading in read
        if reading.job_number not in {None, case["job"]}
    ]
    assert wrong == []


def test_minutes_and_dollars_are_read(read: list[tuple[JsonObject, TechnicianReading]]) -> None:
    wrong = [(case["text"], *_figures(case, reading)) for case, reading in read]
    missed = [each for each in wrong if each[1] != each[2]]
    assert len(missed) <= (1 - LEAST_FIGURES) * len(read), missed


def test_no_answer_to_an_offer_is_invented(
    read: list[tuple[JsonObject, TechnicianReading]],
) -> None:
    invented = [
        case["text"]
        for case, reading in read
        if reading.command is Command.ACCEPT and case["command"] != "accept"
    ]
    assert invented == []


def _figures(
    case: JsonObject, reading: TechnicianReading
) -> tuple[tuple[object, object], tuple[object, object]]:
    args = case["args"]
    assert isinstance(args, dict)
    wanted = (args.get("eta_minutes"), args.get("amount"))
    return wanted, (reading.eta_minutes, reading.amount)
