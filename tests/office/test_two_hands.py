"""Every form that changes what stands, as its own page gives it, opened by two: what one saved is not overwritten by
the other, who is told what stands there now; sent once more, theirs counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest

from core.clock import database_now
from core.db import Database
from core.directory.model import Customer, Property
from core.jobs.actions.crew import CrewDetails, add_technician
from core.jobs.actions.forms import TemplateDraft, add_form_template
from core.jobs.actions.on_call import add_shift
from core.jobs.checklists import ChecklistField, FieldKind
from core.language import Language
from tests.builders import OFFICE, linked
from tests.office.company import Company
from tests.office.desk import Browser
from tests.office.opened_forms import as_open, held_in


@dataclass(frozen=True)
class Change:
    """A form that two have open. theirs is saved first; mine is told of it by `said`, which is on the page then."""

    page: str
    action: str
    theirs: dict[str, str]
    mine: dict[str, str]
    said: str


def _time(company: Company) -> str:
    return f"/settings/technicians/{company.technician_id}/time"


def _place(company: Company) -> str:
    return f"/properties/{company.property_id}"


def _person(company: Company) -> str:
    return f"/customers/{company.manager_id}/people/1"


CHANGES: dict[str, Callable[[Company], Change]] = {
    "working hours": lambda c: Change(
        _time(c),
        f"{_time(c)}/hours",
        {"starts_0": "07:00", "ends_0": "15:00"},
        {"starts_0": "09:00", "ends_0": "15:00"},
        "“07:00”",
    ),
    "a status": lambda _: Change(
        "/settings/statuses/1",
        "/settings/statuses/1",
        {"name": "Called in"},
        {"name": "Rung in"},
        "“Called in”",
    ),
    "a digest": lambda c: Change(
        _person(c),
        f"{_person(c)}/digest",
        {"digest": "daily", "digest_hour": "9"},
        {"digest": "daily", "digest_hour": "16"},
        "once a day at 9:00, America/Chicago",
    ),
    "an hour of a notice": lambda _: Change(
        "/settings/notices",
        "/settings/notices/day_before",
        {"hour": "15"},
        {"hour": "16"},
        "“15”",
    ),
    "words of a notice": lambda _: Change(
        "/settings/notices/day_before/words/sms",
        "/settings/notices/day_before/words/sms/en",
        {"body": "We come tomorrow."},
        {"body": "See you tomorrow."},
        "“We come tomorrow.”",
    ),
    "words of a status": lambda _: Change(
        "/settings/statuses/2/words/email",
        "/settings/statuses/2/words/email/en",
        {"subject": "Your visit"},
        {"subject": "Our visit"},
        "“Your visit”",
    ),
    "a form of the company": lambda _: Change(
        "/settings/forms/1",
        "/settings/forms/1",
        {"label-1": "Leaks", "kind-1": "text"},
        {"label-0": "Pressure in bar"},
        "Leaks (words)",
    ),
    "who pays for a place": lambda c: Change(
        _place(c), f"{_place(c)}/payer", {"payer_id": "3"}, {"payer_id": "2"}, "“Olga Owner”"
    ),
    "how to get in": lambda c: Change(
        _place(c),
        f"{_place(c)}/access",
        {"access_notes": "Code 4471."},
        {"access_notes": "Key at 2A."},
        "“Code 4471.”",
    ),
    "the tax of a place": lambda c: Change(
        _place(c), f"{_place(c)}/tax-rate", {"tax_rate": "8.25"}, {"tax_rate": "7"}, "“8.25”"
    ),
    "the company’s rules": lambda _: Change(
        "/settings/billing",
        "/settings/billing",
        {"payment_words": "By check."},
        {"payment_words": "By card."},
        "“By check.”",
    ),
    "limits of discounts": lambda _: Change(
        "/settings/billing",
        "/settings/billing/limits",
        {"limit_manager": "10"},
        {"limit_manager": "20"},
        "“10”",
    ),
    "a shift taken over": lambda _: Change(
        "/settings/on-call",
        "/settings/on-call/1/swap",
        {"swap_to": "2"},
        {"swap_to": "3"},
        "“Ana Ruiz”",
    ),
}


@pytest.fixture
def furnished(database: Database, company: Company) -> Company:
    """The company with a form, two more technicians, a shift on call, and an owner of the property."""
    question = ChecklistField("f0", "Pressure", FieldKind.NUMBER, required=True, choices=())
    with database.transaction() as session:
        asks = TemplateDraft("Boiler check", (question,), required=False, active=True)
        assert add_form_template(session, asks, actor=OFFICE).id == 1
        for number, name in ((2, "Ana Ruiz"), (3, "Tom Bell")):
            details = CrewDetails(name, f"312 555 018{number}", Language.ENGLISH, None)
            assert add_technician(session, details, actor=OFFICE).id == number
        start = database_now(session) + timedelta(hours=1)
        shift = add_shift(
            session,
            company.technician_id,
            starts_at=start,
            ends_at=start + timedelta(hours=2),
            place=1,
            actor=OFFICE,
        )
        assert shift.id == 1
        owner = Customer(name="Olga Owner", kind="residential")
        session.add(owner)
        session.flush()
        assert owner.id > company.tenant_id
        linked(session, session.get_one(Property, company.property_id), owner, "Owner")
    return company


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_colleague_saved_meanwhile_is_shown_before_it_is_replaced(
    desk: Browser, furnished: Company, name: str
) -> None:
    change = CHANGES[name](furnished)
    first = as_open(desk, change.page, change.action)
    second = dict(first)
    saved = desk.send(change.action, seen_on=change.page, **{**first, **change.theirs})
    assert saved.status_code in {302, 303}
    refused = desk.send(change.action, seen_on=change.page, **{**second, **change.mine})
    assert refused.status_code == 422
    told = unescape(refused.text)
    assert "Somebody else" in told
    assert change.said in told
    again = {**held_in(refused.text, change.action), **change.mine}
    kept = desk.send(change.action, seen_on=change.page, **again)
    assert kept.status_code in {302, 303}
    stands = as_open(desk, change.page, change.action)
    assert {name: stands.get(name) for name in change.mine if name != "swap_to"} == {
        name: value for name, value in change.mine.items() if name != "swap_to"
    }


def test_trades_that_two_tick_are_both_known(desk: Browser, company: Company) -> None:
    page, action = _time(company), f"{_time(company)}/trades"
    first = as_open(desk, page, action)
    boxes = [name.removeprefix("seen-") for name in first]
    assert len(boxes) > 1
    for box in boxes[:2]:
        assert desk.send(action, seen_on=page, **{**first, box: "on"}).status_code == 302
    stands = as_open(desk, page, action)
    assert [stands.get(box) for box in boxes[:2]] == ["on", "on"]
