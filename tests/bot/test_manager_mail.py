"""A manager's mail: only new words count, requests are booked, and nothing but a plain, proven yes approves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.decide import decide
from bot.reading.property_manager import ManagerIntent, read_manager
from bot.reading.reply import new_words
from bot.steps import (
    AddToJob,
    OpenBooking,
    RaiseEmergency,
    RecordOptOut,
    Say,
    TellOffice,
)
from tests.bot.people import OAK, SCHEDULED, manager

QUOTED = "> Reply APPROVE to go ahead.\n> There is a gas leak."


@pytest.mark.parametrize(
    "tail",
    [
        f"On Mon, Mar 3, 2025 at 9:12 AM Fixline <a@b.example>\nwrote:\n\n{QUOTED}",
        f"El lun, 3 mar 2025 a las 9:12, Fixline (<a@b.example>) escribió:\n\n{QUOTED}",
        "From: Fixline <a@b.example>\nSent: Monday\nTo: Pat\nSubject: Job\n\nAPPROVE. gas leak",
        "-----Original Message-----\nFrom: Fixline\n\nReply APPROVE. gas leak",
        "________________________________\nFrom: Fixline\nSent: Monday\n\nReply APPROVE. gas leak",
        "---------- Forwarded message ---------\nFrom: Jo\n\nReply APPROVE. gas leak",
        "Begin forwarded message:\n\nFrom: Jo\nSubject: x\n\nReply APPROVE. gas leak",
        "## Please type your reply above this line ##\n\nReply APPROVE. gas leak",
        "-- \nPat Rivera\nRivera Homes LLC\n(555) 010-2233",
        "Sent from my iPhone",
        "Get Outlook for iOS<https://aka.example/x>",
        "CONFIDENTIALITY NOTICE: this message may be privileged. Delete it.",
    ],
)
def test_what_is_not_new_is_cut(tail: str) -> None:
    assert new_words(f"Any update on this?\n\n{tail}") == "Any update on this?"


def test_words_typed_between_quoted_lines_are_kept() -> None:
    body = "On Monday Fixline wrote:\n> Shall we replace it?\nNo, repair it.\n> Total $200\n"
    assert new_words(body) == "No, repair it."


def test_words_after_a_thank_you_are_not_lost() -> None:
    assert "gas smell in 4" in new_words(
        "All good.\n\nThanks,\nPat\n\nPS there is a gas smell in 4"
    )


def test_a_business_card_is_no_reply() -> None:
    body = "Please go ahead.\n\nThanks,\nPat Rivera\nRegional Manager\nRivera Homes\n(555) 010-2233"
    assert new_words(body) == "Please go ahead.\nThanks,"


def test_a_card_with_pronouns_in_it_is_a_card_too() -> None:
    body = "Please move it.\n\nMany thanks,\n\nPat Rivera (she/her)\nResident Services\nRivera | (555) 010-2233"
    assert new_words(body) == "Please move it.\nMany thanks,"


def test_a_mail_that_is_nothing_but_a_card_says_nothing() -> None:
    assert new_words("\n\nSimon Rivera\nDirector, Rivera Homes\n(555) 010-2233") == ""


def test_two_words_above_a_telephone_are_an_answer_all_the_same() -> None:
    assert new_words("Go Ahead\n(555) 010-2233").startswith("Go Ahead")


def test_a_forward_with_nothing_added_says_nothing() -> None:
    assert new_words("\n\nBegin forwarded message:\n\n> From: a\n> leak!") == ""


def test_a_request_is_booked_at_the_place_it_names() -> None:
    context = replace(manager(subject="214 Oak toilet"), found_places=(OAK,))
    decision = decide("Please send someone, the toilet in 3B keeps running.", context)
    booking = next(step for step in decision.steps if isinstance(step, OpenBooking))
    assert booking.place == OAK
    assert booking.category == "plumbing"
    assert decision.steps[-1] == Say(
        "manager/booked", {"summary": booking.summary, "place": OAK.label}
    )


@pytest.mark.parametrize(
    "words",
    [
        "Please fix the broken lock at 214 Oak. Use PO 4471 for it.",
        "Favor de mandar un plomero a 214 Oak, fuga bajo el lavabo. Orden de compra 5512.",
    ],
)
def test_new_work_under_a_purchase_order_is_booked_though_it_speaks_of_billing(words: str) -> None:
    context = replace(manager(subject="214 Oak"), found_places=(OAK,))
    steps = decide(words, context).steps
    booking = next(step for step in steps if isinstance(step, OpenBooking))
    assert booking.place == OAK
    assert booking.category != "general"
    assert not any(isinstance(step, TellOffice) for step in steps)
    with_work = decide(words, replace(context, work=(SCHEDULED, SCHEDULED))).steps
    assert [step for step in with_work if isinstance(step, TellOffice)] != []
    assert [step for step in with_work if isinstance(step, OpenBooking)] != []


@pytest.mark.parametrize(
    "words",
    [
        "Please use PO 4471 for 214 Oak.",
        "Please put PO 4471 on the leak repair at 214 Oak.",
        "Our PO 4471 is for the roof leak. Please send the invoice under it.",
    ],
)
def test_a_purchase_order_for_what_stands_books_nothing(words: str) -> None:
    steps = decide(words, replace(manager(subject="PO"), found_places=(OAK,))).steps
    assert not any(isinstance(step, OpenBooking) for step in steps)
    assert any(isinstance(step, TellOffice) for step in steps)


def test_a_request_without_a_clear_place_is_booked_and_placed_by_staff() -> None:
    decision = decide("Please send a plumber to 77 Willow, sink is clogged", manager())
    booking = next(step for step in decision.steps if isinstance(step, OpenBooking))
    assert booking.place is None
    assert booking.place_hint == "77 Willow"
    assert any(isinstance(step, TellOffice) for step in decision.steps)


def test_a_mail_that_says_it_all_in_the_subject_is_booked() -> None:
    decision = decide("", manager(subject="Leak under sink at 77 Willow"))
    booking = next(step for step in decision.steps if isinstance(step, OpenBooking))
    assert booking.summary == "Leak under sink at 77 Willow"


def test_a_question_about_a_job_lands_on_it_and_is_answered_with_what_is_so() -> None:
    decision = decide("Any update on this one?", manager(SCHEDULED, "Re: Job #1042"))
    assert AddToJob(5, "Any update on this one?") in decision.steps
    answer = decision.steps[-1]
    assert isinstance(answer, Say)
    assert answer.text == "manager/standing_with_visit"
    assert answer.values["status"] == "Scheduled"


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("Approved, go ahead.", ManagerIntent.APPROVE),
        ("Go ahead if the tenant agrees", ManagerIntent.CONDITIONAL),
        ("Approved? What is included?", ManagerIntent.CONDITIONAL),
        ("Not approved at this price", ManagerIntent.DECLINE),
        ("Please cancel this, tenant moved", ManagerIntent.CANCEL),
        ("Tuesday won't work, can you do Friday instead?", ManagerIntent.RESCHEDULE),
        ("Does that include hauling?", ManagerIntent.QUESTION),
        ("Has anyone been out yet?", ManagerIntent.STATUS),
        ("Great, thanks!", ManagerIntent.OTHER),
    ],
)
def test_a_managers_words_are_read(words: str, intent: ManagerIntent) -> None:
    assert read_manager(words, "Re: job").intent is intent


def test_an_approval_is_handed_to_staff_and_nothing_is_promised() -> None:
    decision = decide("Approved, go ahead.", manager(SCHEDULED, "Re: Estimate"))
    assert any(isinstance(step, TellOffice) for step in decision.steps)
    assert decision.steps[-1].__class__ is Say


def test_an_unproven_sender_acts_on_nothing_and_learns_nothing() -> None:
    decision = decide("Any update?", replace(manager(SCHEDULED), may_act=False))
    assert [type(step) for step in decision.steps] == [TellOffice, Say]
    assert decision.steps[-1] == Say("manager/unverified", {"company": "Oak Street Services"})


def test_an_emergency_by_mail_pages_even_from_an_unproven_sender() -> None:
    context = replace(manager(subject="URGENT"), may_act=False)
    decision = decide("Strong smell of gas in unit 4 at Elm", context)
    assert any(isinstance(step, RaiseEmergency) for step in decision.steps)
    assert any(isinstance(step, TellOffice) for step in decision.steps)


def test_cancel_in_a_mail_is_no_opt_out_but_unsubscribe_is() -> None:
    assert RecordOptOut("Cancel") not in decide("Cancel", manager(SCHEDULED)).steps
    assert RecordOptOut("unsubscribe") in decide("unsubscribe", manager(SCHEDULED)).steps


@pytest.mark.parametrize("words", ["unsubscribe", "STOP", "Please take us off this mailing list"])
def test_an_unproven_farewell_opts_nobody_out_and_the_office_looks(words: str) -> None:
    decision = decide(words, replace(manager(SCHEDULED), may_act=False))
    assert [type(step) for step in decision.steps] == [TellOffice, Say]
    assert decision.steps[-1] == Say("manager/unverified", {"company": "Oak Street Services"})
