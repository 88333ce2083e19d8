"""The API does what its own OpenAPI document says, whatever it is sent."""

from __future__ import annotations

from typing import TypeAlias

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings, strategies
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from core.db import Database
from tests.practice import practice_settings
from tests.webhooks.machine import a_machine
from webhooks.api import create_blueprint

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
    missing_required_header,
    unsupported_method,
]
# What a library without full types hands out.
Operation: TypeAlias = "APIOperation[object, object, object, object]"
Case: TypeAlias = "schemathesis.Case[Operation]"


def test_whatever_the_document_allows_or_forbids_is_answered_as_it_says(
    database: Database,
) -> None:
    """Schemathesis sends what the document describes, and what it does not, to the real application."""
    app = Flask("api under test")
    chosen = practice_settings(DATABASE_URL=database.url)
    app.register_blueprint(create_blueprint(chosen, database, most_a_minute=1_000_000))
    machine = a_machine(database, app)
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    asked = 0

    for found in document.get_all_operations():
        assert isinstance(found, Ok)

        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=_every_kind(found.ok()))
        def answers_as_described(case: Case) -> None:
            nonlocal asked
            asked += 1
            sent = {**dict(case.headers or {}), **machine.key}
            case.call_and_validate(headers=sent, checks=CHECKS)

        answers_as_described()
    assert asked > 40


def _every_kind(operation: Operation) -> strategies.SearchStrategy[Case]:
    """What the document describes, and what it does not."""
    kinds = schemathesis.GenerationMode
    return strategies.one_of(
        operation.as_strategy(generation_mode=kinds.POSITIVE),
        operation.as_strategy(generation_mode=kinds.NEGATIVE),
    )
