"""Tell those who subscribed that an invoice is overdue or that money has come: the account's own people, nobody else's.

Texts carry no amount; who has had the reminder or the receipt itself is not told a second time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.alerts.actions.writing_down import Manner, tell_these
from core.alerts.model import NoticeKind
from core.alerts.notice_wording import bill_word
from core.alerts.queries.recipients import PAGE, POINT, POINT_TABLES, listener_of
from core.alerts.rules import Listener
from core.alerts.values import Facts
from core.clock import database_now
from core.events.model import Event
from core.messaging.letterhead import Letterhead
from core.messaging.wire import Priority

USEFUL = timedelta(hours=72)
_SUBSCRIBED = text(
    f"""
    SELECT {POINT}, '' AS unit, true AS subscribed
    FROM {POINT_TABLES}
    WHERE c.customer_id = :customer_id AND EXISTS (
        SELECT 1 FROM bill_subscriptions s
        WHERE s.customer_id = u.id AND s.news = :news
          AND s.contact_id IS NOT DISTINCT FROM CASE WHEN c.own_alert_list THEN c.id END
    ) AND EXISTS (SELECT 1 FROM notice_rules r WHERE r.kind = :news AND r.active)
    ORDER BY p.id
    LIMIT :most
    """  # noqa: S608 - nothing but our own column names
)


@dataclass(frozen=True)
class BillNews:
    """What has happened to whose account. facts: what the words may name; key: newer news of the same replaces it."""

    kind: NoticeKind
    customer_id: int
    facts: Facts
    key: str


def tell_bill_news(
    session: Session,
    head: Letterhead,
    event: Event,
    news: BillNews,
    *,
    told_already: Collection[str],
) -> None:
    """Tell each subscribed point of the account once of this event, where the company tells it; PAGE of them at most.

    told_already: addresses that have had the letter itself. Running it twice is harmless, as with every event.
    """
    found = _subscribed(session, news)
    if not found:
        return
    manner = Manner(
        priority=Priority.ALERT,
        expires_at=database_now(session) + USEFUL,
        about=news.key,
        collected_at=None,
    )
    word = bill_word(session, news.kind, news.facts, head.company)
    tell_these(session, head, event, found, word, manner, taken=set(told_already))


def _subscribed(session: Session, news: BillNews) -> list[Listener]:
    wanted = {"customer_id": news.customer_id, "news": news.kind.value, "most": PAGE}
    return [listener_of(row) for row in session.execute(_SUBSCRIBED, wanted)]
