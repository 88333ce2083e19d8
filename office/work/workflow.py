"""Settings: the workflow as one table, from where a job may go where, and who may take each step."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.desk.permissions import Permission
from core.errors import Refused
from core.jobs.actions.status import STEP_PERMISSIONS
from core.jobs.actions.workflow import make_default
from core.jobs.actions.workflow_steps import is_possible, set_steps, standing_steps
from core.jobs.lifecycle import NEVER_BY_HAND
from core.jobs.queries.settings_pages import StatusRow, statuses
from office.access import actor, needs
from office.door import reading, writing
from office.job_words import CIRCLES
from office.shell import in_room

NO_STEP = ""
MOST_STEPS = 10_000
CHOICES = ((NO_STEP, "–"), *((str(each), CIRCLES[each]) for each in STEP_PERMISSIONS))

Pair = tuple[int, int]


@dataclass(frozen=True)
class Cell:
    """One step of the table. name: of its field. is_possible: whether the trade has it at all."""

    name: str
    to: StatusRow
    chosen: str
    is_possible: bool
    by_hand: bool


@dataclass(frozen=True)
class Line:
    """All steps from one status."""

    start: StatusRow
    cells: tuple[Cell, ...]


@needs(Permission.SETTINGS_EDIT)
def workflow() -> str:
    """The table."""
    with reading() as session:
        standing = standing_steps(session)
        return _page(statuses(session), {pair: str(each) for pair, each in standing.items()})


@needs(Permission.SETTINGS_EDIT)
def change_workflow() -> Response | tuple[str, int]:
    """Save the whole table. Refused, and shown again as it was chosen, when somebody changed it meanwhile."""
    chosen, seen = _typed("step"), _typed("seen")
    try:
        with writing() as session:
            set_steps(session, _permissions(chosen), seen=_permissions(seen), actor=actor())
    except Refused as refusal:
        with reading() as session:
            rows, standing = statuses(session), standing_steps(session)
        stands = {pair: str(each) for pair, each in standing.items()}
        return _page(rows, chosen, stands, str(refusal)), 409
    return redirect(url_for("office.workflow", saved="yes"))


@needs(Permission.SETTINGS_EDIT)
def default_job_status(status_id: int) -> Response:
    """Fixline itself uses this status for its category from now on."""
    with writing() as session:
        make_default(session, status_id, actor=actor())
    return redirect(url_for("office.status", status_id=status_id))


def _page(
    rows: tuple[StatusRow, ...],
    chosen: dict[Pair, str],
    standing: dict[Pair, str] | None = None,
    refusal: str = "",
) -> str:
    """The table with these choices; `standing` is what is stored, where that is something else."""
    in_room("settings")
    lines = tuple(Line(each, _cells(each, rows, chosen)) for each in rows)
    return render_template(
        "office/settings/workflow.html",
        rows=rows,
        lines=lines,
        seen=sorted((chosen if standing is None else standing).items()),
        choices=CHOICES,
        refusal=refusal,
        saved="saved" in request.args,
    )


def _cells(
    start: StatusRow, rows: tuple[StatusRow, ...], chosen: dict[Pair, str]
) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            name=f"step_{start.id}_{to.id}",
            to=to,
            chosen=chosen.get((start.id, to.id), NO_STEP),
            is_possible=to.id != start.id and is_possible(start.category, to.category),
            by_hand=to.category not in NEVER_BY_HAND,
        )
        for to in rows
    )


def _typed(kind: str) -> dict[Pair, str]:
    """The fields `step_7_9`, or `seen_7_9`, that are filled; others are ignored."""
    found: dict[Pair, str] = {}
    for name, value in list(request.form.items())[:MOST_STEPS]:
        parts = name.split("_")
        if parts[0] != kind or len(parts) != 3 or not value:
            continue
        if all(each.isascii() and each.isdigit() and len(each) < 19 for each in parts[1:]):
            found[int(parts[1]), int(parts[2])] = value
    return found


def _permissions(typed: dict[Pair, str]) -> dict[Pair, Permission]:
    unknown = set(typed.values()) - set(Permission)
    if unknown:
        raise BadRequest("Choose who may take a step from the list.")
    return {pair: Permission(value) for pair, value in typed.items()}
