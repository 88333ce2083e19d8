"""A payment as it is typed at a desk: the money on top, and how much of it is for which invoice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.model import Payment, PaymentMethod
from core.billing.queries.payable import Payable
from core.billing.queries.payment_questions import Question
from core.billing.receiving import LONGEST_CHECK_NUMBER, LONGEST_KEY, LONGEST_NOTE, NewPayment, Part
from core.billing.suggesting import suggest
from core.blobs import keep_blob, pieces_of
from core.errors import FieldRefused
from core.jobs.actions.photos import LARGEST_BYTES
from core.jobs.file_kinds import kind_of
from core.money import bare_amount, cents_of
from core.pictures import UnfitPicture, without_traces
from office.billing.asking import today
from office.billing.correcting import amount_typed, day_typed
from office.forms import Form

# A form of more rows would be more than a server reads at once; the oldest are shown.
MOST_SHOWN = 400
PHOTO = "check_image"
# The boxes by which questions about a payment are answered begin so.
SURE = "sure-"


@dataclass(frozen=True)
class Moved:
    """An invoice whose balance another hand has changed since the form was opened."""

    seen_cents: int
    now_cents: int


def fresh_form(payables: Sequence[Payable], only: int | None = None) -> Form:
    """The empty form with a key of its own. only: an invoice that is to be paid whole."""
    chosen = next((each for each in payables if each.invoice_id == only), None)
    values: dict[str, object] = {
        "key": uuid4().hex,
        "method": PaymentMethod.CHECK.value,
        "received_on": today().isoformat(),
        "seen": seen_of(payables),
    }
    if chosen is not None:
        values["amount"] = bare_amount(chosen.balance_cents)
        values[f"pay-{chosen.invoice_id}"] = bare_amount(chosen.balance_cents)
    return Form.filled(**values)


def seen_of(payables: Iterable[Payable]) -> str:
    """The balances the person sees, in one field, so that a long list stays a small form."""
    return ",".join(f"{each.invoice_id}:{each.balance_cents}" for each in payables)


def balances_seen(form: Form) -> dict[int, int]:
    """What the person saw; what cannot be read was not seen."""
    pairs = (each.partition(":") for each in form.value("seen").split(","))
    return {
        int(id_): int(cents)
        for id_, _, cents in pairs
        if id_.isdecimal() and cents.isdecimal() and len(id_) < 19 and len(cents) < 16
    }


def moved_since(form: Form, payables: Iterable[Payable]) -> dict[int, Moved]:
    """Invoices that stand otherwise now than the person saw them."""
    now = {each.invoice_id: each.balance_cents for each in payables}
    return {
        id_: Moved(cents, now.get(id_, 0))
        for id_, cents in balances_seen(form).items()
        if now.get(id_, 0) != cents
    }


def with_suggestion(form: Form, payables: Sequence[Payable]) -> Form:
    """The same form with the amount spread over the invoices, the oldest first, without those left out."""
    cents = amount_typed(form, "amount")
    left_out = {each.invoice_id for each in payables if form.ticked(f"skip-{each.invoice_id}")}
    found = suggest(cents, (each.item for each in payables), excluded=left_out)
    shares = {share.invoice_id: bare_amount(share.cents) for share in found.shares}
    values: dict[str, object] = {
        f"pay-{each.invoice_id}": shares.get(each.invoice_id, "") for each in payables
    }
    suggested = Form.filled(**values).over(**_kept(form, payables))
    suggested.errors = form.errors
    return suggested


def parts_typed(form: Form) -> tuple[Part, ...]:
    """So much for each invoice that was seen, with its balance then; what is no amount is refused at its field.

    Those that were paid meanwhile are read too: whoever sends the form again means the same payment.
    """
    parts = []
    for invoice_id, seen_cents in balances_seen(form).items():
        cents = _cents(form, f"pay-{invoice_id}")
        if cents and not form.ticked(f"skip-{invoice_id}"):
            parts.append(Part(invoice_id, cents, seen_cents))
    return tuple(parts)


def payment_typed(form: Form, payer_id: int) -> NewPayment:
    """The payment as far as it can be read; what is wrong is noted in the form."""
    method = form.choice("method", PaymentMethod)
    return NewPayment(
        payer_id=payer_id,
        method=method,
        amount_cents=amount_typed(form, "amount"),
        received_on=day_typed(form, "received_on"),
        key=form.needed_text("key", "Open the form anew and try again.", most=LONGEST_KEY),
        parts=parts_typed(form),
        check_number=form.text("check_number", most=LONGEST_CHECK_NUMBER)
        if method is PaymentMethod.CHECK
        else "",
        note=form.text("note", most=LONGEST_NOTE),
    )


def answered(form: Form) -> frozenset[str]:
    """The tokens of the questions that were answered with yes."""
    return frozenset(
        name.removeprefix(SURE) for name, value in form.starting(SURE) if value == "on"
    )


def ask(form: Form, questions: Iterable[Question]) -> None:
    """Put each question that was not answered yet at its box."""
    for each in questions:
        if each.token not in answered(form):
            form.refuse(f"{SURE}{each.token}", each.words)


def left_typed(form: Form) -> int | None:
    """What of the amount is for no invoice yet; below zero it is too much. None while no amount can be read."""
    try:
        amount = cents_of(form.value("amount"))
    except ValueError:
        return None
    quiet = Form().over(**{name: form.value(name) for name in _names(form)})
    return amount - sum(part.cents for part in parts_typed(quiet))


def check_photo(session: Session, key: str) -> int | None:
    """Keep the photo that came with the form, cleaned; None where none came, or its payment is written already."""
    upload = request.files.get(PHOTO)
    if upload is None or not upload.filename:
        return None
    if session.scalar(select(Payment.id).where(Payment.idempotency_key == key)) is not None:
        return None
    content = upload.stream.read(LARGEST_BYTES + 1)
    kind = kind_of(content)
    if kind is None or len(content) > LARGEST_BYTES:
        raise FieldRefused(PHOTO, "Choose a picture or a PDF of at most 10 MB.")
    try:
        clean = without_traces(content, kind)
    except UnfitPicture as unfit:
        raise FieldRefused(PHOTO, f"That cannot be kept: {unfit}.") from unfit
    return keep_blob(session, pieces_of(clean), content_type=kind).id


def _names(form: Form) -> list[str]:
    """The fields of the list."""
    ids = balances_seen(form)
    return ["seen", *(f"{part}-{id_}" for id_ in ids for part in ("pay", "skip"))]


def _cents(form: Form, name: str) -> int:
    typed = form.value(name).strip()
    if not typed:
        return 0
    try:
        return cents_of(typed)
    except ValueError as wrong:
        form.refuse(name, str(wrong))
        return 0


def _kept(form: Form, payables: Iterable[Payable]) -> Mapping[str, str]:
    names = ["key", "method", "amount", "check_number", "received_on", "note", "seen"]
    skips = [f"skip-{each.invoice_id}" for each in payables]
    return {name: form.value(name) for name in [*names, *skips]}
