"""Notes of the office stand on customers' and properties' pages, newest on top, and reach who they name."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.db import Database
from core.desk.actions import add_note, add_staff
from core.desk.model import Mention, Note, StaffRole
from core.events.actions import FIXLINE
from core.events.model import Event
from tests.office.company import Company
from tests.office.desk import PASSWORD, QUICK, Browser, at_desk


@pytest.fixture(params=["customer", "property"])
def page(request: pytest.FixtureRequest, company: Company) -> tuple[str, str, int]:
    """What the note is about, its page and its row."""
    if request.param == "customer":
        return "customer", f"/customers/{company.tenant_id}", company.tenant_id
    return "property", f"/properties/{company.property_id}", company.property_id


@pytest.mark.inventory(12)
def test_notes_stand_newest_first_with_who_wrote_them(
    database: Database, desk: Browser, page: tuple[str, str, int]
) -> None:
    kind, address, row_id = page
    assert "No notes yet." in desk.text(address)
    for words in ("Two big dogs", "Ring <twice>"):
        saved = desk.send(f"{address}/notes", seen_on=address, note=words)
        assert saved.status_code == 302
        assert saved.location.endswith("#notes-here")
    text = desk.text(address)
    assert text.index("Ring &lt;twice&gt;") < text.index("Two big dogs")
    assert "Dana Administrator" in text
    assert text.count("Two big dogs") == 1
    with database.reading() as session:
        rows = session.scalars(select(Note).order_by(Note.id)).all()
        assert {(row.subject_type, row.subject_id) for row in rows} == {(kind, row_id)}
        events = session.scalars(
            select(Event).where(Event.kind == "note.added").order_by(Event.id)
        ).all()
        assert [event.after["body"] for event in events] == ["Two big dogs", "Ring <twice>"]


@pytest.mark.parametrize("words", ["", "   ", "x" * 4001])
def test_a_note_needs_words_and_stays_in_the_field_when_refused(
    desk: Browser, page: tuple[str, str, int], words: str
) -> None:
    address = page[1]
    answer = desk.send(f"{address}/notes", seen_on=address, note=words, tell="Sam")
    assert answer.status_code == 422
    assert 'id="note-error"' in answer.text
    assert 'value="Sam"' in answer.text


def test_older_notes_are_one_link_away(
    database: Database, desk: Browser, page: tuple[str, str, int]
) -> None:
    kind, address, row_id = page
    with database.transaction() as session:
        for nth in range(25):
            add_note(session, subject=(kind, row_id), body=f"note {nth:02}", actor=FIXLINE)
    newest = desk.text(address)
    assert "note 24" in newest
    assert "note 04" not in newest
    assert "All 25 notes" in newest
    every = desk.text(address, notes="all")
    assert "note 00" in every
    assert "All 25 notes" not in every


def test_a_colleague_named_in_a_note_finds_it_until_they_open_the_page(
    database: Database, desk: Browser, page: tuple[str, str, int]
) -> None:
    kind, address, row_id = page
    with database.transaction() as session:
        add_staff(
            session,
            name="Sam Reed",
            email="sam@example.com",
            role=StaffRole.CSR,
            password=PASSWORD,
            hasher=QUICK,
        )
    desk.send(f"{address}/notes", seen_on=address, note="Call before you go", tell="Sam Reed")
    with database.reading() as session:
        named = session.scalars(select(Mention)).one()
        assert (named.subject_type, named.subject_id, named.read_at) == (kind, row_id, None)
    sam = Browser(desk.client.application.test_client())
    sam.sign_in("sam@example.com")
    assert f'href="{address}"' in sam.text("/my-day")
    assert "Call before you go" in sam.text(address)
    with database.reading() as session:
        assert session.scalars(select(Mention)).one().read_at is not None


def test_who_only_reads_the_directory_reads_notes_and_writes_none(
    database: Database, desk: Browser, page: tuple[str, str, int]
) -> None:
    address = page[1]
    desk.send(f"{address}/notes", seen_on=address, note="Two big dogs")
    clerk = at_desk(database, StaffRole.ACCOUNTING)
    text = clerk.text(address)
    assert "Two big dogs" in text
    assert "Add note" not in text
    answer = clerk.send(f"{address}/notes", seen_on="/my-day", note="Mine")
    assert answer.status_code == 403


def test_a_note_on_nothing_is_not_found(desk: Browser) -> None:
    assert desk.send("/customers/999/notes", note="Hello").status_code == 404
    assert desk.send("/properties/999/notes", note="Hello").status_code == 404
