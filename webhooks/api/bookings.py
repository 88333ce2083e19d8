"""The API's addresses: bring a booking, see what became of it, read the document. It books nothing twice."""

from __future__ import annotations

import hashlib
import json
import re
from http import HTTPStatus

from flask import Response, request
from pydantic import ValidationError

from core.config import Settings
from core.db import Database
from core.errors import NotFound
from core.jobs.actions.machines import KeyUsedOtherwise, answered_before, keep_answer
from core.jobs.model import ApiToken
from core.jobs.queries.machines import booking_brought
from webhooks.api.document import LARGEST_ID, LONGEST_KEY, openapi
from webhooks.api.door import admitted, for_anyone, for_machines
from webhooks.api.problems import Turned, refuse_addresses, unfit
from webhooks.api.schema import BookingAnswer, BookingRequest
from webhooks.api.taking import take
from webhooks.body import TurnedAway, read_body
from webhooks.counts import Verdict

MOST_BYTES = 36 * 1024 * 1024
MOST_A_MINUTE = 60
_ID = re.compile(r"[0-9]{1,19}")
_KEY = re.compile(rf"[!-~]{{1,{LONGEST_KEY}}}")


class BookingsApi:
    """The views."""

    def __init__(
        self, settings: Settings, database: Database, *, most_a_minute: int = MOST_A_MINUTE
    ) -> None:
        self._database, self._company = database, settings.company
        self._most = most_a_minute
        self._document = json.dumps(openapi(settings.public_url))

    @for_machines
    def bring(self) -> Response:
        """201 with the booking; the same key and body are answered alike, however often they come."""
        token = admitted(self._database, request, most_a_minute=self._most)
        key = request.headers.get("Idempotency-Key", "")
        if not _KEY.fullmatch(key):
            raise Turned(
                HTTPStatus.BAD_REQUEST,
                "no-idempotency-key",
                f"Send an Idempotency-Key of 1 to {LONGEST_KEY} printable characters.",
            )
        body = _body()
        try:
            asked = BookingRequest.model_validate_json(body)
        except ValidationError as error:
            raise unfit(error) from error
        refuse_addresses(asked, self._company.addresses)
        return self._booked(token, key, hashlib.sha256(body).hexdigest(), asked)

    @for_machines
    def show(self, booking_id: str) -> Response:
        """200 with the booking, if this token brought it."""
        token = admitted(self._database, request, most_a_minute=self._most)
        row = int(booking_id) if _ID.fullmatch(booking_id) else 0
        if not 0 < row <= LARGEST_ID:
            raise _nothing_here()
        try:
            with self._database.reading() as session:
                found = booking_brought(session, token.id, row)
        except NotFound as error:
            raise _nothing_here() from error
        answer = BookingAnswer.model_validate(found, from_attributes=True)
        return _json(answer.model_dump_json(), HTTPStatus.OK)

    @for_anyone
    def document(self) -> Response:
        """The OpenAPI document."""
        return _json(self._document, HTTPStatus.OK)

    def _booked(self, token: ApiToken, key: str, body_hash: str, asked: BookingRequest) -> Response:
        try:
            with self._database.transaction() as session:
                before = answered_before(session, token, key, body_hash)
                if before is not None:
                    return _created(before, {"Idempotent-Replayed": "true"})
                booking = take(session, token, asked)
                session.refresh(booking)
                answer = BookingAnswer(
                    id=booking.id,
                    status=booking.status,
                    received_at=booking.created_at,
                    photos=len(asked.photos),
                ).model_dump(mode="json")
                keep_answer(session, token, key, body_hash, booking_id=booking.id, answer=answer)
        except KeyUsedOtherwise as refusal:
            raise Turned(
                HTTPStatus.UNPROCESSABLE_ENTITY, "key-used-otherwise", str(refusal)
            ) from refusal
        return _created(answer, {})


def _body() -> bytes:
    if request.mimetype != "application/json":
        raise Turned(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "no-json-declared", "Send application/json."
        )
    try:
        return read_body(request, most=MOST_BYTES)
    except TurnedAway as refusal:
        if refusal.verdict is Verdict.TOO_LARGE:
            raise Turned(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                "too-large",
                f"A body has at most {MOST_BYTES // (1024 * 1024)} MB.",
            ) from refusal
        raise Turned(HTTPStatus.BAD_REQUEST, "cut-off", "The body ended too soon.") from refusal


def _created(answer: dict[str, object], headers: dict[str, str]) -> Response:
    response = _json(json.dumps(answer, sort_keys=True), HTTPStatus.CREATED)
    response.headers.update({"Location": f"/api/v1/bookings/{answer['id']}", **headers})
    return response


def _json(words: str, status: HTTPStatus) -> Response:
    return Response(words, status=status, content_type="application/json")


def _nothing_here() -> Turned:
    return Turned(HTTPStatus.NOT_FOUND, "not-found", "This token has brought no such booking.")
