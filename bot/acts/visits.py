"""Acts of a technician: each moves one visit, is remembered for UNDO, and tells the household what it must."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from sqlalchemy import select

from bot import steps
from bot.acts.scene import Scene
from bot.acts.talk import answer
from bot.household import tell_household
from core.clock import local, spoken_time
from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.errors import NotFound
from core.jobs.actions.approvals import request_approval
from core.jobs.actions.holding import leave_for_now, no_access, run_late, wait_for_parts
from core.jobs.actions.offers import OfferGone, accept, accept_both, pass_on
from core.jobs.actions.undoing import remember, standing_of, undo_last
from core.jobs.actions.visits import VisitOutcome, arrive, finish, note_on_job, start_travel
from core.jobs.model import (
    Appointment,
    AppointmentState,
    Assignment,
    AssignmentState,
    Job,
    StepKind,
    VisitHold,
    VisitStep,
)
from core.jobs.refusals import VisitRefused, refused_at
from core.outbox import Kind
from core.outbox.actions import promise

_CORRECTIONS = {StepKind.RAN_LATE: "visit/disregard", StepKind.FINISHED: "visit/not_finished"}


def do_visit_step(scene: Scene, step: steps.VisitStep) -> None:  # noqa: C901 - one flat line a step
    """Carry out what the technician decided. Raises the trade's refusals."""
    match step:
        case steps.AcceptOffer() | steps.AcceptBoth():
            _take(scene, step)
        case steps.PassOffer():
            _pass(scene, step)
        case steps.StartTravel():
            _travel(scene, step)
        case steps.Arrive():
            _at_visit(scene, StepKind.ARRIVED, step.appointment_id, _arriving(scene, step))
        case steps.FinishVisit():
            _at_visit(scene, StepKind.FINISHED, step.appointment_id, _finishing(scene, step))
        case steps.WaitForParts():
            _at_visit(scene, StepKind.FINISHED, step.appointment_id, _waiting(scene, step))
        case steps.RunLate():
            _run_late(scene, step)
        case steps.HoldVisit():
            _hold(scene, step)
        case steps.AskForMoney():
            _ask_for_money(scene, step)
        case steps.UndoLast():
            _undo(scene)
        case steps.KeepWords():
            _keep_words(scene)
        case steps.AlertOffice():
            _alert_office(scene, step)
        case _:
            assert_never(step)


def _take(scene: Scene, step: steps.AcceptOffer | steps.AcceptBoth) -> None:
    taking = accept_both if isinstance(step, steps.AcceptBoth) else accept
    _remembered(
        scene,
        StepKind.ACCEPTED,
        step.assignment_id,
        lambda: taking(scene.session, step.assignment_id, actor=scene.known.actor),
    )


def _pass(scene: Scene, step: steps.PassOffer) -> None:
    visit = _visit_of(scene, step.assignment_id)
    was_coming = visit.state is AppointmentState.EN_ROUTE
    _remembered(
        scene,
        StepKind.PASSED,
        step.assignment_id,
        lambda: pass_on(
            scene.session, step.assignment_id, reason=step.reason, actor=scene.known.actor
        ),
    )
    if was_coming:
        _tell(scene, visit.job, "visit/not_coming", {})


def _travel(scene: Scene, step: steps.StartTravel) -> None:
    visit = scene.session.get_one(Appointment, step.appointment_id)
    told_before = visit.state in {AppointmentState.EN_ROUTE, AppointmentState.ARRIVED}
    _at_visit(
        scene,
        StepKind.TRAVELLED,
        step.appointment_id,
        lambda: start_travel(
            scene.session,
            step.appointment_id,
            eta_minutes=step.eta_minutes,
            actor=scene.known.actor,
        ),
    )
    if told_before and step.eta_minutes is not None:
        _tell(scene, visit.job, "visit/coming_at", {"eta": _eta(visit)})


def _arriving(scene: Scene, step: steps.Arrive) -> Callable[[], object]:
    return lambda: arrive(scene.session, step.appointment_id, actor=scene.known.actor)


def _finishing(scene: Scene, step: steps.FinishVisit) -> Callable[[], object]:
    return lambda: finish(
        scene.session,
        step.appointment_id,
        outcome=VisitOutcome(step.outcome),
        note=step.note,
        actor=scene.known.actor,
    )


def _waiting(scene: Scene, step: steps.WaitForParts) -> Callable[[], object]:
    return lambda: wait_for_parts(
        scene.session, step.appointment_id, words=step.words, actor=scene.known.actor
    )


def _run_late(scene: Scene, step: steps.RunLate) -> None:
    session, actor = scene.session, scene.known.actor
    visit = session.get_one(Appointment, step.appointment_id)

    def running() -> None:
        run_late(session, step.appointment_id, minutes=step.minutes, actor=actor)
        note_on_job(session, visit.job, step.words, actor=actor)

    _at_visit(scene, StepKind.RAN_LATE, step.appointment_id, running)
    if step.minutes is None:
        _tell(scene, visit.job, "visit/late", {})
    else:
        _tell(scene, visit.job, "visit/late_until", {"eta": _eta(visit)})


