"""Every address of the office on one page, with the view that answers it. Who may call it stands at
the view.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from flask import Blueprint
from flask.typing import ResponseReturnValue

from office import (
    bookings,
    customers,
    files,
    inbox,
    jobs,
    new_booking,
    properties,
    search,
    sign_in,
    status_words,
    statuses,
    tasks,
    visits,
)

View: TypeAlias = Callable[..., ResponseReturnValue]

_THREAD = "/inbox/<row:conversation_id>"
_BOOKING = "/bookings/<row:booking_id>"
_JOB = "/jobs/<small:number>"
_CUSTOMER = "/customers/<row:customer_id>"
_PROPERTY = "/properties/<row:property_id>"
_STATUS = "/settings/statuses/<row:status_id>"
_WORDS = f"{_STATUS}/words/<channel>"

PAGES: tuple[tuple[str, View], ...] = (
    ("/", sign_in.start),
    ("/sign-in", sign_in.sign_in_page),
    ("/search", search.search),
    ("/inbox", inbox.inbox),
    ("/inbox/list", inbox.inbox_list),
    (_THREAD, inbox.conversation),
    (f"{_THREAD}/part", inbox.conversation_part),
    ("/bookings", bookings.bookings),
    ("/bookings/new", new_booking.new_booking),
    (_BOOKING, bookings.booking),
    ("/jobs", jobs.jobs),
    (_JOB, jobs.job),
    (f"{_JOB}/status/<row:status_id>", jobs.status_preview),
    ("/customers", customers.customers),
    (_CUSTOMER, customers.customer),
    ("/properties", properties.properties),
    (_PROPERTY, properties.property_),
    ("/settings/statuses", statuses.statuses),
    ("/settings/statuses/new", statuses.new_status),
    (_STATUS, statuses.status),
    (_WORDS, status_words.status_words),
    ("/tasks", tasks.tasks),
    ("/files/<row:blob_id>", files.file),
)

CHANGES: tuple[tuple[str, View], ...] = (
    ("/sign-in", sign_in.enter),
    ("/sign-out", sign_in.leave),
    ("/inbox/reply-size", inbox.reply_size),
    (f"{_THREAD}/take-over", inbox.take_over_conversation),
    (f"{_THREAD}/hand-back", inbox.hand_back_conversation),
    (f"{_THREAD}/reply", inbox.reply),
    ("/bookings", new_booking.open_new_booking),
    (f"{_BOOKING}/convert", bookings.convert_booking),
    (f"{_BOOKING}/dismiss", bookings.dismiss_booking),
    (f"{_JOB}/status/<row:status_id>", jobs.move_job),
    (f"{_JOB}/notes", jobs.note_job),
    (f"{_JOB}/visits", visits.plan_visit),
    (f"{_JOB}/visits/<row:visit_id>/offers", visits.offer_visit),
    (_CUSTOMER, customers.change_customer),
    (f"{_CUSTOMER}/points/<row:point_id>/updates", customers.switch_updates),
    (f"{_CUSTOMER}/alerts/<row:status_id>/add", customers.add_alert),
    (f"{_CUSTOMER}/alerts/<row:status_id>/remove", customers.remove_alert),
    (f"{_PROPERTY}/payer", properties.set_payer),
    (f"{_PROPERTY}/access", properties.change_access),
    ("/settings/statuses", statuses.add_new_status),
    (_STATUS, statuses.change_status),
    (f"{_STATUS}/switch", statuses.switch_status),
    (f"{_WORDS}/<language>", status_words.save_words),
    (f"{_WORDS}/<language>/preview", status_words.preview_words),
    ("/tasks/<row:task_id>/finish", tasks.finish),
)


def add_routes(blueprint: Blueprint) -> None:
    """Register them all; an endpoint is called like its view."""
    for address, view in PAGES:
        blueprint.add_url_rule(address, view.__name__, view, methods=["GET"])
    for address, view in CHANGES:
        blueprint.add_url_rule(address, view.__name__, view, methods=["POST"])
