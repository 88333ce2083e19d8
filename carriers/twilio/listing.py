"""Reads Twilio's Messages list: texts whose webhook never came, and texts of ours nobody here remembers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from urllib.parse import urlencode, urljoin

from twilio.base.exceptions import TwilioException
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance
from twilio.rest.api.v2010.account.message.media import MediaInstance
from urllib3.exceptions import HTTPError

from carriers.charsets import clean
from carriers.twilio.codes import cause_of, state_of
from carriers.twilio.http import SlowDown
from carriers.twilio.inbound import MOST_MEDIA, NAME
from core.messaging.listed import Posted, ReceivedText, SentText
from core.messaging.wire import LookUpFailed, MessageState

MOST_LISTED = 20_000
PAGE_SIZE = 1000
# The list is ordered by the moment of sending, which may come long after that of creation.
SLOWEST_SENDING = timedelta(hours=1)
FORM = "application/x-www-form-urlencoded"
RECEIVED, SENT_BY_US = "inbound", "outbound-api"

Read = TypeVar("Read")


def received_since(client: Client, moment: datetime, *, to: str | None) -> tuple[ReceivedText, ...]:
    """People's texts since a moment, oldest first; to: our number, or None for every number of the account.

    Raises LookUpFailed when any page could not be read, and when there are more than MOST_LISTED: a list with a
    gap is no list.
    """

    def read() -> tuple[ReceivedText, ...]:
        given = {"to": to} if to else {}
        listed = client.messages.list(
            **given, date_sent_after=_whole(moment), limit=MOST_LISTED, page_size=PAGE_SIZE
        )
        _refuse_cut(len(listed))
        told = [one for one in reversed(listed) if one.direction == RECEIVED]
        # Without a sender there is nobody to answer, and one such text must not stand before all others.
        found = [_received(one) for one in told if one.sid and one.from_ and one.to]
        return tuple(sorted(found, key=lambda text: text.received_at))

    return _asked(read)


def sent_since(client: Client, moment: datetime) -> tuple[SentText, ...]:
    """Texts created through our interface since a moment, oldest first; the carrier's own answers are not ours.

    Raises LookUpFailed likewise.
    """

    def read() -> tuple[SentText, ...]:
        found = [_sent(one) for one in _newest(client, moment) if one.direction == SENT_BY_US]
        recent = [text for text in reversed(found) if text.created_at >= _whole(moment)]
        return tuple(sorted(recent, key=lambda text: text.created_at))

    return _asked(read)


def as_posted(client: Client, account_sid: str, base: str, text: ReceivedText) -> Posted:
    """The form Twilio would have posted for a text, its files asked for when it has any.

    Raises LookUpFailed when they could not be had.
    """
    fields = {
        "AccountSid": account_sid,
        "ApiVersion": "2010-04-01",
        "Body": text.body,
        "From": text.sender,
        "MessageSid": text.provider_id,
        "SmsMessageSid": text.provider_id,
        "SmsSid": text.provider_id,
        "SmsStatus": "received",
        "To": text.recipient,
    }
    files = _asked(lambda: _files(client, base, text)) if text.files else {}
    count = {"NumMedia": str(len(files) // 2)}
    return Posted(text.provider_id, FORM, urlencode(fields | files | count).encode())


def _whole(moment: datetime) -> datetime:
    """Twilio's times are whole seconds: of that second nothing is left out."""
    return moment.astimezone(UTC).replace(microsecond=0)


def _asked(read: Callable[[], Read]) -> Read:
    try:
        return read()
    except (SlowDown, HTTPError, TwilioException) as error:
        raise LookUpFailed(type(error).__name__) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LookUpFailed("The listing could not be read.") from error


def _newest(client: Client, moment: datetime) -> Iterator[MessageInstance]:
    """What was created since the moment, as far as the order of the list allows to tell."""
    seen = 0
    for one in client.messages.stream(limit=MOST_LISTED, page_size=PAGE_SIZE):
        if aware(one.date_created) < moment - SLOWEST_SENDING:
            return
        seen += 1
        yield one
    _refuse_cut(seen)


def _refuse_cut(seen: int) -> None:
    if seen >= MOST_LISTED:
        raise LookUpFailed(f"There are more than {MOST_LISTED} texts to list.")


def _received(one: MessageInstance) -> ReceivedText:
    told = one.num_media or "0"
    return ReceivedText(
        provider_id=_written(one.sid),
        sender=_written(one.from_),
        recipient=_written(one.to),
        body=one.body or "",
        received_at=aware(one.date_sent or one.date_created),
        files=int(told) if told.isdecimal() else 0,
    )


def _sent(one: MessageInstance) -> SentText:
    code = str(one.error_code or "")
    return SentText(
        carrier=NAME,
        provider_id=_written(one.sid),
        recipient=_written(one.to),
        body=clean(one.body or ""),
        created_at=aware(one.date_created),
        # A word we do not know yet still says that it was taken.
        state=state_of(str(one.status), code) or MessageState.ACCEPTED,
        code=code,
        cause=cause_of(code),
    )


def _files(client: Client, base: str, text: ReceivedText) -> dict[str, str]:
    """Newest first in the list, in the sender's order in a post."""
    listed = client.messages(text.provider_id).media.list(limit=MOST_MEDIA)
    fields: dict[str, str] = {}
    for n, one in enumerate(reversed(listed)):
        fields[f"MediaUrl{n}"] = _address(base, one)
        fields[f"MediaContentType{n}"] = one.content_type or ""
    return fields


def _address(base: str, one: MediaInstance) -> str:
    """Where the bytes are: the resource's own address without its ending."""
    return urljoin(base, _written(one.uri).removesuffix(".json"))


def _written(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError("A text without an id or a number.")
    return value


def aware(moment: object) -> datetime:
    """A moment as the SDK reads it, in UTC. Raises TypeError for anything else."""
    if not isinstance(moment, datetime):
        raise TypeError("A message without a date.")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
