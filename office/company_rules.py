"""Settings, billing: tax where a place has none of its own, how to pay, photos of checks, who may give how much."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.billing.actions.company_rules import ask_for_photos_from
from core.billing.actions.pricebook import set_billing_defaults, set_discount_limit
from core.billing.queries.company import billing_defaults, discount_limit
from core.desk.model import StaffRole
from core.desk.permissions import Permission, roles_with
from core.errors import FieldRefused
from core.jobs.quantities import millipercent_of, spelled_thousandths
from core.money import bare_amount, cents_of
from office.access import actor, needs
from office.door import reading, writing
from office.forms import Form
from office.meanwhile import in_turn, opened, settled
from office.shell import in_room
from office.words import ROLE_WORDS

LONGEST_WORDS = 1_000


@needs(Permission.SETTINGS_EDIT)
def company_billing() -> str:
    """The rules as they stand (inventory 101, 119)."""
    return _page(Form())


@needs(Permission.SETTINGS_EDIT)
def change_company_billing() -> Response | tuple[str, int]:
    """Another tax, other words, another amount; documents that are issued keep what they say."""
    form = Form(request.form)
    try:
        with writing() as session:
            in_turn(session)
            settled(form, _rules(session))
            tax = _percent(form, "tax_rate")
            words = form.text("payment_words", most=LONGEST_WORDS)
            photo_from = _amount(form, "photo_from")
            if form.is_good:
                set_billing_defaults(
                    session, tax_rate_thousandths=tax, payment_words=words, actor=actor()
                )
                ask_for_photos_from(session, photo_from, actor=actor())
                return redirect(url_for("office.company_billing", saved="rules"), code=303)
    except FieldRefused as refusal:
        form.take(refusal)
    return _page(form), 422


@needs(Permission.SETTINGS_EDIT)
def change_discount_limits() -> Response | tuple[str, int]:
    """How much each role may take off a line without a colleague's word."""
    form = Form(request.form)
    with writing() as session:
        in_turn(session)
        settled(form, _limits(session))
        wanted = {role: _percent(form, _field(role)) for role in _givers()}
        if form.is_good:
            _limit(session, wanted)
    if not form.is_good:
        return _page(form), 422
    return redirect(url_for("office.company_billing", saved="limits"), code=303)


def _limit(session: Session, wanted: Mapping[StaffRole, int]) -> None:
    for role, limit in wanted.items():
        if limit != discount_limit(session, role):
            set_discount_limit(session, role, limit, actor=actor())


def _page(form: Form) -> str:
    in_room("settings")
    with reading() as session:
        filled = opened(form, _rules(session) | _limits(session))
    return render_template(
        "office/billing/company_rules.html",
        form=filled,
        limits=[(_field(role), ROLE_WORDS[role]) for role in _givers()],
        saved=request.args.get("saved", ""),
    )


def _rules(session: Session) -> dict[str, object]:
    row = billing_defaults(session)
    photo_from = row.check_photo_from_cents
    return {
        "tax_rate": _spelled(row.tax_rate_thousandths),
        "payment_words": row.payment_words,
        "photo_from": "" if photo_from is None else bare_amount(photo_from),
    }


def _limits(session: Session) -> dict[str, object]:
    return {_field(role): _spelled(discount_limit(session, role)) for role in _givers()}


def _givers() -> tuple[StaffRole, ...]:
    return roles_with(Permission.DISCOUNTS_GIVE)


def _field(role: StaffRole) -> str:
    return f"limit_{role}"


def _spelled(thousandths: int) -> str:
    return spelled_thousandths(thousandths)


def _percent(form: Form, name: str) -> int:
    try:
        return millipercent_of(form.value(name))
    except ValueError as wrong:
        form.refuse(name, str(wrong))
        return 0


def _amount(form: Form, name: str) -> int | None:
    typed = form.value(name).strip()
    if not typed:
        return None
    try:
        return cents_of(typed)
    except ValueError as wrong:
        form.refuse(name, str(wrong))
        return None
