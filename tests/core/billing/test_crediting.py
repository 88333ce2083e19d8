"""Credit notes: they mirror what was charged, count towards it where it is owed, and never give back more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.billing.actions.crediting import apply_credit, credit_part, credit_whole
from core.billing.actions.issuing import issue
from core.billing.actions.voiding import void
from core.billing.model import Allocation, InvoiceKind
from core.billing.queries.balances import balance_of, balances_of, credit_left
from core.billing.refusals import NotIssued
from core.db import Database
from core.errors import FieldRefused, Refused
from core.jobs.model import Job
from tests.builders import OFFICE, a_customer, a_place
from tests.builders.billing import (
    MARCH_2,
    a_draft_invoice,
    a_job_draft,
    a_taxed,
    an_invoice,
    because,
)
from tests.crowd import at_once

APRIL_1 = date(2026, 4, 1)
DAY = timedelta(days=1)
# Each writes a dozen rows.
FEW = 15


@pytest.mark.inventory(98)
def test_a_whole_credit_takes_the_invoice_back_to_the_cent(session: Session) -> None:
    invoice = an_invoice(session, 3_333, 9_999, place=a_taxed(session, a_place(session)))
    note = credit_whole(session, invoice.id, because(), actor=OFFICE)
    assert (note.kind, note.number) == (InvoiceKind.CREDIT_NOTE, (invoice.number or 0) + 1)
    assert (note.net_cents, note.tax_cents) == (-invoice.net_cents, -invoice.tax_cents)
    assert balance_of(session, invoice.id) == 0
    assert credit_left(session, [note.id]) == {note.id: 0}
    session.refresh(invoice)
    session.refresh(note)
    assert (invoice.settled_on, note.settled_on) == (MARCH_2, MARCH_2)
    with pytest.raises(Refused, match="credited whole"):
        credit_whole(session, invoice.id, because(), actor=OFFICE)


@settings(max_examples=FEW)
@given(st.lists(st.integers(1, 50_000), min_size=1, max_size=6), st.data())
def test_parts_credited_one_by_one_come_to_the_invoice(
    database: Database, cents: list[int], data: st.DataObject
) -> None:
    with database.reading() as session:
        place = a_taxed(session, a_place(session), data.draw(st.integers(0, 20_000)))
        invoice = an_invoice(session, *cents, place=place)
        first = data.draw(st.integers(1, invoice.net_cents))
        notes = [credit_part(session, invoice.id, first, because(), actor=OFFICE)]
        if first < invoice.net_cents:
            notes.append(credit_whole(session, invoice.id, because(), actor=OFFICE))
        assert sum(note.net_cents for note in notes) == -invoice.net_cents
        assert sum(note.tax_cents for note in notes) == -invoice.tax_cents
        assert balance_of(session, invoice.id) == 0


def test_more_than_is_left_is_never_credited(session: Session) -> None:
    invoice = an_invoice(session, 10_000)
    credit_part(session, invoice.id, 4_000, because(), actor=OFFICE)
    assert balance_of(session, invoice.id) == 6_000
    for cents in (6_001, 0, -1):
        with pytest.raises(FieldRefused, match=r"up to \$60.00"):
            credit_part(session, invoice.id, cents, because(), actor=OFFICE)


def test_what_cannot_be_credited_is_refused(session: Session) -> None:
    draft, invoice = a_draft_invoice(session, 10_000), an_invoice(session, 10_000)
    note = credit_part(session, invoice.id, 100, because(), actor=OFFICE)
    with pytest.raises(NotIssued):
        credit_whole(session, draft.id, because(), actor=OFFICE)
    with pytest.raises(Refused, match="is a credit itself"):
        credit_whole(session, note.id, because(), actor=OFFICE)
    with pytest.raises(FieldRefused, match="Say why"):
        credit_whole(session, invoice.id, because(" "), actor=OFFICE)
    with pytest.raises(FieldRefused, match="or a later day"):
        credit_whole(session, invoice.id, because(on=MARCH_2 - DAY), actor=OFFICE)
    with pytest.raises(Refused, match="has money on it"):
        void(session, invoice.id, on=MARCH_2, reason="x", actor=OFFICE)


def test_a_credit_beyond_what_is_owed_stays_and_pays_another_invoice(session: Session) -> None:
    customer = a_customer(session)
    first = an_invoice(session, 10_000, customer=customer)
    credit_part(session, first.id, 10_000, because(), actor=OFFICE)
    second = an_invoice(session, 10_000, customer=customer)
    other = an_invoice(session, 10_000)
    note = an_unapplied_credit(session, second.id, 7_000)
    third = an_invoice(session, 5_000, customer=customer)
    apply_credit(session, note, [(third.id, 5_000)], on=MARCH_2, actor=OFFICE)
    assert (balance_of(session, third.id), credit_left(session, [note])) == (0, {note: 2_000})
    for shares, words in (
        ([(other.id, 100)], "alone"),
        ([(third.id, 1)], "is owed"),
        ([(second.id, 2_001)], r"has \$20.00 left"),
    ):
        with pytest.raises(Refused, match=words):
            apply_credit(session, note, shares, on=MARCH_2, actor=OFFICE)


def test_balances_of_a_day_know_nothing_of_later_days(session: Session) -> None:
    invoice = an_invoice(session, 10_000)
    credit_part(session, invoice.id, 2_500, because(on=APRIL_1), actor=OFFICE)
    days = (MARCH_2 - DAY, MARCH_2, APRIL_1 - DAY, APRIL_1)
    owed = [balances_of(session, [invoice.id], day)[invoice.id] for day in days]
    assert owed == [0, 10_000, 10_000, 7_500]


@pytest.mark.inventory(113)
def test_a_job_whose_invoice_is_credited_away_is_not_told_as_paid(session: Session) -> None:
    invoice = issue(session, a_job_draft(session, 10_000).id, on=MARCH_2, actor=OFFICE)
    credit_whole(session, invoice.id, because(), actor=OFFICE)
    assert session.get_one(Job, invoice.job_id).status.name == "Paid"


def test_two_hands_cannot_credit_the_same_money_twice(database: Database) -> None:
    with database.transaction() as session:
        invoice = an_invoice(session, 10_000).id

    def act(_: int) -> int:
        with database.transaction() as session:
            return credit_part(session, invoice, 6_000, because(), actor=OFFICE).total_cents

    got = at_once(4, act)
    assert [each for each in got if isinstance(each, int)] == [-6_000]
    with database.reading() as session:
        assert balance_of(session, invoice) == 4_000


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE allocations SET amount_cents = 1", "history"),
        ("UPDATE allocations SET effective_on = effective_on + 1", "history"),
        ("DELETE FROM allocations", "history"),
        (
            "INSERT INTO allocations (credit_note_id, invoice_id, amount_cents, effective_on)"
            " SELECT credit_note_id, invoice_id, 1, effective_on FROM allocations",
            "would be",
        ),
        (
            "INSERT INTO allocations (credit_note_id, invoice_id, amount_cents, effective_on)"
            " SELECT credit_note_id, invoice_id, -1, effective_on FROM allocations",
            "cannot be counted",
        ),
        (
            "INSERT INTO allocations (credit_note_id, invoice_id, amount_cents, effective_on,"
            " reverses_id) SELECT credit_note_id, invoice_id, -amount_cents, effective_on - 1, id"
            " FROM allocations",
            "cannot be counted",
        ),
        (
            "INSERT INTO allocations (invoice_id, amount_cents, effective_on)"
            " SELECT invoice_id, 1, effective_on FROM allocations",
            "cannot be counted",
        ),
    ],
)
def test_the_database_itself_counts_nothing_twice_and_forgets_nothing(
    session: Session, change: str, words: str
) -> None:
    invoice = an_invoice(session, 10_000)
    credit_part(session, invoice.id, 4_000, because(), actor=OFFICE)
    with pytest.raises(DBAPIError, match=words), session.begin_nested():
        session.execute(text(change))


def an_unapplied_credit(session: Session, invoice_id: int, net_cents: int) -> int:
    """A credit note of that much whose part towards the invoice was taken back."""
    note = credit_part(session, invoice_id, net_cents, because(), actor=OFFICE)
    row = session.scalars(select(Allocation).where(Allocation.credit_note_id == note.id)).one()
    session.add(
        Allocation(
            credit_note_id=note.id,
            invoice_id=invoice_id,
            amount_cents=-row.amount_cents,
            effective_on=row.effective_on,
            reverses_id=row.id,
        )
    )
    session.flush()
    return note.id
