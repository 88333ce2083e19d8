"""Staff at the desk: added with a first password, switched off but for the last administrator; one's own
password.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.clock import database_now
from core.db import Database
from core.desk.actions import SignInRefused, change_password, deactivate_staff
from core.desk.actions.sign_in import TRIES_BEFORE_LOCK
from core.desk.model import StaffRole, StaffUser
from core.errors import Refused
from core.events.actions import FIXLINE
from core.events.model import Event
from tests.office.desk import PASSWORD, QUICK, Browser, at_desk, hire, office_app

LIST = "/settings/staff"
NEW = {
    "name": "Olivia Grant",
    "email": "Olivia@Example.com",
    "role": "csr",
    "phone": "312 555 0160",
    "password": "first password",
}


def person_at(database: Database, email: str) -> int:
    with database.reading() as session:
        return session.scalars(select(StaffUser.id).where(StaffUser.email == email)).one()


@pytest.mark.inventory(169)
def test_a_colleague_is_added_and_signs_in_with_the_first_password(
    database: Database, desk: Browser
) -> None:
    assert desk.send(LIST, seen_on=f"{LIST}/new", **NEW).status_code == 302
    page = desk.text(LIST)
    assert "Olivia Grant" in page
    assert "Customer service" in page
    assert "first password" not in page
    olivia = Browser(office_app(database).test_client())
    assert olivia.sign_in("olivia@example.com", "first password").status_code == 302
    with database.reading() as session:
        event = session.scalars(
            select(Event).where(Event.kind == "staff.added").order_by(Event.id.desc()).limit(1)
        ).one()
        assert (event.actor_name, event.after) == ("Dana Administrator", {"role": "csr"})


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "Give your colleague a name."),
        ("email", "", "Give the e-mail address they sign in with."),
        ("email", "olivia", "That is no e-mail address"),
        ("email", "ADMINISTRATOR@example.com", "belongs to a colleague already."),
        ("phone", "12", "That is no complete phone number"),
        ("role", "king", "Choose one of the list."),
        ("password", "short", "Choose a password of at least 8 characters."),
        ("password", "x" * 201, "Choose a password of 8 to 200 characters."),
    ],
)
def test_a_colleague_who_could_not_sign_in_is_refused(
    database: Database, desk: Browser, field: str, value: str, message: str
) -> None:
    answer = desk.send(LIST, seen_on=f"{LIST}/new", **(NEW | {field: value}))
    assert answer.status_code == 422
    assert message in answer.text
    assert f'id="{field}-error"' in answer.text
    assert NEW["password"] not in answer.text
    with database.reading() as session:
        assert len(session.scalars(select(StaffUser.id)).all()) == 1


def test_one_who_is_switched_off_is_out_at_once_and_may_come_back(
    database: Database, desk: Browser
) -> None:
    csr = at_desk(database, StaffRole.CSR)
    user_id = person_at(database, "csr@example.com")
    assert desk.send(f"{LIST}/{user_id}/switch", seen_on=LIST).status_code == 302
    assert csr.open("/inbox").location.startswith("/sign-in")
    assert "Switched off" in desk.text(LIST)
    back = Browser(office_app(database).test_client())
    assert back.sign_in("csr@example.com").status_code == 422
    desk.send(f"{LIST}/{user_id}/switch", seen_on=LIST, wanted="on")
    assert back.sign_in("csr@example.com").status_code == 302
    assert csr.open("/inbox").location.startswith("/sign-in")


def test_the_last_administrator_is_never_switched_off(database: Database, desk: Browser) -> None:
    hire(database, StaffRole.MANAGER)
    own_id = person_at(database, "administrator@example.com")
    refused = desk.send(f"{LIST}/{own_id}/switch", seen_on=LIST)
    assert refused.status_code == 409
    assert "Dana Administrator is the last administrator. Add another one first." in refused.text
    hire(database, StaffRole.ADMINISTRATOR, email="second@example.com")
    assert desk.send(f"{LIST}/{own_id}/switch", seen_on=LIST).status_code == 302
    second = person_at(database, "second@example.com")
    with pytest.raises(Refused, match="last administrator"), database.transaction() as session:
        deactivate_staff(session, second, actor=FIXLINE)


@pytest.mark.parametrize("role", [StaffRole.MANAGER, StaffRole.DISPATCHER, StaffRole.CSR])
def test_nobody_but_an_administrator_makes_administrators(
    database: Database, role: StaffRole
) -> None:
    browser = at_desk(database, role)
    assert browser.open(LIST).status_code == 403
    made = browser.send(LIST, **(NEW | {"role": "administrator"}))
    assert made.status_code == 403
    assert browser.send(f"{LIST}/1/switch").status_code == 403
    with database.reading() as session:
        assert session.scalars(select(StaffUser.role)).all() == [role]


def own_password(browser: Browser, current: str, wanted: str, again: str) -> tuple[int, str]:
    answer = browser.send(
        "/password", seen_on="/password", current=current, wanted=wanted, again=again
    )
    return answer.status_code, answer.text


def test_a_password_is_changed_by_its_owner_and_every_other_session_ends(
    database: Database,
) -> None:
    email = hire(database, StaffRole.TECHNICIAN)
    here, elsewhere = (Browser(office_app(database).test_client()) for _ in range(2))
    assert here.sign_in(email).status_code == elsewhere.sign_in(email).status_code == 302
    status, _ = own_password(here, PASSWORD, "battery staple", "battery staple")
    assert status == 302
    assert "Your password is changed." in here.text("/password", saved="yes")
    assert here.open("/jobs").status_code == 200
    assert elsewhere.open("/jobs").location.startswith("/sign-in")
    assert elsewhere.sign_in(email, PASSWORD).status_code == 422
    assert elsewhere.sign_in(email, "battery staple").status_code == 302


@pytest.mark.parametrize(
    ("current", "wanted", "again", "message"),
    [
        ("", "battery staple", "battery staple", "Give your password now."),
        ("wrong one", "battery staple", "battery staple", "That is not your password now."),
        (PASSWORD, "battery staple", "battery stable", "The two do not match"),
        (PASSWORD, "short", "short", "Choose a password of 8 to 200 characters."),
        (PASSWORD, "", "", "Choose a password of 8 to 200 characters."),
    ],
)
def test_a_password_is_not_changed_by_mistake(
    database: Database, desk: Browser, current: str, wanted: str, again: str, message: str
) -> None:
    status, page = own_password(desk, current, wanted, again)
    assert status == 422
    assert message in page
    again_in = Browser(office_app(database).test_client())
    assert again_in.sign_in("administrator@example.com").status_code == 302


def test_guessing_the_password_at_a_desk_left_alone_is_counted(database: Database) -> None:
    hire(database, StaffRole.CSR)
    with database.transaction() as session:
        user = session.scalars(select(StaffUser)).one()
        for tried in [*["wrong"] * TRIES_BEFORE_LOCK, PASSWORD]:
            done = change_password(
                session,
                user,
                current=tried,
                wanted="battery staple",
                now=database_now(session),
                hasher=QUICK,
            )
            assert isinstance(done, SignInRefused)
        assert user.locked_until is not None
