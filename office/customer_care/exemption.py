"""Sales tax of a customer and of a place: a certificate taken in and shown again, an exemption ended, a rate set."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from flask import Response as FlaskResponse
from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.blobs import Blob, read_blob
from core.clock import local
from core.desk.permissions import Permission
from core.directory.actions.edits import set_tax_rate
from core.directory.actions.exemption import (
    LARGEST_CERTIFICATE,
    end_exemption,
    excuse_from_tax,
)
from core.errors import FieldRefused, NotFound
from office.access import actor, needs
from office.customer_care.tags import customer_of
from office.customers import shown
from office.door import now, office, reading, writing
from office.forms import Form
from office.meanwhile import settled
from office.once import once
from office.properties import held_property, percent_said, show_property

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
THOUSANDTHS = 1000


@needs(Permission.TAX_SET)
def add_certificate(customer_id: int) -> Response | tuple[str, int]:
    """Take in a certificate: the customer pays no sales tax on invoices from now on."""
    form = Form(request.form)
    expires_on = _day(form)
    upload = request.files.get("certificate")
    content = upload.stream.read(LARGEST_CERTIFICATE + 1) if upload else b""
    today = local(now(), office().settings.company_timezone).date()

    def excuse(session: Session) -> str:
        excuse_from_tax(
            session, customer_id, content, expires_on=expires_on, today=today, actor=actor()
        )
        return _tax_of(customer_id)

    try:
        if form.is_good:
            return once(excuse)
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        return shown(session, customer_id, form), 422


@needs(Permission.TAX_SET)
def end_customer_exemption(customer_id: int) -> Response:
    """The customer pays sales tax again."""
    with writing() as session:
        end_exemption(session, customer_id, actor=actor())
    return _back(customer_id)


@needs(Permission.DIRECTORY_READ)
def certificate(customer_id: int) -> FlaskResponse:
    """The certificate on file, to be saved."""
    with reading() as session:
        blob_id = customer_of(session, customer_id).tax_certificate_blob_id
        if blob_id is None:
            raise NotFound("certificate of customer", customer_id)
        kind, content = session.get_one(Blob, blob_id).content_type, read_blob(session, blob_id)
    answer = FlaskResponse(content, mimetype="application/octet-stream")
    name = f"certificate-{customer_id}.{ENDINGS.get(kind, 'bin')}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@needs(Permission.TAX_SET)
def change_tax_rate(property_id: int) -> Response | tuple[str, int]:
    """Set the sales tax of a place; an empty field is the company's own rate."""
    form = Form(request.form)
    try:
        with writing() as session:
            stands = percent_said(held_property(session, property_id).tax_rate_thousandths)
            thousandths = _thousandths(settled(form, {"tax_rate": stands}))
            if form.is_good:
                set_tax_rate(session, property_id, thousandths, actor=actor())
                return redirect(url_for("office.property_", property_id=property_id, _anchor="tax"))
    except FieldRefused as refusal:
        form.take(refusal)
    return show_property(property_id, form), 422


def _day(form: Form) -> date | None:
    """The last day, however far, as some certificates have it; None where the field is empty."""
    words = form.text("expires_on", most=10)
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        form.refuse("expires_on", "Give a day, such as 2026-03-14.")
        return None


def _thousandths(form: Form) -> int | None:
    """`8.875` is 8875 thousandths of one percent."""
    words = form.text("tax_rate", most=12).removesuffix("%").strip()
    if not words:
        return None
    try:
        rate = Decimal(words) * THOUSANDTHS if words.isascii() else Decimal("NaN")
    except InvalidOperation:
        rate = Decimal("NaN")
    if not rate.is_finite() or rate != rate.to_integral_value():
        form.refuse("tax_rate", "Give a percentage such as 8.875, with at most three decimals.")
        return None
    return int(rate)


def _back(customer_id: int) -> Response:
    return redirect(_tax_of(customer_id))


def _tax_of(customer_id: int) -> str:
    return url_for("office.customer", customer_id=customer_id, _anchor="tax")
