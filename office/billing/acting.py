"""One way for every change of a document or payment: done in one transaction, or its page again with the refusal."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.errors import FieldRefused, Refused
from office.door import writing
from office.forms import Form

Answer = Response | tuple[str, int]
Act = Callable[[Session, Form], int | None]

UNPROCESSABLE, CONFLICT = 422, 409


def change_row(
    row_id: int, act: Act, *, page: Callable[[int], str], show: Callable[[int, Form], str]
) -> Answer:
    """Do it and go to the `page` of the row, or of the one that `act` names; else `show` the form with its errors.

    `act` reads the form, notes what is wrong with it, and does nothing then.
    """
    form = Form(request.form)
    goes_to: int | None = None
    try:
        with writing() as session:
            goes_to = act(session, form)
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse("document", str(refusal))
    if not form.is_good:
        return show(row_id, form), UNPROCESSABLE
    return redirect(page(goes_to or row_id), code=303)
