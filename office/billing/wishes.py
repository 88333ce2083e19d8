"""A manager wrote whom to bill: their words, and the change as it would be, for a person to confirm."""

from __future__ import annotations

import re

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from bot.knowing.wished import jobs_wished
from bot.reading.manager_terms import purchase_order
from bot.who import who_is
from core.desk.actions.tasks import finish_task
from core.desk.model import StaffTask
from core.desk.permissions import Permission
from core.directory.model import Customer, PropertyRelationship, RelationshipType, Role
from core.directory.queries.search import ranked_customers
from core.errors import NotFound, Refused
from core.jobs.actions.editing import Edit, edit_job, fingerprint
from core.jobs.job_fields import FIELDS, JobField
from core.jobs.model import Job
from core.messaging.model import Conversation, Message
from office.access import actor, needs
from office.billing.acting import UNPROCESSABLE
from office.billing.choosing import LONGEST_WORDS, MOST_FOUND, Options, chosen_customer, options_of
from office.billing.rooms import is_served
from office.door import reading, writing
from office.forms import Form
from office.meanwhile import seen_of, settled
from office.payers import bill_jobs_drafts_anew

# What the bot calls the task it opens; the words of the manager stand in it.
TITLE = "Manager changes who or what is billed"
LONGEST_PO = 60
LONGEST_NUMBER = 9
# Words for who owns a place; without them the payer stays, and the order number alone is new.
_OWNER = re.compile(r"\b(?:owners?|landlords?|due[nñ][oa]s?|propietari[oa]s?)\b", re.IGNORECASE)


@needs(Permission.BILLING_WRITE)
def billing_wish(task_id: int) -> str:
    """What they wrote, who is billed now, and who would be; first which job is meant, where that is not plain."""
    return _page(task_id, Form({"job": request.args.get("job", "").strip().lstrip("#")}))


@needs(Permission.BILLING_WRITE)
def apply_billing_wish(task_id: int) -> Response | tuple[str, int]:
    """Bill the job to whoever is confirmed, under the purchase order, and finish the task."""
    form = Form(request.form)
    with writing() as session:
        number = _settled(session, task_id, form)
    if number is None:
        return _page(task_id, form), UNPROCESSABLE
    return redirect(url_for("office.job", number=number, _anchor="money"), code=303)


def _settled(session: Session, task_id: int, form: Form) -> int | None:
    """The number of the job that is billed otherwise now; None, and the form says why, where something is to mend."""
    task, thread = _wish(session, task_id)
    session.refresh(task, with_for_update=True)
    if task.done_at is not None:
        raise Refused("This was settled already.")
    job = _chosen(session, form) or _only(_jobs(session, task, thread))
    if job is None:
        form.refuse("job", "Say first which job is billed otherwise.")
        return None
    session.refresh(job, with_for_update=True)
    names = _names(session, _standing_payer(job).id, form.row("payer"))
    settled(form, _stands(job), {"payer": names})
    payer_id = chosen_customer(session, form, "payer")
    po_number = form.text("po_number", most=LONGEST_PO)
    if not form.is_good:
        return None
    _apply(session, job, payer_id, po_number)
    finish_task(session, task_id, note=_done(session, payer_id, po_number), actor=actor())
    return job.number


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


def _wish(session: Session, task_id: int) -> tuple[StaffTask, Conversation]:
    """The task and the thread it came from. NotFound for any other task."""
    task = session.get(StaffTask, task_id)
    if task is None or task.title != TITLE or task.subject_type != "conversation":
        raise NotFound("wish about billing", task_id)
    return task, session.get_one(Conversation, task.subject_id)


def _jobs(session: Session, task: StaffTask, thread: Conversation) -> tuple[Job, ...]:
    """The jobs the writer may mean."""
    subject = session.scalar(
        select(Message.subject)
        .where(Message.conversation_id == thread.id, Message.inbound)
        .where(Message.created_at <= task.created_at)
        .order_by(Message.id.desc())
        .limit(1)
    )
    writer = who_is(session, thread)
    return jobs_wished(session, thread, f"{subject or ''}\n{task.details}", writer.customer_ids)


def _only(jobs: tuple[Job, ...]) -> Job | None:
    return jobs[0] if len(jobs) == 1 else None


def _chosen(session: Session, form: Form) -> Job | None:
    """The job somebody at the desk named; an error in the field where there is none of that number."""
    said = form.value("job").strip()
    if not said:
        return None
    is_number = said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER
    job = session.scalar(select(Job).where(Job.number == int(said))) if is_number else None
    if job is None:
        form.refuse("job", "There is no job of this number. Look it up under Jobs.")
    return job


def _page(task_id: int, form: Form) -> str:
    with reading() as session:
        task, thread = _wish(session, task_id)
        jobs = _jobs(session, task, thread)
        job = _chosen(session, form) or _only(jobs)
        if job is None or "choose" in request.args:
            return render_template(
                "office/billing/which_job.html",
                task=task,
                jobs=jobs,
                form=form,
                is_served=is_served,
            )
        payers, owner = _payers(session, job, form)
        wanted = owner if _OWNER.search(task.details) else _standing_payer(job).id
        order = purchase_order(task.details) or job.po_number
        return render_template(
            "office/billing/wish.html",
            task=task,
            job=job,
            standing=_standing_payer(job).display_name,
            form=form.over(job=job.number, payer=wanted, po_number=order, **seen_of(_stands(job))),
            payers=payers,
            is_served=is_served,
        )


def _standing_payer(job: Job) -> Customer:
    return job.bill_to_override or job.customer


def _stands(job: Job) -> dict[str, object]:
    return {"payer": _standing_payer(job).id, "po_number": job.po_number}


def _names(session: Session, *ids: int | None) -> Options:
    found = (session.get(Customer, each) for each in ids if each is not None)
    return options_of(each for each in found if each is not None)


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
