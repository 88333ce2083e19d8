"""Estimates at a desk: written line by line, sent, decided; what is no amount is refused at its field."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from core.db import Database
from core.desk.model import StaffRole, StaffTask
from core.jobs.actions.approvals import approve
from core.jobs.model import DecidedHow, Estimate, EstimateLine, EstimateState
from tests.builders import OFFICE
from tests.office.company import Company
from tests.office.desk import Browser, at_desk

LINES = {
    "title": "A new <pump>",
    "rows": "4",
    "tax": "8.25",
    "kind-0": "material",
    "description-0": "Circulation pump",
    "quantity-0": "",
    "price-0": "$380",
    "taxable-0": "on",
    "kind-2": "labour",
    "description-2": "Two technicians",
    "quantity-2": "2.5",
    "price-2": "95.00",
}
TOTAL = "$648.85"


def write(desk: Browser, company: Company, **changed: object) -> str:
    """Write the estimate; the address it is at."""
    page = f"/jobs/{company.job_number}/estimates"
    answer = desk.send(page, seen_on=f"{page}/new", **{**LINES, **changed})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def estimates(database: Database) -> list[Estimate]:
    with database.reading() as session:
        rows = list(session.scalars(select(Estimate).order_by(Estimate.id)))
        for row in rows:
            assert row.lines is not None
        return rows


@pytest.mark.inventory(69)
def test_an_estimate_is_written_line_by_line(
    database: Database, desk: Browser, company: Company
) -> None:
    where = write(desk, company)
    shown = desk.text(where)
    assert TOTAL in shown
    assert "A new &lt;pump&gt;" in shown
    assert "$237.50" in shown
    (estimate,) = estimates(database)
    assert [line.description for line in estimate.lines] == ["Circulation pump", "Two technicians"]
    assert where in desk.text(f"/jobs/{company.job_number}")
    assert "drafted estimate" in desk.text(f"/jobs/{company.job_number}")


@pytest.mark.parametrize("field", ["price-0", "quantity-2", "tax"])
@pytest.mark.parametrize("words", ["-5", "NaN", "1,00", "0.0005", "1e9", "<b>"])
def test_what_is_no_number_is_refused_at_its_field_and_nothing_is_written(
    database: Database, desk: Browser, company: Company, field: str, words: str
) -> None:
    page = f"/jobs/{company.job_number}/estimates"
    answer = desk.send(page, seen_on=f"{page}/new", **{**LINES, field: words})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Circulation pump" in answer.text
    assert estimates(database) == []


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("price-0", "0.005"),
        ("price-0", "99999999999"),
        ("quantity-2", "0"),
        ("kind-0", "gold"),
        ("title", " "),
        ("description-0", ""),
        ("description-0", "x" * 301),
        ("valid_until", "tomorrow"),
        ("valid_until", "2026-02-30"),
        ("valid_until", "2020-05-03"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_written(
    database: Database, desk: Browser, company: Company, field: str, words: str
) -> None:
    page = f"/jobs/{company.job_number}/estimates"
    answer = desk.send(page, seen_on=f"{page}/new", **{**LINES, field: words})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert estimates(database) == []


def test_an_estimate_without_lines_is_refused(
    database: Database, desk: Browser, company: Company
) -> None:
    page = f"/jobs/{company.job_number}/estimates"
    answer = desk.send(page, seen_on=f"{page}/new", title="Nothing", rows="3")
    assert answer.status_code == 422
    assert "Write at least one line" in answer.text
    assert estimates(database) == []


def test_sums_beyond_what_we_hold_are_refused(
    database: Database, desk: Browser, company: Company
) -> None:
    page = f"/jobs/{company.job_number}/estimates"
    big = {"price-0": "999999999.99", "quantity-0": "1000000"}
    assert desk.send(page, seen_on=f"{page}/new", **{**LINES, **big}).status_code == 422
    assert estimates(database) == []


def test_more_lines_keeps_what_was_typed_and_writes_nothing(
    database: Database, desk: Browser, company: Company
) -> None:
    page = f"/jobs/{company.job_number}/estimates"
    answer = desk.send(page, seen_on=f"{page}/new", **LINES, more="yes")
    assert answer.status_code == 200
    assert 'name="rows" value="9"' in answer.text
    assert "Two technicians" in answer.text
    assert TOTAL in answer.text
    assert estimates(database) == []


def test_totals_follow_while_somebody_types(
    database: Database, desk: Browser, company: Company
) -> None:
    page = f"/jobs/{company.job_number}/estimates"
    answer = desk.send(
        f"{page}/preview", seen_on=f"{page}/new", **{**LINES, "description-0": "", "price-2": "x"}
    )
    assert answer.status_code == 200
    assert "$0.00" in answer.text
    full = desk.send(f"{page}/preview", seen_on=f"{page}/new", **LINES)
    assert TOTAL in full.text
    assert 'id="net-2"' in full.text
    assert estimates(database) == []


def test_an_estimate_is_sent_and_their_answer_written_down(
    database: Database, desk: Browser, company: Company
) -> None:
    where = write(desk, company)
    assert desk.send(f"{where}/send", seen_on=where, seen="1-draft").status_code == 302
    assert "Waits for an answer" in desk.text(where)
    assert where in desk.text("/estimates")
    silent = desk.send(f"{where}/decision", seen_on=where, seen="1-sent", said="", decision="yes")
    assert silent.status_code == 422
    said = "Rita, by phone at ten"
    desk.send(f"{where}/decision", seen_on=where, seen="1-sent", said=said, decision="yes")
    assert said in desk.text(where)
    assert estimates(database)[0].state is EstimateState.APPROVED
    assert where not in desk.text("/estimates")


def test_a_change_after_approval_says_what_it_undoes(
    database: Database, desk: Browser, company: Company
) -> None:
    where = write(desk, company)
    desk.send(f"{where}/send", seen_on=where, seen="1-draft")
    desk.send(f"{where}/decision", seen_on=where, seen="1-sent", said="Rita", decision="yes")
    assert "the approval no longer counts" in desk.text(f"{where}/edit")
    answer = desk.send(
        where, seen_on=f"{where}/edit", **{**LINES, "price-0": "400", "seen": "1-approved"}
    )
    assert answer.status_code == 302
    (estimate,) = estimates(database)
    assert (estimate.state, estimate.version) == (EstimateState.DRAFT, 2)
    timeline = desk.text(f"/jobs/{company.job_number}")
    assert "its approval by Dana Administrator no longer counts" in timeline


def test_what_was_decided_while_somebody_typed_is_not_overwritten(
    database: Database, desk: Browser, company: Company
) -> None:
    where = write(desk, company)
    desk.send(f"{where}/send", seen_on=where, seen="1-draft")
    with database.transaction() as session:
        row = session.scalars(select(Estimate)).one()
        assert row.request is not None
        approve(
            session,
            row.request.id,
            amount_cents=row.request.amount_cents,
            how=DecidedHow.PAGE,
            words="",
            actor=OFFICE,
        )
    answer = desk.send(
        where, seen_on=f"{where}/edit", **{**LINES, "title": "Dearer", "seen": "1-sent"}
    )
    assert answer.status_code == 422
    assert "approved by Dana Office" in answer.text
    assert "Dearer" in answer.text
    assert estimates(database)[0].title == "A new <pump>"


@pytest.mark.parametrize("seen", ["", "1", "x-draft", "1-gone", "99999999999999999999-draft"])
def test_a_form_that_does_not_say_what_it_was_made_from_changes_nothing(
    database: Database, desk: Browser, company: Company, seen: str
) -> None:
    where = write(desk, company)
    for address in (where, f"{where}/send", f"{where}/void"):
        assert desk.send(address, seen_on=where, **{**LINES, "seen": seen}).status_code == 422
    assert estimates(database)[0].state is EstimateState.DRAFT


def test_the_estimate_goes_on_paper(desk: Browser, company: Company) -> None:
    where = write(desk, company)
    paper = desk.text(f"{where}/paper")
    assert TOTAL in paper
    assert "Lakeside Property Management" in paper


def test_void_is_for_good(database: Database, desk: Browser, company: Company) -> None:
    where = write(desk, company)
    assert desk.send(f"{where}/void", seen_on=where, seen="1-draft").status_code == 302
    assert "Next step" not in desk.text(where)
    again = desk.send(where, seen_on=where, **{**LINES, "title": "x", "seen": "1-void"})
    assert again.status_code == 422


def test_what_is_not_there_is_a_404(desk: Browser, company: Company) -> None:
    for address in ("/estimates/1", "/estimates/1/edit", "/jobs/1/estimates/new"):
        assert desk.open(address).status_code == 404
    assert desk.send("/jobs/1/estimates", **LINES).status_code == 404


def test_who_may_not_write_estimates_may_read_them(database: Database, company: Company) -> None:
    where = write(at_desk(database), company)
    technician = at_desk(database, StaffRole.TECHNICIAN)
    shown = technician.text(where)
    assert TOTAL in shown
    assert "Send for approval" not in shown
    assert technician.open(f"{where}/edit").status_code == 403
    assert technician.send(f"{where}/send", seen_on=where, seen="1-draft").status_code == 403


def test_lines_of_an_earlier_version_do_not_stay_behind(
    database: Database, desk: Browser, company: Company
) -> None:
    where = write(desk, company)
    changed = {**LINES, "description-2": "", "price-2": "", "seen": "1-draft"}
    assert desk.send(where, seen_on=where, **changed).status_code == 302
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(EstimateLine)) == 1


@pytest.mark.inventory(158)
def test_a_task_is_created_from_an_estimate_and_leads_back_to_it(
    database: Database, desk: Browser, company: Company
) -> None:
    where = write(desk, company)
    assert desk.send(f"{where}/tasks", seen_on=where, task=" ").status_code == 422
    wrong = desk.send(f"{where}/tasks", seen_on=where, task="Call", due_day="soon")
    assert 'id="due_day-error"' in wrong.text
    due = {"due_day": "2026-12-03", "due_time": "09:30"}
    assert desk.send(f"{where}/tasks", seen_on=where, task="Call Rita", **due).status_code == 302
    with database.reading() as session:
        task = session.scalars(select(StaffTask).where(StaffTask.title == "Call Rita")).one()
        estimate = session.scalars(select(Estimate)).one()
        assert (task.subject_type, task.subject_id) == ("estimate", estimate.id)
        assert task.due_at is not None
    assert "Call Rita" in desk.text(where)
    assert f"/estimates/by-id/{estimate.id}" in desk.text("/tasks")
    assert desk.open(f"/estimates/by-id/{estimate.id}").headers["Location"] == where
    assert desk.open("/estimates/by-id/999").status_code == 404


@pytest.mark.inventory(57)
def test_what_waits_for_an_answer_is_followed_up(
    database: Database, desk: Browser, company: Company
) -> None:
    """Sent estimates stand in a list, the one that waits longest first; drafts do not."""
    write(desk, company)
    assert "Nobody is asked about money now" in desk.text("/estimates")
    first = "/estimates/" + str(estimates(database)[0].number)
    desk.send(f"{first}/send", seen_on=first, seen="1-draft")
    assert f'href="{first}"' in desk.text("/estimates")
