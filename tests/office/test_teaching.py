"""Teaching as staff do it: under a message in its conversation, as a list in Settings, and as a file of cases."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner
from sqlalchemy import select

from bot.cases import CaseKind, read_case
from bot.commands import bot
from bot.predicting import predict
from core.db import Database
from core.desk.model import StaffRole
from core.messaging.actions.threads import conversation_with
from core.messaging.model import Conversation, Message, Party
from core.messaging.wire import Channel
from tests.office.company import Company, hear
from tests.office.desk import Browser, at_desk
from tests.office.opened_forms import as_open, held_in

TAP = {
    "intent": "new_request",
    "category": "plumbing",
    "urgency": "urgent",
    "lang": "en",
    "situation": "one_open_job",
}


def test_a_message_is_taught_from_its_conversation_and_leaves_as_a_case(
    database: Database, desk: Browser, company: Company
) -> None:
    form = lesson_of(database, company)
    assert "How should this be read?" in desk.text(form)
    kept = desk.send(form, seen_on=form, **TAP, unit="", note="the tap, call 312 555 0142")
    assert kept.status_code == 302
    thread = desk.text(f"/inbox/{company.conversation_id}")
    assert "Taught" in thread
    assert "taught Fixline how to read a message" in thread
    listed = desk.text("/settings/teachings")
    assert "Kitchen sink is leaking" in listed
    assert "Dana Administrator" in listed
    (case,) = cases(desk, "tenant")
    assert (case["intent"], case["category"], case["urgency"]) == (
        "new_request",
        "plumbing",
        "urgent",
    )
    assert (case["text"], case["context"]) == ("Kitchen sink is leaking", "one_open_job")
    assert case["note"] == "the tap, call 555-0100"


def test_what_is_downloaded_can_be_evaluated(
    database: Database, desk: Browser, company: Company, tmp_path: Path
) -> None:
    form = lesson_of(database, company)
    desk.send(form, seen_on=form, **TAP)
    file = tmp_path / "taught-tenant.jsonl"
    file.write_text(desk.text("/settings/teachings/tenant.jsonl"), encoding="utf-8")
    measured = CliRunner().invoke(bot, ["evaluate", str(file)])
    assert measured.exit_code == 0, measured.output
    assert "intent" in measured.output
    assert "of 1)" in measured.output


def test_the_form_begins_with_what_fixline_reads_and_then_with_what_was_taught(
    database: Database, desk: Browser, company: Company
) -> None:
    form = lesson_of(database, company)
    assert chosen(desk.text(form), "intent") == "new_request"
    desk.send(form, seen_on=form, **(TAP | {"intent": "complaint", "note": "only grumbling"}))
    page = desk.text(form)
    assert chosen(page, "intent") == "complaint"
    assert 'value="only grumbling"' in page


def test_a_lesson_given_meanwhile_is_told_before_it_is_replaced(
    database: Database, desk: Browser, company: Company
) -> None:
    page = lesson_of(database, company)
    action = f"{page}?as=tenant"
    opened = as_open(desk, page, action)
    theirs = opened | TAP | {"intent": "complaint", "note": "only grumbling"}
    assert desk.send(page, seen_on=page, **theirs).status_code == 302
    refused = desk.send(page, seen_on=page, **(opened | {"note": "it drips"}))
    assert refused.status_code == 422
    assert "Somebody else changed this meanwhile." in refused.text
    assert "only grumbling" in refused.text
    again = held_in(refused.text, action)
    assert again["note"] == "it drips"
    assert desk.send(page, seen_on=page, **again).status_code == 302


def test_labels_that_the_rules_forbid_are_refused_and_nothing_typed_is_lost(
    database: Database, desk: Browser, company: Company
) -> None:
    form = lesson_of(database, company)
    wrong = {"intent": "new_request", "urgency": "urgent", "safety": "gas", "lang": "en"}
    answer = desk.send(form, seen_on=form, **wrong, situation="one_open_job", unit="77B")
    assert answer.status_code == 422
    assert "Choose what is to be done." in answer.text
    assert "A danger is an emergency" in answer.text
    assert "Copy it from the message as it stands there." in answer.text
    assert 'value="77B"' in answer.text
    assert cases(desk, "tenant") == []


def test_a_kind_and_a_time_are_kept_only_where_something_new_is_to_be_done(
    database: Database, desk: Browser, company: Company
) -> None:
    form = lesson_of(database, company)
    desk.send(form, seen_on=form, **(TAP | {"intent": "status"}))
    (case,) = cases(desk, "tenant")
    assert (case["intent"], case["category"], case["urgency"]) == ("status", None, None)


def test_a_technicians_words_are_taught_with_their_jobs_of_then(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        thread = conversation_with(session, Channel.SMS, "+13125550170")
        thread.party = Party.TECHNICIAN
        message = hear(session, thread, "all good at 1047, 2 hrs + $38")
        form = f"/inbox/{thread.id}/messages/{message.id}/teaching"
    page = desk.text(form)
    assert f'value="{company.job_number} dispatched"' in page
    told = {"command": "complete", "job": "1047", "amount": "$38", "said_beside": "2 hrs + $38"}
    refused = desk.send(form, seen_on=form, **told, situation="1047 somewhere")
    assert "offered, dispatched, enroute or on_site" in refused.text
    kept = desk.send(form, seen_on=form, **told, situation="1047 on site, 1050 offered")
    assert kept.status_code == 302
    (case,) = cases(desk, "technician")
    assert case["context"] == {
        "open_offers": [1050],
        "assigned": [{"job": 1047, "status": "on_site"}],
    }
    assert (case["command"], case["job"]) == ("complete", 1047)
    assert case["args"] == {"amount": 38.0, "note": "2 hrs + $38"}
    assert 'value="2 hrs + $38"' in desk.text(form)


def test_a_managers_mail_is_taught_whole_without_addresses(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        thread = conversation_with(session, Channel.EMAIL, "rita@lakeside.example")
        thread.party = Party.MANAGER
        message = hear(session, thread, "Ok up to 500\n\n> Total $534\n> jobs@fixline.example")
        message.subject, message.new_words = "Re: Estimate", "Ok up to 500"
        form = f"/inbox/{thread.id}/messages/{message.id}/teaching"
    assert "Their own new words" in desk.text(form)
    kept = desk.send(
        form,
        seen_on=form,
        intent="approve",
        reply_text="Ok up to 500",
        situation="estimate_pending",
        limit_amount="500",
    )
    assert kept.status_code == 302
    (case,) = cases(desk, "manager")
    assert case["headers"] == {"From": "person@example.com", "Subject": "Re: Estimate"}
    assert case["body"] == "Ok up to 500\n\n> Total $534\n> person@example.com"
    assert (case["intent"], case["args"]) == ("approve", {"limit_amount": 500.0})
    assert predict(case, CaseKind.MANAGER)["id"] == case["id"]


def test_a_link_sent_back_to_us_is_on_no_teaching_page(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        thread = conversation_with(session, Channel.SMS, "+13125550142")
        said = "what is https://x.example/approve/WzFd.abc"
        message = hear(session, thread, said)
        page = f"/inbox/{thread.id}/messages/{message.id}/teaching"
    shown = desk.text(page)
    assert "/approve/" in shown
    assert "WzFd" not in shown


def test_the_writer_may_be_somebody_else_than_we_took_them_for(
    database: Database, desk: Browser, company: Company
) -> None:
    form = lesson_of(database, company)
    assert "They meant" in desk.text(form, **{"as": "technician"})
    assert desk.open(form, **{"as": "nobody"}).status_code == 404


def test_a_lesson_is_taken_back(database: Database, desk: Browser, company: Company) -> None:
    form = lesson_of(database, company)
    desk.send(form, seen_on=form, **TAP)
    found = re.search(
        r'action="(/settings/teachings/\d+/forget)"', desk.text("/settings/teachings")
    )
    assert found is not None
    assert desk.send(found[1], seen_on="/settings/teachings").status_code == 302
    assert "Nothing taught yet" in desk.text("/settings/teachings")
    assert cases(desk, "tenant") == []


def test_who_answers_teaches_and_only_who_runs_the_place_sees_the_list(
    database: Database, company: Company
) -> None:
    form = lesson_of(database, company)
    csr = at_desk(database, StaffRole.CSR)
    assert csr.send(form, seen_on=form, **TAP).status_code == 302
    assert csr.open("/settings/teachings").status_code == 403
    assert csr.open("/settings/teachings/tenant.jsonl").status_code == 403
    assert csr.send("/settings/teachings/1/forget", seen_on="/inbox").status_code == 403
    books = at_desk(database, StaffRole.ACCOUNTING)
    assert books.open(form).status_code == 403


def test_only_inbound_messages_of_that_conversation_are_taught(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.reading() as session:
        ours = session.scalars(
            select(Message.id).where(
                Message.conversation_id == company.conversation_id, Message.inbound.is_(False)
            )
        ).first()
        elsewhere = session.scalars(
            select(Message.id).where(Message.conversation_id == company.emergency_thread_id)
        ).first()
    for message in (ours, elsewhere, 999_999):
        page = f"/inbox/{company.conversation_id}/messages/{message}/teaching"
        assert desk.open(page).status_code == 404
    assert desk.open("/settings/teachings/robot.jsonl").status_code == 404


def test_words_that_look_like_a_page_stay_words(
    database: Database, desk: Browser, company: Company
) -> None:
    with database.transaction() as session:
        row = session.get_one(Conversation, company.conversation_id)
        message = hear(session, row, "<script>alert(1)</script> {{7*7}}")
        form = f"/inbox/{row.id}/messages/{message.id}/teaching"
    desk.send(form, seen_on=form, **TAP)
    for page in (form, "/settings/teachings", f"/inbox/{company.conversation_id}"):
        assert "<script>alert" not in desk.text(page)


def lesson_of(database: Database, company: Company) -> str:
    """The page on which the tenant's first message is taught."""
    with database.reading() as session:
        message = session.scalars(
            select(Message.id)
            .where(Message.conversation_id == company.conversation_id, Message.inbound)
            .order_by(Message.id)
        ).first()
    return f"/inbox/{company.conversation_id}/messages/{message}/teaching"


def cases(desk: Browser, taught_as: str) -> list[dict[str, object]]:
    """What the download holds."""
    answer = desk.open(f"/settings/teachings/{taught_as}.jsonl")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return [read_case(line) for line in answer.text.splitlines()]


def chosen(page: str, name: str) -> str:
    """What a list of the form has selected."""
    field = re.search(rf'<select id="{name}".*?</select>', page, re.DOTALL)
    assert field is not None
    found = re.search(r'value="([^"]*)" selected', field[0])
    return found[1] if found else ""
