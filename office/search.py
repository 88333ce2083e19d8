"""One search box for everything: a job's number opens the job; names, phones and addresses list
what they fit.
"""

from __future__ import annotations

import re

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.directory.queries.lists import customers, properties
from core.errors import NotFound
from core.jobs.queries.work import job_numbered
from office.access import needs
from office.door import LARGEST_SMALL, reading, words_asked

MOST_OF_A_KIND = 20
_JOB = re.compile(r"#?\s*(\d{1,10})")


@needs(Permission.DIRECTORY_READ)
def search() -> str | Response:
    """What the words fit; a job's number alone goes straight to the job."""
    words = words_asked()
    with reading() as session:
        number = _number(words)
        if number is not None:
            try:
                return redirect(url_for("office.job", number=job_numbered(session, number).number))
            except NotFound:
                pass
        people = customers(session, words, limit=MOST_OF_A_KIND) if words else ()
        places = properties(session, words, limit=MOST_OF_A_KIND) if words else ()
    return render_template("office/search.html", words_searched=words, people=people, places=places)


def _number(words: str) -> int | None:
    match = _JOB.fullmatch(words)
    number = int(match[1]) if match else 0
    return number if 0 < number <= LARGEST_SMALL else None
