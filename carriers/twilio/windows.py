"""Reads a long Messages list in windows of time, so that no more of it is held at once than a window may show.

A window that shows too many is halved and asked for anew; a list with a gap is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from twilio.base import values
from twilio.base.exceptions import TwilioException
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance
from urllib3.exceptions import HTTPError

from carriers.twilio.http import SlowDown
from core.messaging.wire import LookUpFailed

MOST_IN_A_WINDOW = 5000
# A window with fewer is followed by one twice as wide.
FEW_IN_A_WINDOW = MOST_IN_A_WINDOW // 4
PAGE_SIZE = 1000
NARROWEST = timedelta(seconds=1)

Read = TypeVar("Read")


@dataclass(frozen=True)
class Wanted:
    """Whose texts are listed, as Twilio's list can tell them apart: to a number, or from one; empty is any."""

    to: str = ""
    sender: str = ""

    @property
    def filters(self) -> dict[str, str]:
        """What the list is asked with."""
        given = {"to": self.to, "from_": self.sender}
        return {name: value for name, value in given.items() if value}


def windows(
    client: Client, wanted: Wanted, since: datetime, until: datetime
) -> Iterator[list[MessageInstance]]:
    """What was sent or received since a moment, oldest window first, newest text first within each.

    until: the present; the last window has no end, for clocks differ. Bounds are whole seconds and belong to the
    window; the second between two is asked for twice, and shown once. Raises LookUpFailed when a page could not be
    read, and for a second with more than MOST_IN_A_WINDOW texts.
    """
    start, end = whole(since), max(whole(until), whole(since)) + NARROWEST
    width = end - start
    before: set[str] = set()
    while start < end:
        stop = min(start + width, end)
        found = _between(client, wanted, start, stop if stop < end else None)
        if len(found) > MOST_IN_A_WINDOW:
            width = _half(stop - start)
            continue
        yield [one for one in found if str(one.sid) not in before]
        before = {str(one.sid) for one in found}
        start, width = stop, 2 * width if len(found) < FEW_IN_A_WINDOW else width


def _half(width: timedelta) -> timedelta:
    if width <= NARROWEST:
        raise LookUpFailed(f"There are more than {MOST_IN_A_WINDOW} texts in one second.")
    return max(timedelta(seconds=width // timedelta(seconds=2)), NARROWEST)


def _between(
    client: Client, wanted: Wanted, start: datetime, stop: datetime | None
) -> list[MessageInstance]:
    """One more than fits tells that there are too many."""
    return asked(
        lambda: client.messages.list(
            date_sent_after=start,
            date_sent_before=values.unset if stop is None else stop,
            limit=MOST_IN_A_WINDOW + 1,
            page_size=PAGE_SIZE,
            **wanted.filters,
        )
    )


def whole(moment: datetime) -> datetime:
    """Twilio's times are whole seconds: of that second nothing is left out."""
    return moment.astimezone(UTC).replace(microsecond=0)


def asked(read: Callable[[], Read]) -> Read:
    """What was read of a list. Raises LookUpFailed for every way in which it can fail."""
    try:
        return read()
    except (SlowDown, HTTPError, TwilioException) as error:
        raise LookUpFailed(type(error).__name__) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LookUpFailed("The listing could not be read.") from error
