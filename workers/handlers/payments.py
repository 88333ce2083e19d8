"""Tell payers that their money came and that an instalment is due, and let many jobs follow one payment.

By text no amounts are told: a phone is read by whoever holds it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from bot.words import say
from core.billing.actions.counting import counted_invoices
from core.billing.actions.job_status import follow_jobs
from core.billing.actions.plans import begin_reminding
from core.billing.model import Instalment, Invoice, Payment, PaymentMethod, PaymentState, Reminder
from core.billing.queries.payable import left_of
from core.billing.queries.receipts import Reach, ReceiptLine, mails_of, phone_of, receipt_lines
from core.clock import database_now, local
from core.events.actions import FIXLINE
from core.language import Language
from core.messaging.actions.queueing import Draft, queue_messages
from core.messaging.actions.threads import conversation_with
from core.messaging.wire import Channel, Priority
from core.money import dollars
from core.outbox import Kind
from core.outbox.actions import Promise
from workers.bill_letters import short_day
from workers.bill_news import tell_payment_news
from workers.bill_papers import for_mails, invoice_files, receipt_files
from workers.doing import Handler, number, one_by_one
from workers.handlers.deliver import deliver
from workers.runtime import Runtime

MOST_NAMED = 3

_METHODS: dict[Language, dict[PaymentMethod, str]] = {
    Language.ENGLISH: {
        PaymentMethod.CARD: "card",
        PaymentMethod.CHECK: "check",
        PaymentMethod.CASH: "cash",
        PaymentMethod.ACH: "bank transfer",
        PaymentMethod.FINANCING: "financing",
    },
    Language.SPANISH: {
        PaymentMethod.CARD: "tarjeta",
        PaymentMethod.CHECK: "cheque",
        PaymentMethod.CASH: "efectivo",
        PaymentMethod.ACH: "transferencia",
        PaymentMethod.FINANCING: "financiamiento",
    },
}
_LINE = {
    Language.ENGLISH: "Invoice {number}: {paid} paid",
    Language.SPANISH: "Factura {number}: {paid} pagados",
}
_LEFT = {
    Language.ENGLISH: ", {left} still to pay",
    Language.SPANISH: ", quedan {left}",
}
_NAMES = {
    Language.ENGLISH: ("invoice", "invoices", "{count} invoices"),
    Language.SPANISH: ("la factura", "las facturas", "{count} facturas"),
}
_SUBJECTS = {
    Language.ENGLISH: ("Receipt for your payment of {amount}", "Payment plan: {amount} due {day}"),
    Language.SPANISH: ("Recibo de su pago de {amount}", "Plan de pagos: {amount} vence el {day}"),
}


def _tell_payment(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: the receipts are queued with the end of the promise. What was reversed is not thanked for."""
    payment = session.get_one(Payment, number(entry, "payment_id"))
    event_id = number(entry, "event_id")
    if payment.state is not PaymentState.SUCCEEDED:
        return
    mails = mails_of(session, payment.payer_id)
    files = for_mails(mails, partial(receipt_files, session, runtime, payment))
    drafts = [
        replace(_receipt_mail(session, runtime, payment, each, event_id), files=files)
        for each in mails
    ]
    phone = phone_of(session, payment.payer_id)
    if phone is not None:
        drafts.append(_receipt_text(session, runtime, payment, phone, event_id, len(mails)))
    queue_messages(session, runtime.head, drafts)
    tell_payment_news(session, runtime, payment, event_id, {draft.recipient for draft in drafts})


def _receipt_mail(
    session: Session, runtime: Runtime, payment: Payment, to: Reach, event_id: int
) -> Draft:
    language = Language(to.language)
    lines = [_line(each, language) for each in receipt_lines(session, payment)]
    left = left_of(session, [payment.id])[payment.id]
    values = {
        "company": runtime.head.company.name,
        "first_name": to.first_name,
        "amount": dollars(payment.amount_cents),
        "method": _METHODS[language][payment.method],
        "check_number": payment.check_number,
        "day": short_day(payment.received_on, language),
        "number": str(payment.id),
        "lines": "|".join(lines),
        "credit": dollars(left) if left else "",
    }
    body = say("billing/receipt_mail", language, values)
    subject = _SUBJECTS[language][0].format(amount=values["amount"])
    return _draft(session, Channel.EMAIL, to, body, subject=subject, event_id=event_id)


