"""Look for what is overdue once a day, remind of it, and send invoices. Texts carry a link, never an amount."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from sqlalchemy.orm import Session

from bot.words import say
from core.billing.actions.reminding import MOST_AT_ONCE, plan_look, remind_overdue_invoices
from core.billing.actions.statement_runs import start_monthly_run
from core.billing.model import Invoice, InvoiceKind, InvoiceStatus, Reminder
from core.billing.paper_links import InvoiceLink, invoice_url
from core.billing.queries.balances import balance_of
from core.billing.queries.reach import bill_mails, bill_phones
from core.billing.queries.receipts import Reach
from core.clock import database_now, local
from core.language import Language
from core.messaging.actions.queueing import Draft, queue_messages
from core.money import dollars
from core.outbox import Kind
from core.outbox.actions import Promise
from workers.bill_letters import About, mail, short_day, text_message
from workers.bill_news import tell_overdue_news
from workers.bill_papers import for_mails, invoice_files
from workers.doing import Handler, number, one_by_one
from workers.handlers.deliver import deliver
from workers.runtime import Runtime

_OVERDUE = {
    Language.ENGLISH: (
        "Invoice {number} is overdue",
        "Second reminder: invoice {number}",
        "Final reminder: invoice {number}",
    ),
    Language.SPANISH: (
        "La factura {number} está vencida",
        "Segundo aviso: factura {number}",
        "Último aviso: factura {number}",
    ),
}
_WHAT = {
    Language.ENGLISH: {True: "credit note", False: "invoice"},
    Language.SPANISH: {True: "nota de crédito", False: "factura"},
}
_SUBJECT = {
    Language.ENGLISH: "Your {what} {number} from {company}",
    Language.SPANISH: "Su {what} {number} de {company}",
}


def _remind_overdue(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: the reminders and the next look are written with the end of the promise, each once."""
    zone = runtime.settings.company_timezone
    on = _today(session, runtime)
    after = number(entry, "after_id")
    if after == 0:
        start_monthly_run(session, on=on)
    made = remind_overdue_invoices(session, on=on, after_id=after)
    if len(made) == MOST_AT_ONCE:
        plan_look(session, on, zone=zone, after_id=made[-1].invoice_id)
    else:
        plan_look(session, on + timedelta(days=1), zone=zone)


def _tell_overdue(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: the letters are queued with the end of the promise. What was paid meanwhile is left alone."""
    reminder = session.get_one(Reminder, number(entry, "reminder_id"))
    invoice = reminder.invoice
    owed = balance_of(session, invoice.id)
    if reminder.told_at is not None or owed <= 0 or invoice.status is not InvoiceStatus.ISSUED:
        return
    about = About(reminder.event_id, f"overdue:{invoice.id}")
    mails = bill_mails(session, invoice.bill_to_id)
    files = for_mails(mails, partial(invoice_files, session, runtime, invoice))
    drafts = [
        replace(_overdue_mail(session, runtime, reminder, to, owed, about), files=files)
        for to in mails
    ]
    drafts += [
        text_message(session, to, _said("billing/overdue", runtime, invoice, to), about)
        for to in bill_phones(session, invoice.bill_to_id)
    ]
    queue_messages(session, runtime.head, drafts)
    tell_overdue_news(session, runtime, reminder, {draft.recipient for draft in drafts})
    reminder.told_at = database_now(session)


def _overdue_mail(
    session: Session, runtime: Runtime, reminder: Reminder, to: Reach, owed: int, about: About
) -> Draft:
    language = Language(to.language)
    invoice = reminder.invoice
    told = {"first_name": to.first_name, "amount": dollars(owed), "level": str(reminder.level)}
    body = say("billing/overdue_mail", language, {**_values(runtime, invoice, language), **told})
    subject = _OVERDUE[language][reminder.level - 1].format(number=invoice.number)
    return mail(session, to, subject, body, about)


def _tell_invoice(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: the letters are queued with the end of the promise."""
    invoice = session.get_one(Invoice, number(entry, "invoice_id"))
    if invoice.status is not InvoiceStatus.ISSUED:
        return
    event_id = number(entry, "event_id")
    about = About(event_id, f"invoice:{invoice.id}")
    mails = bill_mails(session, invoice.bill_to_id)
    files = for_mails(mails, partial(invoice_files, session, runtime, invoice))
    owed = balance_of(session, invoice.id)
    drafts = [
        replace(_invoice_mail(session, runtime, invoice, to, owed, about), files=files)
        for to in mails
    ]
    for to in bill_phones(session, invoice.bill_to_id):
        language = Language(to.language)
        body = say("billing/invoice", language, _asking(runtime, invoice, language, owed))
        drafts.append(text_message(session, to, body, about))
    queue_messages(session, runtime.head, drafts)


def _invoice_mail(
    session: Session, runtime: Runtime, invoice: Invoice, to: Reach, owed: int, about: About
) -> Draft:
    language = Language(to.language)
    part = dollars(owed) if 0 < owed < invoice.total_cents else ""
    told = {
        "first_name": to.first_name,
        "amount": dollars(abs(invoice.total_cents)),
        "owed": part,
        "paid": "1" if owed <= 0 < invoice.total_cents else "",
    }
    values = {**_asking(runtime, invoice, language, owed), **told}
    subject = _SUBJECT[language].format_map(values)
    return mail(session, to, subject, say("billing/invoice_mail", language, values), about)


def _asking(runtime: Runtime, invoice: Invoice, language: Language, owed: int) -> dict[str, str]:
    """A document sent on request: nobody is asked to pay by a day, or by card, where nothing is owed."""
    values = _values(runtime, invoice, language)
    if invoice.kind is InvoiceKind.CREDIT_NOTE or owed > 0:
        return {**values, "settled": ""}
    return {**values, "settled": "1", "day": "", "by_card": ""}


def _said(text_name: str, runtime: Runtime, invoice: Invoice, to: Reach) -> str:
    language = Language(to.language)
    return say(text_name, language, _values(runtime, invoice, language))


def _values(runtime: Runtime, invoice: Invoice, language: Language) -> dict[str, str]:
    head = runtime.head
    is_credit = invoice.kind is InvoiceKind.CREDIT_NOTE
    due_on = None if is_credit else invoice.due_on
    return {
        "company": head.company.name,
        "what": _WHAT[language][is_credit],
        "number": str(invoice.number),
        "day": short_day(due_on, language) if due_on else "",
        "link": invoice_url(head.public_url, head.secret, InvoiceLink(invoice.id)),
        "by_card": "1" if not is_credit and runtime.settings.fixline_stripe_secret_key else "",
    }


def _today(session: Session, runtime: Runtime) -> date:
    return local(database_now(session), runtime.settings.company_timezone).date()


def _next() -> dict[Kind, Handler]:
    return {Kind.DELIVER: deliver}


remind_overdue = one_by_one(_remind_overdue)
tell_overdue = one_by_one(_tell_overdue, then=_next)
tell_invoice = one_by_one(_tell_invoice, then=_next)
