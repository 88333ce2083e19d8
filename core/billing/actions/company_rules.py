"""What the company asks for when money is taken. Every change is recorded."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.billing.model import BillingDefaults
from core.billing.queries.company import billing_defaults
from core.errors import FieldRefused
from core.events.actions import Actor, record
from core.money import LARGEST_CENTS

CHANGED = "billing.defaults_changed"


def ask_for_photos_from(session: Session, cents: int | None, *, actor: Actor) -> BillingDefaults:
    """From this amount on a check needs a photo; None asks for none (inventory 119)."""
    if cents is not None and not 0 <= cents <= LARGEST_CENTS:
        raise FieldRefused("photo_from", "Give an amount such as 500, or leave it empty.")
    row = billing_defaults(session)
    before = row.check_photo_from_cents
    if before == cents:
        return row
    row.check_photo_from_cents = cents
    session.add(row)
    session.flush()
    record(
        session,
        CHANGED,
        subject=("billing_defaults", row.id),
        actor=actor,
        before={"photo_from": before},
        after={"photo_from": cents},
    )
    return row
