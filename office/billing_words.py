"""What happened to invoices and the pricebook, in a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.events.queries.timeline import Happening

SOURCES = {
    "manual": "chosen by hand",
    "job_override": "set on the job",
    "responsible_party": "financially responsible for the property",
    "job_customer": "the job’s customer",
}
REVIEWS = {"needs_review": "needs review", "on_hold": "on hold", "reviewed": "reviewed"}


def _of(values: Mapping[str, object], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value)


def _drafted(event: Happening) -> str:
    who = _of(event.after, "bill_to")
    return f"drafted an invoice to {who}" if who else "drafted an invoice"


def _line(doing: str) -> Callable[[Happening], str]:
    """A sentence that names a line and what it came to."""

    def say(event: Happening) -> str:
        line = event.after if event.after.get("words") else event.before
        return f"{doing} “{_of(line, 'words')}” ({_of(line, 'amount')})"

    return say


def _bill_to(event: Happening) -> str:
    why = SOURCES.get(_of(event.after, "source"), "")
    return (
        f"billed it to {_of(event.after, 'bill_to')} ({why}) "
        f"instead of {_of(event.before, 'bill_to')}"
    )


def _placed(event: Happening) -> str:
    place = _of(event.after, "place")
    return f"said that the work was at {place}" if place else "took the place off the invoice"


def _discounted(event: Happening) -> str:
    what = f"took {_of(event.after, 'discount')} off “{_of(event.after, 'words')}”"
    return f"{what}, approved by {_of(event.after, 'approved_by')}"


def _reviewed(event: Happening) -> str:
    review = _of(event.after, "review")
    return f"marked the invoice {REVIEWS.get(review, review)}"


def _credited(event: Happening) -> str:
    return f"wrote credit note {_of(event.after, 'number')} over {_of(event.after, 'amount')}"


def _named(event: Happening) -> str:
    """`credit note 1043`; an invoice where the event says no kind."""
    kind = _of(event.after, "kind").replace("_", " ")
    return f"{kind or 'invoice'} {_of(event.after, 'number')}".strip()


def _voided(event: Happening) -> str:
    is_told = event.after.get("number") is not None
    return f"voided {_named(event)}" if is_told else "voided the invoice"


def _split(event: Happening) -> str:
    return f"split off {_of(event.after, 'amount')} before tax to {_of(event.after, 'to')}"


def _item(doing: str) -> Callable[[Happening], str]:
    """A sentence that names a pricebook item."""
    return lambda event: f"{doing} {_of(event.after, 'name')} ({_of(event.after, 'price')})"


BILLING_SENTENCES: dict[str, Callable[[Happening], str]] = {
    "invoice.drafted": _drafted,
    "invoice.draft_deleted": lambda _: "threw a draft invoice away",
    "invoice.line_added": _line("added"),
    "invoice.line_changed": _line("changed"),
    "invoice.line_removed": _line("removed"),
    "invoice.edited": lambda _: "changed the invoice’s particulars",
    "invoice.bill_to_changed": _bill_to,
    "invoice.place_changed": _placed,
    "invoice.discounted": _discounted,
    "invoice.reviewed": _reviewed,
    "invoice.issued": lambda event: f"issued {_named(event)}",
    "invoice.voided": _voided,
    "invoice.credited": _credited,
    "invoice.split": _split,
    "credit.applied": lambda event: (
        f"counted {_of(event.after, 'amount')} of credit note {_of(event.after, 'number')}"
    ),
    "credit.taken_off": lambda event: (
        f"took {_of(event.after, 'amount')} of credit note {_of(event.after, 'number')} off again"
    ),
    "pricebook.item_added": _item("added to the pricebook:"),
    "pricebook.item_changed": _item("changed in the pricebook:"),
    "pricebook.item_retired": _item("no longer offers"),
    "pricebook.item_offered_again": _item("offers again"),
    "billing.defaults_changed": lambda _: "changed the company’s billing rules",
    "billing.discount_limit_changed": lambda event: (
        f"changed what a {_of(event.after, 'role')} may take off"
    ),
}
