"""What happened to customers and places in this room, in a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.events.queries.timeline import Happening


def _tagged(event: Happening) -> str:
    return f"tagged “{event.after.get('tag', '')}”"


def _untagged(event: Happening) -> str:
    return f"took the tag “{event.after.get('tag', '')}” off"


def _exempted(event: Happening) -> str:
    until = event.after.get("expires_on")
    return f"exempted from sales tax until {until}" if until else "exempted from sales tax"


def _merged(event: Happening) -> str:
    return f"merged customer {event.after.get('number')}, {event.after.get('name')}, into this one"


def _merged_away(event: Happening) -> str:
    return f"merged into customer {event.after.get('number')}, {event.after.get('name')}"


def _rate(event: Happening) -> str:
    rate = event.after.get("thousandths")
    return f"set the sales tax to {rate / 1000:g} %" if isinstance(rate, int) else (
        "set the sales tax to the company’s own rate"
    )  # fmt: skip


def _imported(event: Happening) -> str:
    return f"brought in from the list {event.after.get('file', '')}".rstrip()


def _about_entry(event: Happening, deed: str) -> str:
    what = "a phone number" if event.after.get("kind") == "phone" else "an e-mail address"
    return f"{deed} {what} of {event.after.get('contact', 'a person')}"


def _edited(event: Happening) -> str:
    """What of a property was changed, as far as the event says."""
    named = [words for name, words in PROPERTY_WORDS.items() if name in event.before]
    if event.after.get("changed") == "access_notes":
        named = ["access notes"]
    return f"changed the property’s {' and '.join(named) or 'details'}"


def _renamed(event: Happening) -> str:
    return f"renamed unit #{event.before.get('unit')} to #{event.after.get('unit')}"


PROPERTY_WORDS = {
    "name": "name",
    "street": "street",
    "city": "city",
    "state": "state",
    "postal_code": "ZIP",
    "kind": "kind",
    "time_zone": "time zone",
}
CARE_SENTENCES: Mapping[str, Callable[[Happening], str]] = {
    "customer.tagged": _tagged,
    "customer.untagged": _untagged,
    "customer.tax_exempted": _exempted,
    "customer.tax_exemption_ended": lambda _: "ended the exemption from sales tax",
    "customer.merged": _merged,
    "customer.merged_away": _merged_away,
    "property.tax_rate_set": _rate,
    "property.edited": _edited,
    "unit.renamed": _renamed,
    "contact_point.corrected": lambda event: _about_entry(event, "corrected"),
    "contact_point.removed": lambda event: _about_entry(event, "removed"),
    "contact.removed": lambda event: f"removed {event.after.get('name', 'a person')}",
    "contact.brought_back": lambda event: f"brought {event.after.get('name', 'a person')} back",
    "customer.imported": _imported,
    "contact.imported": _imported,
    "property.imported": _imported,
}
