"""Settings: what the office has taught, to look through, take back, and save as cases for measuring the bot."""

from __future__ import annotations

import json

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import NotFound
from core.messaging.actions.teaching import forget
from core.messaging.model import TaughtAs
from core.messaging.queries.teaching import (
    TeachingView,
    taught_cases,
    taught_counts,
    teachings,
)
from office.access import actor, needs
from office.door import page_asked, reading, writing
from office.reading_words import reading_lines
from office.teaching_form import AS_WORDS


@needs(Permission.SETTINGS_EDIT)
def teachings_list() -> str:
    """Every lesson, newest first."""
    page = page_asked()
    with reading() as session:
        rows = teachings(session, limit=page.limit, offset=page.offset)
        counts = taught_counts(session)
    shown = rows[: page.size]
    return render_template(
        "office/settings/teachings.html",
        rows=tuple((row, right_reading(row)) for row in shown),
        counts=counts,
        page=page,
        more=len(rows) > page.size,
        kinds=tuple(TaughtAs),
        as_words=AS_WORDS,
    )


@needs(Permission.SETTINGS_EDIT)
def teaching_cases(taught_as: str) -> Response:
    """The lessons of one kind as JSON lines, without personal numbers."""
    if taught_as not in set(TaughtAs):
        raise NotFound("kind of writer", taught_as[:20])
    with reading() as session:
        cases = taught_cases(session, TaughtAs(taught_as))
    lines = "".join(f"{json.dumps(case, ensure_ascii=False)}\n" for case in cases)
    answer = Response(lines, mimetype="application/x-ndjson")
    answer.headers["Content-Disposition"] = f'attachment; filename="taught-{taught_as}.jsonl"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@needs(Permission.SETTINGS_EDIT)
def forget_teaching(teaching_id: int) -> Response:
    """Take a lesson back."""
    with writing() as session:
        forget(session, teaching_id, staff=actor())
    return redirect(url_for("office.teachings_list"))


def right_reading(row: TeachingView) -> tuple[tuple[str, str], ...]:
    """What was taught, label by label; what was said not to be there is left out."""
    return reading_lines(row.labels)
