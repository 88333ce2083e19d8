"""Where the work of a draft without a job was done: one of the bill-to's places, or any that words find."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.billing.actions.placing import set_place
from core.billing.actions.summing import lock_draft
from core.desk.permissions import Permission
from core.directory.queries.lists import properties
from office.access import actor, needs
from office.billing.acting import Answer
from office.billing.asking import today
from office.billing.choosing import LONGEST_WORDS
from office.billing.invoices import change_invoice
from office.billing.places import places_near
from office.forms import Form
from office.meanwhile import settled


@needs(Permission.BILLING_WRITE)
def place_invoice(invoice_id: int) -> Answer:
    """Give a draft its place, whose tax it then has; or take it off (inventory 114)."""

    def act(session: Session, form: Form) -> None:
        draft = lock_draft(session, invoice_id)
        names = places_near(session, draft, Form())
        settled(form, {"place": draft.property_id}, {"place": names})
        place_id = _chosen(session, form)
        if form.is_good:
            set_place(session, invoice_id, place_id, on=today(), actor=actor())

    return change_invoice(invoice_id, act)


def _chosen(session: Session, form: Form) -> int | None:
    """The place of the list, or the only one that the words mean; None for no place."""
    words = form.text("place_other", most=LONGEST_WORDS)
    if not words:
        return form.row("place")
    found = properties(session, words, limit=2)
    if len(found) == 1:
        return found[0].id
    if not found:
        form.refuse("place_other", "No place is called that. Try a part of the street or name.")
    else:
        form.refuse("place", "Several fit what you wrote; choose one of this list.")
    return None
