"""Tags on a customer: put on by name, taken off one by one."""

from __future__ import annotations

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.actions.tagging import tag_customer, untag_customer
from core.directory.model import Customer
from core.errors import FieldRefused, NotFound
from office.access import actor, needs
from office.customers import shown
from office.door import reading, writing
from office.forms import Form


@needs(Permission.DIRECTORY_EDIT)
def add_customer_tag(customer_id: int) -> Response | tuple[str, int]:
    """Put a tag on the customer; a new name makes a new tag."""
    form = Form(request.form)
    name = form.needed_text("tag", "Give the tag a name.")
    try:
        if form.is_good:
            with writing() as session:
                tag_customer(session, customer_of(session, customer_id), name, actor=actor())
            return _back(customer_id)
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        return shown(session, customer_id, form), 422


@needs(Permission.DIRECTORY_EDIT)
def remove_customer_tag(customer_id: int, tag_id: int) -> Response:
    """Take the tag off the customer."""
    with writing() as session:
        untag_customer(session, customer_of(session, customer_id), tag_id, actor=actor())
    return _back(customer_id)


def customer_of(session: Session, customer_id: int) -> Customer:
    """The customer of an address; NotFound if there is none."""
    row = session.get(Customer, customer_id)
    if row is None:
        raise NotFound("customer", customer_id)
    return row


def _back(customer_id: int) -> Response:
    return redirect(url_for("office.customer", customer_id=customer_id, _anchor="tags"))
