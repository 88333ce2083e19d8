"""A person writes a mail: it is kept, and posted to the product as SendGrid's Inbound Parse would.

Both forms are spoken: the raw MIME text, and the parsed fields. A 5xx is tried again for a while.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses, localtime, parseaddr
from enum import StrEnum
from typing import assert_never

import urllib3

from sandbox.carrier.agenda import Agenda
from sandbox.carrier.inbound_sms import Attachment, Sent
from sandbox.carrier.moods import Moods
from sandbox.carrier.parse_form import Part, parsed_parts, raw_parts
from sandbox.carrier.posting import Postman, WebhookAnswer
from sandbox.carrier.records import Carrier, Direction, Mail, MailState, new_sid
from sandbox.carrier.settings import EmulatorSettings
from sandbox.carrier.store import Store

PARSE_ATTEMPTS = 4
MOST_ATTACHMENTS = 20


class BadMail(ValueError):
    """A mail that no mail program could have sent: no address, or a line break in a header."""


class ParseForm(StrEnum):
    """The two shapes in which Inbound Parse can be told to post."""

    RAW = "raw"
    PARSED = "parsed"


@dataclass(frozen=True)
class TypedMail:
    """A mail as a person writes it.

    Without `dkim` it passes for the sender's own domain, as in `{@example.com : pass}`.
    """

    sender: str
    recipient: str
    subject: str = ""
    text: str = ""
    html: str = ""
    cc: str = ""
    in_reply_to: str = ""
    references: str = ""
    message_id: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    form: ParseForm = ParseForm.RAW
    dkim: str | None = None
    spf: str = "pass"


@dataclass(frozen=True, slots=True)
class Errand:
    """A mail whose webhook is to be tried again."""

    sid: str
    body: bytes
    content_type: str
    left: int


class InboundMail:
    """Takes mails from people to the product."""

    def __init__(
        self, settings: EmulatorSettings, store: Store, moods: Moods, postman: Postman
    ) -> None:
        """Retries begin with `agenda.start()`."""
        self._url = settings.inbound_parse_url
        self._retry_pause = settings.retry_delay_ms / 1000
        self._store = store
        self._moods = moods
        self._postman = postman
        self.agenda: Agenda[Errand] = Agenda(
            self._try_again, name="mail-inbound", threads=1, batch=1
        )

    def send(self, typed: TypedMail) -> Sent:
        """Keep the mail, post it in the asked form and return the product's first answer."""
        message = composed(typed)
        mail = _mail(typed, message)
        self._store.put_mail(mail)
        if self._moods.happens(self._moods.of(Carrier.SENDGRID).lose_inbound_rate):
            return Sent(mail.sid, WebhookAnswer(status=None, body="lost on the way"))
        body, content_type = urllib3.encode_multipart_formdata(_parts(typed, message))
        return Sent(mail.sid, self._post(Errand(mail.sid, body, content_type, PARSE_ATTEMPTS - 1)))

    def _post(self, errand: Errand) -> WebhookAnswer:
        headers = {"Content-Type": errand.content_type, "User-Agent": "SendGrid Inbound Parse"}
        answer = self._postman.post(self._url, errand.body, headers)
        mail = self._store.mail(errand.sid)
        if mail is not None:
            self._store.put_mail(replace(mail, webhook_status=answer.status or 0))
        if answer.is_worth_retrying and errand.left > 0:
            again = replace(errand, left=errand.left - 1)
            self.agenda.put(again, delay_seconds=self._retry_pause)
        return answer

    def _try_again(self, errands: list[Errand]) -> None:
        for errand in errands:
            self._post(errand)


def composed(typed: TypedMail) -> EmailMessage:
    """Return the MIME message a mail program would have sent; refuse what none could."""
    if not all("@" in parseaddr(written)[1] for written in (typed.sender, typed.recipient)):
        raise BadMail("a mail needs a sender's and a recipient's address")
    if len(typed.attachments) > MOST_ATTACHMENTS:
        raise BadMail(f"more than {MOST_ATTACHMENTS} attachments")
    message = EmailMessage(policy=SMTP)
    try:
        for name, value in _headers(typed).items():
            message[name] = value
    except ValueError as error:
        raise BadMail(str(error)) from error
    message.set_content(typed.text)
    if typed.html:
        message.add_alternative(typed.html, subtype="html")
    for attachment in typed.attachments:
        main, _, sub = attachment.content_type.partition("/")
        message.add_attachment(
            attachment.content(), maintype=main, subtype=sub, filename=attachment.filename
        )
    return message


def _headers(typed: TypedMail) -> dict[str, str]:
    domain = parseaddr(typed.sender)[1].rpartition("@")[2]
    wanted = {
        "From": typed.sender,
        "To": typed.recipient,
        "Cc": typed.cc,
        "Subject": typed.subject,
        "Date": format_datetime(localtime()),
        "Message-ID": typed.message_id or f"<{new_sid('person.')}@{domain}>",
        "In-Reply-To": typed.in_reply_to,
        "References": typed.references or typed.in_reply_to,
    }
    chosen = {name.lower() for name in typed.headers}
    kept = {name: value for name, value in wanted.items() if value and name.lower() not in chosen}
    return kept | dict(typed.headers)


def _mail(typed: TypedMail, message: EmailMessage) -> Mail:
    now = time.time()
    sid = new_sid("in")
    name, address = parseaddr(typed.sender)
    return Mail(
        sid=sid,
        batch=sid,
        direction=Direction.INBOUND,
        sender=address,
        sender_name=name,
        recipient=", ".join(address for _, address in getaddresses([typed.recipient])),
        subject=typed.subject,
        text=typed.text,
        html=typed.html,
        state=MailState.RECEIVED,
        created=now,
        updated=now,
        headers={name: str(value) for name, value in message.items()},
        attachments=tuple(attachment.filename for attachment in typed.attachments),
    )


def _parts(typed: TypedMail, message: EmailMessage) -> list[tuple[str, Part]]:
    domain = parseaddr(typed.sender)[1].rpartition("@")[2]
    dkim = f"{{@{domain} : pass}}" if typed.dkim is None else typed.dkim
    match typed.form:
        case ParseForm.RAW:
            return raw_parts(message, dkim=dkim, spf=typed.spf)
        case ParseForm.PARSED:
            return parsed_parts(message, dkim=dkim, spf=typed.spf)
        case _:
            assert_never(typed.form)
