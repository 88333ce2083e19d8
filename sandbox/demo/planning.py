"""What work there was, is and will be in the demo company: which trouble, where, when, how far it came. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.jobs.model import BookingSource, JobPriority
from sandbox.demo.amounts import Amounts
from sandbox.demo.drawing import Draw
from sandbox.demo.people import Place, Tenancy, Town
from sandbox.demo.troubles import TROUBLES, Trouble

# Start and end of a visit on the company's clock; a technician has one visit in each.
SLOTS = ((8, 10), (10, 12), (13, 15), (15, 17))
MONTH, TWO_MONTHS, FIVE_MONTHS = 30, 60, 150
DAYS_AHEAD = 6
# Before this hour people sleep.
WAKES = 7


class Stage(StrEnum):
    """How far a job has come; each is a status of the workflow."""

    BOOKED = "booked"
    SCHEDULED = "scheduled"
    DISPATCHED = "dispatched"
    ON_THE_WAY = "on_the_way"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    INVOICED = "invoiced"
    PAID = "paid"
    CANCELED = "canceled"


DONE = frozenset({Stage.COMPLETED, Stage.INVOICED, Stage.PAID})
_ROAD = (Stage.BOOKED, Stage.SCHEDULED, Stage.DISPATCHED, Stage.ON_THE_WAY, Stage.IN_PROGRESS)


@dataclass(frozen=True)
class Visit:
    """A window on the clock, and whose it is: the technician's place in the crew; None is nobody's yet."""

    start: datetime
    end: datetime
    technician: int | None


@dataclass(frozen=True)
class Work:
    """A job. asked_at: when the request came; steps: each stage it reached, and when; the last is where it stands.

    invoiced_on, paid_on: days of the money, where it came that far.
    """

    place: Place
    tenancy: Tenancy
    trouble: Trouble
    source: BookingSource
    priority: JobPriority
    asked_at: datetime
    visit: Visit | None
    steps: tuple[tuple[Stage, datetime], ...]
    invoiced_on: date | None = None
    paid_on: date | None = None

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return self.steps[-1][0]

    @property
    def completed_at(self) -> datetime | None:
        """When the technician was done, if so."""
        return next((at for stage, at in self.steps if stage is Stage.COMPLETED), None)


class Planner:
    """Deals out visits so that no technician is in two places at once."""

    def __init__(self, draw: Draw, amounts: Amounts, town: Town, now: datetime, zone: str) -> None:
        """now: aware; zone: the company's, by whose clock visits are."""
        self._draw, self._amounts, self._town = draw, amounts, town
        self._now, self._zone = now, ZoneInfo(zone)
        self._today = now.astimezone(self._zone).date()
        self._doors = [(place, each) for place in town.places for each in place.tenants]

    def works(self) -> list[Work]:
        """All jobs, the oldest request first."""
        ahead = [*self._coming(), *self._waiting()]
        today = list(self._visits_of(self._today, percent=88))
        past = self._past(self._amounts.jobs - len(ahead) - len(today))
        found = [*past, *(self._of_today(visit) for visit in today), *ahead]
        return sorted(found, key=lambda work: work.asked_at)

    def _past(self, count: int) -> Iterator[Work]:
        """Work of the days before today, somewhat more of it lately, none twice in one technician's hour."""
        taken: set[tuple[int, int, int]] = set()
        while len(taken) < count:
            days = self._draw.number(1, self._amounts.days)
            key = days, self._draw.number(0, self._amounts.technicians - 1), self._draw.number(0, 3)
            is_sunday = (self._today - timedelta(days=days)).weekday() == 6
            if key in taken or (is_sunday and not self._draw.happens(5)):
                continue
            taken.add(key)
            yield self._done(self._visit(self._today - timedelta(days=days), key[1], key[2]), days)

    def _visits_of(self, day: date, percent: float) -> Iterator[Visit]:
        for technician in range(self._amounts.technicians):
            for slot in range(len(SLOTS)):
                if self._draw.happens(percent):
                    yield self._visit(day, technician, slot)

    def _visit(self, day: date, technician: int | None, slot: int) -> Visit:
        start, end = SLOTS[slot]
        return Visit(self._at(day, start), self._at(day, end), technician)

    def _at(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour), tzinfo=self._zone)

    def _awake(self, moment: datetime) -> datetime:
        """The same day at a waking hour, else the evening before."""
        hour = moment.astimezone(self._zone).hour
        return moment if hour >= WAKES else moment - timedelta(hours=hour + self._draw.number(3, 6))

    def _done(self, visit: Visit, days: int) -> Work:
        fate = _fate(self._draw, days)
        hours, minutes = self._draw.number(3, 96), self._draw.number(0, 59)
        asked = self._awake(visit.start - timedelta(hours=hours, minutes=minutes))
        if fate in {Stage.CANCELED, Stage.ON_HOLD}:
            steps = self._road(asked, visit, 1 if fate is Stage.CANCELED else 4)
            last = self._draw.later(max(steps[-1][1], visit.start - timedelta(hours=4)), 10, 90)
            return self._work(asked, visit, (*steps, (fate, min(last, self._now))))
        steps = self._road(asked, visit, 4)
        done = self._draw.later(steps[-1][1], 35, 110)
        return self._billed(asked, visit, (*steps, (Stage.COMPLETED, done)), fate)

    def _billed(
        self, asked: datetime, visit: Visit, steps: tuple[tuple[Stage, datetime], ...], fate: Stage
    ) -> Work:
        """Invoiced a few days later, paid some weeks after that; never later than now."""
        plain = self._work(asked, visit, steps)
        if fate is Stage.COMPLETED:
            return plain
        invoiced = min(self._draw.later(steps[-1][1], 60, 3 * 24 * 60), self._now)
        steps = (*steps, (Stage.INVOICED, invoiced))
        if fate is Stage.PAID:
            slow = 40 if plain.place.payer.company else 24
            paid = min(invoiced + timedelta(days=self._draw.number(0, slow), hours=3), self._now)
            steps = (*steps, (Stage.PAID, paid))
        return self._with_steps(plain, steps)

    def _with_steps(self, work: Work, steps: tuple[tuple[Stage, datetime], ...]) -> Work:
        days = {stage: at.astimezone(self._zone).date() for stage, at in steps}
        return Work(
            work.place, work.tenancy, work.trouble, work.source, work.priority, work.asked_at, work.visit,
            steps, days.get(Stage.INVOICED), days.get(Stage.PAID),
        )  # fmt: skip

    def _road(self, asked: datetime, visit: Visit, last: int) -> tuple[tuple[Stage, datetime], ...]:
        """The stages up to that one (0 is booked, 4 at work), each when it usually happens."""
        scheduled = self._draw.later(asked, 4, 90)
        moments = (
            asked + timedelta(seconds=self._draw.number(8, 40)),
            scheduled,
            max(self._draw.later(visit.start, -900, -60), scheduled),
            max(self._draw.later(visit.start, -30, 10), scheduled + timedelta(minutes=1)),
            max(self._draw.later(visit.start, 15, 50), scheduled + timedelta(minutes=2)),
        )
        return tuple(zip(_ROAD[: last + 1], sorted(moments)[: last + 1], strict=True))

    def _of_today(self, visit: Visit) -> Work:
        """By the clock: done, at work, on the way, or still to come."""
        asked = self._awake(visit.start - timedelta(hours=self._draw.number(14, 90)))
        if visit.end < self._now:
            steps = self._until_now(self._road(asked, visit, 4))
            done = (Stage.COMPLETED, min(self._draw.later(steps[-1][1], 30, 60), self._now))
            return self._work(asked, visit, (*steps, done) if self._draw.happens(85) else steps)
        if visit.start <= self._now + timedelta(minutes=20):
            return self._work(
                asked, visit, self._until_now(self._road(asked, visit, self._draw.number(3, 4)))
            )
        if self._draw.happens(10):
            nobodys = Visit(visit.start, visit.end, None)
            return self._work(asked, nobodys, self._until_now(self._road(asked, visit, 1)))
        return self._work(asked, visit, self._until_now(self._road(asked, visit, 2)))

    def _until_now(
        self, steps: tuple[tuple[Stage, datetime], ...]
    ) -> tuple[tuple[Stage, datetime], ...]:
        return tuple((stage, min(at, self._now)) for stage, at in steps)

    def _coming(self) -> Iterator[Work]:
        """Visits of the next days, fewer the further away."""
        for ahead in range(1, DAYS_AHEAD + 1):
            for visit in self._visits_of(self._today + timedelta(days=ahead), 70 / ahead):
                asked = self._awake(
                    self._now - timedelta(minutes=self._draw.number(120, 4 * 24 * 60))
                )
                taken = visit if self._draw.happens(85) else Visit(visit.start, visit.end, None)
                steps = self._until_now(self._road(asked, taken, 1))
                yield self._work(asked, taken, steps)

    def _waiting(self) -> Iterator[Work]:
        """Booked, and nobody has planned a visit yet."""
        for _ in range(self._amounts.to_plan):
            asked = self._now - timedelta(minutes=self._draw.number(4, 36 * 60))
            yield self._work(asked, None, ((Stage.BOOKED, asked + timedelta(seconds=20)),))

    def _work(
        self, asked: datetime, visit: Visit | None, steps: tuple[tuple[Stage, datetime], ...]
    ) -> Work:
        place, tenancy = self._draw.one(self._doors)
        trouble = self._draw.one(TROUBLES)
        is_high = trouble.urgent == "urgent" and self._draw.happens(45)
        return Work(
            place=place,
            tenancy=tenancy,
            trouble=trouble,
            source=self._draw.by_weight(_SOURCES),
            priority=JobPriority.HIGH if is_high else JobPriority.NORMAL,
            asked_at=min(asked, self._now),
            visit=visit,
            steps=steps,
        )


_SOURCES = (
    (BookingSource.SMS, 62),
    (BookingSource.PHONE, 18),
    (BookingSource.EMAIL, 15),
    (BookingSource.PORTAL, 5),
)


def _fate(draw: Draw, days: int) -> Stage:
    """What has become of work so many days old: most is paid, some is owed longer than it should be."""
    if days > FIVE_MONTHS:
        return draw.by_weight(((Stage.PAID, 94), (Stage.CANCELED, 6)))
    if days > TWO_MONTHS:
        return draw.by_weight(((Stage.PAID, 91), (Stage.INVOICED, 3), (Stage.CANCELED, 6)))
    if days > MONTH:
        return draw.by_weight(((Stage.PAID, 82), (Stage.INVOICED, 12), (Stage.CANCELED, 6)))
    if days > 4:
        return draw.by_weight(
            ((Stage.PAID, 46), (Stage.INVOICED, 44), (Stage.COMPLETED, 4), (Stage.CANCELED, 6))
        )
    return draw.by_weight(
        ((Stage.COMPLETED, 64), (Stage.INVOICED, 24), (Stage.ON_HOLD, 6), (Stage.CANCELED, 6))
    )
