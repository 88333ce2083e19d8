"""Properties: the list with its search, one property with its people and units, its payer and how
to get in.
"""

from __future__ import annotations

from dataclasses import asdict

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.desk.queries.notes import notes_on
from core.directory.actions.edits import edit_access_notes
from core.directory.actions.place_edits import facts_of_place
from core.directory.actions.places import update_responsible_party
from core.directory.model import Customer, Property, PropertyKind
from core.directory.queries.lists import PropertyFilter, customers, property_list
from core.directory.queries.property_page import property_page
from core.errors import NotFound, Refused
from core.events.queries.timeline import happenings_of_property
from core.jobs.queries.equipment import equipment_at
from core.jobs.queries.job_list import jobs_at
from office.access import actor, needs, not_for_me
from office.door import PAGE_SIZE, choice_asked, reading, row_asked, words_asked, writing
from office.forms import Form
from office.meanwhile import opened, settled
from office.my_desk.mentions import opened_by_me
from office.notes_asked import NOTED, notes_asked
from office.origin import ways_to_belong
from office.payers import bill_places_drafts_anew
from office.timeline import lines

LONGEST_NOTES = 4000
MOST_LINES = 30
KINDS = tuple((kind.value, kind.value.capitalize()) for kind in PropertyKind)
MOST_FOUND = 12
LONGEST_WORDS = 200


@needs(Permission.DIRECTORY_READ)
def properties() -> str:
    """The list, with its search, and by kind."""
    asked = PropertyFilter(words_asked(), choice_asked("kind", PropertyKind), row_asked("customer"))
    with reading() as session:
        part = property_list(session, asked, limit=PAGE_SIZE, after=row_asked("after"))
        whose = session.get(Customer, asked.customer_id) if asked.customer_id else None
    return render_template(
        "office/properties/list.html",
        rows=part.rows,
        more=part.more,
        crowded=part.crowded,
        asked=asked,
        whose=whose.display_name if whose else "",
        kinds=KINDS,
    )


@needs(Permission.DIRECTORY_READ)
def property_(property_id: int) -> str:
    """One property."""
    page = show_property(property_id, Form())
    opened_by_me(("property", property_id))
    return page


@needs(Permission.PAYER_SET)
def set_payer(property_id: int) -> Response | tuple[str, int]:
    """Say who is billed for work here by default; nobody is a choice too."""
    form = Form(request.form)
    try:
        with writing() as session:
            place = held_property(session, property_id)
            stands = place.financially_responsible_customer_id
            ids = (stands, form.row("payer_id"))
            names = [(str(each), _name(session, each)) for each in ids if each is not None]
            settled(form, {"payer_id": stands}, {"payer_id": names})
            payer_id = form.row("payer_id")
            payer = session.get(Customer, payer_id) if payer_id else None
            if payer_id and payer is None:
                form.refuse("payer_id", "Choose one of the list.")
            if form.is_good:
                update_responsible_party(session, place, payer, actor=actor())
                bill_places_drafts_anew(session, place.id)
    except Refused as refusal:
        form.refuse("payer_id", str(refusal))
    return _answer(property_id, form)


@needs(Permission.DIRECTORY_EDIT)
def change_access(property_id: int) -> Response | tuple[str, int]:
    """Save how to get in."""
    form = Form(request.form)
    with writing() as session:
        settled(form, {"access_notes": held_property(session, property_id).access_notes})
        notes = form.text("access_notes", most=LONGEST_NOTES)
        if form.is_good:
            edit_access_notes(session, property_id, notes, actor=actor())
    return _answer(property_id, form)


def held_property(session: Session, property_id: int) -> Property:
    """The row, held until it is saved; NotFound where there is none."""
    place = session.get(Property, property_id, with_for_update=True)
    if place is None:
        raise NotFound("property", property_id)
    return place


def show_property(property_id: int, typed: Form) -> str:
    """The property's page, with whatever a refused form held."""
    with reading() as session:
        view = property_page(session, property_id)
        linked = {each.customer_id: each.name for each in view.customers}
        happened = happenings_of_property(
            session, property_id, most=MOST_LINES, hidden=not_for_me()
        )
        return render_template(
            "office/properties/page.html",
            place=view,
            form=opened(
                typed,
                {
                    **facts_said(session.get_one(Property, property_id)),
                    **{f"unit-{unit.id}": unit.name for unit in view.units},
                    "access_notes": view.access_notes,
                    "payer_id": view.payer[0] if view.payer else None,
                    "tax_rate": percent_said(view.tax_rate_thousandths),
                },
            ),
            payers=tuple(linked.items()),
            ways=ways_to_belong(session),
            units=tuple((unit.id, unit.name) for unit in view.units),
            who=_words_of(typed),
            found=_found(session, _words_of(typed)),
            jobs=jobs_at(session, property_id),
            equipment=equipment_at(session, property_id),
            lines=lines(session, [each for each in happened if each.kind != NOTED]),
            notes=notes_on(session, ("property", property_id), most=notes_asked()),
            kinds=KINDS,
            renaming=row_asked("rename"),
        )


def facts_said(place: Property) -> dict[str, object]:
    """What the property says of itself, as its form writes it."""
    return {name: str(value) for name, value in asdict(facts_of_place(place)).items()}


def _words_of(typed: Form) -> str:
    """Who is looked for: in the address, or in a refused form that was found that way."""
    return words_asked("who") or typed.value("who")[:LONGEST_WORDS]


def _name(session: Session, customer_id: int) -> str:
    found = session.get(Customer, customer_id)
    return found.display_name if found else ""


def _found(session: Session, words: str) -> tuple[tuple[int, str], ...]:
    if not words:
        return ()
    rows = customers(session, words, limit=MOST_FOUND)
    return tuple((row.id, f"{row.name} ({row.number})") for row in rows)


def _answer(property_id: int, form: Form) -> Response | tuple[str, int]:
    if form.is_good:
        return redirect(url_for("office.property_", property_id=property_id))
    return show_property(property_id, form), 422


def percent_said(thousandths: int | None) -> str | None:
    """A rate of tax as its form writes it; None is the company's own."""
    return None if thousandths is None else f"{thousandths / 1000:g}"
