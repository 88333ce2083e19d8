"""A bare application with nothing but the letterbox, and ways to post to it as the carriers do."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.blobs import read_blob
from core.db import Database
from core.messaging.model import Envelope, EnvelopeSource
from core.outbox.model import OutboxEntry
from tests.carriers.builders import (
    FORM_TYPE,
    MULTIPART_TYPE,
    PARSE_TOKEN,
    event_headers,
    form_body,
    settings,
    twilio_signature,
)
from webhooks import Counts, create_blueprint
from webhooks.counts import Verdict

SMS = "/webhooks/twilio/sms"
STATUS = "/webhooks/twilio/status"
INBOUND = f"/webhooks/sendgrid/inbound/{PARSE_TOKEN}"
EVENTS = "/webhooks/sendgrid/events"


class Letterbox:
    """The application under test and what it stored."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.counts = Counts()
        self.app = Flask(__name__)
        self.app.register_blueprint(create_blueprint(settings(), database, self.counts))

    def post(
        self, path: str, body: bytes, headers: Mapping[str, str], kind: str = FORM_TYPE
    ) -> TestResponse:
        # `data` would let the test client compose a form of its own out of an empty body.
        return self.app.test_client().post(
            path, input_stream=BytesIO(body), headers=headers, content_type=kind
        )

    def post_form(self, path: str, fields: Mapping[str, str]) -> TestResponse:
        """A form signed as Twilio signs it."""
        headers = {"X-Twilio-Signature": twilio_signature(path, fields)}
        return self.post(path, form_body(fields), headers)

    def post_mail(self, body: bytes, kind: str = MULTIPART_TYPE) -> TestResponse:
        return self.post(INBOUND, body, {}, kind)

    def post_events(self, body: bytes) -> TestResponse:
        return self.post(EVENTS, body, event_headers(body), "application/json")

    def envelopes(self) -> list[Envelope]:
        with self.database.transaction() as session:
            return list(session.scalars(select(Envelope).order_by(Envelope.id)))

    def promises(self) -> list[OutboxEntry]:
        with self.database.transaction() as session:
            return list(session.scalars(select(OutboxEntry).order_by(OutboxEntry.id)))

    def content_of(self, envelope: Envelope) -> bytes:
        """The stored bytes, wherever they lie."""
        if envelope.content is not None:
            return envelope.content
        assert envelope.blob_id is not None
        with self.database.reading() as session:
            return read_blob(session, envelope.blob_id)

    def counted(self, source: EnvelopeSource, verdict: Verdict) -> int:
        return self.counts.so_far().get((source, verdict), 0)
