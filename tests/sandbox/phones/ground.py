"""A practice ground for tests: the emulator with its page, and Fixline's side of the carriers' APIs."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.db import Database
from sandbox.carrier.app import emulator_of
from sandbox.carrier.emulator import Emulator
from sandbox.carrier.records import Mail, Sms
from sandbox.carrier.settings import EmulatorSettings
from sandbox.carrier.signatures import new_event_keys
from sandbox.cast import COMPANY_EMAIL, COMPANY_NAME, COMPANY_PHONE
from sandbox.phones.devices import PEOPLE
from sandbox.practice import create_practice_ground

ACCOUNT = "AC" + "0" * 32
TOKEN = "an-auth-token"
MAIL_KEY = "SG.practice"
KEYS = new_event_keys()
OFFICE = "http://localhost:8000"
# Nobody listens on the port of tcpmux, so every webhook is refused at once.
NOBODY = "http://127.0.0.1:1"
REPLY_TO = "r+abc@reply.oakstreet.example"
NONE: Mapping[str, bytes] = {}
MESSAGE_ID = "<first@reply.oakstreet.example>"


def emulator_settings(
    *, webhooks: str = NOBODY, public_url: str = "http://localhost"
) -> EmulatorSettings:
    """Complete settings; webhooks: the product's address."""
    return EmulatorSettings(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        sendgrid_api_key=MAIL_KEY,
        event_private_key_pem=KEYS.private_pem,
        sms_webhook_url=f"{webhooks}/sms",
        inbound_parse_url=f"{webhooks}/inbound",
        event_webhook_url=f"{webhooks}/events",
        public_url=public_url,
        receipt_delay_ms=20,
        from_number=COMPANY_PHONE,
    )


@dataclass(frozen=True)
class Playground:
    """The page as a newcomer uses it, and what Fixline sends to it."""

    client: FlaskClient
    emulator: Emulator

    def look(self) -> str:
        """The page's HTML."""
        response = self.client.get("/")
        assert response.status_code == 200
        return response.text

    def news(self, since: int = 0) -> dict[str, object]:
        """What the page's script is told."""
        answer: dict[str, object] = self.client.get(f"/live?since={since}").get_json()
        return answer

    def on(self, device: str) -> str:
        """Everything the script is given for one device, as HTML."""
        parts = self.news()["parts"]
        assert isinstance(parts, list)
        return "\n".join(part["html"] for part in parts if part["device"] == device)

    def text(self, key: str, body: str, **more: object) -> TestResponse:
        """A person presses Send."""
        return self.client.post(
            f"/phones/{key}/texts", data={"body": body, **more}, content_type="multipart/form-data"
        )

    def mail(self, key: str, **fields: str) -> TestResponse:
        """A person sends a mail."""
        return self.client.post(f"/mailboxes/{key}/mails", data=fields)

    def texts(self) -> list[Sms]:
        """All texts, newest first."""
        return self.emulator.store.newest_sms()

    def mails(self) -> list[Mail]:
        """All mails, newest first."""
        return self.emulator.store.newest_mail()

    def receive_text(self, to: str, body: str) -> str:
        """Fixline sends a text by the carrier's own interface; its sid."""
        pair = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        response = self.client.post(
            f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json",
            data={"To": to, "From": COMPANY_PHONE, "Body": body},
            headers={"Authorization": f"Basic {pair}"},
        )
        assert response.status_code == 201
        sid: str = response.get_json()["sid"]
        return sid

    def receive_mail(
        self, to: str, *, subject: str, text: str, html: str = "", files: Mapping[str, bytes] = NONE
    ) -> str:
        """Fixline sends a mail by the carrier's own interface, with files by name; its sid."""
        carried = [
            {"filename": name, "content": base64.b64encode(content).decode()}
            for name, content in files.items()
        ]
        response = self.client.post(
            "/v3/mail/send",
            json=letter(to, subject=subject, text=text, html=html) | {"attachments": carried},
            headers={"Authorization": f"Bearer {MAIL_KEY}"},
        )
        assert response.status_code == 202
        return self.mails()[0].sid


def playground(database: Database | None = None) -> Playground:
    """A fresh one, nothing sent yet, its background work not begun."""
    app = create_practice_ground(emulator_settings(), database, OFFICE)
    return Playground(app.test_client(), emulator_of(app))


def letter(to: str, *, subject: str, text: str, html: str = "") -> dict[str, object]:
    """The body of a `v3/mail/send`."""
    content = [{"type": "text/plain", "value": text}]
    if html:
        content.append({"type": "text/html", "value": html})
    return {
        "personalizations": [{"to": [{"email": to}]}],
        "from": {"email": COMPANY_EMAIL, "name": COMPANY_NAME},
        "reply_to": {"email": REPLY_TO},
        "subject": subject,
        "content": content,
        "headers": {"Message-ID": MESSAGE_ID},
    }


def address_of(key: str) -> str:
    """A person's number or mail address."""
    return PEOPLE[key].address


def words_in(html: str) -> str:
    """What a person reads of it."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
