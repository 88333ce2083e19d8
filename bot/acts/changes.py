"""Acts on visits a person wants changed, and on what they say of finished work."""

from __future__ import annotations

from bot import steps
from bot.acts.scene import Scene
from bot.words import say
from core.jobs.actions.feedback import record_rating, record_verdict
from core.jobs.actions.rescheduling import call_off_booking, call_off_job, wish_time
from core.jobs.actions.slot_answers import (
    SlotGone,
    lose_slot,
    pass_slot,
    standing_offer,
    take_slot,
)
from core.jobs.facts import accepted_by, current_visit
from core.jobs.model import Job
from core.language import Language
from core.messaging.actions.queueing import Draft, queue_messages
from core.messaging.actions.threads import conversation_with
from core.messaging.wire import Channel, Priority


def wish(scene: Scene, step: steps.WishTime) -> None:
    """Another time is wished for: the office has it to confirm, and the technician who holds the visit knows."""
    job = wish_time(
        scene.session, step.job_id, step.wish, words=step.words, actor=scene.known.actor
    )
    scene.message.job_id = job.id
    _tell_technician(scene, job, step.wish)


def _tell_technician(scene: Scene, job: Job, wished: str) -> None:
    taken = accepted_by(current_visit(job))
    if taken is None:
        return
    technician = taken.technician
    values = {"number": str(job.number), "wish": wished}
    draft = Draft(
        conversation_id=conversation_with(scene.session, Channel.SMS, technician.phone).id,
        channel=Channel.SMS,
        recipient=technician.phone,
        body=say("tenant/wish_for_technician", Language(technician.language), values),
        priority=Priority.DISPATCH,
        job_id=job.id,
    )
    queue_messages(scene.session, scene.head, [draft])


def call_off(scene: Scene, step: steps.CallOff) -> None:
    """Cancel what they said yes to cancelling."""
    actor = scene.known.actor
    if step.job_id is not None:
        call_off_job(scene.session, step.job_id, words=step.words, actor=actor)
        scene.message.job_id = step.job_id
    elif step.booking_id is not None:
        call_off_booking(scene.session, step.booking_id, words=step.words, actor=actor)


def take_free_visit(scene: Scene, step: steps.TakeFreeVisit) -> None:
    """They said yes to the time that was offered: it is theirs, unless it has lapsed meanwhile."""
    asked = standing_offer(scene.session, job_id=step.job_id, booking_id=step.booking_id)
    if asked is None:
        raise SlotGone("The time offered from the wait list was given away before the answer came.")
    zone = scene.head.company.time_zone
    job = take_slot(scene.session, asked.id, zone=zone, actor=scene.known.actor)
    scene.message.job_id = job.id


def lose_free_visit(scene: Scene, step: steps.TakeFreeVisit) -> bool:
    """Their yes came too late for that time. Whether they wait on for another."""
    return lose_slot(
        scene.session,
        job_id=step.job_id,
        booking_id=step.booking_id,
        actor=scene.known.actor,
    )


def pass_free_visit(scene: Scene, step: steps.PassFreeVisit) -> None:
    """They said no to the time that was offered: they wait on, and the next is asked."""
    asked = standing_offer(scene.session, job_id=step.job_id, booking_id=step.booking_id)
    if asked is not None:
        pass_slot(scene.session, asked.id, actor=scene.known.actor)


def note_verdict(scene: Scene, step: steps.RecordVerdict) -> None:
    """Fixed or not, kept; not fixed brings the job back."""
    scene.message.job_id = step.job_id
    record_verdict(scene.session, step.job_id, step.verdict, step.words, actor=scene.known.actor)


def note_rating(scene: Scene, step: steps.RecordRating) -> None:
    """Their stars, kept with the job."""
    scene.message.job_id = step.job_id
    record_rating(scene.session, step.job_id, step.rating, step.words, actor=scene.known.actor)
