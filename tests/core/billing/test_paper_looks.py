"""How papers look: the slip is never alone, words without end break, what cannot be printed is marked and said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from core.billing.actions.crediting import credit_whole
from core.billing.actions.discounting import Discount, discount_line
from core.billing.actions.editing import Particulars, set_particulars
from core.billing.actions.issuing import issue
from core.billing.model import BillingDefaults, DiscountKind
from core.billing.papers.head import sender_of
from core.billing.papers.invoice import invoice_paper
from core.billing.papers.letters import MARK
from core.billing.papers.printing import Paper, pdf, pictures
from core.billing.papers.statement import activity_paper, open_item_paper
from core.billing.queries.statement import activity, open_items
from core.desk.model import StaffRole
from core.directory.model import Customer
from core.language import Language
from tests.builders import OFFICE, a_customer, a_job_at, a_place
from tests.builders.billing import (
    MARCH_2,
    a_colleague,
    a_draft_invoice,
    a_draft_of,
    an_invoice,
    because,
)
from tests.core.billing.paying import MARCH, issued
from tests.core.billing.test_papers import COMPANY, SENDER, a_paper, of, shown

APRIL = date(2026, 4, 30)
SMALL = 30.0


def a_statement(session: Session, items: int) -> Paper:
    customer = a_customer(session)
    place = a_place(session)
    for n in range(items):
        issued(session, customer, 1_000 + n, place=place)
    opened = open_items(session, customer.id, MARCH)
    return open_item_paper(opened, customer, SENDER, Language.ENGLISH)


def with_words(paper: Paper, **words: object) -> Paper:
    return replace(paper, words={**paper.words, **words})


def slip_of(paper: Paper) -> Mapping[str, object]:
    slip = paper.words["slip"]
    assert isinstance(slip, dict)
    return slip


@pytest.mark.parametrize("items", [3, 14, 40])
def test_the_slip_lies_on_the_first_page_however_long_the_statement(
    session: Session, items: int
) -> None:
    paper = a_statement(session, items)
    other = with_words(paper, slip={**slip_of(paper), "title": "Something else"})
    pages, changed = (pictures(each, pixels_an_inch=SMALL) for each in (paper, other))
    assert [first == second for first, second in zip(pages, changed, strict=True)] == [
        False,
        *[True] * (len(pages) - 1),
    ]


def test_a_small_statement_is_one_page(session: Session) -> None:
    assert len(pictures(a_statement(session, 8), pixels_an_inch=SMALL)) == 1


def test_a_word_without_end_breaks_beside_the_figures() -> None:
    def pages(words: str) -> int:
        row = {
            "words": words,
            "quantity": "1",
            "price": "$1",
            "discount": "",
            "tax": "",
            "amount": "$1",
        }
        return len(pictures(with_words(a_paper(""), rows=[row] * 30), pixels_an_inch=SMALL))

    assert pages("x" * 400) > pages("x")


def test_what_cannot_be_printed_is_marked_and_the_paper_says_what_the_mark_is() -> None:
    def looks(name: str, *notes: str) -> list[bytes]:
        return pictures(with_words(a_paper(name), notes=list(notes)), pixels_an_inch=SMALL)

    note = f"{MARK} stands for letters or signs that cannot be printed here."
    assert looks("語 👍") == looks(f"{MARK} {MARK}", note)
    assert looks("bob") == looks("\u202ebob\u202c")


def test_without_an_address_to_return_it_to_there_is_no_slip(session: Session) -> None:
    bare = sender_of(COMPANY, BillingDefaults(postal_address="", payment_words=""))
    invoice = issued(session, a_customer(session), 1_000)
    assert invoice_paper(session, invoice, bare, on=MARCH).words["slip"] is None
    assert of(session, invoice, MARCH).words["slip"] is not None


@pytest.mark.inventory(133)
def test_a_statement_names_the_job_its_work_the_order_and_where_bills_go(session: Session) -> None:
    customer = a_customer(session)
    place = a_place(session, "12 Oak Street")
    job = a_job_at(session, "Completed", place, customer)
    job.summary = "Kitchen sink leaks"
    draft = a_draft_of(session, job, 1_000)
    wanted = Particulars("4471", "", draft.terms_days, Language.ENGLISH)
    set_particulars(session, draft.id, wanted, actor=OFFICE)
    issue(session, draft.id, on=MARCH_2, actor=OFFICE)
    for paper in statements(session, customer):
        words = shown(paper)
        assert f"Job #{job.number} Kitchen sink leaks" in words
        assert "PO 4471" in words
        # To whom, and on the slip.
        assert words.count(place.address) == 2
        assert pdf(paper).startswith(b"%PDF-")
    customer.billing_address = "1 Own Road"
    session.flush()
    assert all(shown(each).count("'1 Own Road'") == 2 for each in statements(session, customer))


def test_bills_that_went_to_several_places_say_no_address(session: Session) -> None:
    customer = a_customer(session)
    for street in ("1 First St", "2 Second St"):
        an_invoice(session, 500, customer=customer, place=a_place(session, street))
    assert open_items(session, customer.id, APRIL).address == ""


def test_a_credit_note_counts_forwards_as_its_name_says_what_it_is(session: Session) -> None:
    draft = a_draft_invoice(session, 10_000)
    boss = a_colleague(session, StaffRole.ADMINISTRATOR)
    off = Discount(1_000, DiscountKind.PROMOTIONAL)
    discount_line(session, draft.id, draft.lines[0].id, off, by=boss)
    invoice = issue(session, draft.id, on=MARCH_2, actor=OFFICE)
    note = credit_whole(session, invoice.id, because("Wrong part"), actor=OFFICE)
    words = of(session, note, APRIL).words
    assert "-" not in repr(words["rows"])
    assert "-" not in repr(words["sums"]).replace("'Counted towards invoices', '-$90.00'", "")
    assert "Discount $10.00" in repr(words["rows"])
    assert "['Credit to you', '$90.00']" in shown(of(session, note, APRIL))


def statements(session: Session, customer: Customer) -> tuple[Paper, Paper]:
    moved = activity(session, customer.id, MARCH_2, APRIL)
    opened = open_items(session, customer.id, APRIL)
    return (
        activity_paper(moved, customer, SENDER, Language.ENGLISH),
        open_item_paper(opened, customer, SENDER, Language.ENGLISH),
    )
