"""Put members into an open batch by their number, and take ticked ones out of it."""

from __future__ import annotations

from flask import redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.billing.actions.batches import MOST_AT_ONCE, add_members, remove_members
from core.billing.books import MemberKind
from core.billing.model import Invoice
from core.desk.permissions import Permission
from core.errors import FieldRefused, NotFound, Refused
from office.access import actor, needs
from office.billing.batches import batch_page
from office.door import LARGEST_ROW, LARGEST_SMALL, writing
from office.forms import Form


@needs(Permission.BOOKS_KEEP)
def add_to_batch(batch_id: int) -> Response | tuple[str, int]:
    """One document or payment, by the number people know it by."""
    form = Form(request.form)
    kind = form.choice("kind", MemberKind)
    number = form.whole("number", least=1, most=LARGEST_SMALL)
    try:
        if form.is_good:
            with writing() as session:
                found = _numbered(session, kind, number)
                add_members(session, batch_id, kind, [found], actor=actor())
            return redirect(url_for("office.batch", batch_id=batch_id, kind=kind.value))
    except NotFound as missing:
        if missing.kind == "batch":
            raise
        form.refuse("number", "There is none of that number.")
    except FieldRefused as refusal:
        form.take(refusal)
    except Refused as refusal:
        form.refuse("number", str(refusal))
    return batch_page(batch_id, form), 422


@needs(Permission.BOOKS_KEEP)
def take_out_of_batch(batch_id: int) -> Response | tuple[str, int]:
    """Those that are ticked."""
    form = Form(request.form)
    kind = form.choice("kind", MemberKind)
    ids = [_id(each) for each in request.form.getlist("member")[: MOST_AT_ONCE + 1]]
    try:
        if form.is_good:
            with writing() as session:
                remove_members(session, batch_id, kind, ids, actor=actor())
            return redirect(url_for("office.batch", batch_id=batch_id, kind=kind.value))
    except FieldRefused as refusal:
        form.take(refusal)
    return batch_page(batch_id, form), 422


def _numbered(session: Session, kind: MemberKind, number: int) -> int:
    """The row of a document's number; payments and what was counted are known by their own."""
    if kind is not MemberKind.INVOICE:
        return number
    found = session.scalar(select(Invoice.id).where(Invoice.number == number))
    if found is None:
        raise NotFound("invoice", number)
    return found


def _id(words: str) -> int:
    if not (words.isascii() and words.isdigit()) or int(words[:20]) > LARGEST_ROW:
        raise BadRequest("There is no such member.")
    return int(words[:20])
