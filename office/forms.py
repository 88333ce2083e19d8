"""Read what a person typed into a form, field by field, and keep it: a form with errors is shown
again as it was.

Fields nobody asks for are ignored. Nothing here knows the trade.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from core.addresses import email_address, reachable_number
from core.clock import local, wall_moment
from core.errors import FieldRefused
from core.visible import is_visible
from office.door import LARGEST_ROW, office

Choice = TypeVar("Choice", bound=StrEnum)
MOST_WORDS = 10_000
# Nothing here is older or further off, and the edges of the calendar cannot be told in another zone.
FIRST_YEAR = 1900
LAST_YEAR = 2199


class Form:
    """Values by field name, and what is wrong with them."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self._given = dict(given or {})
        self.errors: dict[str, str] = {}

    @classmethod
    def filled(cls, **values: object) -> Form:
        """A form that starts with these values; None is an empty field."""
        return cls({name: "" if value is None else str(value) for name, value in values.items()})

    def over(self, **values: object) -> Form:
        """The same form with these values in the fields it did not hold: several forms of a page
        are shown again together, and only one was sent.
        """
        stands = {name: "" if value is None else str(value) for name, value in values.items()}
        together = Form(stands | self._given)
        together.errors = self.errors
        return together

    def instead(self, **values: object) -> Form:
        """The same form with these values in place of what it held."""
        together = Form(self._given | {name: str(value) for name, value in values.items()})
        together.errors = self.errors
        return together

    def hold(self, **values: object) -> None:
        """Put these values in place of what it held."""
        self._given |= {name: str(value) for name, value in values.items()}

    def starting(self, prefix: str) -> tuple[tuple[str, str], ...]:
        """Every field whose name begins so, with what stands in it."""
        return tuple((name, self.value(name)) for name in self._given if name.startswith(prefix))

    def value(self, name: str) -> str:
        """What stands in the field, as typed."""
        return self._given.get(name, "").replace("\x00", "")

    def refuse(self, field: str, message: str) -> None:
        """Note what is wrong with a field; the first word on it counts."""
        self.errors.setdefault(field, message)

    def take(self, refusal: FieldRefused) -> None:
        """Show the trade's own refusal at its field."""
        self.refuse(refusal.field, refusal.message)

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong so far."""
        return not self.errors

    def text(self, name: str, *, most: int = MOST_WORDS) -> str:
        """Words without spaces around them, empty where nothing can be seen; too many are refused."""
        words = self.value(name).replace("\r\n", "\n").strip()
        words = words if is_visible(words) else ""
        if len(words) > most:
            self.refuse(name, f"Keep this under {most:,} characters; it has {len(words):,}.")
        return words

    def needed_text(self, name: str, missing: str, *, most: int = MOST_WORDS) -> str:
        """Words that may not be empty; missing: what to tell the person when they are."""
        words = self.text(name, most=most)
        if not words:
            self.refuse(name, missing)
        return words

    def row(self, name: str) -> int | None:
        """The row chosen in a list, or None when none is; what is no row is refused."""
        words = self.value(name).strip()
        if not words:
            return None
        if not words.isascii() or not words.isdigit() or int(words[:20]) > LARGEST_ROW:
            self.refuse(name, "Choose one of the list.")
            return None
        return int(words[:20])

    def needed_row(self, name: str, missing: str) -> int:
        """The row chosen; 0 with an error where none is."""
        chosen = self.row(name)
        if chosen is None:
            self.refuse(name, missing)
        return chosen or 0

    def whole(self, name: str, *, least: int, most: int) -> int:
        """A whole number within limits; `least` with an error where it is none."""
        words = self.value(name).strip()
        number = int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None
        if number is None or not least <= number <= most:
            self.refuse(name, f"Give a whole number from {least} to {most}.")
            return least
        return number

    def whole_or_none(self, name: str, *, least: int, most: int) -> int | None:
        """A whole number within limits, or None where the field is empty."""
        if not self.value(name).strip():
            return None
        return self.whole(name, least=least, most=most)

    def phone(self, name: str) -> str:
        """A phone number in E.164, or empty; what is no complete number is refused."""
        typed = self.text(name, most=40)
        if not typed or name in self.errors:
            return ""
        try:
            return self._theirs(name, reachable_number(typed).e164)
        except ValueError:
            self.refuse(name, "That is no complete phone number; write it like 312 555 0142.")
            return ""

    def email(self, name: str) -> str:
        """An e-mail address in lower case, or empty; what is none is refused."""
        typed = self.text(name, most=320)
        if not typed or name in self.errors:
            return ""
        try:
            return self._theirs(name, email_address(typed).address)
        except ValueError:
            self.refuse(name, "That is no e-mail address; write it like rita@example.com.")
            return ""

    def _theirs(self, name: str, address: str) -> str:
        """The address, unless it is the company's: what is sent there would come back to us."""
        if address in office().settings.company.addresses:
            self.refuse(name, "That is the company’s own; give one of theirs.")
            return ""
        return address

    def choice(self, name: str, among: type[Choice]) -> Choice:
        """One of a closed list; the first with an error where it is none of them."""
        words = self.value(name)
        if words not in {each.value for each in among}:
            self.refuse(name, "Choose one of the list.")
            return next(iter(among))
        return among(words)

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.value(name) == "on"

    def moment(self, day: str, hour: str, zone: str) -> datetime | None:
        """A day and a time of day on the wall clock of a zone, or None with an error at the
        field; a time the clocks skip that night is refused.
        """
        on, at = self.day(day), self._hour(hour)
        if on is None or at is None:
            return None
        moment = wall_moment(on, at, zone)
        if moment is None:
            self.refuse(
                hour,
                f"There is no {at:%H:%M} on that day: the clocks go forward that night. "
                "Give a time an hour later.",
            )
            return None
        return local(moment, zone)

    def day_or_none(self, name: str) -> date | None:
        """A day, or None: where the field is empty, or with an error at it."""
        return self.day(name) if self.value(name).strip() else None

    def day(self, name: str) -> date | None:
        """A day of years that people plan and remember in, or None with an error at the field."""
        try:
            day = date.fromisoformat(self.value(name).strip())
        except ValueError:
            self.refuse(name, "Give a day, such as 2026-03-14.")
            return None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.refuse(name, f"Give a day of the years {FIRST_YEAR} to {LAST_YEAR}.")
            return None
        return day

    def _hour(self, name: str) -> time | None:
        try:
            return time.fromisoformat(self.value(name)).replace(tzinfo=None)
        except ValueError:
            self.refuse(name, "Give a time, such as 09:30.")
            return None
