"""Which texts a Messages list shows: Twilio's From and DateSent filters. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sandbox.carrier.records import Sms


def chosen(texts: list[Sms], wanted: Mapping[str, str]) -> list[Sms]:
    """Return the texts within the filters `From`, `DateSent`, `DateSent<`, `DateSent>`.

    Both bounds include their own second. A text not sent yet counts by its creation. A day given
    as `DateSent` means that day in UTC. An unreadable date shows nothing, rather than everything.
    """
    try:
        lowest, highest = _bounds(wanted)
    except ValueError:
        return []
    sender = wanted.get("From")
    return [
        sms
        for sms in texts
        if lowest <= _second(sms) <= highest and (not sender or sms.sender == sender)
    ]


def _second(sms: Sms) -> int:
    return int(sms.created if sms.sent is None else sms.sent)


def _bounds(wanted: Mapping[str, str]) -> tuple[float, float]:
    lowest, highest = float("-inf"), float("inf")
    if day := wanted.get("DateSent"):
        start = _moment(day).replace(hour=0, minute=0, second=0, microsecond=0)
        lowest = start.timestamp()
        highest = (start + timedelta(days=1, seconds=-1)).timestamp()
    if after := wanted.get("DateSent>"):
        lowest = max(lowest, _moment(after).timestamp())
    if before := wanted.get("DateSent<"):
        highest = min(highest, _moment(before).timestamp())
    return lowest, highest


def _moment(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
