"""How the page says times, numbers and statuses."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint
from markupsafe import Markup

from core.addresses import phone_number, spoken_phone
from core.jobs.lifecycle import MEANING
from sandbox.phones.surroundings import surroundings


def furnish(blueprint: Blueprint) -> None:
    """Give the templates these words."""
    blueprint.app_template_filter("clock")(clock)
    blueprint.app_template_filter("number")(number)
    blueprint.app_template_global("meaning_of")(MEANING.__getitem__)


def clock(moment: float | datetime) -> Markup:
    """A moment on the company's clock, as `14:05`, with the day before it when it is another."""
    zone = ZoneInfo(surroundings().company.time_zone)
    aware = moment if isinstance(moment, datetime) else datetime.fromtimestamp(moment, UTC)
    local = aware.astimezone(zone)
    is_today = local.date() == datetime.now(zone).date()
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        aware.astimezone(UTC).isoformat(timespec="seconds"),
        local.strftime("%A %-d %B %Y %H:%M:%S %Z"),
        local.strftime("%H:%M" if is_today else "%-d %b %H:%M"),
    )


def number(address: str) -> str:
    """A phone number as its country writes it; anything else as it is."""
    try:
        return spoken_phone(phone_number(address).e164)
    except ValueError:
        return address
