"""Batches for the books: opened by days, reviewed, posted, exported."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.billing.actions.batches import (
    BatchWanted,
    NotPostable,
    let_go,
    open_batch,
    post_batch,
    take_days,
)
from core.billing.actions.sync_log import note_refusal
from core.billing.books import MemberKind
from core.billing.model import Batch, BatchState
from core.billing.queries.batch_errors import Weight
from core.billing.queries.batch_members import members_of
from core.billing.queries.batch_pages import batch_line, batch_lines, files_of
from core.billing.queries.batch_review import review
from core.desk.permissions import Permission
from core.errors import FieldRefused
from core.events.queries.timeline import happenings_about
from core.jobs.model import BusinessUnit
from office.access import actor, needs
from office.billing.asking import FIRST_DAY, LAST_DAY, day_said, last_month, today
from office.billing.batch_words import FORMATS, KINDS, SHORT_KINDS, STATES, days_said
from office.billing.rooms import billing_rooms
from office.door import choice_asked, page_asked, reading, row_asked, writing
from office.forms import Form
from office.once import once
from office.timeline import lines


@needs(Permission.BILLING_READ)
def batches() -> str:
    """Every batch, the newest first, and the form that opens one."""
    period = last_month(today())
    form = Form.filled(from_on=period.from_on, to_on=period.to_on)
    return _list(form.over(**{f"kind-{kind}": "on" for kind in MemberKind}))


@needs(Permission.BOOKS_KEEP)
def open_new_batch() -> Response | tuple[str, int]:
    """Open one with everything of those days."""
    form = Form(request.form)
    wanted = BatchWanted(
        from_on=_day(form, "from_on"),
        to_on=_day(form, "to_on"),
        kinds=frozenset(kind for kind in MemberKind if form.ticked(f"kind-{kind}")),
        business_unit_id=form.row("business_unit_id"),
        title=form.text("title"),
    )

    def open_it(session: Session) -> str:
        return url_for("office.batch", batch_id=open_batch(session, wanted, actor=actor()).id)

    try:
        if form.is_good:
            return once(open_it)
    except FieldRefused as refusal:
        form.take(refusal)
    return _list(form), 422


@needs(Permission.BILLING_READ)
def batch(batch_id: int) -> str:
    """One batch: what stands in its way, what is in it, and what may be done with it now."""
    return batch_page(batch_id, Form())


@needs(Permission.BOOKS_KEEP)
def post_this_batch(batch_id: int) -> Response:
    """Post it; what stands in the way is logged and shown."""
    try:
        with writing() as session:
            post_batch(session, batch_id, actor=actor())
    except NotPostable as refusal:
        with writing() as session:
            note_refusal(session, batch_id, refusal.findings, actor=actor())
        return redirect(url_for("office.batch", batch_id=batch_id, told="refused"))
    return redirect(url_for("office.batch", batch_id=batch_id, told="posted"))


@needs(Permission.BOOKS_KEEP)
def refill_batch(batch_id: int) -> Response:
    """Bring in what has come up in its days since it was opened."""
    with writing() as session:
        take_days(session, batch_id, actor=actor())
    return redirect(url_for("office.batch", batch_id=batch_id))


@needs(Permission.BOOKS_KEEP)
def let_batch_go(batch_id: int) -> Response:
    """Give it up; its members are free again."""
    with writing() as session:
        let_go(session, batch_id, actor=actor())
    return redirect(url_for("office.batches"))


def batch_page(batch_id: int, form: Form) -> str:
    """The page of one batch, with whatever a refused form held."""
    page = page_asked()
    kind = choice_asked("kind", MemberKind)
    with reading() as session:
        line = batch_line(session, batch_id)
        row = session.get_one(Batch, batch_id)
        found = review(session, row) if row.state is BatchState.OPEN else []
        kind = kind or _fullest(line.documents, line.movements)
        rows = members_of(session, batch_id, kind, limit=page.limit, offset=page.offset)
        return render_template(
            "office/billing/batch.html",
            batch=line,
            days=days_said(line),
            state=STATES[line.state],
            errors=[each for each in found if each.weight is Weight.ERROR],
            warnings=[each for each in found if each.weight is Weight.WARNING],
            kind=kind,
            kinds=SHORT_KINDS,
            counts=dict(
                zip(MemberKind, (line.documents, line.movements, line.applications), strict=True)
            ),
            members=rows[: page.size],
            page=page,
            more=len(rows) > page.size,
            files=files_of(session, batch_id),
            formats=FORMATS,
            made=row_asked("made"),
            told=request.args.get("told"),
            history=lines(session, happenings_about(session, ("batch", batch_id))),
            billing=billing_rooms("batches"),
            day_said=day_said,
            form=form,
        )


def _fullest(documents: int, movements: int) -> MemberKind:
    return MemberKind.INVOICE if documents or not movements else MemberKind.PAYMENT


def _list(form: Form) -> str:
    page = page_asked()
    with reading() as session:
        rows = batch_lines(session, limit=page.limit, offset=page.offset)
        units = _units(session)
    return render_template(
        "office/billing/batches.html",
        rows=rows[: page.size],
        page=page,
        more=len(rows) > page.size,
        form=form,
        units=units,
        kinds=KINDS,
        states=STATES,
        days_said=days_said,
        billing=billing_rooms("batches"),
    )


def _units(session: Session) -> list[tuple[int, str]]:
    rows = session.execute(select(BusinessUnit.id, BusinessUnit.name).order_by(BusinessUnit.name))
    return [(id_, name) for id_, name in rows]


def _day(form: Form, name: str) -> date:
    try:
        found = date.fromisoformat(form.value(name).strip())
    except ValueError:
        found = date.min
    if not FIRST_DAY <= found <= LAST_DAY:
        form.refuse(name, "Give a day, such as 2026-03-14.")
        return FIRST_DAY
    return found
