"""The pricebook: what is sold, at what price and cost. A change here changes no line that was written before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.billing.actions.pricebook import (
    LONGEST_CODE,
    LONGEST_NAME,
    ItemWanted,
    add_item,
    change_item,
    offer_item_again,
    retire_item,
)
from core.billing.actions.pricebook_list import (
    LARGEST_BYTES,
    Brought,
    ListRefused,
    Problem,
    bring_pricebook,
    pricebook_lines,
)
from core.billing.model import ItemKind, PricebookItem
from core.billing.queries.pricebook import items_like
from core.desk.permissions import Permission
from core.errors import FieldRefused, NotFound
from core.money import bare_amount, cents_of
from office.access import actor, needs
from office.billing.acting import UNPROCESSABLE, Answer
from office.billing.saying import LINE_KINDS
from office.door import choice_asked, reading, words_asked, writing
from office.forms import Form
from office.meanwhile import in_turn, opened, settled
from office.once import landing
from office.spreadsheets import csv_file

LONGEST_WORDS = 2_000


@needs(Permission.BILLING_READ)
def pricebook() -> str:
    """Every item that is offered, found by code, name or words; retired ones when asked for."""
    return _list()


@needs(Permission.BILLING_READ)
def pricebook_file() -> Response:
    """All items as CSV, retired ones too."""

    def told(session: Session) -> Iterator[Sequence[str | int | None]]:
        return pricebook_lines(session)

    return csv_file("pricebook", told)


@needs(Permission.BILLING_WRITE)
def bring_pricebook_file() -> Answer | str:
    """Add and change items by code from a CSV file: all of it, or nothing with every problem by line."""
    upload = request.files.get("file")
    content = upload.stream.read(LARGEST_BYTES + 1) if upload and upload.filename else b""
    form = Form()
    if not content:
        form.refuse("file", "Choose a file first.")
        return _list(form), UNPROCESSABLE
    try:
        with writing() as session:
            brought = bring_pricebook(session, content, actor=actor())
    except ListRefused as refused:
        form.take(refused)
        return _list(form, problems=refused.problems), UNPROCESSABLE
    return _list(brought=brought)


@needs(Permission.BILLING_WRITE)
def new_pricebook_item() -> str:
    """The empty form."""
    return _form(Form.filled(kind=ItemKind.SERVICE.value, taxable="on"))


@needs(Permission.BILLING_WRITE)
def add_pricebook_item() -> Answer:
    """Add it."""
    form = Form(request.form)
    wanted = _wanted(form)

    def add(session: Session) -> str:
        add_item(session, wanted, actor=actor())
        return url_for("office.pricebook")

    try:
        if form.is_good:
            return redirect(landing(add), code=303)
    except FieldRefused as refusal:
        form.take(refusal)
    return _form(form), UNPROCESSABLE


@needs(Permission.BILLING_READ)
def pricebook_item(item_id: int) -> str:
    """The form with the item as it stands."""
    with reading() as session:
        item = _item(session, item_id)
        return _form(opened(Form(), _stands(item)), item)


@needs(Permission.BILLING_WRITE)
def change_pricebook_item(item_id: int) -> Answer:
    """Save what was changed of it, for lines to come."""
    form = Form(request.form)
    try:
        with writing() as session:
            in_turn(session)
            stands = _stands(_item(session, item_id))
            wanted = _wanted(settled(form, stands, {"kind": LINE_KINDS}))
            if form.is_good:
                change_item(session, item_id, wanted, actor=actor())
                return redirect(url_for("office.pricebook"), code=303)
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        return _form(form, _item(session, item_id)), UNPROCESSABLE


@needs(Permission.BILLING_WRITE)
def switch_pricebook_item(item_id: int) -> Response:
    """Offer it no more, or again, as the form says."""
    switch = offer_item_again if Form(request.form).ticked("wanted") else retire_item
    with writing() as session:
        switch(session, _item(session, item_id).id, actor=actor())
    return redirect(url_for("office.pricebook"), code=303)


def _stands(item: PricebookItem) -> dict[str, object]:
    return {
        "kind": item.kind.value,
        "code": item.code,
        "name": item.name,
        "words": item.words,
        "unit_price": bare_amount(item.unit_price_cents),
        "cost": bare_amount(item.cost_cents),
        "taxable": "on" if item.taxable else "",
    }


def _wanted(form: Form) -> ItemWanted:
    return ItemWanted(
        kind=form.choice("kind", ItemKind),
        code=form.needed_text("code", "Give it a short code.", most=LONGEST_CODE),
        name=form.needed_text("name", "Give it a name.", most=LONGEST_NAME),
        unit_price_cents=_cents(form, "unit_price"),
        words=form.text("words", most=LONGEST_WORDS),
        cost_cents=_cents(form, "cost") if form.value("cost").strip() else 0,
        taxable=form.ticked("taxable"),
    )


def _cents(form: Form, name: str) -> int:
    try:
        return cents_of(form.value(name))
    except ValueError as wrong:
        form.refuse(name, str(wrong))
        return 0


def _item(session: Session, item_id: int) -> PricebookItem:
    found = session.get(PricebookItem, item_id)
    if found is None:
        raise NotFound("pricebook item", item_id)
    return found


def _form(form: Form, item: PricebookItem | None = None) -> str:
    return render_template(
        "office/billing/pricebook_item.html", form=form, item=item, kinds=LINE_KINDS
    )


def _list(
    form: Form | None = None,
    *,
    problems: Sequence[Problem] = (),
    brought: Brought | None = None,
) -> str:
    words, kind = words_asked(), choice_asked("kind", ItemKind)
    wants_retired = words_asked("retired") == "yes"
    with reading() as session:
        items = retired_items(session) if wants_retired else items_like(session, words, kind=kind)
        return render_template(
            "office/billing/pricebook.html",
            form=form or Form(),
            items=items,
            words=words,
            kind=kind,
            kinds=LINE_KINDS,
            retired=wants_retired,
            problems=problems,
            brought=brought,
        )


def retired_items(session: Session) -> Sequence[PricebookItem]:
    """What is offered no more, by name."""
    return session.scalars(
        select(PricebookItem).where(~PricebookItem.active).order_by(PricebookItem.name)
    ).all()
