"""The same danger at another place is another emergency; told again about the same place it is not."""

from __future__ import annotations

from bot.context import Context, OpenWork, Place, Speaker
from bot.decide import decide
from bot.steps import AddToBooking, OpenBooking, RaiseEmergency, Say
from core.language import Language
from core.messaging.wire import Channel

OAK = Place(1, 4, "12 Oak St #4")
PINE = Place(2, None, "88 Pine Ave")
GAS_AT_OAK = OpenWork("gas smell", OAK.label, booking_id=7, safety="gas")


def _of_manager(found: tuple[Place, ...]) -> Context:
    return Context(
        speaker=Speaker.MANAGER,
        language=Language.ENGLISH,
        company="Oak Street Services",
        channel=Channel.EMAIL,
        places=(OAK, PINE),
        found_places=found,
        work=(GAS_AT_OAK,),
    )


def test_gas_at_another_place_opens_a_booking_of_its_own() -> None:
    steps = decide(
        "The tenants at 88 Pine Ave report a strong gas smell", _of_manager((PINE,))
    ).steps
    (booking,) = (step for step in steps if isinstance(step, OpenBooking))
    assert booking.place == PINE
    (page,) = (step for step in steps if isinstance(step, RaiseEmergency))
    assert page.booking_id is None
    assert Say("safety/manager") in steps


def test_gas_told_again_about_the_same_place_is_added_to_it() -> None:
    steps = decide("The gas smell at 12 Oak is worse", _of_manager((OAK,))).steps
    assert not any(isinstance(step, OpenBooking) for step in steps)
    (added,) = (step for step in steps if isinstance(step, AddToBooking))
    assert (added.booking_id, added.place) == (7, None)
    assert Say("safety/manager") in steps


def test_the_subject_of_an_answer_to_our_own_page_raises_nothing() -> None:
    context = _of_manager(())
    steps = decide(
        "thanks, on it", Context(**{**vars(context), "subject": "Re: EMERGENCY 1042: flood"})
    ).steps
    assert not any(isinstance(step, RaiseEmergency) for step in steps)


def test_one_who_reported_a_danger_is_never_told_to_wait_for_a_time() -> None:
    context = Context(
        speaker=Speaker.TENANT,
        language=Language.ENGLISH,
        company="Oak Street Services",
        places=(OAK,),
        work=(GAS_AT_OAK,),
    )
    assert decide("status", context).steps == (Say("safety/standing"),)


def test_an_unknown_number_may_hear_of_what_it_reported_itself() -> None:
    own = OpenWork("kitchen light is out", "", booking_id=8)
    context = Context(
        speaker=Speaker.STRANGER,
        language=Language.ENGLISH,
        company="Oak Street Services",
        work=(own,),
    )
    (said,) = decide("status", context).steps
    assert isinstance(said, Say)
    assert said.text == "tenant/status_waiting"


def test_a_mail_with_the_danger_in_its_subject_alone_is_paged_with_those_words() -> None:
    context = Context(
        **{**vars(_of_manager(())), "work": (), "subject": "Strong gas smell, 88 Pine"}
    )
    (page,) = (step for step in decide("", context).steps if isinstance(step, RaiseEmergency))
    assert page.words == "Strong gas smell, 88 Pine"
