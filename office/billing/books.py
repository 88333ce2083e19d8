"""What goes to the books: files of batches, the accounts they are written to, and the log of it all."""

from __future__ import annotations

from collections.abc import Iterator

from flask import redirect, render_template, request, stream_with_context, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.billing.actions.accounts import LONGEST_ACCOUNT, Slot, field_of, set_accounts
from core.billing.actions.daily_books import set_bookkeeping
from core.billing.actions.exporting import export_batch
from core.billing.model import AccountPurpose, Bookkeeping, ExportFormat
from core.billing.queries.accounts import accounts_now
from core.billing.queries.batch_pages import kept_file, pieces_of_file, sync_lines
from core.billing.queries.company import billing_defaults
from core.desk.permissions import Permission
from core.errors import FieldRefused
from core.jobs.model import BusinessUnit
from office.access import actor, needs
from office.billing.batch_words import INCOME_WORDS, ONE_FOR_ALL, OUTCOMES
from office.billing.rooms import billing_rooms
from office.door import office, page_asked, reading, row_asked, writing
from office.forms import Form
from office.meanwhile import in_turn, opened, settled


@needs(Permission.BOOKS_KEEP)
def export_this_batch(batch_id: int) -> Response:
    """Make the file, or find the one that was made, and offer it."""
    form = Form(request.form)
    chosen = form.choice("format", ExportFormat)
    if not form.is_good:
        return redirect(url_for("office.batch", batch_id=batch_id))
    with writing() as session:
        made = export_batch(session, batch_id, chosen, actor=actor()).id
    return redirect(url_for("office.batch", batch_id=batch_id, made=made))


@needs(Permission.BOOKS_KEEP)
def batch_file(batch_id: int, log_id: int) -> Response:
    """The kept file, sent piece by piece."""
    with reading() as session:
        kept = kept_file(session, batch_id, log_id)
    answer = Response(stream_with_context(_sent(kept.blob_id)), content_type=kept.content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{kept.name}"'
    answer.headers["Content-Length"] = str(kept.size)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@needs(Permission.BOOKS_KEEP)
def book_accounts() -> str:
    """Which account of the books each cent goes to."""
    with reading() as session:
        form = opened(Form(), _stands(session))
    return _accounts(form)


@needs(Permission.BOOKS_KEEP)
def change_book_accounts() -> Response | tuple[str, int]:
    """Save them; what is posted keeps the accounts it had."""
    form = Form(request.form)
    try:
        with writing() as session:
            in_turn(session)
            settled(form, _stands(session))
            wanted: dict[Slot, str] = {
                slot: form.text(field_of(*slot), most=LONGEST_ACCOUNT) for slot in _slots()
            }
            if form.is_good:
                set_accounts(session, wanted, actor=actor())
                return redirect(url_for("office.book_accounts", saved=1))
    except FieldRefused as refusal:
        form.take(refusal)
    return _accounts(form), 422


@needs(Permission.BOOKS_KEEP)
def change_bookkeeping() -> Response:
    """Every morning by itself, or by hand."""
    form = Form(request.form)
    wanted = form.choice("bookkeeping", Bookkeeping)
    if form.is_good:
        zone = office().settings.company_timezone
        with writing() as session:
            set_bookkeeping(session, wanted, zone=zone, actor=actor())
    return redirect(url_for("office.sync_log"))


@needs(Permission.BOOKS_KEEP)
def sync_log() -> str:
    """What became of every batch, of one or of all."""
    page, batch_id = page_asked(), row_asked("batch")
    with reading() as session:
        rows = sync_lines(session, batch_id=batch_id, limit=page.limit, offset=page.offset)
        is_daily = billing_defaults(session).bookkeeping is Bookkeeping.DAILY
    return render_template(
        "office/billing/sync_log.html",
        rows=rows[: page.size],
        page=page,
        more=len(rows) > page.size,
        batch_id=batch_id,
        outcomes=OUTCOMES,
        is_daily=is_daily,
        billing=billing_rooms("batches"),
    )


def _sent(blob_id: int) -> Iterator[bytes]:
    with reading() as session:
        yield from pieces_of_file(session, blob_id)


def _units() -> list[tuple[int, str]]:
    with reading() as session:
        rows = session.execute(
            select(BusinessUnit.id, BusinessUnit.name).order_by(BusinessUnit.name)
        )
        return [(id_, name) for id_, name in rows]


def _slots() -> list[Slot]:
    """Every field of the form, as it is mapped."""
    purposes: list[Slot] = [(purpose, None) for purpose in AccountPurpose]
    units: list[Slot] = [
        (purpose, unit_id) for unit_id, _ in _units() for purpose, _ in INCOME_WORDS
    ]
    return purposes + units


def _stands(session: Session) -> dict[str, object]:
    names = accounts_now(session).names
    return {field_of(*slot): names.get(slot, "") for slot in _slots()}


def _accounts(form: Form) -> str:
    return render_template(
        "office/billing/accounts.html",
        form=form,
        one_for_all=[(field_of(purpose), words, hint) for purpose, words, hint in ONE_FOR_ALL],
        income=[(field_of(purpose), words) for purpose, words in INCOME_WORDS],
        units=[
            (name, [(field_of(purpose, unit_id), words) for purpose, words in INCOME_WORDS])
            for unit_id, name in _units()
        ],
        saved=request.args.get("saved"),
        billing=billing_rooms("batches"),
    )
