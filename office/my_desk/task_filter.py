"""Which tasks the address asks for; what no list offers is a 400."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.clock import local
from core.desk.model import TaskKind, TaskPriority
from core.desk.queries.task_pages import TaskAsk, TaskDue, TaskOrder, TaskState
from core.desk.tasking import KIND_WORDS, PRIORITY_WORDS
from office.access import me
from office.door import choice_asked, now, office
from office.forms import Form

DAYS_AHEAD = 7


class Whose(StrEnum):
    """The signed-in colleague's tasks, or everybody's."""

    MINE = "mine"
    ALL = "all"


Options = tuple[tuple[str, str], ...]
WHOSE: Options = ((Whose.ALL.value, "Everybody’s"), (Whose.MINE.value, "Mine"))
STATES: Options = ((TaskState.OPEN.value, "To do"), (TaskState.DONE.value, "Done"))
DUES: Options = (
    (TaskDue.OVERDUE.value, "Overdue"),
    (TaskDue.TODAY.value, "By tonight"),
    (TaskDue.WEEK.value, "Within seven days"),
    (TaskDue.NEVER.value, "Without a date"),
)
ORDERS: Options = (
    (TaskOrder.PRESSING.value, "Most pressing first"),
    (TaskOrder.DUE.value, "Due soonest first"),
    (TaskOrder.NEWEST.value, "Newest first"),
)
PRIORITIES: Options = tuple((each.value, PRIORITY_WORDS[each]) for each in TaskPriority)
KINDS: Options = tuple((each.value, KIND_WORDS[each]) for each in TaskKind)


@dataclass(frozen=True)
class Asked:
    """The ask itself, the form that shows it, and what to carry along to further pages."""

    ask: TaskAsk
    form: Form
    carried: dict[str, str]

    @property
    def is_narrow(self) -> bool:
        """Whether anything but everybody's open tasks is asked for."""
        return any(name != "sort" for name in self.carried)


def asked_for() -> Asked:
    """What the address asks for."""
    whose = choice_asked("whose", Whose)
    chosen = {
        "whose": whose if whose is Whose.MINE else None,
        "state": _unless(choice_asked("state", TaskState), TaskState.OPEN),
        "due": choice_asked("due", TaskDue),
        "priority": choice_asked("priority", TaskPriority),
        "kind": choice_asked("kind", TaskKind),
        "sort": _unless(choice_asked("sort", TaskOrder), TaskOrder.PRESSING),
    }
    ask = replace(
        ask_of(now()),
        state=choice_asked("state", TaskState) or TaskState.OPEN,
        holder_id=me().id if whose is Whose.MINE else None,
        due=choice_asked("due", TaskDue),
        priority=choice_asked("priority", TaskPriority),
        kind=choice_asked("kind", TaskKind),
        order=choice_asked("sort", TaskOrder) or TaskOrder.PRESSING,
    )
    carried = {name: str(each.value) for name, each in chosen.items() if each is not None}
    return Asked(ask, Form(carried), carried)


def ask_of(moment: datetime) -> TaskAsk:
    """Everybody's open tasks, held against the company's own day."""
    today = day_ends(moment)
    return TaskAsk(now=moment, today_ends=today, week_ends=today + timedelta(days=DAYS_AHEAD))


def day_begins(moment: datetime) -> datetime:
    """The midnight before, on the company's clock."""
    zone = office().settings.company_timezone
    return datetime.combine(local(moment, zone).date(), time.min, ZoneInfo(zone))


def day_ends(moment: datetime) -> datetime:
    """The midnight after, on the company's clock."""
    zone = office().settings.company_timezone
    tomorrow = local(moment, zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, ZoneInfo(zone))


def _unless(chosen: StrEnum | None, ordinary: StrEnum) -> StrEnum | None:
    return None if chosen is ordinary else chosen
