"""Which page a payer is led to when they speak of a bill: the one they named, their only open one, or all."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from sqlalchemy.orm import Session

from bot.context import BillPage, Context, Speaker
from bot.decide import decide
from bot.knowing.bills import with_bill
from bot.steps import TellOffice
from bot.who import Known
from bot.words import say
from core.billing.model import Invoice
from core.billing.paper_links import account_in, invoice_in
from core.directory.model import ContactPoint
from core.events.actions import Actor, ActorType
from core.language import Language
from core.messaging.model import Message
from tests.bot.people import manager, tenant
from tests.bot.test_tenant_talk import only, said
from tests.builders import a_customer, a_person, a_phone, an_email, number
from tests.builders.messages import HEAD
from tests.core.billing.paying import issued, paid


@dataclass(frozen=True)
class Payer:
    """Rita: the first two of her bills are open, the third is paid; and one that is a neighbour's."""

    point: ContactPoint
    bills: tuple[Invoice, Invoice, Invoice]
    foreign: Invoice


@pytest.fixture
def rita(session: Session) -> Payer:
    customer = a_customer(session, "Rita")
    first, second, third = (issued(session, customer, cents) for cents in (100, 200, 300))
    paid(session, customer, 300, (third, 300))
    foreign = issued(session, a_customer(session, "Bob"), 400)
    point = a_phone(session, a_person(session, customer))
    return Payer(point, (first, second, third), foreign)


def led(
    session: Session, payer: Payer, words: str, context: Context | None = None
) -> BillPage | None:
    actor = Actor(ActorType.CONTACT, "Rita")
    known = Known(Speaker.TENANT, actor, points=[payer.point])
    message = Message(subject="", new_words=words)
    return with_bill(session, HEAD, known, message, context or tenant()).bill


def target(page: BillPage | None) -> int | None:
    """The invoice a page is of; None for the page of all."""
    assert page is not None
    token = page.link.rpartition("/")[2]
    if page.is_of_all:
        link = account_in(HEAD.secret, token)
        assert link is not None
        return None
    found = invoice_in(HEAD.secret, token)
    assert found is not None
    return found.invoice_id


@pytest.mark.parametrize(
    "words",
    [
        "I already paid invoice {n}, why do you remind me",
        "is #{n} paid?",
        "Re: Your invoice no. {n} from Practice\nI paid this",
        "ya pagué la factura {n}.",
        "what is {n} for",
    ],
)
def test_a_named_invoice_of_theirs_leads_to_that_invoice_paid_or_not(
    session: Session, rita: Payer, words: str
) -> None:
    for bill in (rita.bills[0], rita.bills[2]):
        page = led(session, rita, words.format(n=bill.number))
        assert target(page) == bill.id
        assert page is not None
        assert page.number == bill.number


@pytest.mark.parametrize(
    "words",
    [
        "how much do I owe",
        "I paid invoice 987654",
        "I paid invoices {a} and {b}",
        "I paid ${a} today",
    ],
)
def test_where_several_are_open_and_none_is_meant_alone_the_page_is_of_all(
    session: Session, rita: Payer, words: str
) -> None:
    numbers = {"a": rita.bills[0].number, "b": rita.bills[1].number}
    page = led(session, rita, words.format(**numbers))
    assert target(page) is None
    link = account_in(HEAD.secret, (page or BillPage("")).link.rpartition("/")[2])
    assert link is not None
    assert (link.customer_id, link.point_id) == (rita.point.contact.customer_id, rita.point.id)


def test_several_named_that_are_all_paid_lead_to_the_page_that_says_so(
    session: Session, rita: Payer
) -> None:
    customer = rita.point.contact.customer
    paid(session, customer, 300, (rita.bills[0], 100), (rita.bills[1], 200))
    words = f"did you get my checks for invoices {rita.bills[0].number} and {rita.bills[1].number}?"
    assert target(led(session, rita, words)) is None


