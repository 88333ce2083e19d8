"""What happened to a job's own fields and to the workflow, in a sentence each, with what stood there before."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.desk.permissions import Permission
from core.events.queries.timeline import Happening
from core.jobs.job_fields import FIELDS, JobField

LONGEST_QUOTED = 60
# Who may take a step of the workflow, widest circle first.
CIRCLES: Mapping[str, str] = {
    Permission.JOBS_MOVE: "Everyone",
    Permission.JOBS_SCHEDULE: "Dispatch",
    Permission.JOBS_REOPEN: "Managers",
}


def _edited(event: Happening) -> str:
    """`changed the PO number from “A” to “B”`."""
    name = event.after.get("field")
    what = FIELDS[JobField(str(name))].words if name in set(JobField) else "the job"
    was, now = _quoted(event.before), _quoted(event.after)
    if not was:
        return f"set {what} to {now}"
    return f"changed {what} from {was} to {now}" if now else f"emptied {what}, which was {was}"


def _quoted(values: Mapping[str, object]) -> str:
    words = " ".join(str(values.get("value") or "").split())
    if not words:
        return ""
    short = words if len(words) <= LONGEST_QUOTED else f"{words[:LONGEST_QUOTED].rstrip()}…"
    return f"“{short}”"


def _numbered(event: Happening) -> str:
    return f"gave the PO number {event.after.get('po_number', '')}"


def _limit_kept(event: Happening) -> str:
    value = event.after.get("value", "")
    return f"set the not-to-exceed limit to {value} by hand, whatever becomes of the approval"


def _step(event: Happening) -> str:
    step, kept_to = event.after.get("step", ""), event.after.get("permission")
    if kept_to is None:
        return f"took the step {step} out of the workflow"
    return f"lets the step {step} be taken by: {CIRCLES.get(str(kept_to), str(kept_to)).lower()}"


def _of_status(doing: str) -> Callable[[Happening], str]:
    return lambda event: f"{doing} the status {event.after.get('name', '')}"


JOB_SENTENCES: dict[str, Callable[[Happening], str]] = {
    "job.edited": _edited,
    "job.bill_to_set": _edited,
    "job.po_number_set": _numbered,
    "job.limit_kept": _limit_kept,
    "job.stepped_back": lambda event: f"brought back to {event.after.get('status', '')}",
    "job_status.added": _of_status("added"),
    "job_status.edited": _of_status("changed"),
    "job_status.deactivated": _of_status("switched off"),
    "job_status.activated": _of_status("switched on"),
    "job_status.made_default": _of_status("lets Fixline use"),
    "job_status.steps_set": _step,
}
