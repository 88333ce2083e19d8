"""A request's line holds what the house itself named, and nothing of what somebody typed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

import pytest

from watch.access_log import line_of, shown_path


@dataclass(frozen=True)
class Answer:
    status: str | int
    sent: int | None = 12


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/", "/"),
        ("/inbox/42/part", "/inbox/42/part"),
        ("/office/static/fixline.css", "/office/static/fixline.css"),
        ("/webhooks/twilio/sms", "/webhooks/twilio/sms"),
        ("/webhooks/sendgrid/inbound/s3cret-token", "/webhooks/sendgrid/inbound/…"),
        ("/approve/AbCdEf.123", "/approve/…"),
        ("/customers/+13125550142", "/customers/…"),
        ("/customers/13125550142", "/customers/…"),
        ("/unsubscribe/a@b.example", "/unsubscribe/…"),
    ],
)
def test_a_path_shows_rooms_and_ids_and_hides_the_rest(path: str, shown: str) -> None:
    assert shown_path(path) == shown


@pytest.mark.parametrize("status", ["200 OK", 200])
def test_a_request_is_one_object_without_query_or_caller(status: str | int) -> None:
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/search",
        "QUERY_STRING": "q=%2B13125550142",
        "REMOTE_ADDR": "203.0.113.9",
    }
    line = json.loads(line_of(Answer(status), environ, timedelta(milliseconds=3.25)))
    assert line == {
        "event": "request",
        "method": "GET",
        "path": "/search",
        "status": 200,
        "bytes": 12,
        "ms": 3.2,
    }
