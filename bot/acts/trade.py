"""Acts of the trade: bookings and notes on jobs. A technician's visits stand in `visits`."""

from __future__ import annotations

from sqlalchemy import select

from bot import steps
from bot.acts.scene import Scene
from bot.context import Place
from core.jobs.actions.booking import (
    SUMMARY_LENGTH,
    Request,
    add_words,
    lock_booking,
    open_booking,
    set_place,
)
from core.jobs.actions.emergencies import news_of_booking
from core.jobs.actions.rescheduling import WISH_LENGTH
from core.jobs.actions.visits import note_on_job
from core.jobs.model import Booking, BookingSource, Job
from core.messaging.wire import Channel


def write_booking(scene: Scene, step: steps.OpenBooking) -> None:
    """Write the request down; the conversation and the message are about it from now on."""
    contact = scene.known.contact
    by_mail = scene.conversation.channel is Channel.EMAIL
    scene.booking = open_booking(
        scene.session,
        Request(
            source=BookingSource.EMAIL if by_mail else BookingSource.SMS,
            words=step.words,
            summary=step.summary,
            category=step.category,
            urgency=step.urgency,
            safety=step.safety,
            requester=contact if scene.message.proven_sender else None,
            requester_address=scene.conversation.address,
            requester_name=contact.full_name if contact else _name_given(scene, step),
            customer=contact.customer if contact and scene.message.proven_sender else None,
            property_id=step.place.property_id if step.place else None,
            unit_id=step.place.unit_id if step.place else None,
            place_hint=step.place_hint,
            requested_window=step.requested_window,
            access=step.access,
            pets=step.pets,
        ),
        actor=scene.known.actor,
    )
    scene.conversation.booking = scene.booking
    scene.message.booking_id = scene.booking.id
    scene.session.flush()


def add_to_booking(scene: Scene, step: steps.AddToBooking) -> None:
    """Add words, place or facts to a booking."""
    booking = lock_booking(scene.session, step.booking_id)
    add_words(scene.session, booking, step.words)
    if step.place is not None:
        _set_place(scene, booking, step.place)
    if step.place_hint:
        booking.place_hint = step.place_hint[:300]
        news_of_booking(scene.session, booking.id)
    booking.requester_name = step.requester_name or booking.requester_name
    booking.access = step.access or booking.access
    booking.pets = booking.pets if step.pets is None else step.pets
    booking.requested_window = step.wished[:WISH_LENGTH] or booking.requested_window
    _say_better(booking, step)
    _note_on_its_job(scene, booking, step.words)
    scene.message.booking_id = booking.id
    scene.session.flush()


def _say_better(booking: Booking, step: steps.AddToBooking) -> None:
    booking.summary = step.summary[:SUMMARY_LENGTH] or booking.summary
    booking.category = step.category or booking.category
    booking.urgency = step.urgency or booking.urgency


def _note_on_its_job(scene: Scene, booking: Booking, words: str) -> None:
    """The office may have made it a job while we were asking; then the answer belongs there too."""
    job = scene.session.scalar(select(Job).where(Job.booking_id == booking.id))
    if job is not None:
        note_on_job(scene.session, job, words, actor=scene.known.actor)
        scene.message.job_id = job.id


def _name_given(scene: Scene, step: steps.OpenBooking) -> str:
    return step.requester_name or scene.message.author


def _set_place(scene: Scene, booking: Booking, place: Place) -> None:
    set_place(
        scene.session,
        booking,
        property_id=place.property_id,
        unit_id=place.unit_id,
        actor=scene.known.actor,
    )


def add_to_job(scene: Scene, step: steps.AddToJob) -> None:
    """Note words on a job."""
    job = scene.session.get_one(Job, step.job_id)
    note_on_job(scene.session, job, step.words, actor=scene.known.actor)
    scene.message.job_id = job.id
