"""What was issued is corrected at a desk: void, credit note, split; previews are what then happens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from core.billing.model import Invoice, InvoiceKind, InvoiceStatus
from core.db import Database
from core.desk.model import StaffRole
from tests.builders import a_customer
from tests.builders.billing import a_draft_invoice
from tests.crowd import at_once
from tests.office.billing.books import (
    a_draft_at_hand,
    an_open_one,
    fields_of,
    owed_on,
    the_day,
)
from tests.office.desk import Browser, hire, office_app


def totals(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(Invoice.total_cents).order_by(Invoice.id)))


def test_a_void_invoice_says_why_and_owes_nothing(database: Database, desk: Browser) -> None:
    invoice_id = an_open_one(database, 10_000)
    page = f"/billing/invoices/{invoice_id}"
    assert desk.send(f"{page}/void", seen_on=page, void_reason=" ").status_code == 422
    desk.send(f"{page}/void", seen_on=page, void_reason="Billed twice")
    shown = desk.text(page)
    assert "Void" in shown
    assert "Billed twice" in shown
    assert owed_on(database, invoice_id) == 0


@pytest.mark.parametrize(("amount", "left"), [("", 0), ("40", 6_000)])
def test_a_credit_note_takes_off_what_is_owed(
    database: Database, desk: Browser, amount: str, left: int
) -> None:
    invoice_id = an_open_one(database, 10_000)
    page = f"/billing/invoices/{invoice_id}"
    answer = desk.send(f"{page}/credit", seen_on=page, amount=amount, reason="Too much")
    assert answer.status_code == 303
    assert "Credit note 1002" in desk.text(answer.headers["Location"])
    assert owed_on(database, invoice_id) == left


@pytest.mark.parametrize("amount", ["500", "0", "-4", "abc"])
def test_no_more_than_the_invoice_is_credited(
    database: Database, desk: Browser, amount: str
) -> None:
    invoice_id = an_open_one(database, 10_000)
    page = f"/billing/invoices/{invoice_id}"
    answer = desk.send(f"{page}/credit", seen_on=page, amount=amount, reason="Too much")
    assert answer.status_code == 422
    assert 'id="amount-error"' in answer.text
    assert totals(database) == [10_000]


@pytest.mark.inventory(107)
@pytest.mark.inventory(108)
def test_a_draft_is_split_as_the_preview_showed(database: Database, desk: Browser) -> None:
    draft_id = a_draft_at_hand(database, 10_001, 5_000)
    with database.transaction() as session:
        tenant = a_customer(session, "Paula Tenant")
    page = f"/billing/invoices/{draft_id}/split"
    asked = {"how": "amount", "payer": "", "payer_other": "Paula Tenant", "split_amount": "33.33"}
    preview = desk.send(page, seen_on=page, **asked)
    assert preview.status_code == 200
    assert "Together they come to what it was before: $150.01" in preview.text
    assert totals(database) == [15_001]
    hidden = fields_of(preview.text)
    answer = desk.send(page, seen_on=page, **{**asked, "seen": hidden["seen"], "confirm": "yes"})
    assert answer.status_code == 303
    assert totals(database) == [11_668, 3_333]
    with database.reading() as session:
        second = session.scalars(select(Invoice).order_by(Invoice.id.desc())).first()
        assert second is not None
        assert second.bill_to_id == tenant.id


@pytest.mark.inventory(107)
def test_whole_lines_move_to_the_second_draft(database: Database, desk: Browser) -> None:
    draft_id = a_draft_at_hand(database, 10_000, 5_000)
    with database.transaction() as session:
        a_customer(session, "Paula Tenant")
        line = session.get_one(Invoice, draft_id).lines[1].id
    page = f"/billing/invoices/{draft_id}/split"
    asked = {"how": "lines", "payer_other": "Paula Tenant", f"move-{line}": "on"}
    seen = fields_of(desk.send(page, seen_on=page, **asked).text)["seen"]
    desk.send(page, seen_on=page, **asked, seen=seen, confirm="yes")
    assert totals(database) == [10_000, 5_000]


def test_a_draft_changed_since_the_preview_is_shown_anew(database: Database, desk: Browser) -> None:
    draft_id = a_draft_at_hand(database, 10_000)
    with database.transaction() as session:
        a_customer(session, "Paula Tenant")
    page = f"/billing/invoices/{draft_id}/split"
    asked = {"how": "amount", "payer_other": "Paula Tenant", "split_amount": "10"}
    answer = desk.send(page, seen_on=page, **asked, seen="older", confirm="yes")
    assert answer.status_code == 409
    assert totals(database) == [10_000]


@pytest.mark.inventory(107)
@pytest.mark.inventory(108)
def test_a_part_of_an_issued_invoice_is_charged_to_another(
    database: Database, desk: Browser
) -> None:
    invoice_id = an_open_one(database, 10_000)
    with database.transaction() as session:
        a_customer(session, "Paula Tenant")
    page = f"/billing/invoices/{invoice_id}/split"
    asked = {"payer_other": "Paula Tenant", "split_amount": "25", "split_reason": "Misuse"}
    preview = desk.send(page, seen_on=page, **asked)
    assert "Together they come to what it was before: $100.00" in preview.text
    seen = fields_of(preview.text)["seen"]
    desk.send(page, seen_on=page, **asked, seen=seen, confirm="yes")
    assert totals(database) == [10_000, -2_500, 2_500]
    assert owed_on(database, invoice_id) == 7_500


def a_split_shown(desk: Browser, invoice_id: int, **asked: str) -> dict[str, str]:
    """The fields of the form that does what was shown."""
    page = f"/billing/invoices/{invoice_id}/split"
    words = {"payer_other": "Paula Tenant", "split_amount": "25", "split_reason": "Misuse"} | asked
    preview = desk.send(page, seen_on=page, **words).text
    shown = preview[: preview.index("Split it like this")]
    return words | {name: fields_of(shown)[name] for name in ("seen", "confirm", "form_key")}


@pytest.mark.parametrize("make", [an_open_one, a_draft_at_hand])
def test_a_split_sent_twice_is_done_once(
    database: Database, desk: Browser, make: Callable[[Database, int], int]
) -> None:
    invoice_id = make(database, 10_000)
    with database.transaction() as session:
        a_customer(session, "Paula Tenant")
    page = f"/billing/invoices/{invoice_id}/split"
    fields = a_split_shown(desk, invoice_id, how="amount")
    first, second = (desk.send(page, seen_on=page, **fields) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(totals(database)) == (3 if make is an_open_one else 2)


@pytest.mark.parametrize("make", [an_open_one, a_draft_at_hand])
def test_what_two_windows_showed_is_split_once(
    database: Database, desk: Browser, make: Callable[[Database, int], int]
) -> None:
    invoice_id = make(database, 10_000)
    with database.transaction() as session:
        a_customer(session, "Paula Tenant")
    page = f"/billing/invoices/{invoice_id}/split"
    mine, theirs = (a_split_shown(desk, invoice_id, how="amount") for _ in range(2))
    assert desk.send(page, seen_on=page, **mine).status_code == 303
    late = desk.send(page, seen_on=page, **theirs)
    assert late.status_code == 409
    assert "Somebody changed this document" in late.text
    assert len(totals(database)) == (3 if make is an_open_one else 2)


@pytest.mark.parametrize("make", [an_open_one, a_draft_at_hand])
def test_four_hands_at_once_split_it_once(
    database: Database, desk: Browser, make: Callable[[Database, int], int]
) -> None:
    invoice_id = make(database, 10_000)
    with database.transaction() as session:
        a_customer(session, "Paula Tenant")
    page = f"/billing/invoices/{invoice_id}/split"
    shown = [a_split_shown(desk, invoice_id, how="amount") for _ in range(4)]
    mailbox = hire(database, StaffRole.MANAGER)
    desks = [Browser(office_app(database).test_client()) for _ in shown]
    for each in desks:
        each.sign_in(mailbox)

    def send(n: int) -> int:
        return desks[n].send(page, seen_on=page, **shown[n]).status_code

    got = at_once(4, send)
    assert sorted(str(each) for each in got) == ["303", "409", "409", "409"]
    assert len(totals(database)) == (3 if make is an_open_one else 2)


@pytest.mark.inventory(107)
@pytest.mark.parametrize(("share", "cents"), [("40%", 4_000), ("1/3", 3_333), ("33.3 %", 3_330)])
def test_a_share_is_split_off(database: Database, desk: Browser, share: str, cents: int) -> None:
    invoice_id = an_open_one(database, 10_000)
    with database.transaction() as session:
        a_customer(session, "Paula Tenant")
    page = f"/billing/invoices/{invoice_id}/split"
    fields = a_split_shown(desk, invoice_id, split_amount=share)
    desk.send(page, seen_on=page, **fields)
    assert totals(database) == [10_000, -cents, cents]


@pytest.mark.parametrize("amount", ["", "0", "100", "101", "-1", "x", "0%", "3/2", "1/0", "101%"])
def test_a_split_that_divides_nothing_is_refused(
    database: Database, desk: Browser, amount: str
) -> None:
    draft_id = a_draft_at_hand(database, 10_000)
    with database.transaction() as session:
        a_customer(session, "Paula Tenant")
    page = f"/billing/invoices/{draft_id}/split"
    asked = {"how": "amount", "payer_other": "Paula Tenant", "split_amount": amount}
    answer = desk.send(page, seen_on=page, **asked)
    assert answer.status_code == 422
    assert 'id="split_amount-error"' in answer.text
    assert totals(database) == [10_000]


def test_a_credit_note_is_counted_towards_another_invoice(
    database: Database, desk: Browser
) -> None:
    with database.transaction() as session:
        customer = a_customer(session)
        on = the_day(session)
        ids = [a_draft_invoice(session, 5_000, customer=customer, on=on).id for _ in range(2)]
    for each in ids:
        desk.send(f"/billing/invoices/{each}/issue", seen_on=f"/billing/invoices/{each}")
    desk.send(
        "/billing/collect",
        seen_on=f"/billing/collect?payer={customer.id}",
        payer=customer.id,
        key="k1",
        method="cash",
        amount="50",
        received_on=on.isoformat(),
        **{f"pay-{ids[0]}": "50", "seen": f"{ids[0]}:5000", "do": "record"},
    )
    first = f"/billing/invoices/{ids[0]}"
    note = desk.send(f"{first}/credit", seen_on=first, reason="Goodwill").headers["Location"]
    desk.send(f"{note}/use", seen_on=note, target=ids[1], credit_amount="50")
    assert owed_on(database, ids[1]) == 0
    with database.reading() as session:
        kinds = session.scalars(select(Invoice.kind).order_by(Invoice.id)).all()
        assert kinds[-1] is InvoiceKind.CREDIT_NOTE
        assert session.get_one(Invoice, ids[1]).status is InvoiceStatus.ISSUED


def a_note(database: Database, desk: Browser) -> tuple[int, str]:
    """An invoice over $100.00 with $40.00 of it credited: its id, and the note's page."""
    invoice_id = an_open_one(database, 10_000)
    page = f"/billing/invoices/{invoice_id}"
    made = desk.send(f"{page}/credit", seen_on=page, amount="40", reason="Too much")
    return invoice_id, made.headers["Location"]


