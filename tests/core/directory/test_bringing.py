"""Lists brought in: every problem by line, nothing written by a dry run, nothing doubled by bringing it in again."""

from __future__ import annotations

import csv

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.blobs import keep_blob, pieces_of, read_blob
from core.desk.model import StaffRole, StaffUser
from core.directory.actions.bringing import LOT, open_import, run_import, work_lot
from core.directory.model import (
    Contact,
    ContactPoint,
    Customer,
    DirectoryImport,
    ImportState,
    ListKind,
    Property,
    PropertyRelationship,
)
from core.directory.queries.list_export import list_lines
from core.events.model import Event
from core.spreadsheet import csv_line
from tests.builders import CHICAGO, OFFICE, a_customer, a_person, a_phone, a_place


def checked(session: Session, kind: ListKind, content: str | bytes) -> DirectoryImport:
    raw = content.encode() if isinstance(content, str) else content
    who = StaffUser(email="", name="Dana", role=StaffRole.MANAGER, password_hash="x")
    who.email = f"dana{session.scalar(select(func.count(StaffUser.id)))}@x.example"
    session.add(who)
    session.flush()
    blob = keep_blob(session, pieces_of(raw), content_type="text/csv")
    opened = open_import(session, kind, blob, file_name="list.csv", staff_id=who.id)
    return _through(session, opened)


def run(session: Session, opened: DirectoryImport) -> DirectoryImport:
    return _through(session, run_import(session, opened.id))


def _through(session: Session, opened: DirectoryImport) -> DirectoryImport:
    while opened.state in (ImportState.CHECKING, ImportState.RUNNING):
        work_lot(session, opened.id, opened.lines, zone=CHICAGO, actor=OFFICE)
    return opened


def problems(session: Session, opened: DirectoryImport) -> list[list[str]]:
    assert opened.problems_blob_id is not None
    return list(csv.reader(read_blob(session, opened.problems_blob_id).decode().splitlines()))[1:]


def test_a_dry_run_says_every_problem_by_line_and_writes_nothing(session: Session) -> None:
    opened = checked(
        session,
        ListKind.CUSTOMERS,
        "key,name,kind,payment_terms_days\nA,Ann,person,9999\n,,,\nA1,Bob,,30\nA1,Cy,,\nB,,,\n#77,Eve,,\n",
    )
    assert problems(session, opened) == [
        ["2", "kind", "Give one of residential, commercial."],
        ["2", "payment_terms_days", "Give whole days from 0 to 180."],
        ["5", "key", "This key stands in a line above already."],
        ["6", "name", "This is needed."],
        ["7", "key", "There is no customer #77."],
    ]
    assert (opened.state, opened.lines, opened.wrong, opened.made) == ("checked", 5, 4, 1)
    assert session.scalar(select(func.count(Customer.id))) == 0


def test_a_line_says_what_it_misses_beside_what_is_badly_written(session: Session) -> None:
    own = a_person(session, a_customer(session, "Rita Chen"))
    people = checked(
        session,
        ListKind.CONTACTS,
        "key,customer_key,first_name,phone,email\n"
        "P1,C9,Ann,12,nobody\nP2,C9,\u200b\u3164,+10005550100,\n#9999,C9,Cy,,\n",
    )
    assert own.id
    number, mail = "Give a complete phone number such as 312 555 0142.", "Give an e-mail address"
    told = problems(session, people)
    assert [(line, column) for line, column, _ in told] == [
        ("2", "phone"),
        ("2", "email"),
        ("2", "customer_key"),
        ("3", "first_name"),
        ("3", "phone"),
        ("3", "customer_key"),
        ("4", "key"),
        ("4", "customer_key"),
    ]
    assert told[0][2] == number
    assert told[1][2].startswith(mail)
    assert told[2][2] == "There is no customer C9."
    places = checked(
        session,
        ListKind.PROPERTIES,
        "key,street,kind,time_zone,customer_key,relationship\nL1,3 Elm,castle,Mars,C9,Squire\n",
    )
    assert [column for _, column, _ in problems(session, places)] == [
        "kind",
        "time_zone",
        "customer_key",
        "relationship",
    ]


def test_the_companys_own_number_is_nobody_elses_in_a_list(session: Session) -> None:
    customer = a_customer(session, "Rita Chen")
    who = a_person(session, customer)
    content = f"key,customer_key,first_name,phone\nP1,#{customer.number},Ann,312 555 0100\n"
    opened = checked(session, ListKind.CONTACTS, content)
    assert opened.wrong == 0
    opened.state, opened.lines = ImportState.CHECKING, 0
    work_lot(session, opened.id, 0, zone=CHICAGO, actor=OFFICE, own=("+13125550100",))
    assert problems(session, opened) == [["2", "phone", "This is the company's own; give theirs."]]
    assert who.id


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('key,name\nA,Ann\nB,"Bob\nC,Cy\nD,Di\n', 3),
        ('key,name\nA,"Ann\n', 2),
        ('key,name\nA,"two\nlines"\nB,"Bob\nC,Cy', 4),
        ('key,name\nA,"' + "x,y\n" * 40_000, 2),
    ],
)
def test_a_quote_left_open_is_said_with_its_line_and_brings_nothing(
    session: Session, content: str, line: int
) -> None:
    opened = checked(session, ListKind.CUSTOMERS, content)
    assert opened.state == "failed"
    assert opened.reason.startswith(f"A quote opened in line {line} is never closed")


