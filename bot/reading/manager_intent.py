"""What a manager's mail can ask of us, and the situations it can be written in. Names only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ManagerIntent(StrEnum):
    """What a manager's mail asks of us. CONDITIONAL: a go-ahead with an "if"; never an approval."""

    APPROVE = "approve"
    CONDITIONAL = "conditional"
    DECLINE = "decline"
    QUESTION = "question"
    STATUS = "status"
    NEW_REQUEST = "new_request"
    CANCEL = "cancel"
    RESCHEDULE = "reschedule"
    BILL_TO_CHANGE = "bill_to_change"
    PAYMENT_INFO = "payment_info"
    AUTO_REPLY = "auto_reply"
    UNSUBSCRIBE = "unsubscribe"
    OTHER = "other"


class Situation(StrEnum):
    """What our last mail to them was about. UNKNOWN: nobody can say."""

    ESTIMATE_PENDING = "estimate_pending"
    JOB_SCHEDULED = "job_scheduled"
    JOB_IN_PROGRESS = "job_in_progress"
    JOB_COMPLETED = "job_completed"
    INVOICE_SENT = "invoice_sent"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Understood:
    """The intent, which words decided, and why a go-ahead is not plain."""

    intent: ManagerIntent
    why: str
    doubt: str | None = None
