"""The figures mean what they say: alternatives are no misses, what is invented counts, facts are compared loosely."""

from __future__ import annotations

from bot.cases import CaseKind
from bot.scoring import Pair, score
from core.db import JsonObject

CALM: JsonObject = {
    "id": "c",
    "lang": "en",
    "intent": "status",
    "category": None,
    "urgency": None,
    "safety": None,
    "slots": {},
    "note": "",
}
GAS = CALM | {
    "id": "g",
    "intent": "new_request",
    "category": "gas",
    "urgency": "emergency",
    "safety": "gas",
}


def test_a_missing_prediction_of_an_emergency_is_a_miss() -> None:
    reached = score([Pair(GAS, {}), Pair(CALM, CALM)], CaseKind.TENANT)
    assert reached.percent("emergency recall") == 0
    assert reached.misses[0].what == "emergency missed"


def test_an_alternative_label_is_lenient_but_not_strict() -> None:
    case = CALM | {"note": "alt:eta"}
    reached = score([Pair(case, CALM | {"intent": "eta"})], CaseKind.TENANT)
    assert reached.percent("intent strict") == 0
    assert reached.percent("intent lenient") == 100
    assert not reached.misses


def test_an_invented_opt_out_is_counted_unless_the_note_allows_it() -> None:
    stopped = CALM | {"intent": "opt_out"}
    invented = score([Pair(CALM, stopped)], CaseKind.TENANT)
    allowed = score([Pair(CALM | {"note": "alt:opt_out"}, stopped)], CaseKind.TENANT)
    assert invented.percent("opt_out invented") == 100
    assert allowed.percent("opt_out invented") == 0


def test_facts_count_twice_found_of_wanted_and_given() -> None:
    case = CALM | {"slots": {"unit": "4B", "when": "tomorrow after 3", "pets": True}}
    got = CALM | {"slots": {"unit": "4b", "when": "after 3", "rating": 5}}
    reached = score([Pair(case, got)], CaseKind.TENANT)
    assert round(reached.percent("slots F1"), 1) == 66.7


def test_a_wrong_job_is_counted_and_a_question_is_not() -> None:
    case: JsonObject = {"id": "x", "command": "arrived", "job": 1042, "args": {}, "note": ""}
    wrong, asked = Pair(case, case | {"job": 1043}), Pair(case, case | {"job": None})
    reached = score([wrong, asked], CaseKind.TECHNICIAN)
    assert reached.percent("acted on the wrong job") == 50
    assert reached.percent("job") == 0


def test_a_reply_text_may_differ_in_a_sign_off_only() -> None:
    case: JsonObject = {
        "id": "m",
        "intent": "approve",
        "args": {},
        "note": "",
        "reply_text": "Yes please go ahead with the new heater at the price you quoted",
    }
    near = case | {"reply_text": f"{case['reply_text']} Thanks"}
    far = case | {
        "reply_text": f"{case['reply_text']} On Monday you wrote please approve or decline"
    }
    assert score([Pair(case, near)], CaseKind.MANAGER).percent("reply text") == 100
    assert score([Pair(case, far)], CaseKind.MANAGER).percent("reply text") == 0
