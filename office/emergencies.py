"""A person at a desk takes an emergency: the paging stops, and the one who reported it is told the
name.
"""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from bot.emergencies import take_one
from core.desk.permissions import Permission
from core.errors import Refused
from core.messaging.letterhead import letterhead_of
from office.access import actor, needs, safe_return
from office.door import office, writing
from office.forms import Form


@needs(Permission.EMERGENCIES_TAKE)
def take_emergency(emergency_id: int) -> Response:
    """I have it. When somebody was first, the page gone back to says who."""
    back = safe_return(Form(request.form).value("back"))
    head = letterhead_of(office().settings)
    try:
        with writing() as session:
            take_one(session, head, emergency_id, actor=actor())
    except Refused:
        return redirect(back)
    return redirect(back)