def test_a_credit_note_written_twice_is_undone_with_its_reason(
    database: Database, desk: Browser
) -> None:
    invoice_id, note = a_note(database, desk)
    silent = desk.send(f"{note}/undo", seen_on=note, undo_reason=" ")
    assert silent.status_code == 422
    assert 'id="undo_reason-error"' in silent.text
    answer = desk.send(f"{note}/undo", seen_on=note, undo_reason="Written twice")
    assert (answer.status_code, answer.headers["Location"]) == (303, note)
    shown = desk.text(note)
    assert "Void" in shown
    assert "Written twice" in shown
    assert "voided credit note 1002" in shown
    assert "issued credit note 1002" in shown
    assert owed_on(database, invoice_id) == 10_000


def test_a_credit_note_is_taken_off_one_invoice(database: Database, desk: Browser) -> None:
    invoice_id, note = a_note(database, desk)
    assert "Invoice 1001" in desk.text(note)
    desk.send(f"{note}/off/{invoice_id}", seen_on=note, off_reason="The other one")
    assert owed_on(database, invoice_id) == 10_000
    page = desk.text(f"/billing/invoices/{invoice_id}")
    assert "took $40.00 of credit note 1002 off again" in page
    assert "$40.00" in desk.text(note)


def test_both_halves_of_a_split_are_undone_from_either(database: Database, desk: Browser) -> None:
    invoice_id = an_open_one(database, 10_000)
    with database.transaction() as session:
        a_customer(session, "Paula Tenant")
    page = f"/billing/invoices/{invoice_id}"
    fields = a_split_shown(desk, invoice_id)
    charge = desk.send(f"{page}/split", seen_on=page, **fields).headers["Location"]
    assert "Adjustment 1003 and credit note 1002 become void together" in desk.text(charge)
    desk.send(f"{charge}/undo", seen_on=charge, undo_reason="Not misuse")
    with database.reading() as session:
        states = session.scalars(select(Invoice.status).order_by(Invoice.id)).all()
    assert states == [InvoiceStatus.ISSUED, InvoiceStatus.VOID, InvoiceStatus.VOID]
    assert owed_on(database, invoice_id) == 10_000
