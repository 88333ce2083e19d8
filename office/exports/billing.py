"""Jobs to bill, the pricebook as it is shown, batches with their log, statement runs and reminders as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.billing.actions.pricebook_list import lines_of_items
from core.billing.books import MemberKind
from core.billing.model import ItemKind
from core.billing.queries.batch_members import Member, members_of
from core.billing.queries.batch_pages import (
    BatchLine,
    SyncLine,
    batch_line,
    batch_lines,
    sync_lines,
)
from core.billing.queries.of_job import jobs_to_invoice
from core.billing.queries.pricebook import items_like
from core.billing.queries.reminders import Reminded, reminders_sent
from core.billing.queries.statement_runs import Progress, runs
from core.desk.permissions import Permission
from core.money import bare_amount
from core.spreadsheet import Cell
from office.access import needs
from office.billing.batch_words import OUTCOMES, SHORT_KINDS, STATES
from office.billing.job_invoices import Waiting, waiting
from office.billing.pricebook import retired_items
from office.billing.reminding import LEVEL_WORDS
from office.billing.runs import KIND_WORDS
from office.door import choice_asked, reading, row_asked, words_asked
from office.exports.parts import PART, YES, Line, in_parts
from office.spreadsheets import csv_file

MOST_ITEMS = 100_000

_Part: TypeAlias = Callable[[int, Member | None], Sequence[Member]]


@needs(Permission.BILLING_WRITE)
def jobs_to_bill_file() -> Response:
    """Completed jobs that have no invoice yet, the oldest first, with who would be billed."""

    def lines(session: Session) -> Iterator[Line]:
        def part(_: int, last: Waiting | None) -> Sequence[Waiting]:
            after = last.job.id if last else 0
            return waiting(session, jobs_to_invoice(session, after_id=after, most=PART))

        yield ("Job", "Summary", "Place", "Billed to", "Because", "Completed")
        yield from in_parts(session, part, _waiting)

    return csv_file("jobs-to-invoice", lines)


@needs(Permission.BILLING_READ)
def pricebook_shown_file() -> Response:
    """The items that the page shows; changed, they can be brought in again."""
    words, kind = words_asked(), choice_asked("kind", ItemKind)
    wants_retired = words_asked("retired") == "yes"

    def lines(session: Session) -> Iterator[Sequence[Cell]]:
        if wants_retired:
            return lines_of_items(retired_items(session))
        return lines_of_items(items_like(session, words, kind=kind, most=MOST_ITEMS))

    return csv_file("pricebook-shown", lines)


@needs(Permission.BILLING_READ)
def batches_file() -> Response:
    """Every batch, the newest first."""

    def lines(session: Session) -> Iterator[Line]:
        def part(seen: int, _: BatchLine | None) -> Sequence[BatchLine]:
            return batch_lines(session, limit=PART, offset=seen)

        yield (
            "Batch", "From", "To", "Title", "Business unit", "State", "Posted by", "Posted", "Documents", "Charged",
            "Payments", "Received", "Counted",
        )  # fmt: skip
        yield from in_parts(session, part, _batch)

    return csv_file("batches", lines)


@needs(Permission.BILLING_READ)
def batch_members_file(batch_id: int) -> Response:
    """What is in a batch, in the order of its file: of one kind, or all of them."""
    kind = choice_asked("kind", MemberKind)
    kinds = (kind,) if kind else tuple(MemberKind)
    with reading() as session:
        batch_line(session, batch_id)

    def lines(session: Session) -> Iterator[Line]:
        yield ("Kind", "What", "Whose", "Day", "Amount")
        for each in kinds:
            yield from in_parts(session, _members(session, batch_id, each), _member)

    return csv_file(f"batch-{batch_id}", lines)


@needs(Permission.BOOKS_KEEP)
def sync_log_file() -> Response:
    """What became of every batch, of one or of all."""
    batch_id = row_asked("batch")

    def lines(session: Session) -> Iterator[Line]:
        def part(_: int, last: SyncLine | None) -> Sequence[SyncLine]:
            after = last.id if last else None
            return sync_lines(session, batch_id=batch_id, limit=PART, after=after)

        yield ("When", "Batch", "What", "Details", "Who")
        yield from in_parts(session, part, _sync_line)

    return csv_file("books-log", lines)


@needs(Permission.BILLING_READ)
def statement_runs_file() -> Response:
    """Every run of statements, the newest first."""

    def lines(session: Session) -> Iterator[Line]:
        def part(seen: int, _: Progress | None) -> Sequence[Progress]:
            return runs(session, most=PART, skip=seen)

        yield (
            "From", "To", "What", "Under way", "Accounts", "Done", "With nothing to tell", "Copies", "Begun by",
            "Begun",
        )  # fmt: skip
        yield from in_parts(session, part, _run)

    return csv_file("statement-runs", lines)


@needs(Permission.BILLING_READ)
def reminders_file() -> Response:
    """Every reminder that went out, the newest first."""

    def lines(session: Session) -> Iterator[Line]:
        def part(_: int, last: Reminded | None) -> Sequence[Reminded]:
            return reminders_sent(session, most=PART, after=last.reminder.id if last else None)

        yield ("Invoice", "Customer", "Level", "Day", "Told", "Owed then", "Owed now")
        yield from in_parts(session, part, _reminder)

    return csv_file("reminders", lines)


def _members(session: Session, batch_id: int, kind: MemberKind) -> _Part:
    return lambda _, last: members_of(session, batch_id, kind, limit=PART, after=last)


def _waiting(row: Waiting) -> Line:
    job = row.job
    return (
        job.number, job.summary, job.property.address, row.payer, row.source, job.status_since,
    )  # fmt: skip


def _batch(row: BatchLine) -> Line:
    return (
        row.id, row.from_on, row.to_on, row.title, row.unit, STATES[row.state][0], row.posted_by, row.posted_at,
        row.documents, bare_amount(row.charged), row.movements, bare_amount(row.came), row.applications,
    )  # fmt: skip


def _member(row: Member) -> Line:
    return (SHORT_KINDS[row.kind], row.name, row.customer, row.on, bare_amount(row.cents))


def _sync_line(row: SyncLine) -> Line:
    outcome, _ = OUTCOMES.get(row.outcome, (row.outcome, ""))
    return (row.at, row.batch_id, outcome, row.detail, row.made_by)


def _run(row: Progress) -> Line:
    run = row.run
    return (
        run.from_on, run.to_on, KIND_WORDS[run.kind], YES[row.is_under_way], run.accounts, row.done,
        row.passed_over, row.copies, run.started_by, run.created_at,
    )  # fmt: skip


def _reminder(row: Reminded) -> Line:
    sent = row.reminder
    level, _ = LEVEL_WORDS.get(sent.level, ("reminder", ""))
    return (
        sent.invoice.number, sent.invoice.bill_to_name, "instalment" if sent.instalment_id else level,
        sent.reminded_on, sent.told_at, bare_amount(sent.balance_cents), bare_amount(row.owed_cents),
    )  # fmt: skip
