"""One search box for everything: a number opens what alone bears it; names, phones and addresses list what they fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.addresses import email_address, phone_number
from core.billing.queries.invoice_list import documents_numbered
from core.desk.permissions import Permission
from core.directory.queries.lists import customers, properties
from core.directory.queries.search import customer_number, phone_digits
from core.errors import NotFound
from core.jobs.queries.booking_pages import BookingRow
from core.jobs.queries.emergency_view import EmergencyView, emergencies_numbered
from core.jobs.queries.estimates import estimate_numbered
from core.jobs.queries.strangers import requests_of_strangers
from core.jobs.queries.work import job_numbered
from core.messaging.queries.emergency_threads import thread_of_emergency
from core.messaging.queries.inbox import ThreadRow, threads_of_unknown
from core.money import dollars
from office.access import i_may, needs
from office.billing.saying import name_said
from office.door import LARGEST_SMALL, reading, words_asked

MOST_OF_A_KIND = 20
_NUMBER = re.compile(r"#?\s*(\d{1,10})")


@dataclass(frozen=True)
class Bearer:
    """What bears the number asked for. name: what it is called; where: its page; words, aside: what it is about."""

    name: str
    where: str
    words: str
    aside: str = ""


@needs(Permission.DIRECTORY_READ)
def search() -> str | Response:
    """What the words fit, by kind; a number that only one thing bears goes straight there."""
    words = words_asked()
    with reading() as session:
        bearers = _bearers(session, words)
        if len(bearers) == 1:
            return redirect(bearers[0].where)
        by_number = customer_number(words) is not None
        return render_template(
            "office/search.html",
            words_searched=words,
            bearers=bearers,
            people=() if by_number else customers(session, words, limit=MOST_OF_A_KIND),
            places=properties(session, words, limit=MOST_OF_A_KIND),
            strangers=_strangers(session, words),
            threads=_threads(session, words),
        )


def _bearers(session: Session, words: str) -> list[Bearer]:
    """Everything of the number in the words that the one at the desk may see; `#` asks for customers as well."""
    number = _number(words)
    if number is None:
        return []
    found = [each for may, seek in _KINDS if i_may(may) for each in seek(session, number)]
    return [*found, *(_customers(session, words) if customer_number(words) else ())]


def _number(words: str) -> int | None:
    match = _NUMBER.fullmatch(words)
    number = int(match[1]) if match else 0
    return number if 0 < number <= LARGEST_SMALL else None


def _jobs(session: Session, number: int) -> Sequence[Bearer]:
    try:
        job = job_numbered(session, number)
    except NotFound:
        return ()
    return (Bearer(f"Job #{job.number}", url_for("office.job", number=number), job.summary),)


def _estimates(session: Session, number: int) -> Sequence[Bearer]:
    try:
        view = estimate_numbered(session, number)
    except NotFound:
        return ()
    where = url_for("office.estimate", number=number)
    return (Bearer(f"Estimate {number}", where, view.title, dollars(view.sums.total_cents)),)


def _documents(session: Session, number: int) -> Sequence[Bearer]:
    return [
        Bearer(
            name_said(row),
            url_for("office.invoice", invoice_id=row.id),
            row.bill_to,
            dollars(row.total_cents),
        )
        for row in documents_numbered(session, number)
    ]


def _emergencies(session: Session, number: int) -> Sequence[Bearer]:
    return [
        Bearer(
            f"Emergency {number}",
            _reported_at(session, each),
            each.words,
            f"{each.taken_by} has it" if each.taken_at else "nobody has it yet",
        )
        for each in emergencies_numbered(session, number)
    ]


def _reported_at(session: Session, emergency: EmergencyView) -> str:
    """The page of the request it came with, else of the conversation."""
    if emergency.booking_id is not None:
        return url_for("office.booking", booking_id=emergency.booking_id)
    thread_id = thread_of_emergency(session, emergency)
    if thread_id is None:
        return url_for("office.inbox")
    return url_for("office.conversation", conversation_id=thread_id)


def _customers(session: Session, words: str) -> Sequence[Bearer]:
    return [
        Bearer(f"Customer #{row.number}", url_for("office.customer", customer_id=row.id), row.name)
        for row in customers(session, words, limit=MOST_OF_A_KIND)
    ]


def _strangers(session: Session, words: str) -> tuple[BookingRow, ...]:
    """Requests of people who are no customers yet."""
    if not i_may(Permission.BOOKINGS_READ):
        return ()
    return requests_of_strangers(session, words, limit=MOST_OF_A_KIND)


def _threads(session: Session, words: str) -> tuple[ThreadRow, ...]:
    """Conversations with a whole number or address nobody is known at."""
    address = _address(words)
    if address is None or not i_may(Permission.INBOX_READ):
        return ()
    return threads_of_unknown(session, address, limit=MOST_OF_A_KIND)


def _address(words: str) -> str | None:
    try:
        if phone_digits(words) is not None:
            return phone_number(words).e164
        return email_address(words).address if "@" in words else None
    except ValueError:
        return None


_KINDS: tuple[tuple[Permission, Callable[[Session, int], Sequence[Bearer]]], ...] = (
    (Permission.JOBS_READ, _jobs),
    (Permission.BOOKINGS_READ, _emergencies),
    (Permission.JOBS_READ, _estimates),
    (Permission.BILLING_READ, _documents),
)
