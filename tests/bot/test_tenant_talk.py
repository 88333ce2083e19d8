"""What a tenant's or stranger's text makes happen, decided without a database."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest

from bot.context import OpenWork, PromptKind
from bot.decide import decide
from bot.steps import (
    AddToBooking,
    AddToJob,
    Ask,
    CloseQuestion,
    CountMiss,
    Decision,
    HandOff,
    OpenBooking,
    RaiseEmergency,
    RecordOptIn,
    RecordOptOut,
    Say,
    Step,
    SwitchLanguage,
    TellOffice,
    WrongNumber,
)
from core.language import Language
from tests.bot.people import (
    ELM,
    OAK,
    SCHEDULED,
    WAITING,
    asking,
    expired,
    stranger,
    tenant,
)


def kinds(decision: Decision) -> list[type[Step]]:
    return [type(step) for step in decision.steps]


Kind = TypeVar("Kind")


def only(decision: Decision, kind: type[Kind]) -> Kind:
    found = [step for step in decision.steps if isinstance(step, kind)]
    assert len(found) == 1
    return found[0]


def said(decision: Decision) -> list[str]:
    return [step.text for step in decision.steps if isinstance(step, (Say, Ask))]


def test_a_report_from_one_place_is_booked_and_read_back() -> None:
    decision = decide("kitchen faucet is dripping, you can come in when im at work", tenant())
    booking = only(decision, OpenBooking)
    assert booking.place == OAK
    assert booking.category == "plumbing"
    assert booking.urgency == "routine"
    assert booking.access == "ok"
    assert said(decision) == ["tenant/detail"]


def test_a_report_from_several_places_is_booked_before_the_question() -> None:
    decision = decide("my fridge died", tenant(places=(OAK, ELM)))
    assert kinds(decision) == [OpenBooking, Ask]
    question = only(decision, Ask)
    assert question.kind is PromptKind.WHICH_PLACE
    assert question.options == (OAK.label, ELM.label)
    assert question.values["places"] == f"1 {OAK.label}\n2 {ELM.label}"


def test_a_unit_in_the_words_answers_the_question_before_it_is_asked() -> None:
    decision = decide("my fridge died in unit 3B", tenant(places=(OAK, ELM)))
    assert only(decision, OpenBooking).place == OAK


def test_a_stranger_is_never_dropped() -> None:
    decision = decide("the toilet wont flush", stranger())
    assert kinds(decision) == [OpenBooking, Ask]
    assert only(decision, Ask).kind is PromptKind.WHERE


def test_a_stranger_then_gives_an_address_and_a_name() -> None:
    where = decide("214 oak st 3b", stranger(asking(PromptKind.WHERE), found=(OAK,)))
    assert only(where, AddToBooking).place == OAK
    assert only(where, Ask).kind is PromptKind.NAME
    name = decide("it's Dana Whitfield", stranger(asking(PromptKind.NAME)))
    assert only(name, AddToBooking).requester_name == "Dana Whitfield"
    assert said(name) == ["tenant/name_noted"]


def test_an_address_we_do_not_know_is_kept_as_written() -> None:
    decision = decide("99 unknown road", tenant(WAITING, prompt=asking(PromptKind.WHERE)))
    added = only(decision, AddToBooking)
    assert added.place is None
    assert added.place_hint == "99 unknown road"
    assert TellOffice in kinds(decision)


def test_a_stranger_who_says_hi_is_asked_what_is_wrong() -> None:
    assert only(decide("hi", stranger()), Ask).kind is PromptKind.WHAT_IS_WRONG


def test_any_words_answer_what_is_wrong() -> None:
    decision = decide("the thing in the hall", tenant(prompt=asking(PromptKind.WHAT_IS_WRONG)))
    assert only(decision, OpenBooking).words == "the thing in the hall"


def test_a_photo_without_words_opens_a_booking() -> None:
    decision = decide("", replace(tenant(), has_media=True))
    assert only(decision, OpenBooking).summary == "Photo only"
    assert decision.why == "photo only"


def test_a_photo_goes_to_the_only_open_job() -> None:
    decision = decide("", replace(tenant(SCHEDULED), has_media=True))
    assert only(decision, AddToJob).job_id == SCHEDULED.job_id


@pytest.mark.parametrize("answer", ["2", " 2. ", "12 elm", "Elm Ave please", "4"])
def test_a_numbered_question_takes_a_number_or_the_words(answer: str) -> None:
    context = tenant(places=(OAK, ELM), prompt=asking(PromptKind.WHICH_PLACE, OAK.label, ELM.label))
    decision = decide(answer, context)
    assert only(decision, AddToBooking).place == ELM
    assert only(decision, CloseQuestion).how == "answered"


def test_an_answer_out_of_range_is_asked_again_once_then_a_person_looks() -> None:
    context = tenant(places=(OAK, ELM), prompt=asking(PromptKind.WHICH_PLACE, OAK.label, ELM.label))
    assert kinds(decide("7", context)) == [CountMiss, Ask]
    assert HandOff in kinds(decide("7", replace(context, misses=1)))


def test_a_wish_for_a_person_is_not_taken_for_an_address() -> None:
    decision = decide("just call me at 555-0142", tenant(WAITING, prompt=asking(PromptKind.WHERE)))
    assert HandOff in kinds(decision)


def test_a_late_answer_changes_nothing_and_says_so() -> None:
    context = tenant(
        places=(OAK, ELM), prompt=expired(PromptKind.WHICH_PLACE, OAK.label, ELM.label)
    )
    decision = decide("2", context)
    assert kinds(decision) == [CloseQuestion, Say]
    assert said(decision) == ["tenant/too_late"]


def test_a_new_fault_overtakes_an_open_question() -> None:
    decision = decide("also the bathroom light is broken", tenant(prompt=asking(PromptKind.NAME)))
    assert only(decision, OpenBooking).category == "electrical"


@pytest.mark.parametrize(
    ("work", "text"),
    [
        ((), "tenant/status_nothing_open"),
        ((WAITING,), "tenant/status_waiting"),
        ((replace(SCHEDULED, window=None),), "tenant/status_no_visit"),
        ((SCHEDULED,), "tenant/status_window"),
        ((replace(SCHEDULED, technician="Maria"),), "tenant/status_technician"),
        ((replace(SCHEDULED, technician="Maria", eta="14:20"),), "tenant/status_on_the_way"),
    ],
)
def test_status_is_what_is_so(work: tuple[OpenWork, ...], text: str) -> None:
    assert said(decide("any update on my request?", tenant(*work))) == [text]


@pytest.mark.parametrize("text", ["status", "ESTADO", "any news?", "¿cuándo vienen?"])
def test_status_may_be_asked_in_one_word(text: str) -> None:
    assert said(decide(text, tenant(SCHEDULED))) == ["tenant/status_window"]


def test_a_stranger_is_told_no_status() -> None:
    assert said(decide("when are you coming?", replace(stranger(), work=(SCHEDULED,)))) == [
        "tenant/status_unverified"
    ]


def test_after_a_long_silence_no_place_is_revealed() -> None:
    decision = decide("my sink is leaking", tenant(days_silent=120))
    assert only(decision, OpenBooking).place is None
    assert only(decision, Ask).kind is PromptKind.WHERE


@pytest.mark.parametrize(
    "text",
    ["can I talk to a real person", "quiero hablar con una persona", "why was I charged $80"],
)
def test_a_person_or_money_is_handed_off(text: str) -> None:
    assert HandOff in kinds(decide(text, tenant(SCHEDULED)))


def test_who_did_not_ask_for_it_cancels_nothing() -> None:
    decision = decide("cancel my appointment tomorrow", tenant(SCHEDULED))
    assert only(decision, TellOffice).job_id == SCHEDULED.job_id
    assert said(decision) == ["tenant/cancel_not_yours"]


def test_facts_are_added_to_the_only_job() -> None:
    decision = decide("gate code is 4471", tenant(SCHEDULED))
    assert only(decision, AddToJob).words == "gate code is 4471"


def test_the_second_miss_in_a_row_hands_off() -> None:
    assert kinds(decide("qwerty zxcv", tenant())) == [CountMiss, Say]
    assert HandOff in kinds(decide("qwerty zxcv", tenant(misses=1)))


def test_a_wrong_number_stops_alerts_and_reveals_nothing() -> None:
    decision = decide("wrong number, I don't live there", tenant(SCHEDULED))
    assert WrongNumber in kinds(decision)
    assert said(decision) == ["tenant/wrong_number"]


def test_bare_cancel_opts_out_and_leaves_the_visit() -> None:
    decision = decide("CANCEL", tenant(SCHEDULED))
    assert kinds(decision) == [RecordOptOut, TellOffice, Say]
    assert said(decision) == ["consent/stopped_visit_stands"]


def test_please_cancel_asks_which_and_each_answer_does_one_thing() -> None:
    question = only(decide("please cancel", tenant(SCHEDULED)), Ask)
    assert question.kind is PromptKind.WHICH_CANCEL
    open_question = asking(PromptKind.WHICH_CANCEL, *question.options)
    texts = decide("1", tenant(SCHEDULED, prompt=open_question))
    visit = decide("la visita", tenant(SCHEDULED, prompt=open_question))
    assert RecordOptOut in kinds(texts)
    assert RecordOptOut not in kinds(visit)
    assert TellOffice in kinds(visit)


def test_start_opts_in() -> None:
    assert RecordOptIn in kinds(decide("START", tenant()))


def test_spanish_words_are_answered_in_spanish() -> None:
    decision = decide("no sirve la llave del lavabo de la cocina", tenant())
    assert only(decision, SwitchLanguage).language is Language.SPANISH
    assert only(decide("ESPAÑOL", tenant()), SwitchLanguage).language is Language.SPANISH


def test_an_emergency_pages_before_it_speaks() -> None:
    decision = decide("I smell gas", tenant())
    assert kinds(decision) == [OpenBooking, RaiseEmergency, Say]
    assert said(decision) == ["safety/gas"]
    assert only(decision, OpenBooking).urgency == "emergency"


def test_an_emergency_of_a_stranger_pages_then_asks_where() -> None:
    decision = decide("there's a fire in the kitchen", stranger())
    assert kinds(decision) == [OpenBooking, RaiseEmergency, Say, Ask]


def test_an_emergency_breaks_through_a_take_over() -> None:
    held = replace(tenant(), taken_over=True)
    assert RaiseEmergency in kinds(decide("water is pouring through the ceiling", held))
    assert decide("my sink drips", held).steps == ()
    assert RecordOptOut in kinds(decide("STOP", held))


def test_the_same_danger_again_is_added_to_what_is_open() -> None:
    work = replace(WAITING, safety="gas")
    decision = decide("the gas smell is getting stronger!", tenant(work))
    assert OpenBooking not in kinds(decision)
    assert only(decision, RaiseEmergency).booking_id == WAITING.booking_id


def test_another_danger_opens_its_own_booking() -> None:
    decision = decide("now there are flames too", tenant(replace(WAITING, safety="flood")))
    assert OpenBooking in kinds(decision)


def test_an_emergency_while_opted_out_reaches_the_office() -> None:
    decision = decide("the outlet is sparking", replace(tenant(), opted_out=True))
    assert RaiseEmergency in kinds(decision)
    assert "opted out" in only(decision, TellOffice).reason


def test_an_answer_to_where_that_tells_of_danger_does_both() -> None:
    context = stranger(asking(PromptKind.WHERE), found=(OAK,))
    decision = decide("214 oak 3b hurry the gas smell is so strong", context)
    assert only(decision, AddToBooking).place == OAK
    assert only(decision, RaiseEmergency).booking_id == 7