def _hold(scene: Scene, step: steps.HoldVisit) -> None:
    session, actor, hold = scene.session, scene.known.actor, VisitHold(step.hold)
    visit = session.get_one(Appointment, step.appointment_id)

    def holding() -> None:
        if hold is VisitHold.ACCESS:
            no_access(session, visit.id, words=step.words, actor=actor)
        else:
            leave_for_now(session, visit.id, hold=hold, words=step.words, actor=actor)

    _at_visit(scene, StepKind.HELD, step.appointment_id, holding)
    if hold is VisitHold.ACCESS:
        _tell(scene, visit.job, "visit/at_the_door", {})


def _ask_for_money(scene: Scene, step: steps.AskForMoney) -> None:
    job = scene.session.get_one(Job, step.job_id)
    request_approval(
        scene.session,
        job,
        amount_cents=step.amount_cents,
        reason=step.reason,
        actor=scene.known.actor,
    )
    note_on_job(scene.session, job, step.reason, actor=scene.known.actor)
    scene.message.job_id = job.id


def _undo(scene: Scene) -> None:
    """Says what was undone; who was told of it by text is told that it is not so."""
    step = undo_last(scene.session, _technician_id(scene), actor=scene.known.actor)
    if step.assignment is None:
        return
    job = step.assignment.appointment.job
    scene.message.job_id = job.id
    answer(scene, steps.Say(f"technician/undone_{step.kind}", {"number": str(job.number)}))
    text_name = _correction(step)
    if text_name is not None:
        _tell(scene, job, text_name, {})


def _correction(step: VisitStep) -> str | None:
    """What those who heard of the step hear now; None where nobody had heard."""
    if step.kind is StepKind.TRAVELLED:
        told = step.before["visit"] != AppointmentState.EN_ROUTE
        return "visit/not_on_the_way" if told else "visit/disregard"
    if step.kind is StepKind.PASSED:
        return "visit/disregard" if step.before["visit"] == AppointmentState.EN_ROUTE else None
    if step.kind is StepKind.HELD:
        return "visit/disregard" if step.after["held_for"] == VisitHold.ACCESS else None
    return _CORRECTIONS.get(step.kind)


def _keep_words(scene: Scene) -> None:
    if scene.known.technician is not None:
        remember(scene.session, scene.known.technician.id, StepKind.SAID)


def _alert_office(scene: Scene, step: steps.AlertOffice) -> None:
    about = ("job", step.job_id) if step.job_id else ("conversation", scene.conversation.id)
    task = open_task(
        scene.session,
        title=step.reason,
        details=step.words[:2000],
        priority=TaskPriority.HIGH,
        subject=about,
        once_key=f"message:{scene.message.id}:{step.reason}"[:200],
    )
    promise(
        scene.session,
        Kind.ALERT_STAFF,
        {"task_id": task.id},
        dedupe_key=f"alert_staff:{task.id}",
        rank=1,
    )


def _at_visit(
    scene: Scene, kind: StepKind, appointment_id: int, doing: Callable[[], object]
) -> None:
    """A step at a visit the technician has accepted; where they have not, the trade says why not."""
    assignment_id = scene.session.scalar(
        select(Assignment.id).where(
            Assignment.appointment_id == appointment_id,
            Assignment.technician_id == _technician_id(scene),
            Assignment.state == AssignmentState.ACCEPTED,
        )
    )
    if assignment_id is None:
        raise _not_theirs(scene.session.get_one(Appointment, appointment_id))
    _remembered(scene, kind, assignment_id, doing)


def _not_theirs(visit: Appointment) -> VisitRefused:
    """An offer they have not accepted, or one that another has."""
    number = visit.job.number
    if visit.state is AppointmentState.SCHEDULED:
        return refused_at(visit.state, number)
    return OfferGone(f"Job {number} is another's.", number)


def _remembered(
    scene: Scene, kind: StepKind, assignment_id: int, doing: Callable[[], object]
) -> None:
    before = standing_of(scene.session, assignment_id)
    doing()
    scene.session.flush()
    remember(scene.session, _technician_id(scene), kind, assignment_id=assignment_id, before=before)
    scene.message.job_id = _visit_of(scene, assignment_id).job_id


def _visit_of(scene: Scene, assignment_id: int) -> Appointment:
    return scene.session.get_one(Assignment, assignment_id).appointment


def _technician_id(scene: Scene) -> int:
    if scene.known.technician is None:
        raise NotFound("technician at", scene.conversation.address)
    return scene.known.technician.id


def _tell(scene: Scene, job: Job, text_name: str, values: dict[str, str]) -> None:
    name = scene.known.actor.name.split()[0]
    tell_household(scene.session, scene.head, job, text_name, {"name": name, **values})


def _eta(visit: Appointment) -> str:
    if visit.eta_at is None:
        return ""
    return spoken_time(local(visit.eta_at, visit.job.property.time_zone))
