"""Money is written down for days that have come. A day still to come is refused: what is due then is entered then."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from core.billing.model import Payment
from core.clock import database_now
from core.errors import FieldRefused, Refused

# Where the day begins first, fourteen hours before Greenwich: no company's day is later than that.
EARLIEST_DAY = timedelta(hours=14)
TO_COME = (
    "That day is still to come. A check that is dated ahead is entered on the day it can be deposited:"
    " until then keep it, with a task to remind you."
)


def refuse_to_come(day: date, today: date, field: str) -> None:
    """Raise FieldRefused for a day after today. today: the company's."""
    if day > today:
        raise FieldRefused(field, TO_COME)


def refuse_future(session: Session, day: date, field: str) -> None:
    """Raise FieldRefused for a day that has begun nowhere on earth yet, whatever zone the company is in."""
    refuse_to_come(day, _latest(session), field)


def refuse_dated_ahead(session: Session, payment: Payment) -> None:
    """Raise Refused for a payment that stands on a day to come: nothing can be done with it before that day."""
    if payment.received_on > _latest(session):
        raise Refused(
            f"Payment {payment.id} is dated {payment.received_on}, a day still to come."
            " Reverse it, and enter it again with the day it came."
        )


def _latest(session: Session) -> date:
    return (database_now(session) + EARLIEST_DAY).date()
