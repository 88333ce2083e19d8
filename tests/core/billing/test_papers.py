"""Papers: what stands on them, in both languages, and that nobody's words are ever read as markup."""

from __future__ import annotations

import re
import string
import zlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.billing.actions.crediting import credit_part
from core.billing.actions.editing import Particulars, set_particulars
from core.billing.actions.issuing import issue
from core.billing.actions.payments import receive_payment
from core.billing.actions.reversing import reverse_payment
from core.billing.actions.voiding import void
from core.billing.model import BillingDefaults, Invoice, PaymentMethod
from core.billing.papers.head import Sender, sender_of
from core.billing.papers.invoice import invoice_paper
from core.billing.papers.printing import Form, Paper, pdf, pictures
from core.billing.papers.receipt import receipt_paper
from core.billing.papers.statement import activity_paper, open_item_paper
from core.billing.papers.words import long_day, names, quantity, rate, short_day, word
from core.billing.queries.statement import activity, open_items
from core.config import Company
from core.errors import Refused
from core.language import Language
from tests.builders import OFFICE, a_customer, a_place
from tests.builders.billing import MARCH_2, TAX, a_draft_invoice, a_taxed, an_invoice, because
from tests.core.billing.paying import MARCH, issued, new_payment, paid

COMPANY = Company("Oak & Sons", "America/Chicago", "+13125550100", "service@oak.example", "")
SENDER = sender_of(
    COMPANY,
    BillingDefaults(
        postal_address="12 Oak Street\n\nSpringfield, IL 62704", payment_words="By check."
    ),
)
NASTY = '#panic("x") #read("/etc/passwd") \\ "q" $x^2$ *b* _i_ @r <l> // ] } `raw` = head'


def shown(paper: Paper) -> str:
    """Every word that goes on the paper."""
    return repr(dict(paper.words))


def of(session: Session, invoice: Invoice, on: date = MARCH_2) -> Paper:
    return invoice_paper(session, invoice, SENDER, on=on)


def a_paper(name: str) -> Paper:
    """An invoice with nothing on it but a name."""
    bare = {
        "language": "en", "company": {"name": "Oak", "lines": []}, "title": "Invoice", "number": "#1",
        "document": "Invoice", "facts": [], "to": {"title": "To", "lines": [name]}, "place": None, "stamp": "",
        "page": "{n}", "slip": None, "message": name, "heads": ["a", "b", "c", "d", "e"],
        "rows": [{"words": name, "quantity": name, "price": "", "discount": name, "tax": "", "amount": ""}],
        "sums": [[name, name]], "due": [name, name], "notes": [name],
    }  # fmt: skip
    return Paper(Form.INVOICE, bare, MARCH, "invoice.pdf")


@pytest.mark.inventory(103)
def test_an_invoice_shows_its_lines_tax_total_terms_and_slip(session: Session) -> None:
    place = a_taxed(session, a_place(session))
    invoice = an_invoice(session, 20_000, 5_000, place=place)
    words = shown(of(session, invoice))
    for told in ("$250.00", "$20.63", "$270.63", "8.25 %", "Net 30 days", "April 1, 2026"):
        assert told in words
    for told in ("Oak & Sons", "12 Oak Street", "By check.", f"#{invoice.number}", place.street):
        assert told in words
    assert of(session, invoice).words["slip"] is not None
    assert pdf(of(session, invoice)).startswith(b"%PDF-")


def test_what_was_paid_is_taken_off_and_a_paid_one_has_no_slip(session: Session) -> None:
    customer = a_customer(session)
    invoice = issued(session, customer, 10_000)
    paid(session, customer, 4_000, (invoice, 4_000))
    assert of(session, invoice, MARCH).words["due"] == ["Amount due", "$60.00"]
    assert "['Paid and credited', '-$40.00']" in shown(of(session, invoice, MARCH))
    paid(session, customer, 6_000, (invoice, 6_000))
    assert of(session, invoice, MARCH).words["slip"] is None


def test_drafts_and_void_documents_say_so_across_the_page(session: Session) -> None:
    draft = a_draft_invoice(session, 500)
    assert of(session, draft).words["stamp"] == "DRAFT"
    assert "invoice-draft" in of(session, draft).name
    invoice = issue(session, draft.id, on=MARCH_2, actor=OFFICE)
    assert of(session, invoice).words["stamp"] == ""
    void(session, invoice.id, on=MARCH_2, reason="twice", actor=OFFICE)
    assert of(session, invoice).words["stamp"] == "VOID"


def test_a_credit_note_names_what_it_corrects_and_what_is_left(session: Session) -> None:
    invoice = an_invoice(session, 10_000)
    paid(session, invoice.bill_to, 10_000, (invoice, 10_000))
    note = credit_part(session, invoice.id, 2_500, because("Wrong part"), actor=OFFICE)
    words = shown(of(session, note))
    assert "Credit note" in words
    assert f"#{invoice.number}" in words
    assert "Reason: Wrong part" in words
    assert of(session, note).words["due"] == ["Credit still unused", "$25.00"]


def test_a_paper_speaks_the_invoices_language(session: Session) -> None:
    draft = a_draft_invoice(session, 500)
    wanted = Particulars(draft.po_number, "Gracias", draft.terms_days, Language.SPANISH)
    set_particulars(session, draft.id, wanted, actor=OFFICE)
    words = of(session, draft).words
    assert (words["title"], words["stamp"], words["language"]) == ("Factura", "BORRADOR", "es")


