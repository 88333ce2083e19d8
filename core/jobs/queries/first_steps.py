"""How far a company has come in setting itself up: what is there at all."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.directory.model import Customer, Property
from core.jobs.model import Technician


@dataclass(frozen=True)
class FirstSteps:
    """Which of the first things are done."""

    has_technician: bool
    has_on_call: bool
    has_customer: bool
    has_property: bool

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is missing."""
        return self.can_work and self.has_on_call

    @property
    def can_work(self) -> bool:
        """Whether a request can become a job that somebody is sent to."""
        return self.has_technician and self.has_customer and self.has_property


def first_steps(session: Session) -> FirstSteps:
    """What is there, by one look at each table."""
    working = select(Technician.id).where(Technician.active).limit(1)
    return FirstSteps(
        has_technician=session.scalar(working) is not None,
        has_on_call=session.scalar(working.where(Technician.on_call_order.is_not(None)))
        is not None,
        has_customer=session.scalar(select(Customer.id).limit(1)) is not None,
        has_property=session.scalar(select(Property.id).limit(1)) is not None,
    )
