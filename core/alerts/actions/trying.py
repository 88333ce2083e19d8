"""Send words to the colleague who writes them, by the ordinary road and marked as a test; to nobody else."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.desk.model import StaffUser
from core.errors import FieldRefused
from core.messaging.actions.queueing import Draft, queue_messages
from core.messaging.actions.threads import conversation_with
from core.messaging.letterhead import Letterhead
from core.messaging.wire import Channel, Priority

MARK = "[TEST]"


def send_test(
    session: Session,
    head: Letterhead,
    colleague: StaffUser,
    channel: Channel,
    *,
    subject: str,
    body: str,
) -> str:
    """Queue the words as they would read; returns the number or address they go to.

    Refused for a text when the colleague has no number.
    """
    address = colleague.phone if channel is Channel.SMS else colleague.email
    if not address:
        raise FieldRefused(
            "body", "There is no phone number for you; an administrator can add it under Staff."
        )
    draft = Draft(
        conversation_id=conversation_with(session, channel, address).id,
        channel=channel,
        recipient=address,
        subject=f"{MARK} {subject}" if channel is Channel.EMAIL else "",
        body=f"{MARK} {body}" if channel is Channel.SMS else body,
        priority=Priority.CONVERSATION,
        author=colleague.name,
    )
    queue_messages(session, head, [draft])
    return address
