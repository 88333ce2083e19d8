"""One search box for everything: a number opens its job or invoice; names, phones and addresses list what they fit."""

from __future__ import annotations

import re

from flask import redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.billing.queries.invoice_list import InvoiceRow, documents_numbered
from core.desk.permissions import Permission
from core.directory.queries.lists import customers, properties
from core.errors import NotFound
from core.jobs.model import Job
from core.jobs.queries.work import job_numbered
from office.access import i_may, needs
from office.billing.saying import name_said
from office.door import LARGEST_SMALL, reading, words_asked

MOST_OF_A_KIND = 20
_JOB = re.compile(r"#?\s*(\d{1,10})")


@needs(Permission.DIRECTORY_READ)
def search() -> str | Response:
    """What the words fit; a number that only one job or document bears goes straight there."""
    words = words_asked()
    number = _number(words)
    with reading() as session:
        job = _job(session, number) if number else None
        papers = _documents(session, number) if number else []
        alone = _address_of(job, papers)
        if alone is not None:
            return redirect(alone)
        people = customers(session, words, limit=MOST_OF_A_KIND) if words else ()
        places = properties(session, words, limit=MOST_OF_A_KIND) if words else ()
        return render_template(
            "office/search.html",
            words_searched=words,
            people=people,
            places=places,
            job=job,
            papers=papers,
            name_said=name_said,
        )


def _job(session: Session, number: int) -> Job | None:
    try:
        return job_numbered(session, number)
    except NotFound:
        return None


def _documents(session: Session, number: int) -> list[InvoiceRow]:
    return documents_numbered(session, number) if i_may(Permission.BILLING_READ) else []


def _address_of(job: Job | None, papers: list[InvoiceRow]) -> str | None:
    """Where to go at once: to the only thing of this number."""
    if job is not None and not papers:
        return url_for("office.job", number=job.number)
    if job is None and len(papers) == 1:
        return url_for("office.invoice", invoice_id=papers[0].id)
    return None


def _number(words: str) -> int | None:
    match = _JOB.fullmatch(words)
    number = int(match[1]) if match else 0
    return number if 0 < number <= LARGEST_SMALL else None
