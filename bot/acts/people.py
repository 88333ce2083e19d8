"""Acts that bring people in: emergencies, hand-offs, tasks for the office."""

from __future__ import annotations

from bot import steps
from bot.acts.scene import Scene
from bot.emergencies import take
from core.desk.actions.tasks import open_task
from core.desk.model import TaskPriority
from core.directory.actions.people import switch_updates_off
from core.jobs.actions.emergencies import Danger, raise_emergency
from core.jobs.model import Booking, Job
from core.messaging.actions.threads import hand_to_staff
from core.outbox import Kind
from core.outbox.actions import promise


def page_people(scene: Scene, step: steps.RaiseEmergency) -> None:
    """Raise the emergency: people are paged before anything is said."""
    scene.emergency = True
    scene.conversation.emergency = True
    booking_id = step.booking_id or (scene.booking.id if scene.booking else None)
    where = _where(scene, step, booking_id)
    raise_emergency(
        scene.session,
        Danger(
            safety=step.safety,
            words=step.words,
            reporter_address=scene.conversation.address,
            booking_id=booking_id,
            job_id=step.job_id,
            property_id=where[0],
            unit_id=where[1],
        ),
        actor=scene.known.actor,
    )


def _where(
    scene: Scene, step: steps.RaiseEmergency, booking_id: int | None
) -> tuple[int | None, int | None]:
    """The place of what it is about, else the sender's only place."""
    about = scene.session.get(Job, step.job_id) if step.job_id else None
    about_booking = scene.session.get(Booking, booking_id) if booking_id else None
    for row in (about, about_booking):
        if row is not None and row.property_id is not None:
            return row.property_id, row.unit_id
    if len(scene.context.places) == 1:
        only = scene.context.places[0]
        return only.property_id, only.unit_id
    return None, None


def take_emergency(scene: Scene, step: steps.Acknowledge) -> None:
    """A human has the emergency; the one who reported it is told by whom."""
    take(
        scene.session,
        scene.head,
        step.number,
        actor=scene.known.actor,
        address=scene.conversation.address,
    )


def note_wrong_number(scene: Scene, step: steps.WrongNumber) -> None:
    """Stop updates to this number and let the office find out who has it."""
    for point in scene.known.points:
        switch_updates_off(scene.session, point, actor=scene.known.actor)
    _task(scene, "Wrong number: check who has it now", step.words, TaskPriority.NORMAL)


def hand_off(scene: Scene, step: steps.HandOff) -> None:
    """Write the task, alert staff, and fall silent."""
    task_id = _task(scene, f"A person is needed: {step.reason}", step.words, TaskPriority.HIGH)
    promise(
        scene.session,
        Kind.ALERT_STAFF,
        {"task_id": task_id},
        dedupe_key=f"alert_staff:{task_id}",
        rank=1,
    )
    hand_to_staff(scene.session, scene.conversation)


def tell_office(scene: Scene, step: steps.TellOffice) -> None:
    """Write a task for the office without falling silent."""
    _task(scene, step.reason[:1].upper() + step.reason[1:], step.words, TaskPriority.NORMAL)


def _task(scene: Scene, title: str, words: str, priority: TaskPriority) -> int:
    return open_task(
        scene.session,
        title=title,
        details=words[:2000],
        priority=priority,
        subject=("conversation", scene.conversation.id),
        once_key=f"message:{scene.message.id}:{title}"[:200],
    ).id
