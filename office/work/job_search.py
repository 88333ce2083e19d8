"""What the address of the list of jobs asks for: read into a filter, and written back for links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import request
from werkzeug.exceptions import BadRequest

from core.jobs.model import JobPriority
from core.jobs.queries.job_filter import DayOf, Days, JobFilter, JobsShown
from office.door import LARGEST_SMALL, office
from office.forms import Form

LONGEST_WORDS = 200
FIELDS = (
    "shown",
    "q",
    "status",
    "unit",
    "tag",
    "technician",
    "priority",
    "property",
    "customer",
    "by",
    "since",
    "until",
)


@dataclass(frozen=True)
class Search:
    """One asking for jobs. form: as it was typed, with what is wrong in it. below: where the part begins."""

    wanted: JobFilter
    form: Form
    below: int | None

    @property
    def args(self) -> dict[str, str]:
        """The filled fields, for links that ask the same."""
        return {name: self.form.value(name) for name in FIELDS if self.form.value(name)}

    def shown_as(self, shown: str) -> dict[str, str]:
        """The same, of other jobs."""
        return {**self.args, "shown": shown}

    @property
    def more_is_asked(self) -> bool:
        """Whether one of the fields is filled that are folded away."""
        return any(self.form.value(name) for name in ("tag", "priority", "since", "until"))


def search_asked() -> Search:
    """The filter of this address. What is no choice stays in the form with an error; 400 for what is no part."""
    form = Form(request.args)
    wanted = JobFilter(
        shown=_shown(form),
        words=form.text("q", most=LONGEST_WORDS),
        status_id=form.row("status"),
        business_unit_id=form.row("unit"),
        tag_id=form.row("tag"),
        technician_id=form.row("technician"),
        priority=form.choice("priority", JobPriority) if form.value("priority") else None,
        customer_id=form.row("customer"),
        property_id=form.row("property"),
        days=_days(form),
    )
    return Search(wanted, form, _below())


def _shown(form: Form) -> JobsShown:
    """Open jobs, unless others are asked for; whoever looks for words or days looks among all."""
    asked = form.value("shown")
    if asked in set(JobsShown):
        return JobsShown(asked)
    wide = ("q", "status", "since", "until", "property", "customer", "tag")
    return JobsShown.ALL if any(form.value(name) for name in wide) else JobsShown.OPEN


def _days(form: Form) -> Days:
    of = form.choice("by", DayOf) if form.value("by") else DayOf.OPENED
    since, until = form.day_or_none("since"), form.day_or_none("until")
    last = until + timedelta(days=1) if until else None
    return Days(of, _midnight(since), _midnight(last))


def _midnight(day: date | None) -> datetime | None:
    """When the day begins on the company's clock."""
    if day is None:
        return None
    return datetime.combine(day, time.min, ZoneInfo(office().settings.company_timezone))


def _below() -> int | None:
    asked = request.args.get("below", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 10) or int(asked) > LARGEST_SMALL:
        raise BadRequest("There is no such part of this list.")
    return int(asked)
