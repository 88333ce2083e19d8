"""What each kind of background work is called before staff. Pure; a kind without words fails a test."""

from __future__ import annotations

from collections.abc import Mapping

from core.outbox.kinds import Kind

WORDS: Mapping[Kind, str] = {
    Kind.INTERPRET: "Reading a message that came in",
    Kind.CONVERSE: "Answering a message",
    Kind.DELIVER: "Sending messages",
    Kind.FAN_OUT: "Telling people of a change",
    Kind.RECORD_RECEIPTS: "Noting what became of messages",
    Kind.RECONCILE: "Asking the carrier about a message in doubt",
    Kind.FETCH_MEDIA: "Fetching a picture or file",
    Kind.OFFER_JOB: "Offering a visit to a technician",
    Kind.OFFER_AGAIN: "Looking after an offer nobody answered",
    Kind.PAGE_ON_CALL: "Paging whoever is on call",
    Kind.PAGE_NEWS: "Telling whoever has an emergency what is new",
    Kind.ALERT_STAFF: "Alerting staff to a task",
    Kind.SWEEP: "Looking for messages nobody is sending",
    Kind.POLL: "Looking for texts no webhook brought",
    Kind.ASK_FEEDBACK: "Asking how a job went",
    Kind.ASK_APPROVAL: "Asking for an approval",
    Kind.REMIND_APPROVAL: "Reminding of an approval",
    Kind.TELL_APPROVAL: "Telling what was approved",
    Kind.REMIND_VISIT: "Reminding of a visit",
    Kind.SEND_DIGEST: "Sending a daily mail of updates",
    Kind.BRING_IN: "Bringing a list in",
    Kind.REMIND_TASK: "Reminding of a task",
    Kind.TASK_OVERDUE: "Telling of an overdue task",
    Kind.OFFER_SLOT: "Offering a free time to who waits",
    Kind.TELL_CREW: "Telling a technician what has changed",
    Kind.FOLLOW_JOBS: "Bringing jobs in line with their invoices",
    Kind.RECORD_CARD: "Noting what a card payment came to",
    Kind.TELL_PAYMENT: "Sending a receipt",
    Kind.REFUND_CARD: "Refunding a card",
    Kind.CHECK_CARD: "Asking the gateway about a card payment",
    Kind.REMIND_INSTALMENT: "Reminding of an instalment",
    Kind.REMIND_OVERDUE: "Looking for invoices that are overdue",
    Kind.TELL_OVERDUE: "Reminding of an overdue invoice",
    Kind.TELL_INVOICE: "Sending an invoice",
    Kind.SEND_STATEMENTS: "Sending statements",
    Kind.KEEP_BOOKS: "Handing the day to the books",
}
