"""Excuse a customer from sales tax, or end that. Nobody is excused without a certificate on file; invoices that were
issued stay as they are (inventory 114, 115).
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.blobs import keep_blob, pieces_of
from core.db import JsonObject
from core.directory.model import Customer
from core.errors import FieldRefused, NotFound
from core.events.actions import Actor, Place, record
from core.pictures import UnfitPicture, without_traces

LARGEST_CERTIFICATE = 10 * 1024 * 1024
# How such files begin; what a browser says of them counts for nothing.
KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)


def excuse_from_tax(
    session: Session,
    customer_id: int,
    content: bytes,
    *,
    expires_on: date | None,
    today: date,
    actor: Actor,
) -> Customer:
    """The customer pays no sales tax on invoices from now on, as long as this certificate holds.

    expires_on: the last day it holds; None has no end. Refuses no file, one over LARGEST_CERTIFICATE, what is no PDF,
    JPEG or PNG, and a certificate that has expired. The one before stays on file, but counts no more.
    """
    kind = _kind(content)
    if expires_on is not None and expires_on < today:
        raise FieldRefused("expires_on", "This certificate has expired. Ask for a new one.")
    try:
        clean = without_traces(content, kind)
    except UnfitPicture as unfit:
        raise FieldRefused("certificate", f"That cannot be kept: {unfit}.") from unfit
    customer = _locked(session, customer_id)
    blob = keep_blob(session, pieces_of(clean), content_type=kind)
    before = _standing(customer)
    customer.tax_exempt = True
    customer.tax_certificate_blob_id = blob.id
    customer.tax_certificate_expires_on = expires_on
    session.flush()
    _note(session, customer, "customer.tax_exempted", before, actor)
    return customer


def end_exemption(session: Session, customer_id: int, *, actor: Actor) -> Customer:
    """The customer pays sales tax again on invoices from now on; the certificate stays on file."""
    customer = _locked(session, customer_id)
    if customer.tax_exempt:
        before = _standing(customer)
        customer.tax_exempt = False
        session.flush()
        _note(session, customer, "customer.tax_exemption_ended", before, actor)
    return customer


def _kind(content: bytes) -> str:
    if not content:
        raise FieldRefused("certificate", "Choose the certificate: nobody is exempt without one.")
    if len(content) > LARGEST_CERTIFICATE:
        raise FieldRefused("certificate", "That file is over 10 MB; make it smaller.")
    for beginning, kind in KINDS:
        if content.startswith(beginning):
            return kind
    raise FieldRefused("certificate", "Only a PDF, JPEG or PNG file is kept as a certificate.")


def _locked(session: Session, customer_id: int) -> Customer:
    customer = session.scalar(select(Customer).where(Customer.id == customer_id).with_for_update())
    if customer is None:
        raise NotFound("customer", customer_id)
    return customer


def _standing(customer: Customer) -> JsonObject:
    ends = customer.tax_certificate_expires_on
    return {
        "tax_exempt": customer.tax_exempt,
        "certificate_blob_id": customer.tax_certificate_blob_id,
        "expires_on": ends.isoformat() if ends else None,
    }


def _note(
    session: Session, customer: Customer, kind: str, before: JsonObject, actor: Actor
) -> None:
    record(
        session,
        kind,
        subject=("customer", customer.id),
        actor=actor,
        place=Place(customer_id=customer.id),
        before=before,
        after=_standing(customer),
    )
