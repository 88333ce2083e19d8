"""One way for every change of a document or payment: done in one transaction, or its page again with the refusal."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.errors import FieldRefused, Refused
from office.door import writing
from office.forms import Form
from office.once import Unfit, landing

Answer = Response | tuple[str, int]
Act = Callable[[Session, Form], int | None]
Work = Callable[[Session], str]

UNPROCESSABLE, CONFLICT = 422, 409


def change_row(
    row_id: int, act: Act, *, page: Callable[[int], str], show: Callable[[int, Form], str]
) -> Answer:
    """Do it and go to the `page` of the row, or of the one that `act` names; else `show` the form with its errors.

    `act` reads the form and notes what is wrong with it; nothing is kept then.
    """
    return _done(row_id, act, page, show, _straight)


def change_row_once(
    row_id: int, act: Act, *, page: Callable[[int], str], show: Callable[[int, Form], str]
) -> Answer:
    """The same for a form that would do it again when it is sent again: see `office.once`."""
    return _done(row_id, act, page, show, landing)


def _done(
    row_id: int,
    act: Act,
    page: Callable[[int], str],
    show: Callable[[int, Form], str],
    way: Callable[[Work], str],
) -> Answer:
    form = Form(request.form)

    def work(session: Session) -> str:
        goes_to = act(session, form)
        if not form.is_good:
            raise Unfit
        return page(goes_to or row_id)

    try:
        return redirect(way(work), code=303)
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse("document", str(refusal))
    except Unfit:
        pass
    return show(row_id, form), UNPROCESSABLE


def _straight(work: Work) -> str:
    with writing() as session:
        return work(session)
