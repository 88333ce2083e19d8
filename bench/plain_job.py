"""The plain way's one job: load a message, render it, send it by the SDK, mark it sent. Keeps no promise if killed."""

from __future__ import annotations

import os

from jinja2 import Environment
from sqlalchemy import create_engine, text
from twilio.rest import Client

WORDS = (
    "Hello {{ name }}, a technician has been scheduled for your building. Reply STOP to opt out."
)

# Made once by the worker before it forks and connected by nobody there, which is the plain way at its best.
_engine = create_engine(os.environ["DATABASE_URL"])
_template = Environment(autoescape=False).from_string(WORDS)
_client = Client(os.environ["TWILIO_ACCOUNT_SID"], os.environ["TWILIO_AUTH_TOKEN"])
_client.api.base_url = os.environ["TWILIO_API_URL"]
# The SDK loads its parts when they are first asked for; without this every fork would load them anew.
_texts = _client.messages


def send_one(message_id: int) -> None:
    """Send one message and write down that it was sent. Run twice, it sends twice."""
    with _engine.begin() as connection:
        row = connection.execute(_LOAD, {"id": message_id}).one()
        sent = _texts.create(
            to=row.recipient,
            from_=os.environ["TWILIO_FROM_NUMBER"],
            body=_template.render(name=row.name),
        )
        connection.execute(_MARK, {"id": message_id, "pid": sent.sid})


_LOAD = text("SELECT recipient, name FROM plain_messages WHERE id = :id")
_MARK = text(
    "UPDATE plain_messages SET state = 'sent', provider_id = :pid, sent_at = clock_timestamp()"
    " WHERE id = :id"
)
