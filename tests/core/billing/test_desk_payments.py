"""What is asked before money entered at a desk is written down, and what two windows with the same payment do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.actions.desk_payments import begin_card_at_desk, receive_at_desk
from core.billing.actions.paying_by_link import begin_payment_by_link
from core.billing.actions.payments import begin_card_payment
from core.billing.actions.reversing import reverse_payment
from core.billing.model import Batch, BatchState, Payment, PaymentMethod, PaymentState
from core.billing.queries.payment_questions import Doubtful
from core.billing.receiving import NewPayment
from core.db import Database
from core.directory.model import Customer
from core.errors import FieldRefused
from tests.builders import OFFICE, a_customer
from tests.core.billing.paying import MARCH, issued, new_payment

APRIL = date(2026, 4, 2)


def receive(session: Session, new: NewPayment, *sure_of: str, today: date = APRIL) -> Payment:
    return receive_at_desk(session, new, today=today, sure_of=sure_of, actor=OFFICE)


def asked(session: Session, new: NewPayment, *sure_of: str, today: date = APRIL) -> list[str]:
    """The tokens of the questions, as the person sees them; nothing is written."""
    before = session.scalar(select(func.count()).select_from(Payment))
    with pytest.raises(Doubtful) as doubt, session.begin_nested():
        receive(session, new, *sure_of, today=today)
    assert session.scalar(select(func.count()).select_from(Payment)) == before
    return [each.token for each in doubt.value.questions]


def check(payer: Customer, cents: int = 5_000, number: str = "9768") -> NewPayment:
    return new_payment(payer, cents, method=PaymentMethod.CHECK, check_number=number)


def test_the_same_check_again_is_asked_about_and_entered_when_it_is_meant(session: Session) -> None:
    payer = a_customer(session)
    first = receive(session, check(payer))
    for again in (check(payer), check(payer, 4_999), check(payer, number=" 9768 ")):
        assert asked(session, again) == [f"check:{first.id}"]
    assert receive(session, check(payer), f"check:{first.id}").id != first.id


def test_another_number_payer_or_a_bounced_check_is_not_asked_about(session: Session) -> None:
    payer = a_customer(session)
    first = receive(session, check(payer))
    receive(session, check(payer, number="9769"))
    receive(session, check(a_customer(session, "Somebody Else")))
    reverse_payment(session, first.id, on=APRIL, reason="bounced", actor=OFFICE)
    assert receive(session, check(payer)).check_number == "9768"


def test_the_same_form_again_is_not_asked_about(session: Session) -> None:
    new = check(a_customer(session))
    assert receive(session, new).id == receive(session, new).id


def test_two_hands_with_the_same_check_make_one_payment_and_one_question(
    database: Database,
) -> None:
    with database.transaction() as session:
        payer = a_customer(session)
    at_once = Barrier(4)

    def enter(_: int) -> int:
        at_once.wait()
        try:
            with database.transaction() as session:
                receive(session, check(payer))
        except Doubtful:
            return 0
        return 1

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(enter, range(4))) == 1


def test_a_day_to_come_is_refused_and_today_is_not(session: Session) -> None:
    payer = a_customer(session)
    with pytest.raises(FieldRefused, match="dated ahead"):
        receive(session, new_payment(payer, 100, on=APRIL + timedelta(days=1)))
    card = new_payment(payer, 100, method=PaymentMethod.CARD, on=APRIL + timedelta(days=1))
    with pytest.raises(FieldRefused, match="dated ahead"):
        begin(session, card)
    assert receive(session, new_payment(payer, 100, on=APRIL)).received_on == APRIL


@pytest.mark.parametrize(("owed", "highest"), [(1, 50_001), (8_145, 58_145), (100_000, 200_000)])
def test_a_sum_far_above_what_is_owed_is_asked_about(
    session: Session, owed: int, highest: int
) -> None:
    payer = a_customer(session)
    issued(session, payer, owed)
    above = new_payment(payer, highest + 1, on=APRIL)
    assert asked(session, above) == [f"above:{highest + 1}"]
    assert receive(session, above, f"above:{highest + 1}").amount_cents == highest + 1
    assert receive(session, new_payment(payer, highest, on=APRIL)).amount_cents == highest


def test_a_confirmed_sum_holds_for_no_other_sum(session: Session) -> None:
    new = new_payment(a_customer(session), 99_999_999_900, on=APRIL)
    assert asked(session, new, "above:60000") == ["above:99999999900"]


def test_a_day_long_ago_or_in_posted_books_is_asked_about(session: Session) -> None:
    payer = a_customer(session)
    batch = Batch(from_on=date(2026, 2, 1), to_on=date(2026, 2, 28))
    session.add(batch)
    session.flush()
    assert receive(session, new_payment(payer, 100, on=date(2026, 2, 28))).id
    batch.state = BatchState.POSTED
    session.flush()
    assert asked(session, new_payment(payer, 100, on=date(2026, 2, 28))) == ["posted:2026-02-28"]
    assert asked(session, new_payment(payer, 100, on=date(2020, 1, 1))) == ["ago:2020-01-01"]
    late = date(2026, 6, 30)
    new = new_payment(payer, 100, on=date(2026, 2, 28))
    assert asked(session, new, "ago:2026-02-28", today=late) == [
        "posted:2026-02-28",
        "ago:2026-02-28",
    ]
    assert receive(session, new, "posted:2026-02-28", "ago:2026-02-28", today=late).id


def begin(session: Session, new: NewPayment, *sure_of: str) -> Payment:
    return begin_card_at_desk(
        session, new, today=APRIL, sure_of=sure_of, processor="stripe", actor=OFFICE
    )


def test_two_windows_with_the_same_card_payment_get_one(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 5_000)
    new = new_payment(payer, 5_000, (invoice, 5_000), method=PaymentMethod.CARD)
    first = begin(session, new)
    assert begin(session, new).id == first.id
    assert begin(session, replace(new, key="another-window")).id == first.id
    ahead = new_payment(payer, 700, method=PaymentMethod.CARD)
    assert begin(session, ahead).id == begin(session, replace(ahead, key="ahead-2")).id


def test_another_payment_of_an_invoice_whose_card_page_is_open_is_asked_about(
    session: Session,
) -> None:
    payer = a_customer(session)
    invoice, other = issued(session, payer, 5_000), issued(session, payer, 4_000)
    new = new_payment(payer, 5_000, (invoice, 5_000), method=PaymentMethod.CARD)
    first = begin(session, new)
    less = new_payment(payer, 3_000, (invoice, 3_000), method=PaymentMethod.CARD)
    with pytest.raises(Doubtful) as doubt:
        begin(session, less)
    assert [each.token for each in doubt.value.questions] == [f"card:{first.id}"]
    assert begin(session, less, f"card:{first.id}").id != first.id
    assert begin(session, new_payment(payer, 4_000, (other, 4_000), method=PaymentMethod.CARD)).id
    cash = new_payment(payer, 5_000, (invoice, 5_000))
    assert asked(session, cash)[0].startswith("card:")


def test_a_desk_and_a_link_share_the_card_page_of_an_invoice(session: Session) -> None:
    payer = a_customer(session)
    invoice, other = issued(session, payer, 5_000), issued(session, payer, 4_000)
    new = new_payment(payer, 5_000, (invoice, 5_000), method=PaymentMethod.CARD)
    begun = begin(session, new)
    by_link = begin_payment_by_link(
        session, invoice.id, seen_cents=5_000, on=MARCH, processor="stripe"
    )
    assert by_link.id == begun.id
    theirs = begin_payment_by_link(
        session, other.id, seen_cents=4_000, on=MARCH, processor="stripe"
    )
    at_desk = new_payment(payer, 4_000, (other, 4_000), method=PaymentMethod.CARD)
    assert begin(session, at_desk).id == theirs.id


def test_many_windows_at_once_make_one_card_payment(database: Database) -> None:
    with database.transaction() as session:
        payer = a_customer(session)
        invoice = issued(session, payer, 5_000)
    at_once = Barrier(4)

    def open_page(_: int) -> int:
        at_once.wait()
        new = new_payment(
            payer, 5_000, (invoice, 5_000), method=PaymentMethod.CARD, key=uuid4().hex
        )
        with database.transaction() as session:
            return begin(session, new).id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(open_page, range(4)))) == 1


def test_a_page_that_came_to_nothing_holds_up_nobody(session: Session) -> None:
    payer = a_customer(session)
    new = new_payment(payer, 700, method=PaymentMethod.CARD)
    first = begin_card_payment(session, new, processor="stripe", actor=OFFICE)
    first.state = PaymentState.FAILED
    session.flush()
    assert begin(session, replace(new, key="later")).id != first.id
