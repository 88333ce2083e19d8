"""Two customers who are one: the choice, what would move, and the merge itself."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.actions.merging import merge_customers, what_bars
from core.directory.model import Customer
from core.directory.queries.belongings import what_would_move
from core.directory.queries.duplicates import possible_duplicates
from core.directory.queries.lists import customers
from core.errors import Refused
from office.access import actor, needs
from office.customer_care.tags import customer_of
from office.door import reading, row_asked, words_asked, writing
from office.forms import Form
from office.shell import in_room

MOST_FOUND = 12


@needs(Permission.DIRECTORY_MERGE)
def merge_preview(customer_id: int) -> str:
    """Who may be the same, and what of the one chosen would become this customer's."""
    with reading() as session:
        return _page(session, customer_id, row_asked("gone"), Form())


@needs(Permission.DIRECTORY_MERGE)
def merge_customer(customer_id: int) -> Response | tuple[str, int]:
    """Merge the chosen customer into this one."""
    form = Form(request.form)
    gone_id = form.needed_row("gone", "Choose the customer who is the same.")
    try:
        if form.is_good:
            with writing() as session:
                merge_customers(session, kept_id=customer_id, gone_id=gone_id, actor=actor())
            return redirect(url_for("office.customer", customer_id=customer_id))
    except Refused as refusal:
        form.refuse("gone", str(refusal))
    with reading() as session:
        return _page(session, customer_id, gone_id or None, form), 422


def _page(session: Session, customer_id: int, gone_id: int | None, form: Form) -> str:
    in_room("customers")
    words = words_asked("who")
    kept = customer_of(session, customer_id)
    gone = _other(session, customer_id, gone_id)
    found = customers(session, words, limit=MOST_FOUND)
    barred = what_bars(session, kept=kept, gone=gone) if gone else ""
    return render_template(
        "office/customer_care/merge.html",
        kept=kept,
        gone=gone,
        barred=barred,
        turns=bool(gone and barred and not what_bars(session, kept=gone, gone=kept)),
        moving=what_would_move(session, gone.id) if gone else (),
        suspects=possible_duplicates(session, customer_id),
        found=[each for each in found if each.id != customer_id],
        who=words,
        form=form,
    )


def _other(session: Session, customer_id: int, gone_id: int | None) -> Customer | None:
    """The one who is chosen to be merged away, unless they are the same or that was done before."""
    gone = session.get(Customer, gone_id) if gone_id and gone_id != customer_id else None
    return gone if gone and gone.merged_into_id is None else None
