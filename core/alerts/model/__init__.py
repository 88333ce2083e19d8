"""Rows of alerts, by idea: subscriptions and who was told, digests, notices by the clock or to a building."""

from core.alerts.model.digests import Digest, DigestChoice, DigestEntry
from core.alerts.model.notices import (
    BILL_NEWS,
    BuildingNotice,
    BuildingNoticePlace,
    BuildingNoticeWords,
    NoticeKind,
    NoticeRule,
    NoticeWords,
    VisitReminder,
)
from core.alerts.model.telling import (
    AlertSubscription,
    BillSubscription,
    Notification,
    StatusTemplate,
)

__all__ = [
    "BILL_NEWS",
    "AlertSubscription",
    "BillSubscription",
    "BuildingNotice",
    "BuildingNoticePlace",
    "BuildingNoticeWords",
    "Digest",
    "DigestChoice",
    "DigestEntry",
    "NoticeKind",
    "NoticeRule",
    "NoticeWords",
    "Notification",
    "StatusTemplate",
    "VisitReminder",
]
