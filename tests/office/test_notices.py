"""Notices in the office: rules switched and set, daily mails chosen, buildings written to once, and who was told."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from core.alerts.actions.digest_choosing import wish_of
from core.alerts.actions.notice_settings import rule_of
from core.alerts.digest_times import DigestWish
from core.alerts.model import BuildingNotice, NoticeKind
from core.db import Database
from core.desk.model import StaffRole
from core.directory.model import Contact
from core.events.model import Event
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.office.company import Company
from tests.office.desk import Browser, at_desk

_KEY = re.compile(r'name="form_key" value="([^"]+)"')


def test_a_notice_is_switched_off_and_set_to_another_hour(
    database: Database, desk: Browser
) -> None:
    page = desk.text("/settings/notices")
    for words in ("Reminder the day before", "Follow-up", "Rating", "On the way", "Completion"):
        assert words in page
    desk.send("/settings/notices/day_before/switch", seen_on="/settings/notices")
    desk.send("/settings/notices/day_before", seen_on="/settings/notices", hour="15")
    desk.send("/settings/notices/hour_before/switch", seen_on="/settings/notices", wanted="on")
    with database.reading() as session:
        before = rule_of(session, NoticeKind.DAY_BEFORE)
        assert before is not None
        assert (before.active, before.hour) == (False, 15)
        shortly = rule_of(session, NoticeKind.HOUR_BEFORE)
        assert shortly is not None
        assert shortly.active
        changes = session.scalars(select(Event).where(Event.kind == "notice_rule.changed")).all()
        assert [each.actor_name for each in changes] == ["Dana Administrator"] * 3


@pytest.mark.parametrize("hour", ["", "3", "21", "-1", "x", "9" * 30])
def test_an_hour_nobody_should_be_written_to_is_refused_at_its_field(
    desk: Browser, hour: str
) -> None:
    answer = desk.send("/settings/notices/day_before", seen_on="/settings/notices", hour=hour)
    assert answer.status_code == 422
    assert 'id="hour-day_before-error"' in answer.text


def test_a_notice_there_is_none_of_is_not_found(desk: Browser) -> None:
    for address in ("/settings/notices/never", "/settings/notices/never/switch"):
        assert desk.send(address, seen_on="/settings/notices", hour="9").status_code == 404


def test_a_person_chooses_one_mail_a_day_and_goes_back(
    database: Database, desk: Browser, company: Company
) -> None:
    rita = person_named(database, "Rita")
    page = f"/customers/{company.manager_id}/people/{rita}"
    chosen = desk.send(
        f"{page}/digest",
        seen_on=page,
        digest="daily",
        digest_hour="7",
        digest_zone="America/New_York",
    )
    assert chosen.status_code == 302
    with database.reading() as session:
        assert wish_of(session, rita) == DigestWish(7, "America/New_York")
    assert re.search(r'value="daily" checked', desk.text(page))
    desk.send(f"{page}/digest", seen_on=page, digest="at_once", digest_hour="x", digest_zone="x")
    with database.reading() as session:
        assert wish_of(session, rita) is None


@pytest.mark.parametrize(
    ("hour", "zone", "field"),
    [("24", "America/Chicago", "digest_hour"), ("", "x", "digest_hour"), ("9", "x", "digest_zone")],
)
def test_a_daily_mail_at_no_hour_or_place_is_refused_and_the_form_kept(
    database: Database, desk: Browser, company: Company, hour: str, zone: str, field: str
) -> None:
    page = f"/customers/{company.manager_id}/people/{person_named(database, 'Rita')}"
    answer = desk.send(
        f"{page}/digest", seen_on=page, digest="daily", digest_hour=hour, digest_zone=zone
    )
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert re.search(r'value="daily" checked', answer.text)


def test_another_customers_person_is_not_found(desk: Browser, company: Company) -> None:
    address = f"/customers/{company.manager_id}/people/{company.tenant_contact_id}/digest"
    assert desk.send(address, digest="at_once").status_code == 404


def test_a_building_is_looked_over_and_written_to_once(
    database: Database, desk: Browser, company: Company
) -> None:
    new = desk.text("/notices/new", property=company.property_id)
    key = _KEY.search(new)
    assert key is not None
    typed: dict[str, object] = {
        "form_key": key[1],
        "title": "Water off",
        "property": company.property_id,
        "sms_en": "{CompanyName}: no water on Friday.",
        "sms_es": "{CompanyName}: el viernes no hay agua.",
    }
    look = desk.send("/notices/look", seen_on="/notices/new", step="look", **typed)
    assert look.status_code == 200
    assert "1 message would leave" in look.text
    assert "el viernes no hay agua" in look.text
    first = desk.send("/notices", seen_on="/notices/new", **typed)
    again = desk.send("/notices", seen_on="/notices/new", **typed)
    assert first.status_code == 302
    assert again.headers["Location"] == first.headers["Location"]
    with database.reading() as session:
        assert len(session.scalars(select(BuildingNotice)).all()) == 1
        sent = session.scalars(select(Event).where(Event.kind == "notice.sent")).one()
        promised = session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.FAN_OUT))
        assert [each.args["event_id"] for each in promised].count(sent.id) == 1
    page = desk.text(first.headers["Location"])
    assert "Being sent" in page
    assert "Water off" in desk.text("/notices")
    assert "Being sent" in desk.text(f"{first.headers['Location']}/part")


def test_the_preview_says_that_a_spanish_reader_will_get_english(
    desk: Browser, company: Company
) -> None:
    typed: dict[str, object] = {
        "form_key": "k",
        "title": "Water off",
        "property": company.property_id,
        "sms_en": "No water on Friday.",
    }

    def looked_over(**more: str) -> str:
        look = desk.send("/notices/look", seen_on="/notices/new", step="look", **typed, **more)
        assert look.status_code == 200
        return look.text

    said = "1 of them reads Spanish and will get the English words"
    english = looked_over()
    assert f"{said}.</strong> Write Spanish words too." in english
    assert "Send 1 message" in english
    mail = looked_over(email_es="Sin agua", subject_es="Agua", email_en="Water", subject_en="Water")
    assert f"{said} by text.</strong>" in mail
    assert "reads Spanish" not in looked_over(sms_es="El viernes no hay agua.")


def test_a_pasted_notice_is_counted_as_it_leaves(desk: Browser, company: Company) -> None:
    words = "\u201cNo water\u201d on Friday \u2014 sorry" + "!" * 60
    look = desk.send(
        "/notices/look",
        seen_on="/notices/new",
        step="look",
        form_key="k",
        title="Water off",
        property=company.property_id,
        sms_en=words,
    )
    assert "1 segment, GSM-7" in look.text
    assert "&#34;No water&#34; on Friday - sorry!" in look.text


def test_a_building_is_found_by_its_address(desk: Browser, company: Company) -> None:
    found = desk.send("/notices/look", seen_on="/notices/new", step="find", q="oak", title="x")
    assert found.status_code == 200
    assert f'name="property" type="checkbox" value="{company.property_id}"' in found.text
    assert 'value="x"' in found.text
    none = desk.send("/notices/look", seen_on="/notices/new", step="find", q="nowhere")
    assert "Nothing else fits" in none.text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"sms_en": ""}, "sms_en"),
        ({"sms_en": "{JobNumber}"}, "sms_en"),
        ({"email_en": "Hello"}, "subject_en"),
        ({"title": "x" * 300}, "title"),
        ({"form_key": ""}, "title"),
    ],
)
def test_a_notice_that_could_not_be_sent_is_refused_at_its_field_and_kept(
    database: Database, desk: Browser, company: Company, changed: dict[str, str], field: str
) -> None:
    typed: dict[str, object] = {
        "form_key": "k",
        "title": "Water off",
        "property": company.property_id,
        "sms_en": "No water",
        **changed,
    }
    for address in ("/notices/look", "/notices"):
        answer = desk.send(address, seen_on="/notices/new", **typed)
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
    with database.reading() as session:
        assert session.scalars(select(BuildingNotice)).all() == []


@pytest.mark.parametrize("places", ["", "x", "-1", "9" * 40, "999999"])
def test_a_notice_to_no_place_is_refused(desk: Browser, company: Company, places: str) -> None:
    answer = desk.send(
        "/notices", seen_on="/notices/new", form_key="k", title="x", sms_en="x", property=places
    )
    assert answer.status_code == 422


def test_only_those_who_dispatch_write_to_buildings(database: Database, company: Company) -> None:
    assert at_desk(database, StaffRole.DISPATCHER).open("/notices").status_code == 200
    clerk = at_desk(database, StaffRole.CSR)
    for address in ("/notices", "/notices/new", "/settings/notices"):
        assert clerk.open(address).status_code == 403
    assert desk_missing(at_desk(database, StaffRole.MANAGER))


def desk_missing(desk: Browser) -> bool:
    return desk.open("/notices/999999").status_code == 404


@pytest.mark.inventory(85)
def test_who_was_told_and_why_not_stands_at_the_customer_and_the_property(
    desk: Browser, company: Company
) -> None:
    place = desk.text(f"/properties/{company.property_id}/told")
    assert f"Job {company.job_number}" in place
    assert "Rita Chen" in place
    assert "Robert Diaz" in place
    assert "turned job updates off" in place
    theirs = desk.text(f"/customers/{company.tenant_id}/told")
    assert "Robert Diaz" in theirs
    assert "Rita Chen" not in theirs
    for address in ("/customers/999999/told", "/properties/999999/told"):
        assert desk.open(address).status_code == 404
    assert "/told" in desk.text(f"/customers/{company.tenant_id}")
    assert "/told" in desk.text(f"/properties/{company.property_id}")


def person_named(database: Database, first_name: str) -> int:
    with database.reading() as session:
        return session.scalars(select(Contact.id).where(Contact.first_name == first_name)).one()
