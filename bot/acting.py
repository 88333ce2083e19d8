"""Carry out the steps a flow decided on, with the trade's own verbs. It decides nothing."""

from __future__ import annotations

from typing import assert_never

from bot import steps
from bot.acts import people, talk, trade
from bot.acts.scene import Scene
from core.errors import NotFound, Refused

TradeStep = (
    steps.OpenBooking
    | steps.AddToBooking
    | steps.AddToJob
    | steps.AcceptOffer
    | steps.PassOffer
    | steps.StartTravel
    | steps.Arrive
    | steps.FinishVisit
)


def act(scene: Scene, decided: tuple[steps.Step, ...]) -> None:
    """Do the steps in order. When the trade refuses one, the rest is dropped and the reason is said instead."""
    for step in decided:
        try:
            with scene.session.begin_nested():
                _do(scene, step)
        except (Refused, NotFound) as refusal:
            talk.answer(scene, steps.Say("dispatch/refused", {"why": str(refusal)}))
            return


def _do(scene: Scene, step: steps.Step) -> None:  # noqa: C901 - one flat line a step
    match step:
        case steps.Say():
            talk.answer(scene, step)
        case steps.Ask():
            talk.ask_person(scene, step)
        case steps.CloseQuestion():
            talk.close_question(scene, step)
        case steps.SwitchLanguage():
            talk.switch_language(scene, step)
        case steps.RecordOptOut():
            talk.record_opt_out(scene, step)
        case steps.RecordOptIn():
            talk.record_opt_in(scene, step)
        case steps.CountMiss():
            talk.count_miss(scene, step)
        case steps.RaiseEmergency():
            people.page_people(scene, step)
        case steps.Acknowledge():
            people.take_emergency(scene, step)
        case steps.WrongNumber():
            people.note_wrong_number(scene, step)
        case steps.HandOff():
            people.hand_off(scene, step)
        case steps.TellOffice():
            people.tell_office(scene, step)
        case _:
            _do_trade(scene, step)


def _do_trade(scene: Scene, step: TradeStep) -> None:  # noqa: C901 - one flat line a step
    match step:
        case steps.OpenBooking():
            trade.write_booking(scene, step)
        case steps.AddToBooking():
            trade.add_to_booking(scene, step)
        case steps.AddToJob():
            trade.add_to_job(scene, step)
        case steps.AcceptOffer():
            trade.accept_offer(scene, step)
        case steps.PassOffer():
            trade.pass_offer(scene, step)
        case steps.StartTravel():
            trade.start_visit(scene, step)
        case steps.Arrive():
            trade.arrive_at_visit(scene, step)
        case steps.FinishVisit():
            trade.finish_visit(scene, step)
        case _:
            assert_never(step)
