"""One handler for each kind of background work; the table below is complete, and a test sees to it."""

from __future__ import annotations

from collections.abc import Mapping

from core.outbox import Kind
from workers.doing import Handler
from workers.handlers.approvals import ask_approval, remind_approval, tell_approval
from workers.handlers.bills import remind_overdue, tell_invoice, tell_overdue
from workers.handlers.books import keep_books_daily
from workers.handlers.bringing import bring_in
from workers.handlers.cards import check_card, record_card, refund_card
from workers.handlers.converse import converse
from workers.handlers.deliver import deliver
from workers.handlers.fan_out import fan_out
from workers.handlers.feedback import ask_feedback
from workers.handlers.interpret import interpret
from workers.handlers.media import fetch_media
from workers.handlers.notices import remind_visit, send_digest
from workers.handlers.offers import offer_again, offer_job, tell_crew
from workers.handlers.paging import page_news, page_on_call
from workers.handlers.payments import follow_many_jobs, remind_instalment, tell_payment
from workers.handlers.poll import poll
from workers.handlers.receipts import record_receipts
from workers.handlers.reconcile import reconcile
from workers.handlers.slots import offer_slot
from workers.handlers.staff import alert_staff
from workers.handlers.staff_tasks import remind_task, task_overdue
from workers.handlers.statements import send_statements
from workers.handlers.sweep import sweep

HANDLERS: Mapping[Kind, Handler] = {
    Kind.INTERPRET: interpret,
    Kind.CONVERSE: converse,
    Kind.DELIVER: deliver,
    Kind.FAN_OUT: fan_out,
    Kind.RECORD_RECEIPTS: record_receipts,
    Kind.RECONCILE: reconcile,
    Kind.FETCH_MEDIA: fetch_media,
    Kind.OFFER_JOB: offer_job,
    Kind.OFFER_AGAIN: offer_again,
    Kind.OFFER_SLOT: offer_slot,
    Kind.BRING_IN: bring_in,
    Kind.REMIND_VISIT: remind_visit,
    Kind.SEND_DIGEST: send_digest,
    Kind.REMIND_TASK: remind_task,
    Kind.TASK_OVERDUE: task_overdue,
    Kind.TELL_CREW: tell_crew,
    Kind.PAGE_ON_CALL: page_on_call,
    Kind.PAGE_NEWS: page_news,
    Kind.ALERT_STAFF: alert_staff,
    Kind.SWEEP: sweep,
    Kind.POLL: poll,
    Kind.ASK_FEEDBACK: ask_feedback,
    Kind.ASK_APPROVAL: ask_approval,
    Kind.REMIND_APPROVAL: remind_approval,
    Kind.TELL_APPROVAL: tell_approval,
    Kind.RECORD_CARD: record_card,
    Kind.CHECK_CARD: check_card,
    Kind.REFUND_CARD: refund_card,
    Kind.TELL_PAYMENT: tell_payment,
    Kind.REMIND_INSTALMENT: remind_instalment,
    Kind.FOLLOW_JOBS: follow_many_jobs,
    Kind.REMIND_OVERDUE: remind_overdue,
    Kind.TELL_OVERDUE: tell_overdue,
    Kind.TELL_INVOICE: tell_invoice,
    Kind.SEND_STATEMENTS: send_statements,
    Kind.KEEP_BOOKS: keep_books_daily,
}
