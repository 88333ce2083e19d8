"""The bot's readings from the command line: one a line, in the labels' names; bad lines are named, the others read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

TENANT = {"id": "t1", "text": "water is coming through the kitchen ceiling", "context": None}
TECHNICIAN = {
    "id": "x1",
    "text": "omw 20",
    "context": {"open_offers": [], "assigned": [{"job": 1042, "status": "dispatched"}]},
}
MAIL = {
    "id": "m1",
    "headers": {"From": "Dana <dana@example.com>", "Subject": "Re: Estimate [#1042]"},
    "body": "Approved.\n\n> On Monday you wrote:\n> Please decline or approve",
    "context": "estimate_pending",
}
LABELS: dict[str, object] = {
    "lang": "en",
    "intent": "new_request",
    "category": "plumbing",
    "urgency": "emergency",
    "safety": "flood",
    "slots": {},
}


def fixline(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """`fixline bot …` as a process of its own, without any settings."""
    return subprocess.run(
        [sys.executable, "-m", "app", "bot", *arguments],
        input=given,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"},
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("kind", "case", "expected"),
    [
        ("tenant", TENANT, {"intent": "new_request", "urgency": "emergency", "lang": "en"}),
        (
            "technician",
            TECHNICIAN,
            {"command": "enroute", "job": 1042},
        ),
        ("manager", MAIL, {"intent": "approve", "reply_text": "Approved."}),
    ],
)
def test_a_case_is_read_into_the_labels_names(
    kind: str, case: dict[str, object], expected: dict[str, object]
) -> None:
    done = fixline("read", "--as", kind, given=json.dumps(case))
    assert done.returncode == 0, done.stderr
    reading = json.loads(done.stdout)
    assert reading["id"] == case["id"]
    assert reading["why"]
    assert {name: reading[name] for name in expected} == expected


def test_a_bad_line_is_named_and_the_others_are_read() -> None:
    lines = ["nonsense", json.dumps(TENANT), json.dumps({"id": "t2", "text": 5}), '{"text": "hi"}']
    done = fixline("read", "--as", "tenant", given="\n".join(lines))
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["t1"]
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
        "line 1",
        "line 3",
        "line 4",
    ]


@pytest.mark.parametrize("context", ["unheard_of", 7, ["one_open_job"]])
def test_a_situation_without_a_name_is_refused(context: object) -> None:
    done = fixline("read", "--as", "tenant", given=json.dumps({**TENANT, "context": context}))
    assert done.returncode == 1
    assert done.stdout == ""


def test_a_machines_mail_has_nothing_to_say() -> None:
    headers = {"Subject": "Automatic reply", "auto-submitted": "auto-replied"}
    done = fixline("read", "--as", "manager", given=json.dumps({**MAIL, "headers": headers}))
    assert json.loads(done.stdout)["intent"] == "auto_reply"
    assert json.loads(done.stdout)["reply_text"] == ""


def test_an_evaluation_prints_figures_and_misses(tmp_path: Path) -> None:
    right = {**TENANT, **LABELS}
    wrong = {**right, "id": "t2", "intent": "thanks", "urgency": None, "category": None}
    file = tmp_path / "cases.jsonl"
    file.write_text(f"{json.dumps(right)}\n{json.dumps(wrong)}\n")
    done = fixline("evaluate", str(file))
    assert done.returncode == 0, done.stderr
    assert "emergency recall: 100.0 % (1 of 1)" in done.stdout
    assert "intent strict: 50.0 % (1 of 2)" in done.stdout
    assert "false alarm: t2" in done.stdout


def test_a_file_without_labels_is_refused_with_its_case(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps(TENANT))
    done = fixline("evaluate", str(file))
    assert done.returncode == 1
    assert "t1" in done.stderr
