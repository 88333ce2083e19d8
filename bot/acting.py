"""Carry out the steps a flow decided on, with the trade's own verbs. It decides nothing."""

from __future__ import annotations

from bot import steps
from bot.acts import approvals, changes, people, talk, trade, visits
from bot.acts.scene import Scene
from bot.context import Speaker
from bot.refusals import spoken_refusal
from core.errors import NotFound, Refused

TradeStep = (
    steps.OpenBooking
    | steps.AddToBooking
    | steps.AddToJob
    | steps.VisitStep
    | steps.WishTime
    | steps.CallOff
    | steps.RecordVerdict
    | steps.RecordRating
    | steps.DecideApproval
    | steps.WritePurchaseOrder
    | steps.TakeFreeVisit
    | steps.PassFreeVisit
)


def act(scene: Scene, decided: tuple[steps.Step, ...]) -> None:
    """Do the steps in order. When the trade refuses one, the rest is dropped and the reason is said instead."""
    for step in decided:
        try:
            with scene.session.begin_nested():
                _do(scene, step)
        except (Refused, NotFound) as refusal:
            _say_why_not(scene, step, refusal)
            return


def _say_why_not(scene: Scene, step: steps.Step, refusal: Refused | NotFound) -> None:
    """Those who work for us hear the reason; others hear that the office looks, and it does."""
    if scene.known.speaker in {Speaker.TECHNICIAN, Speaker.STAFF}:
        talk.answer(scene, spoken_refusal(refusal, scene.language))
        return
    people.tell_office(scene, steps.TellOffice(f"Could not be done: {refusal}", scene.message.body))
    waits_on = isinstance(step, steps.TakeFreeVisit) and changes.lose_free_visit(scene, step)
    talk.answer(scene, steps.Say("tenant/free_visit_gone" if waits_on else "tenant/not_done"))


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
        case steps.WishTime():
            changes.wish(scene, step)
        case steps.CallOff():
            changes.call_off(scene, step)
        case steps.RecordVerdict():
            changes.note_verdict(scene, step)
        case steps.RecordRating():
            changes.note_rating(scene, step)
        case steps.DecideApproval():
            approvals.decide(scene, step)
        case steps.TakeFreeVisit():
            changes.take_free_visit(scene, step)
        case steps.PassFreeVisit():
            changes.pass_free_visit(scene, step)
        case steps.WritePurchaseOrder():
            approvals.write_purchase_order(scene, step)
        case _:
            visits.do_visit_step(scene, step)
