"""Reads Twilio's Messages list: texts whose webhook never came, and texts of ours nobody here remembers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlencode, urljoin

from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance
from twilio.rest.api.v2010.account.message.media import MediaInstance

from carriers.charsets import clean
from carriers.twilio.codes import cause_of, state_of
from carriers.twilio.inbound import MOST_MEDIA, NAME
from carriers.twilio.trial import as_written
from carriers.twilio.windows import PAGE_SIZE, Wanted, asked, whole, windows
from core.messaging.listed import Posted, ReceivedText, SentText
from core.messaging.wire import LookUpFailed, MessageState

# Without a date the list is ordered by the moment of sending, which may come long after that of creation.
SLOWEST_SENDING = timedelta(hours=1)
# Twilio gives up a text that has waited so long (ValidityPeriod's own bound); and how many may wait.
LONGEST_WAITING = timedelta(hours=10)
MOST_WAITING = 40_000
FORM = "application/x-www-form-urlencoded"
RECEIVED, SENT_BY_US = "inbound", "outbound-api"


@dataclass(frozen=True)
class OurSenders:
    """Who of the account's senders is ours: a number, and the service that picks one of its numbers, or "".

    Twilio's list can be asked for a number's texts, not for a service's.
    """

    number: str
    service: str

    @property
    def wanted(self) -> Wanted:
        """What the list can be asked for."""
        return Wanted() if self.service else Wanted(sender=self.number)

    def have_sent(self, one: MessageInstance) -> bool:
        """Whether a listed text was given to Twilio by us."""
        is_ours = one.from_ == self.number or (
            bool(self.service) and one.messaging_service_sid == self.service
        )
        return is_ours and one.direction == SENT_BY_US


def received_since(
    client: Client, moment: datetime, *, to: str | None
) -> Iterator[tuple[ReceivedText, ...]]:
    """People's texts since a moment, oldest first, a window at a time; to: our number, or None for any of ours.

    Raises LookUpFailed when any page could not be read: a list with a gap is no list.
    """
    for window in windows(client, Wanted(to=to or ""), moment, datetime.now(UTC)):
        yield asked(partial(_received_in, window))


def _received_in(window: Sequence[MessageInstance]) -> tuple[ReceivedText, ...]:
    told = [one for one in reversed(window) if one.direction == RECEIVED]
    # Without a sender there is nobody to answer, and one such text must not stand before all others.
    found = [_received(one) for one in told if one.sid and one.from_ and one.to]
    return tuple(sorted(found, key=lambda text: text.received_at))


def sent_since(
    client: Client, moment: datetime, ours: OurSenders
) -> Iterator[tuple[SentText, ...]]:
    """Texts our senders were given since a moment, oldest first, a window at a time; what still waits at the end.

    The carrier's own answers are not ours, nor is what others send through the same account. Raises LookUpFailed
    likewise.
    """
    now = datetime.now(UTC)
    # Asked for first: what leaves meanwhile is shown by the windows.
    waiting = asked(lambda: _waiting(client, moment, now, ours))
    told = {text.provider_id for text in waiting}
    # What was created before the moment may have been sent after it.
    for window in windows(client, ours.wanted, moment, now):
        found = asked(partial(_sent_in, window, moment, ours))
        yield tuple(text for text in found if text.provider_id not in told)
    yield waiting


def _sent_in(
    window: Sequence[MessageInstance], moment: datetime, ours: OurSenders
) -> tuple[SentText, ...]:
    found = [_sent(one) for one in reversed(window) if ours.have_sent(one)]
    recent = [text for text in found if text.created_at >= whole(moment)]
    return tuple(sorted(recent, key=lambda text: text.created_at))


def _waiting(
    client: Client, moment: datetime, now: datetime, ours: OurSenders
) -> tuple[SentText, ...]:
    """Texts not sent yet have no date to be listed by: they are looked for among the newest."""
    since = max(moment, now - LONGEST_WAITING) - SLOWEST_SENDING
    found = []
    for one in client.messages.stream(page_size=PAGE_SIZE, **ours.wanted.filters):
        if aware(one.date_created) < since:
            break
        if one.date_sent is None and ours.have_sent(one):
            found.append(one)
        if len(found) > MOST_WAITING:
            raise LookUpFailed(f"There are more than {MOST_WAITING} texts that wait to be sent.")
    return _sent_in(found, moment, ours)


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
    files = asked(lambda: _files(client, base, text)) if text.files else {}
    count = {"NumMedia": str(len(files) // 2)}
    return Posted(text.provider_id, FORM, urlencode(fields | files | count).encode())


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
        body=as_written(clean(one.body or "")),
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
