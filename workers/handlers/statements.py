"""Send a run's statements, some accounts at a time: to each marked entry a letter with a link to the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy.orm import Session

from bot.words import say
from core.billing.actions.statement_runs import (
    MOST_AT_ONCE,
    Figures,
    claim_statement,
    end_run,
    keep_paper,
    note_message,
    pass_over,
    promise_part,
    record_sent,
)
from core.billing.model import StatementKind, StatementRun
from core.billing.paper_links import StatementLink, statement_url
from core.billing.papers.printing import Paper
from core.billing.queries.reach import accounts_with_statements, statement_reach
from core.billing.queries.receipts import Reach
from core.billing.queries.statement import Activity, OpenItems, activity, open_items
from core.directory.model import Customer, PointKind
from core.language import Language
from core.messaging.actions.queueing import Draft, queue_messages
from core.money import dollars
from core.outbox import Kind
from core.outbox.actions import Promise
from workers.bill_letters import About, mail, short_day, text_message
from workers.bill_papers import Files, for_mails, is_short, paper_of_statement, statement_files
from workers.doing import Handler, number, one_by_one
from workers.handlers.deliver import deliver
from workers.runtime import Runtime

_SUBJECT = {
    Language.ENGLISH: "Your statement from {company}, {day}",
    Language.SPANISH: "Su estado de cuenta de {company}, {day}",
}


@dataclass(frozen=True)
class _Account:
    """One account of a run. told: its statement. is_empty: nothing moved and nothing is owed."""

    customer_id: int
    figures: Figures
    told: Activity | OpenItems
    is_empty: bool


def _send_statements(session: Session, runtime: Runtime, entry: Promise) -> None:
    """Safe to run twice: rows, letters and the next part are written with the end of this one, each copy once a run."""
    run = session.get_one(StatementRun, number(entry, "run_id"))
    after = number(entry, "after_id")
    accounts = accounts_with_statements(session, after_id=after, most=MOST_AT_ONCE)
    for customer_id in accounts:
        _send_one(session, runtime, run, customer_id)
    if len(accounts) == MOST_AT_ONCE:
        promise_part(session, run.id, after_id=accounts[-1])
    else:
        end_run(session, run)


def _send_one(session: Session, runtime: Runtime, run: StatementRun, customer_id: int) -> None:
    account = _account(session, run, customer_id)
    if account.is_empty:
        pass_over(session, run, customer_id, account.figures)
        return
    claimed = [
        (sent_id, kind, to)
        for kind, to in statement_reach(session, customer_id)
        if (sent_id := claim_statement(session, run, customer_id, to.point_id, account.figures))
    ]
    if not claimed:
        return
    event = record_sent(session, run, customer_id, len(claimed))
    about = About(event.id, f"statement:{run.kind.value}:{customer_id}")
    customer = session.get_one(Customer, customer_id)
    paper = paper_of_statement(session, runtime, account.told, customer)
    # The link shows what goes out now, whatever is written down later. Of a long one the figures alone are kept: it is
    # worked out anew, and says where it differs.
    if is_short(account.told):
        keep_paper(session, run, customer_id, paper)
    files = _files(session, account, paper, [kind for _, kind, _ in claimed])
    drafts = [
        _letter(session, runtime, run, account, kind, to, about, files) for _, kind, to in claimed
    ]
    message_ids = queue_messages(session, runtime.head, drafts)
    for (sent_id, _, _), message_id in zip(claimed, message_ids, strict=True):
        note_message(session, sent_id, message_id)


def _files(session: Session, account: _Account, paper: Paper, kinds: Sequence[PointKind]) -> Files:
    mails = [kind for kind in kinds if kind is PointKind.EMAIL]
    return for_mails(mails, partial(statement_files, session, account.told, paper))


def _account(session: Session, run: StatementRun, customer_id: int) -> _Account:
    if run.kind is StatementKind.OPEN_ITEM:
        told = open_items(session, customer_id, run.to_on)
        figures = Figures(told.balance_cents, told.balance_cents)
        return _Account(customer_id, figures, told, is_empty=not told.items)
    moved = activity(session, customer_id, run.from_on, run.to_on)
    figures = Figures(moved.opening_cents, moved.closing_cents)
    is_empty = not moved.movements and not moved.opening_cents
    return _Account(customer_id, figures, moved, is_empty=is_empty)


def _letter(
    session: Session,
    runtime: Runtime,
    run: StatementRun,
    account: _Account,
    kind: PointKind,
    to: Reach,
    about: About,
    files: Files,
) -> Draft:
    head, language = runtime.head, Language(to.language)
    values = {
        "company": head.company.name,
        "day": short_day(run.to_on, language),
        "link": statement_url(
            head.public_url, head.secret, StatementLink(run.id, account.customer_id)
        ),
    }
    if kind is PointKind.PHONE:
        return text_message(session, to, say("billing/statement", language, values), about)
    closing = account.figures.closing_cents
    told = {
        "first_name": to.first_name,
        "owed": dollars(closing) if closing > 0 else "",
        "credit": dollars(-closing) if closing < 0 else "",
        "attached": "1" if files else "",
    }
    body = say("billing/statement_mail", language, {**values, **told})
    subject = _SUBJECT[language].format(company=values["company"], day=values["day"])
    return replace(mail(session, to, subject, body, about), files=files)


def _next() -> dict[Kind, Handler]:
    return {Kind.DELIVER: deliver}


send_statements = one_by_one(_send_statements, then=_next)
