"""What is open at addresses that are nobody's any more: questions asked there are closed, so that no bare "yes" from a
stranger answers one, and the request last spoken of there is not theirs. An address somebody still has is left alone.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.directory.queries.people import points_at
from core.messaging.actions.threads import close_questions, lock_conversation
from core.messaging.model import Conversation
from core.messaging.wire import Channel

NOBODYS = "canceled"


def let_go(session: Session, addresses: Collection[str]) -> None:
    """Close the questions at those of the addresses that nobody has. What was said there stays as it is."""
    gone = [address for address in sorted(set(addresses)) if not points_at(session, address)]
    ids = session.scalars(
        select(Conversation.id)
        .where(Conversation.channel.in_(list(Channel)), Conversation.address.in_(gone))
        .order_by(Conversation.id)
    ).all()
    for conversation_id in ids:
        conversation = lock_conversation(session, conversation_id)
        close_questions(session, conversation, how=NOBODYS)
        conversation.booking_id = None
