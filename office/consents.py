"""What a person said to a colleague about being written to: no more, or yes. Refused without their words."""

from __future__ import annotations

from enum import StrEnum

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.model import PointKind
from core.messaging.actions.consenting import (
    LONGEST_WORDS,
    HeldByCarrier,
    opt_in_for,
    opt_out,
)
from core.messaging.consent import ENDED_BY_STOP, Topic
from core.messaging.wire import Channel
from office.access import actor, needs
from office.customers import point_of, shown
from office.door import reading, writing
from office.forms import Form

CHANNEL_OF = {PointKind.PHONE: Channel.SMS, PointKind.EMAIL: Channel.EMAIL}


class Ended(StrEnum):
    """What somebody wants no more of."""

    JOB_UPDATES = "job_updates"
    MARKETING = "marketing"
    ALL = "all"


class Opened(StrEnum):
    """What somebody says yes to."""

    JOB_UPDATES = "job_updates"
    MARKETING = "marketing"


@needs(Permission.DIRECTORY_EDIT)
def record_opt_out(customer_id: int, point_id: int) -> Response | tuple[str, int]:
    """They want no more of something here and said so to us: on the phone, at the door."""
    form = Form(request.form)
    ended = form.choice("topic", Ended)
    words = form.needed_text(f"no-{point_id}", "Note what they said and when.", most=LONGEST_WORDS)
    if not form.is_good:
        return _again(customer_id, point_id, form)
    with writing() as session:
        point = point_of(session, customer_id, point_id)
        channel = CHANNEL_OF[PointKind(point.kind)]
        opt_out(
            session,
            channel,
            point.value,
            words=words,
            source="office",
            actor=actor(),
            topics=ENDED_BY_STOP[channel] if ended is Ended.ALL else {Topic(ended.value)},
        )
    return _back(customer_id)


@needs(Permission.DIRECTORY_EDIT)
def record_opt_in(customer_id: int, point_id: int) -> Response | tuple[str, int]:
    """They said yes elsewhere; refused without a note of how, and where the carrier holds their number back."""
    form = Form(request.form)
    opened = form.choice("topic", Opened)
    field = f"yes-{point_id}"
    words = form.needed_text(field, "Note how and when they gave it.", most=LONGEST_WORDS)
    if not form.is_good:
        return _again(customer_id, point_id, form)
    try:
        with writing() as session:
            point = point_of(session, customer_id, point_id)
            channel = CHANNEL_OF[PointKind(point.kind)]
            topics = {Topic(opened.value)}
            opt_in_for(session, channel, point.value, words=words, actor=actor(), topics=topics)
    except HeldByCarrier as refusal:
        form.refuse(field, str(refusal))
        return _again(customer_id, point_id, form)
    return _back(customer_id)


def _again(customer_id: int, point_id: int, form: Form) -> tuple[str, int]:
    with reading() as session:
        point_of(session, customer_id, point_id)
        return shown(session, customer_id, form), 422


def _back(customer_id: int) -> Response:
    return redirect(url_for("office.customer", customer_id=customer_id, _anchor="people"))