def test_who_has_nothing_to_do_with_the_bills_of_a_firm_is_not_shown_them_all(
    session: Session, rita: Payer
) -> None:
    firm = rita.point.contact.customer
    caretaker = a_phone(session, a_person(session, firm, "Carl"), number(8))
    for point in (caretaker, rita.point):
        asked = Payer(point, rita.bills, rita.foreign)
        assert target(led(session, asked, "how much do I owe")) == rita.bills[1].id
        assert led(session, asked, "I paid invoice 987654") is None
        both = f"invoices {rita.bills[0].number} and {rita.bills[1].number}"
        assert led(session, asked, both) is None
        one = led(session, asked, f"what is invoice {rita.bills[0].number} for")
        assert target(one) == rita.bills[0].id


@pytest.mark.parametrize("mark", ["receives_invoices", "receives_statements"])
def test_whose_entry_is_marked_for_bills_is_shown_them_all_by_whatever_they_write(
    session: Session, rita: Payer, mark: str
) -> None:
    firm = rita.point.contact.customer
    a_phone(session, a_person(session, firm, "Carl"), number(8))
    mail = an_email(session, rita.point.contact)
    setattr(mail, mark, True)
    session.flush()
    assert target(led(session, rita, "how much do I owe")) is None


def test_a_number_that_two_people_of_an_account_share_is_not_shown_them_all(
    session: Session, rita: Payer
) -> None:
    rita.point.receives_invoices = True
    shared = a_phone(session, a_person(session, rita.point.contact.customer, "Carl"))
    known = Known(Speaker.TENANT, Actor(ActorType.CONTACT, "Rita"), points=[rita.point, shared])
    message = Message(subject="", new_words="how much do I owe")
    page = with_bill(session, HEAD, known, message, tenant()).bill
    assert target(page) == rita.bills[1].id


def test_anothers_invoice_is_never_led_to(session: Session, rita: Payer) -> None:
    assert target(led(session, rita, f"I paid invoice {rita.foreign.number}")) is None


def test_the_only_open_one_is_meant_unless_another_was_named(session: Session, rita: Payer) -> None:
    paid(session, rita.point.contact.customer, 100, (rita.bills[0], 100))
    assert target(led(session, rita, "how much do I owe")) == rita.bills[1].id
    assert target(led(session, rita, "I paid invoice 987654 already")) is None


def test_nobody_unproven_and_nobody_without_bills_is_led_anywhere(
    session: Session, rita: Payer
) -> None:
    unproven = Context(
        speaker=Speaker.TENANT, language=tenant().language, company="Oak", may_act=False
    )
    assert led(session, rita, f"invoice {rita.bills[0].number}", unproven) is None
    bob = Payer(
        a_phone(session, a_person(session, a_customer(session)), number(7)),
        rita.bills,
        rita.foreign,
    )
    assert led(session, bob, f"invoice {rita.bills[0].number}") is None


def test_the_words_say_which_page_it_is() -> None:
    pages = (
        (None, "tenant/billing"),
        (BillPage("https://x"), "tenant/billing_page"),
        (BillPage("https://x", number=12), "tenant/billing_named"),
        (BillPage("https://x", is_of_all=True), "tenant/billing_pages"),
    )
    for bill, text in pages:
        context = replace(tenant(), bill=bill)
        assert text in said(decide("how much do I owe on my bill?", context))


def test_a_manager_who_writes_of_a_payment_is_led_there_too_and_the_office_has_it() -> None:
    words = "I already paid invoice 1053 with check 9768, why do you remind me?"
    assert "manager/bill_page" not in said(decide(words, manager()))
    led_there = decide(words, replace(manager(), bill=BillPage("https://x", number=1053)))
    assert "manager/bill_page" in said(led_there)
    assert only(led_there, TellOffice).reason == "Manager writes about payment"
    for named, shown in (("1053", "Invoice 1053, what was paid"), ("", "What is open on your")):
        told = say("manager/bill_page", Language.ENGLISH, {"number": named, "link": "https://x"})
        assert shown in told