def test_a_receipt_shows_what_came_and_what_it_was_for(session: Session) -> None:
    customer = a_customer(session)
    invoice = issued(session, customer, 10_000)
    payment = paid(session, customer, 12_000, (invoice, 10_000))
    told = receipt_paper(session, payment, SENDER)
    assert told.words["amount"] == "$120.00"
    assert told.words["rows"] == [[f"Invoice {invoice.number}", "$100.00", "$0.00"]]
    assert "$20.00 is not used yet" in shown(told)
    assert pdf(told).startswith(b"%PDF-")


def test_there_is_no_receipt_for_what_never_came(session: Session) -> None:
    payment = paid(session, a_customer(session), 500)
    session.expunge(payment)
    payment.state = payment.state.__class__("failed")
    with pytest.raises(Refused):
        receipt_paper(session, payment, SENDER)


@pytest.mark.inventory(133)
def test_a_statement_is_printed_by_property_with_its_ageing(session: Session) -> None:
    customer = a_customer(session)
    oak = a_place(session, "12 Oak Street")
    invoice = issued(session, customer, 10_000, place=oak)
    paid(session, customer, 4_000, (invoice, 4_000))
    moved = activity(session, customer.id, MARCH, date(2026, 5, 31))
    told = activity_paper(moved, customer, SENDER, Language.ENGLISH)
    assert told.words["summary"] == [
        ["Opening balance", "$0.00"],
        ["Charges", "$100.00"],
        ["Payments and credits", "-$40.00"],
        ["Closing balance", "$60.00"],
    ]
    assert "12 Oak Street" in shown(told)
    assert "['61-90 days', '$60.00']" in shown(told)
    opened = open_items(session, customer.id, MARCH)
    spanish = open_item_paper(opened, customer, SENDER, Language.SPANISH)
    assert f"Factura #{invoice.number}" in shown(spanish)
    assert pdf(told).startswith(b"%PDF-")
    assert pdf(spanish).startswith(b"%PDF-")


def test_a_statement_of_nothing_says_so(session: Session) -> None:
    customer = a_customer(session)
    told = activity_paper(
        activity(session, customer.id, MARCH, MARCH), customer, SENDER, Language.ENGLISH
    )
    assert "Nothing moved in these days." in shown(told)
    assert pictures(told, pixels_an_inch=20)


def test_words_of_people_are_never_markup() -> None:
    """Were `#strong[boo]` or `*boo*` read as markup, the page would look as if only boo stood there."""
    looks = [
        pictures(a_paper(name), pixels_an_inch=40) for name in ("boo", "#strong[boo]", "*boo*")
    ]
    assert looks[0] != looks[1] != looks[2] != looks[0]
    assert pdf(a_paper(NASTY)).startswith(b"%PDF-")
    assert pictures(a_paper(NASTY), pixels_an_inch=40) != pictures(a_paper(""), pixels_an_inch=40)


@settings(max_examples=40)
@given(st.text(st.sampled_from(string.punctuation + " \n\x00\u202eñ語😀ab"), max_size=30))
def test_any_words_can_be_printed(name: str) -> None:
    assert pdf(a_paper(name)).startswith(b"%PDF-")


def test_the_same_paper_makes_the_same_bytes_with_its_fonts_inside() -> None:
    first = pdf(a_paper("Bob"))
    assert first == pdf(a_paper("Bob"))
    assert b"/FontFile" in _unpacked(first)


def test_long_papers_have_page_numbers(session: Session) -> None:
    customer = a_customer(session)
    for n in range(70):
        issued(session, customer, 1_000 + n)
    moved = activity(session, customer.id, MARCH, MARCH)
    told = activity_paper(moved, customer, SENDER, Language.ENGLISH)
    assert len(pictures(told, pixels_an_inch=20)) >= 3
    assert told.words["page"] == "Page {n} of {of}"


def test_every_word_exists_in_both_languages_with_the_same_tags() -> None:
    for name, (english, spanish) in names().items():
        assert english, name
        assert spanish, name
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", spanish)), name


def test_a_value_that_looks_like_a_tag_stays_what_it_is() -> None:
    said = word("movement.paid_by_other", Language.ENGLISH, number="{words}", words="{number}")
    assert said == "Invoice {words} paid by {number}"


def test_days_quantities_and_rates_are_written_as_people_do() -> None:
    day = date(2026, 3, 2)
    assert long_day(day, Language.ENGLISH) == "March 2, 2026"
    assert long_day(day, Language.SPANISH) == "2 de marzo de 2026"
    assert short_day(day, Language.SPANISH) == "2 mar 2026"
    assert [quantity(each) for each in (1_000, 2_500, -250, 0)] == ["1", "2.5", "-0.25", "0"]
    assert rate(TAX) == "8.25 %"


def test_a_sender_without_an_address_is_only_a_name() -> None:
    bare: Sender = sender_of(COMPANY, BillingDefaults(postal_address=" \n ", payment_words=""))
    assert bare.address == ()


def _unpacked(found: bytes) -> bytes:
    """The file with every packed stream opened."""
    parts = [found]
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", found, re.DOTALL):
        try:
            parts.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return b"".join(parts)


def test_a_payment_that_bounced_is_marked_on_its_receipt(session: Session) -> None:
    payment = paid(session, a_customer(session), 500)
    reverse_payment(session, payment.id, on=MARCH, reason="NSF", actor=OFFICE)
    assert receipt_paper(session, payment, SENDER).words["stamp"] == "VOID"


def test_a_check_is_named_on_receipt_and_statement(session: Session) -> None:
    customer = a_customer(session)
    new = new_payment(customer, 500, method=PaymentMethod.CHECK, check_number="4471")
    payment = receive_payment(session, new, actor=OFFICE)
    assert "4471" in shown(receipt_paper(session, payment, SENDER))
    moved = activity(session, customer.id, MARCH, MARCH)
    assert "Payment, check 4471" in shown(activity_paper(moved, customer, SENDER, Language.ENGLISH))
