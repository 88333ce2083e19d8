"""What an exempt customer's papers say of the certificate: in their language, with a day, never a number of our own."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from core.billing.papers.invoice import invoice_paper
from core.billing.papers.words import exemption
from core.billing.tax import Excuse, Exemption, excuse_of, tax_rule
from core.language import Language
from tests.builders import a_customer, a_place
from tests.builders.billing import MARCH_2, a_taxed, an_invoice, is_exempt
from tests.core.billing.test_papers import SENDER

UNTIL = date(2027, 11, 21)


@pytest.mark.inventory(115)
@pytest.mark.parametrize(
    ("language", "until", "expected"),
    [
        ("en", UNTIL, "Tax exempt: certificate on file, valid until November 21, 2027."),
        ("en", None, "Tax exempt: certificate on file."),
        (
            "es",
            UNTIL,
            "Exento de impuestos: certificado en archivo, válido hasta el 21 de noviembre de 2027.",
        ),
        ("es", None, "Exento de impuestos: certificado en archivo."),
    ],
)
def test_the_paper_says_the_certificate_in_its_language(
    session: Session, language: str, until: date | None, expected: str
) -> None:
    place, customer = a_taxed(session, a_place(session)), a_customer(session)
    is_exempt(session, customer, until)
    invoice = an_invoice(session, 10_000, customer=customer, place=place)
    paper = invoice_paper(session, invoice, SENDER, on=MARCH_2, language=Language(language))
    notes = paper.words["notes"]
    assert isinstance(notes, list)
    assert expected in notes


@pytest.mark.parametrize("until", [UNTIL, None])
def test_what_is_frozen_is_read_again(until: date | None) -> None:
    rule = tax_rule(Exemption(True, 62, until), place_rate=None, company_rate=1, on=MARCH_2)
    assert excuse_of(rule.exempt_reference) == Excuse(62, until)


def test_other_words_of_before_are_said_as_they_are() -> None:
    assert exemption("IL-E-99", Language.ENGLISH) == "Tax exempt: IL-E-99."
