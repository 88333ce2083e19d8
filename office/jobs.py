"""One job with its timeline, and moving it along with who will be told shown before. The list of all is in `work`."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.alerts.queries.hearing import Hearing, preview, told_of_each
from core.alerts.queries.told_lists import TOLD_KINDS
from core.desk.actions.mentioning import mention
from core.desk.permissions import Permission
from core.errors import NotFound
from core.events.queries.timeline import Happening, happenings_of_job
from core.jobs.actions.status import MOVED, move, move_refusal
from core.jobs.actions.visit_news import BESIDE, SCHEDULED_VISIT
from core.jobs.actions.visits import note_on_job
from core.jobs.model import Job, JobStatus
from core.jobs.queries.emergency_view import emergencies_of_job
from core.jobs.queries.job_choices import technicians
from core.jobs.queries.job_page import JobView, job_page
from core.jobs.queries.work import job_numbered
from core.messaging.queries.inbox_thread import bubbles_of_job
from office.access import actor, needs, not_for_me
from office.door import is_swap, office, reading, writing
from office.event_words import sentence_of
from office.forms import Form
from office.job_facts import facts_of
from office.job_money import money_of_job
from office.job_work import work_of_job
from office.my_desk.mentions import opened_by_me, with_named
from office.once import once
from office.timeline import Entry, interleaved

LONGEST_NOTE = 4000
MOST_TELLINGS = 20


@dataclass(frozen=True)
class Telling:
    """Who was told of one change of status."""

    event_id: int
    status: str
    happening: Happening
    hearings: tuple[Hearing, ...]


@dataclass(frozen=True)
class InTheWay:
    """Why a technician should not be sent, a sentence each; visit_id: to which visit, or None for one being planned."""

    reasons: tuple[str, ...]
    visit_id: int | None = None


@needs(Permission.JOBS_READ)
def job(number: int) -> str:
    """One job; notes on it that name whoever opens it are read with that."""
    page = show_job(number, Form())
    with reading() as session:
        job_id = job_numbered(session, number).id
    opened_by_me(("job", job_id))
    return page


@needs(Permission.JOBS_MOVE)
def status_preview(number: int, status_id: int) -> str:
    """Before a change of status: who will be told, in which words, and who will not."""
    with reading() as session:
        view = job_page(session, number, actor=actor())
        status = _status(session, status_id)
        row = session.get_one(Job, view.id)
        hearings = preview(session, office().settings.company, row, status)
        page = "office/jobs/preview.html" if is_swap() else "office/jobs/confirm.html"
        return render_template(
            page,
            job=view,
            status=status,
            refusal=move_refusal(session, row, status, actor=actor()),
            hearings=hearings,
        )


@needs(Permission.JOBS_MOVE)
def move_job(number: int, status_id: int) -> Response:
    """Change the status; those who should hear of it are told at once."""
    with writing() as session:
        move(session, job_numbered(session, number), _status(session, status_id), actor=actor())
    return redirect(url_for("office.job", number=number))


@needs(Permission.JOBS_NOTE)
def note_job(number: int) -> Response | tuple[str, int]:
    """Write a note on the timeline."""
    form = Form(request.form)
    words = with_named(
        form.needed_text("note", "Write the note first.", most=LONGEST_NOTE), form, "job"
    )
    if not form.is_good:
        return show_job(number, form), 422

    def write_down(session: Session) -> str:
        note = note_on_job(session, job_numbered(session, number), words, actor=actor())
        mention(session, note, words)
        return url_for("office.job", number=number)

    return once(write_down)


def show_job(number: int, form: Form, in_the_way: InTheWay | None = None) -> str:
    """The job's page, with whatever a refused form held."""
    with reading() as session:
        held = job_context(session, number, form)
        return render_template("office/jobs/page.html", **held, hindered=in_the_way)


def job_context(session: Session, number: int, form: Form) -> dict[str, object]:
    """All that the parts of a job's page are rendered from."""
    view = job_page(session, number, actor=actor())
    happenings = happenings_of_job(session, view.id, view.booking_id, hidden=not_for_me())
    return {
        "job": view,
        "form": form,
        "facts": facts_of(session, view),
        "entries": _entries(session, view, happenings),
        "work": work_of_job(session, view.id),
        "money": money_of_job(session, view.id),
        "tellings": _tellings(session, happenings),
        "emergencies": emergencies_of_job(session, view.id, view.booking_id),
        "technicians": tuple((each.id, each.label) for each in technicians(session)),
    }


def _entries(session: Session, view: JobView, happenings: tuple[Happening, ...]) -> list[Entry]:
    merged = interleaved(session, bubbles_of_job(session, view.id), happenings)
    return list(reversed(merged))


def _tellings(session: Session, happenings: tuple[Happening, ...]) -> list[Telling]:
    news = [each for each in happenings if is_told(each)][-MOST_TELLINGS:]
    heard = told_of_each(session, [each.id for each in news])
    return [Telling(each.id, news_of(each), each, heard[each.id]) for each in reversed(news)]


def is_told(happening: Happening) -> bool:
    """Whether people are told of it. A first visit is told by the job's being scheduled, one more by itself."""
    more = happening.kind == SCHEDULED_VISIT and bool(happening.after.get(BESIDE))
    return more or happening.kind in TOLD_KINDS


def news_of(happening: Happening) -> str:
    """What the news is: the status reached, or what else people were told of."""
    if happening.kind == MOVED:
        return str(happening.after.get("status", ""))
    sentence = sentence_of(happening)
    return sentence[:1].upper() + sentence[1:]


def _status(session: Session, status_id: int) -> JobStatus:
    status = session.get(JobStatus, status_id)
    if status is None:
        raise NotFound("job status", status_id)
    return status