def test_quotes_that_are_closed_or_mean_inches_are_no_trouble(session: Session) -> None:
    content = 'key,name\nA,"Ann ""the"" Boss"\nB,5" pipe\nC,"two\nlines"'
    opened = checked(session, ListKind.CUSTOMERS, content)
    assert (opened.state, opened.lines, opened.wrong) == ("checked", 3, 0)


def test_a_list_brought_in_twice_is_there_once(session: Session) -> None:
    lines = "".join(f"K{n},Person {n}\n" for n in range(LOT + 5))
    content = f"key;name\n{lines}".replace(",", ";")
    first = run(session, checked(session, ListKind.CUSTOMERS, content))
    assert (first.state, first.made, first.wrong) == ("done", LOT + 5, 0)
    again = checked(session, ListKind.CUSTOMERS, content.replace("Person 7\n", "Person Seven\n"))
    assert (again.made, again.changed, again.same) == (0, 1, LOT + 4)
    run(session, again)
    assert session.scalar(select(func.count(Customer.id))) == LOT + 5
    assert session.scalars(select(Customer.name).where(Customer.import_key == "K7")).one() == (
        "Person Seven"
    )


def test_what_a_list_overwrites_is_recorded_as_it_stood_and_as_it_stands(session: Session) -> None:
    people = "key,customer_key,first_name,role\nP1,C1,Ann,tenant\n"
    run(session, checked(session, ListKind.CUSTOMERS, "key,name,notes\nC1,Ann,Dog\n"))
    run(session, checked(session, ListKind.CONTACTS, people))
    run(session, checked(session, ListKind.CUSTOMERS, "key,name,notes\nC1,Ann,No dog\n"))
    run(session, checked(session, ListKind.CONTACTS, people.replace("tenant", "owner")))
    told = session.scalars(
        select(Event).where(Event.after["outcome"].astext == "changed").order_by(Event.id)
    ).all()
    new = {"file": "list.csv", "outcome": "changed"}
    assert [(each.kind, each.before, each.after) for each in told] == [
        ("customer.imported", {"notes": "Dog"}, {**new, "notes": "No dog"}),
        ("contact.imported", {"role": "tenant"}, {**new, "role": "owner"}),
    ]


def test_people_and_places_find_their_customer_by_its_key(session: Session) -> None:
    ours = a_customer(session, "Rita Chen")
    run(session, checked(session, ListKind.CUSTOMERS, "key,name\nC1,Ann\n"))
    people = (
        "key,customer_key,first_name,phone,email\nP1,C1,Ann,(312) 555-0142,ANN@x.example\n"
        f"P2,#{ours.number},Rita,,\n"
    )
    run(session, checked(session, ListKind.CONTACTS, people))
    places = f"key,street,customer_key,relationship\nL1,214 Oak St,C1,Owner\nL2,3 Elm,#{ours.number},Owner\n"
    for _ in range(2):
        opened = run(session, checked(session, ListKind.PROPERTIES, places))
    assert opened.same == 2
    assert session.scalars(select(ContactPoint.value).order_by(ContactPoint.id)).all() == [
        "+13125550142",
        "ann@x.example",
    ]
    assert session.scalars(select(Contact.customer_id).order_by(Contact.id)).all()[1] == ours.id
    assert session.scalars(select(Property.time_zone)).all() == [CHICAGO] * 2
    assert session.scalar(select(func.count(PropertyRelationship.id))) == 2


def test_what_is_no_list_is_said_to_be_none(session: Session) -> None:
    for content in (b"\xff\xfe\x00k", b"key,name\nA,\xe9\n"):
        opened = checked(session, ListKind.CUSTOMERS, content)
        assert (opened.state, "UTF-8" in opened.reason) == ("failed", True)
    for words, said in (("", "key: This column is missing."), ("key,name,age\n", "age: Nobody")):
        opened = checked(session, ListKind.CUSTOMERS, words)
        assert (opened.state, said in opened.reason) == ("failed", True)


def test_a_list_taken_away_changes_nothing_when_it_is_brought_in_again(session: Session) -> None:
    customer = a_customer(session, "=HYPERLINK(1)")
    a_phone(session, a_person(session, customer, "Ann"))
    a_place(session)
    for kind in ListKind:
        text = "".join(csv_line(line) for line in list_lines(session, kind))
        assert "=HYPERLINK" not in text or "'=HYPERLINK" in text
        opened = checked(session, kind, "\ufeff" + text)
        assert (opened.made, opened.changed, opened.same, opened.wrong) == (0, 0, 1, 0)


def test_a_lot_worked_already_is_passed_over(session: Session) -> None:
    opened = run(session, checked(session, ListKind.CUSTOMERS, "key,name\nA,Ann\n"))
    work_lot(session, opened.id, 0, zone=CHICAGO, actor=OFFICE)
    assert session.scalar(select(func.count(Customer.id))) == 1
