"""Sales tax: nobody is excused without a certificate, and an expired one is none."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.blobs import read_blob
from core.directory.actions.edits import MOST_TAX, set_tax_rate
from core.directory.actions.exemption import (
    LARGEST_CERTIFICATE,
    end_exemption,
    excuse_from_tax,
)
from core.directory.model import Customer
from core.errors import FieldRefused, NotFound
from core.events.model import Event
from tests.builders import OFFICE, a_customer, a_place

TODAY = date(2026, 3, 14)
PDF = b"%PDF-1.7 exempt"


def excuse(
    session: Session, customer: Customer, content: bytes = PDF, *, expires_on: date | None = None
) -> Customer:
    return excuse_from_tax(
        session, customer.id, content, expires_on=expires_on, today=TODAY, actor=OFFICE
    )


@pytest.mark.inventory(115)
def test_a_certificate_excuses_and_is_kept(session: Session) -> None:
    customer = excuse(session, a_customer(session), expires_on=TODAY)
    assert customer.tax_exempt
    assert read_blob(session, customer.tax_certificate_blob_id or 0) == PDF
    ended = end_exemption(session, customer.id, actor=OFFICE)
    assert (ended.tax_exempt, ended.tax_certificate_blob_id is None) == (False, False)
    kinds = session.scalars(
        select(Event.kind).where(Event.subject_id == customer.id).order_by(Event.id)
    ).all()
    assert kinds[-2:] == ["customer.tax_exempted", "customer.tax_exemption_ended"]


@pytest.mark.inventory(114, 115)
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nobody is exempt without one"),
        (b"<html>%PDF-", "Only a PDF, JPEG or PNG"),
        (b"\xff\xd8\xff no picture", "cannot be kept"),
        (b"%PDF-" + bytes(LARGEST_CERTIFICATE), "over 10 MB"),
    ],
)
def test_what_is_no_certificate_excuses_nobody(
    session: Session, content: bytes, words: str
) -> None:
    customer = a_customer(session)
    with pytest.raises(FieldRefused, match=words):
        excuse(session, customer, content)
    assert not customer.tax_exempt


@pytest.mark.inventory(115)
def test_an_expired_certificate_excuses_nobody(session: Session) -> None:
    with pytest.raises(FieldRefused, match="expired"):
        excuse(session, a_customer(session), expires_on=date(2026, 3, 13))


def test_the_tax_rate_of_a_place_is_set_within_bounds(session: Session) -> None:
    place = a_place(session)
    assert set_tax_rate(session, place.id, 8875, actor=OFFICE).tax_rate_thousandths == 8875
    assert set_tax_rate(session, place.id, None, actor=OFFICE).tax_rate_thousandths is None
    for rate in (-1, MOST_TAX + 1):
        with pytest.raises(FieldRefused, match="between 0 and 30"):
            set_tax_rate(session, place.id, rate, actor=OFFICE)
    with pytest.raises(NotFound):
        set_tax_rate(session, 0, 1, actor=OFFICE)
