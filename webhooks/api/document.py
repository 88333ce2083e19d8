"""The OpenAPI 3.1 document, made from the very models that read requests, so that the two cannot disagree."""

from __future__ import annotations

from pydantic.json_schema import models_json_schema

from core.db import JsonObject
from webhooks.api.problems import CONTENT_TYPE
from webhooks.api.schema import BookingAnswer, BookingRequest, Problem

VERSION = "1.0.0"
LONGEST_KEY = 255
LARGEST_ID = 2**63 - 1
_SCHEMAS = "#/components/schemas/"

_REASONS = {
    "400": "The body is no JSON, or the Idempotency-Key is missing or malformed.",
    "401": "The token is missing, unknown or revoked.",
    "404": "This token has brought no such booking.",
    "413": "The body is too large.",
    "415": "The body is not declared as application/json.",
    "422": "The body is not as described, or its Idempotency-Key was used for another body.",
    "429": "Too many requests in this minute; Retry-After says how many seconds to wait.",
}


def openapi(public_url: str) -> JsonObject:
    """The document for this installation."""
    _, named = models_json_schema(
        [(BookingRequest, "validation"), (BookingAnswer, "serialization"), (Problem, "validation")],
        ref_template=_SCHEMAS + "{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Fixline bookings",
            "version": VERSION,
            "description": "Bring requests for help to a service company, and see what became of them.",
        },
        "servers": [{"url": f"{public_url}/api/v1"}],
        "security": [{"token": []}],
        "paths": {
            "/bookings": {"post": _post()},
            "/bookings/{booking_id}": {"get": _get()},
        },
        "components": {
            "schemas": named["$defs"],
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _post() -> JsonObject:
    return {
        "operationId": "bring_booking",
        "summary": "Bring a booking",
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "Your own key for this request. Sent again with the same body it is "
                "answered as before and books nothing twice.",
                "schema": {
                    "type": "string",
                    "minLength": 1,
                    "maxLength": LONGEST_KEY,
                    "pattern": "^[!-~]+$",
                },
            }
        ],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": f"{_SCHEMAS}BookingRequest"}}},
        },
        "responses": {
            "201": _answer("The booking, new or as it was answered before."),
            **_problems("400", "401", "413", "415", "422", "429"),
        },
    }


def _get() -> JsonObject:
    return {
        "operationId": "booking",
        "summary": "See what became of a booking",
        "parameters": [
            {
                "name": "booking_id",
                "in": "path",
                "required": True,
                "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_ID},
            }
        ],
        "responses": {
            "200": _answer("The booking as it stands."),
            **_problems("401", "404", "429"),
        },
    }


def _answer(words: str) -> JsonObject:
    return {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": f"{_SCHEMAS}BookingAnswer"}}},
    }


def _problems(*statuses: str) -> JsonObject:
    content = {CONTENT_TYPE: {"schema": {"$ref": f"{_SCHEMAS}Problem"}}}
    return {status: {"description": _REASONS[status], "content": content} for status in statuses}
