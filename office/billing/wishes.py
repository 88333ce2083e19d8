"""A manager wrote whom to bill: their words, and the change as it would be, for a person to confirm."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.desk.actions.tasks import finish_task
from core.desk.model import StaffTask
from core.desk.permissions import Permission
from core.directory.model import Customer, PropertyRelationship, RelationshipType, Role
from core.directory.queries.search import ranked_customers
from core.errors import NotFound, Refused
from core.jobs.actions.editing import Edit, edit_job, fingerprint
from core.jobs.job_fields import FIELDS, JobField
from core.jobs.model import Job
from core.messaging.model import Conversation
from office.access import actor, needs
from office.billing.acting import UNPROCESSABLE
from office.billing.choosing import LONGEST_WORDS, MOST_FOUND, Options, chosen_customer, options_of
from office.billing.rooms import is_served
from office.door import reading, writing
from office.forms import Form
from office.payers import bill_jobs_drafts_anew

# What the bot calls the task it opens; the words of the manager stand in it.
TITLE = "Manager changes who or what is billed"
LONGEST_PO = 60


@needs(Permission.BILLING_WRITE)
def billing_wish(task_id: int) -> str:
    """What they wrote, who is billed now, and who would be."""
    return _page(task_id, Form())


@needs(Permission.BILLING_WRITE)
def apply_billing_wish(task_id: int) -> Response | tuple[str, int]:
    """Bill the job to whoever is confirmed, under the purchase order, and finish the task."""
    form = Form(request.form)
    with writing() as session:
        task, job = _wish(session, task_id)
        if task.done_at is not None:
            raise Refused("This was settled already.")
        payer_id = chosen_customer(session, form, "payer")
        po_number = form.text("po_number", most=LONGEST_PO)
        if form.is_good:
            _apply(session, job, payer_id, po_number)
            finish_task(session, task_id, note=_done(session, payer_id, po_number), actor=actor())
        number = job.number
    if not form.is_good:
        return _page(task_id, form), UNPROCESSABLE
    return redirect(url_for("office.job", number=number, _anchor="money"), code=303)


def _apply(session: Session, job: Job, payer_id: int, po_number: str) -> None:
    for field, wanted in (
        (JobField.BILL_TO, str(payer_id)),
        (JobField.PO_NUMBER, po_number),
    ):
        seen = fingerprint(FIELDS[field].read(session, job))
        edit_job(session, job.id, Edit(field, seen, wanted), actor=actor())
    bill_jobs_drafts_anew(session, job.id)


def _done(session: Session, payer_id: int, po_number: str) -> str:
    name = session.get_one(Customer, payer_id).display_name
    return f"Billed to {name}" + (f" under PO {po_number}." if po_number else ".")


def _wish(session: Session, task_id: int) -> tuple[StaffTask, Job]:
    """The task and the job its thread is about. NotFound for any other task."""
    task = session.get(StaffTask, task_id)
    if task is None or task.title != TITLE or task.subject_type != "conversation":
        raise NotFound("wish about billing", task_id)
    thread = session.get(Conversation, task.subject_id)
    job = session.get(Job, thread.job_id) if thread and thread.job_id else None
    if job is None:
        raise Refused("The thread belongs to no job. Set who is billed on the job’s own page.")
    return task, job


def _page(task_id: int, form: Form) -> str:
    with reading() as session:
        task, job = _wish(session, task_id)
        payers, owner = _payers(session, job, form)
        standing = job.bill_to_override or job.customer
        return render_template(
            "office/billing/wish.html",
            task=task,
            job=job,
            standing=standing.display_name,
            form=form.over(payer=owner, po_number=job.po_number),
            payers=payers,
            is_served=is_served,
        )


def _payers(session: Session, job: Job, form: Form) -> tuple[Options, int | None]:
    """Whoever was looked for, then all who belong to the place, its owner first; and who the owner is."""
    words = form.value("payer_other").strip()[:LONGEST_WORDS]
    found = list(session.scalars(ranked_customers(words).limit(MOST_FOUND))) if words else []
    linked = session.execute(
        select(Customer, RelationshipType.role)
        .join(PropertyRelationship, PropertyRelationship.customer_id == Customer.id)
        .join(RelationshipType, RelationshipType.id == PropertyRelationship.type_id)
        .where(PropertyRelationship.property_id == job.property_id)
        .order_by(RelationshipType.role != Role.OWNER, Customer.name, Customer.id)
        .limit(MOST_FOUND)
    ).all()
    owner = next((customer.id for customer, role in linked if role is Role.OWNER), None)
    every = {each.id: each for each in (*found, *(row[0] for row in linked), job.customer)}
    return options_of(every.values()), owner
