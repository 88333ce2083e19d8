"""Who was told and who was not, and why: for everything at a property, and for a customer's people."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, url_for

from core.alerts.queries.told_lists import Told, told_at_property, told_to_customer
from core.desk.permissions import Permission
from core.directory.queries.customer_page import customer_page
from core.directory.queries.property_page import property_page
from office.access import needs
from office.door import reading
from office.event_words import sentence_of
from office.shell import in_room


@dataclass(frozen=True)
class Line:
    """One event of which people were told, with its sentence."""

    sentence: str
    told: Told


@needs(Permission.DIRECTORY_READ)
def told_of_customer(customer_id: int) -> str:
    """What this customer's people heard, or did not."""
    in_room("customers")
    with reading() as session:
        view = customer_page(session, customer_id)
        found = told_to_customer(session, customer_id)
    back = (url_for("office.customer", customer_id=customer_id), view.display_name)
    rooms = (url_for("office.customers"), "Customers")
    file = url_for("office.told_of_customer_file", customer_id=customer_id)
    return _page(found, crumbs=(rooms, back), whose="this customer’s people", file=file)


@needs(Permission.DIRECTORY_READ)
def told_of_property(property_id: int) -> str:
    """Who heard of what happened at this property."""
    in_room("properties")
    with reading() as session:
        view = property_page(session, property_id)
        found = told_at_property(session, property_id)
    back = (url_for("office.property_", property_id=property_id), view.address)
    rooms = (url_for("office.properties"), "Properties")
    file = url_for("office.told_of_property_file", property_id=property_id)
    return _page(found, crumbs=(rooms, back), whose="anybody here", file=file)


def _page(
    found: tuple[Told, ...], *, crumbs: tuple[tuple[str, str], ...], whose: str, file: str
) -> str:
    return render_template(
        "office/notices/told.html",
        lines=[Line(sentence_of(each.happening), each) for each in found],
        crumbs=crumbs,
        whose=whose,
        file=file,
    )
