"""The booking for which a new customer or property is being written down: what is known goes into
the form, and saving leads back to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.directory.model import Role
from core.directory.queries.relationship_types import relationship_types
from core.errors import NotFound
from core.jobs.model import Booking
from office.door import LARGEST_ROW

_UNIT = re.compile(
    r"[\s,]*(?:#|\b(?:apt|apartment|unit|suite)\b\.?)\s*#?\s*(\w+)\s*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Origin:
    """What the booking knows. place: id and address of its property, where that is known; unit: its name."""

    booking_id: int
    summary: str
    name: str
    address: str
    place_hint: str
    place: tuple[int, str] | None
    unit: str | None
    customer: tuple[int, str] | None

    @property
    def first_name(self) -> str:
        """The first word of the name that was given."""
        return self.name.partition(" ")[0]

    @property
    def last_name(self) -> str:
        """What follows the first word."""
        return self.name.partition(" ")[2].strip()

    @property
    def street(self) -> str:
        """The place as it was said, without its unit."""
        return _UNIT.sub("", self.place_hint).strip()

    @property
    def unit_said(self) -> str:
        """The unit as it was said, or nothing."""
        found = _UNIT.search(self.place_hint)
        return found[1] if found else ""


def origin_asked(session: Session, asked: str | None) -> Origin | None:
    """The booking with this number, None where none is asked for; NotFound if there is none."""
    if not asked:
        return None
    readable = asked.isascii() and asked.isdigit() and int(asked[:20]) <= LARGEST_ROW
    row = session.get(Booking, int(asked[:20])) if readable else None
    if row is None:
        raise NotFound("booking", asked[:20])
    return Origin(
        booking_id=row.id,
        summary=row.summary,
        name=row.requester_name.strip(),
        address=row.requester_address,
        place_hint=row.place_hint,
        place=(row.property.id, row.property.address) if row.property else None,
        unit=row.unit.name if row.unit else None,
        customer=(row.customer.id, row.customer.display_name) if row.customer else None,
    )


def ways_to_belong(session: Session) -> tuple[tuple[int, str], ...]:
    """How somebody may stand to a property, as a form's options."""
    return tuple((each.id, each.name) for each in relationship_types(session))


def usual_way(session: Session) -> int | None:
    """The label proposed for one who asks for help: an occupant's."""
    types = relationship_types(session)
    return next((each.id for each in types if each.role is Role.OCCUPANT), None)
