"""One person's choice: every alert at once, or one mail a day."""

from __future__ import annotations

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from core.alerts.actions.digest_choosing import LAST_HOUR, tell_at_once, tell_daily
from core.alerts.digest_times import DigestWish
from core.desk.permissions import Permission
from core.errors import FieldRefused
from office.access import actor, needs
from office.door import reading, writing
from office.forms import Form
from office.people import found_person, show_person


@needs(Permission.DIRECTORY_EDIT)
def choose_digest(customer_id: int, contact_id: int) -> Response | tuple[str, int]:
    """Save how the person is told."""
    form = Form(request.form)
    wants_daily = form.value("digest") == "daily"
    hour = form.whole("digest_hour", least=0, most=LAST_HOUR) if wants_daily else 0
    zone = form.text("digest_zone", most=60)
    try:
        if form.is_good:
            with writing() as session:
                person = found_person(session, customer_id, contact_id)
                if wants_daily:
                    tell_daily(session, person, DigestWish(hour, zone), actor=actor())
                else:
                    tell_at_once(session, person, actor=actor())
            where = url_for(
                "office.person", customer_id=customer_id, contact_id=contact_id, _anchor="digest"
            )
            return redirect(where)
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        return show_person(session, found_person(session, customer_id, contact_id), form), 422
