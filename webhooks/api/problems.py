"""Every refusal of the API as problem details (RFC 9457). None of them repeats what was sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from http import HTTPStatus

from flask import Response
from pydantic import ValidationError

from webhooks.api.schema import BookingRequest, FieldProblem, Problem

CONTENT_TYPE = "application/problem+json"
MOST_ERRORS = 20
_KIND = "urn:fixline:problem:"


class Turned(Exception):
    """A request that is refused: raised anywhere on its way, answered at the door."""

    def __init__(
        self,
        status: HTTPStatus,
        kind: str,
        detail: str,
        *,
        errors: Sequence[FieldProblem] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind)
        self.problem = Problem(
            type=_KIND + kind,
            title=status.phrase,
            status=status,
            detail=detail,
            errors=list(errors[:MOST_ERRORS]),
        )
        self.headers = dict(headers or {})


def answered(turned: Turned) -> Response:
    """The refusal as an answer."""
    return Response(
        turned.problem.model_dump_json(),
        status=turned.problem.status,
        headers=turned.headers,
        content_type=CONTENT_TYPE,
    )


def unfit(error: ValidationError) -> Turned:
    """A body that is no JSON, or not as the document says, each error at its place."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    if any(each["type"] == "json_invalid" for each in found):
        return Turned(HTTPStatus.BAD_REQUEST, "no-json", "The body is not JSON in UTF-8.")
    errors = [FieldProblem(pointer=_pointer(each["loc"]), detail=each["msg"]) for each in found]
    return _invalid(errors)


def refuse_addresses(asked: BookingRequest, own: Collection[str]) -> None:
    """Raises Turned where the one who asks is said to be reached at the company's own number or address."""
    given = {"phone": asked.requester.phone, "email": asked.requester.email}
    errors = [
        FieldProblem(pointer=f"/requester/{name}", detail="That is the company's own.")
        for name, address in given.items()
        if address in own
    ]
    if errors:
        raise _invalid(errors)


def _invalid(errors: Sequence[FieldProblem]) -> Turned:
    return Turned(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "invalid-body",
        "The body is not as the OpenAPI document says; see errors.",
        errors=errors,
    )


def _pointer(steps: tuple[int | str, ...]) -> str:
    said = (str(step).replace("~", "~0").replace("/", "~1") for step in steps)
    return "".join(f"/{step[:100]}" for step in said)
