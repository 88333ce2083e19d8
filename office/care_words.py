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


CARE_SENTENCES: Mapping[str, Callable[[Happening], str]] = {
    "customer.tagged": _tagged,
    "customer.untagged": _untagged,
    "customer.tax_exempted": _exempted,
    "customer.tax_exemption_ended": lambda _: "ended the exemption from sales tax",
    "customer.merged": _merged,
    "customer.merged_away": _merged_away,
    "property.tax_rate_set": _rate,
    "customer.imported": _imported,
    "contact.imported": _imported,
    "property.imported": _imported,
}
