"""Who is on the other end of a conversation: whoever has the number or address now, or had it when something was said.

Whoever gave it back is said to have had it; they are never taken for whoever has it now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from core.addresses import spoken_phone
from core.directory.model import Contact, ContactPoint
from core.jobs.model import Booking, Technician
from core.messaging.model import Conversation
from core.messaging.wire import Channel


@dataclass(frozen=True)
class OtherEnd:
    """who: a name, else the number or address as people write it. person: who has it now, where that is one person.

    formerly: who gave it back last. entries: whose it was and is, oldest first.
    """

    who: str
    person: Contact | None
    formerly: Contact | None
    entries: tuple[ContactPoint, ...]


def other_ends(session: Session, rows: Sequence[Conversation]) -> Mapping[int, OtherEnd]:
    """The other end of each of these conversations, by its id."""
    addresses = sorted({row.address for row in rows})
    entries: dict[str, list[ContactPoint]] = {address: [] for address in addresses}
    for point in session.scalars(
        select(ContactPoint)
        .where(ContactPoint.value.in_(addresses))
        .options(joinedload(ContactPoint.contact).joinedload(Contact.customer))
        .order_by(ContactPoint.id)
    ):
        entries[point.value].append(point)
    technicians = _technicians_at(session, addresses)
    return {row.id: _other_end(row, entries[row.address], technicians) for row in rows}


def who_then(row: Conversation, end: OtherEnd, at: datetime) -> str:
    """The name of whoever had the number or address then, where it has changed hands; else who has it.

    What was said before anybody was known there is taken to be of whoever was known there first after it.
    """
    if all(entry.retired_at is None for entry in end.entries):
        return end.who
    since = [each for each in end.entries if each.retired_at is None or each.retired_at > at]
    had = [each.contact for each in since if each.created_at <= at]
    had = had or [each.contact for each in since[:1]]
    named = next((each for each in had if each.id == row.contact_id), had[0] if had else None)
    return named.full_name if named else end.who


def spoken_address(channel: str, address: str) -> str:
    """A number or address as people write it; short codes stay as they are."""
    if channel == Channel.SMS and address.startswith("+"):
        return spoken_phone(address)
    return address


def booking_of(row: Conversation, end: OtherEnd) -> Booking | None:
    """The request it is about, unless that is of somebody who has given the number or address back."""
    asked = row.booking
    if asked is None or asked.requester_contact_id is None or end.formerly is None:
        return asked
    gone = {each.contact_id for each in end.entries if each.retired_at is not None}
    there = {each.contact_id for each in end.entries if each.retired_at is None}
    return None if asked.requester_contact_id in gone - there else asked


def _other_end(
    row: Conversation, entries: Sequence[ContactPoint], technicians: Mapping[str, str]
) -> OtherEnd:
    there = {each.contact_id: each.contact for each in entries if each.retired_at is None}
    gone = [each for each in entries if each.retired_at and each.contact_id not in there]
    last = max(gone, key=lambda each: (each.retired_at, each.id), default=None)
    formerly = last.contact if last else None
    person = row.contact
    if person is not None and _gave_back(person, there, gone):
        person, formerly = next(iter(there.values())) if len(there) == 1 else None, row.contact
    end = OtherEnd("", person, formerly, tuple(entries))
    who = person.full_name if person else _unnamed(row, end, technicians)
    return OtherEnd(who, person, formerly, end.entries)


def _gave_back(person: Contact, there: Mapping[int, Contact], gone: Sequence[ContactPoint]) -> bool:
    if person.id in there:
        return False
    return person.retired_at is not None or person.id in {each.contact_id for each in gone}


def _unnamed(row: Conversation, end: OtherEnd, technicians: Mapping[str, str]) -> str:
    if row.address in technicians:
        return technicians[row.address]
    asked = booking_of(row, end)
    if asked is not None and asked.requester_name:
        return asked.requester_name
    spoken = spoken_address(row.channel, row.address)
    return f"{spoken} (formerly {end.formerly.full_name})" if end.formerly else spoken


def _technicians_at(session: Session, addresses: Sequence[str]) -> dict[str, str]:
    """Names of technicians by their phone number."""
    found = session.execute(
        select(Technician.phone, Technician.name).where(Technician.phone.in_(addresses))
    )
    return {row.phone: row.name for row in found}