def _line(each: ReceiptLine, language: Language) -> str:
    """What is left of it is told to nobody but whoever it is billed to."""
    paid = _LINE[language].format(number=each.number, paid=dollars(each.cents))
    if each.left_cents is None:
        return paid
    return paid + _LEFT[language].format(left=dollars(each.left_cents))


def _receipt_text(
    session: Session, runtime: Runtime, payment: Payment, to: Reach, event_id: int, mails: int
) -> Draft:
    language = Language(to.language)
    values = {
        "company": runtime.head.company.name,
        "method": _METHODS[language][payment.method],
        "invoices": _named([each.number for each in receipt_lines(session, payment)], language),
        "mailed": "1" if mails else "",
    }
    body = say("billing/receipt", language, values)
    return _draft(session, Channel.SMS, to, body, event_id=event_id)


def _named(numbers: list[int], language: Language) -> str:
    one, several, many = _NAMES[language]
    if len(numbers) > MOST_NAMED:
        return many.format(count=len(numbers))
    listed = ", ".join(str(each) for each in numbers)
    return f"{one if len(numbers) == 1 else several} {listed}" if numbers else ""


def _remind_instalment(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: an instalment has one reminder, written with the end of the promise."""
    instalment = session.get_one(Instalment, number(entry, "instalment_id"))
    reminder = begin_reminding(session, instalment.id, on=_today(session, runtime))
    if reminder is None:
        return
    invoice = instalment.plan.invoice
    mails = mails_of(session, invoice.bill_to_id)
    files = for_mails(mails, partial(invoice_files, session, runtime, invoice))
    drafts = [
        replace(_instalment_mail(session, runtime, instalment, reminder, each), files=files)
        for each in mails
    ]
    phone = phone_of(session, invoice.bill_to_id)
    if phone is not None:
        drafts.append(_instalment_text(session, runtime, instalment, reminder, phone))
    queue_messages(session, runtime.head, drafts)
    reminder.told_at = database_now(session)


def _instalment_mail(
    session: Session, runtime: Runtime, of: Instalment, reminder: Reminder, to: Reach
) -> Draft:
    language = Language(to.language)
    values = _instalment_values(runtime, of, language)
    amount = dollars(reminder.balance_cents)
    told = {**values, "first_name": to.first_name, "amount": amount}
    body = say("billing/instalment_mail", language, told)
    subject = _SUBJECTS[language][1].format(amount=amount, day=values["day"])
    draft = _draft(session, Channel.EMAIL, to, body, subject=subject, event_id=reminder.event_id)
    return _keyed(draft, of)


def _instalment_text(
    session: Session, runtime: Runtime, of: Instalment, reminder: Reminder, to: Reach
) -> Draft:
    language = Language(to.language)
    body = say("billing/instalment", language, _instalment_values(runtime, of, language))
    return _keyed(_draft(session, Channel.SMS, to, body, event_id=reminder.event_id), of)


def _keyed(draft: Draft, of: Instalment) -> Draft:
    """So that one that waits is not sent once the instalment is paid."""
    return replace(draft, supersedes_key=f"instalment:{of.id}:{draft.contact_point_id}")


def _instalment_values(runtime: Runtime, of: Instalment, language: Language) -> dict[str, str]:
    return {
        "company": runtime.head.company.name,
        "number": str(of.plan.invoice.number),
        "position": str(of.position),
        "count": str(len(of.plan.instalments)),
        "day": short_day(of.due_on, language),
    }


def _draft(
    session: Session,
    channel: Channel,
    to: Reach,
    body: str,
    *,
    event_id: int | None,
    subject: str = "",
) -> Draft:
    thread = conversation_with(session, channel, to.address)
    return Draft(
        conversation_id=thread.id,
        channel=channel,
        recipient=to.address,
        subject=subject,
        body=body,
        priority=Priority.ALERT,
        contact_point_id=to.point_id,
        event_id=event_id,
    )


def _follow_jobs(session: Session, _runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: a job goes where its invoices say it is, however often it is asked."""
    invoice_ids = counted_invoices(session, number(entry, "payment_id"))
    jobs = {session.get_one(Invoice, id_).job_id for id_ in invoice_ids}
    follow_jobs(session, jobs, actor=FIXLINE)


def _today(session: Session, runtime: Runtime) -> date:
    return local(database_now(session), runtime.settings.company_timezone).date()


def _next() -> dict[Kind, Handler]:
    return {Kind.DELIVER: deliver}


tell_payment = one_by_one(_tell_payment, then=_next)
remind_instalment = one_by_one(_remind_instalment, then=_next)
follow_many_jobs = one_by_one(_follow_jobs)
