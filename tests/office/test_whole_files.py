"""Files hold the whole of a list and ask the database no more for many lines than for few, or are refused at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import Connection, event, text

from core.alerts.actions.notices import send_notice
from core.alerts.new_notice import NewNotice
from core.alerts.wording import Words
from core.billing.actions.payments import receive_payment
from core.billing.queries.statement import MOST_ITEMS
from core.db import Database
from core.desk.model import StaffRole
from core.events.queries.timeline import MOST
from core.language import Language
from core.messaging.wire import Channel
from tests.builders import OFFICE, a_customer, a_job_at, a_place
from tests.core.billing.paying import new_payment
from tests.office.company import Company
from tests.office.desk import Browser, at_desk
from tests.office.taking_along import lines_of, links_on, taken_along

# The like of the one payment that was taken by the ordinary road; the guards would take a minute over so many.
_PAYMENTS = """
    INSERT INTO payments (payer_id, method, state, received_on, amount_cents)
    SELECT payer_id, method, state, received_on, amount_cents
    FROM payments, generate_series(1, :many)
"""
# What stands on a job's timeline and nobody is told of.
_NOTES = """
    INSERT INTO events (kind, subject_type, subject_id, job_id, actor_type, actor_name)
    SELECT 'job.noted', 'job', :job, :job, 'staff', 'Dana' FROM generate_series(1, :many)
"""


@contextmanager
def asked(database: Database) -> Iterator[list[str]]:
    """Every statement the database is asked meanwhile."""
    heard: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def questions_for(database: Database, desk: Browser, address: str, *, lines: int) -> int:
    """How many statements a file takes that has so many lines."""
    with asked(database) as heard:
        assert len(lines_of(desk, address)) == lines
    return len(heard)


@pytest.mark.parametrize("role", [StaffRole.CSR, StaffRole.DISPATCHER])
def test_everybodys_numbers_and_words_are_not_taken_along_by_who_only_reads_the_inbox(
    database: Database, company: Company, role: StaffRole
) -> None:
    desk = at_desk(database, role)
    assert str(company.conversation_id) in desk.text("/inbox")
    assert links_on(desk, "/inbox") == []
    assert desk.open("/inbox.csv").status_code == 403
    assert len(taken_along(at_desk(database, StaffRole.MANAGER), "/inbox")) > 1


def test_a_statement_of_more_than_it_takes_is_refused_and_no_file_is_begun(
    database: Database,
) -> None:
    with database.transaction() as session:
        payer = a_customer(session, "Lakeside Homes")
        receive_payment(session, new_payment(payer, 500, on=date(2026, 3, 9)), actor=OFFICE)
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text(_PAYMENTS), {"many": MOST_ITEMS})
        page = f"/billing/accounts/{payer.id}/statement.csv"
    desk = at_desk(database, StaffRole.ACCOUNTING)
    for kind in ("activity", "open_item"):
        refused = desk.open(f"{page}?from=2026-03-01&to=2026-03-31&kind={kind}")
        assert refused.status_code == 409
        assert refused.mimetype == "text/html"
        assert f"More than {MOST_ITEMS:,}" in refused.text


def test_what_a_job_told_long_ago_is_taken_along_however_much_was_noted_since(
    database: Database, desk: Browser, company: Company
) -> None:
    page = f"/jobs/{company.job_number}/told.csv"
    before = lines_of(desk, page)
    assert before != []
    with database.transaction() as session:
        session.execute(text(_NOTES), {"job": company.job_id, "many": MOST + 1})
    assert lines_of(desk, page) == before


def test_more_jobs_to_bill_are_no_more_questions(database: Database) -> None:
    desk = at_desk(database, StaffRole.ACCOUNTING)
    counts = []
    for nth in range(2):
        with database.transaction() as session:
            for each in range(1 + nth * 3):
                job = a_job_at(session, "Completed", a_place(session, f"{nth}{each} Oak St"))
                # Else the payer is the job's own customer, who was read with it.
                job.bill_to_override_id = a_customer(session, f"Oak Court {nth}.{each}").id
        lines = 1 + nth * 4
        counts.append(questions_for(database, desk, "/billing/jobs.csv", lines=lines))
    assert counts[0] == counts[1]


def test_a_notice_to_more_buildings_is_no_more_questions(
    database: Database, desk: Browser, company: Company
) -> None:
    counts = []
    for nth in (1, 6):
        with database.transaction() as session:
            places = [a_place(session, f"{nth}{each} Elm St").id for each in range(nth)]
            words = (Words(Channel.SMS, Language.ENGLISH, "", "No water on Friday."),)
            new = NewNotice(f"key {nth}", "Water off", words, tuple(places))
            notice = send_notice(session, new, actor=OFFICE).id
        counts.append(questions_for(database, desk, f"/notices/{notice}.csv", lines=0))
    assert counts[0] == counts[1]
