"""One person's choice: every alert at once, or one mail a day."""

from __future__ import annotations

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.alerts.actions.digest_choosing import LAST_HOUR, tell_at_once, tell_daily, wish_of
from core.alerts.digest_times import DigestWish
from core.desk.permissions import Permission
from core.directory.model import Contact
from core.errors import FieldRefused
from office.access import actor, needs
from office.door import reading, writing
from office.forms import Form
from office.meanwhile import in_turn, unmoved
from office.people import digest_said, found_person, show_person


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
                in_turn(session)
                person = found_person(session, customer_id, contact_id)
                unmoved(form, "digest", digest_said(wish_of(session, person.id)))
                if form.is_good:
                    wish = DigestWish(hour, zone) if wants_daily else None
                    _choose(session, person, wish)
                    return _to_person(customer_id, contact_id)
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        return show_person(session, found_person(session, customer_id, contact_id), form), 422


def _choose(session: Session, person: Contact, wish: DigestWish | None) -> None:
    if wish is None:
        tell_at_once(session, person, actor=actor())
    else:
        tell_daily(session, person, wish, actor=actor())


def _to_person(customer_id: int, contact_id: int) -> Response:
    where = url_for("office.person", customer_id=customer_id, contact_id=contact_id)
    return redirect(f"{where}#digest")
