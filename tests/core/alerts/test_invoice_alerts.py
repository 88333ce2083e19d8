"""The status list spans the invoice's life: who subscribed to invoiced and paid hears of them, and of no amount."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.actions.telling import fan_out
from core.alerts.actions.words import save_template
from core.billing.actions.issuing import issue
from core.billing.model import Invoice
from core.directory.model import Contact, Customer, Property
from core.events.model import Event
from core.jobs.actions.status import MOVED
from core.language import Language
from core.messaging.model import Message
from core.messaging.wire import Channel
from tests.builders import HEAD, OFFICE, a_manager, a_place, a_tenant, hears, number, status
from tests.builders.billing import MARCH_2, a_job_draft
from tests.core.alerts.hearing import reasons, told
from tests.core.billing.paying import paid

_AMOUNT = re.compile(r"\$|\d+\.\d\d")


@pytest.mark.inventory(78, 113)
def test_invoiced_and_paid_are_told_to_those_who_subscribed_to_them(session: Session) -> None:
    invoice, rita, robert = an_invoiced_job(session)
    hears(session, rita.customer, "Invoiced", "Paid")
    hears(session, robert.customer, "Paid")
    invoiced = told_last(session, invoice)
    assert invoiced.after["status"] == "Invoiced"
    assert told(session, invoiced) == ["rita@lakeside.example"]
    assert reasons(session, invoiced)[number(142)] == "has not subscribed to this status"
    paid(session, session.get_one(Customer, invoice.bill_to_id), 10_000, (invoice, 10_000))
    settled = told_last(session, invoice)
    assert settled.after["status"] == "Paid"
    assert sorted(told(session, settled)) == [number(142), "rita@lakeside.example"]


@pytest.mark.inventory(113)
def test_no_amount_is_told_to_those_who_only_subscribed(session: Session) -> None:
    invoice, rita, robert = an_invoiced_job(session)
    for person in (rita, robert):
        hears(session, person.customer, "Invoiced", "Paid")
    told_last(session, invoice)
    paid(session, session.get_one(Customer, invoice.bill_to_id), 10_000, (invoice, 10_000))
    told_last(session, invoice)
    said = [f"{each.subject} {each.body}" for each in session.scalars(select(Message))]
    assert len(said) == 4
    assert [words for words in said if _AMOUNT.search(words)] == []


@pytest.mark.inventory(87, 88)
def test_a_link_into_the_portal_is_filled_in_once_there_is_one_and_before_nothing_is_sent(
    session: Session,
) -> None:
    invoice, rita, _ = an_invoiced_job(session)
    hears(session, rita.customer, "Invoiced")
    save_template(
        session,
        status(session, "Invoiced"),
        Channel.EMAIL,
        Language.ENGLISH,
        subject="Invoice",
        body="See {CustomerPortalLink}",
        actor=OFFICE,
    )
    closed = told_last(session, invoice, portal_url="")
    why = reasons(session, closed)["rita@lakeside.example"]
    assert why == "a value the words need is missing (CustomerPortalLink)"
    other, rita_again, _ = an_invoiced_job(session)
    hears(session, rita_again.customer, "Invoiced")
    opened = told_last(session, other, portal_url="https://fix.example/portal")
    (mail,) = session.scalars(select(Message).where(Message.event_id == opened.id))
    assert mail.body == "See https://fix.example/portal"


def an_invoiced_job(session: Session) -> tuple[Invoice, Contact, Contact]:
    """The manager's job at a tenant's place with an issued invoice over $100, and the two of them."""
    place: Property = a_place(session)
    rita, robert = a_manager(session, place), a_tenant(session, place)
    draft = a_job_draft(session, 10_000, place=place, customer=rita.customer)
    return issue(session, draft.id, on=MARCH_2, actor=OFFICE), rita, robert


def told_last(session: Session, invoice: Invoice, *, portal_url: str = "") -> Event:
    """Tell everyone of the last status the invoice's job came to."""
    head = replace(HEAD, company=replace(HEAD.company, portal_url=portal_url))
    moves = select(Event).where(Event.kind == MOVED, Event.job_id == invoice.job_id)
    event = session.scalars(moves.order_by(Event.id.desc()).limit(1)).one()
    fan_out(session, head, event, after_point_id=0)
    return event
