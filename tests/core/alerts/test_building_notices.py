"""Notices to a building: its tenants and nobody else, each address once, exactly those the preview showed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.alerts.actions.notices import send_notice
from core.alerts.actions.telling import fan_out
from core.alerts.model import BuildingNotice
from core.alerts.new_notice import NewNotice
from core.alerts.queries.hearing import told_of
from core.alerts.queries.notices import notice_page, notices, reach_of
from core.alerts.wording import LONGEST_TEXT, Words
from core.db import Database
from core.directory.actions.people import mark_bad, switch_updates_off
from core.directory.model import Property
from core.errors import FieldRefused, NotFound
from core.events.model import Event
from core.language import Language
from core.messaging.actions.consenting import opt_out
from core.messaging.model import Message
from core.messaging.wire import Channel, Priority
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import (
    HEAD,
    OFFICE,
    a_customer,
    a_manager,
    a_place,
    a_tenant,
    a_unit,
    an_email,
    linked,
    number,
)
from tests.crowd import at_once

WATER = Words(
    Channel.SMS,
    Language.ENGLISH,
    "",
    "{CompanyName}: no water at {PropertyAddress} on Friday, {ContactFirstName}.",
)
AGUA = Words(Channel.SMS, Language.SPANISH, "", "{CompanyName}: el viernes no hay agua.")
LETTER = Words(Channel.EMAIL, Language.ENGLISH, "Water off", "Hello, unit {Unit|(none)}.")


def test_every_tenant_reads_it_in_their_language_and_nobody_else_does(session: Session) -> None:
    place = a_place(session)
    a_manager(session, place)
    a_tenant(session, place)
    a_tenant(session, place, first_name="Ana", phone=number(9), language=Language.SPANISH)
    tell_all(session, send(session, place))
    assert bodies(session) == {
        number(142): "Practice Services: no water at 214 Oak St, Springfield, IL 62704 on Friday, "
        "Robert.",
        number(9): "Practice Services: el viernes no hay agua.",
    }
    assert set(session.scalars(select(Message.priority))) == {Priority.BULK}


def test_who_gets_it_is_exactly_who_the_preview_showed_with_the_same_reasons(
    session: Session,
) -> None:
    place = a_place(session)
    a_tenant(session, place)
    off = a_tenant(session, place, first_name="Off", phone=number(2))
    switch_updates_off(session, off.points[0], actor=OFFICE)
    a_tenant(session, place, first_name="Out", phone=number(3))
    opt_out(session, Channel.SMS, number(3), words="STOP", source="text", actor=OFFICE)
    wrong = a_tenant(session, place, first_name="Wrong", phone=number(4))
    mark_bad(session, wrong.points[0].value, why="number does not exist", actor=OFFICE)
    a_tenant(session, place, first_name="Flatmate", phone=number(142))
    mail = a_tenant(session, place, first_name="Mail", phone=number(5))
    an_email(session, mail)
    linked(session, place, a_customer(session, "Nobody Reachable"), "Tenant")
    shown = reach_of(session, HEAD.company, notice_for(place))
    tell_all(session, send(session, place))
    event = session.scalars(select(Event).where(Event.kind == "notice.sent")).one()
    became = {
        (each.address, each.contact_name): each.why_not for each in told_of(session, event.id)
    }
    assert became == {(each.address, each.contact_name): each.why_not for each in shown.hearings}
    assert shown.told == len(bodies(session)) == 2
    assert shown.unreachable == ("Nobody Reachable",)
    reasons = " | ".join(why for why in became.values() if why)
    for words in ("turned job updates off", "opted out", "does not work", "told already"):
        assert words in reasons
    assert "nothing was written for this channel" in reasons


def test_the_preview_shows_a_text_as_it_leaves(session: Session) -> None:
    place = a_place(session)
    a_tenant(session, place)
    pasted = replace(WATER, body="\u201cNo water\u201d on Friday\u2026")
    shown = reach_of(session, HEAD.company, notice_for(place, words=(pasted,)))
    tell_all(session, send(session, place, words=(pasted,)))
    assert [each.body for each in shown.hearings] == ['"No water" on Friday...']
    assert list(bodies(session).values()) == ['"No water" on Friday...']


def test_a_mail_keeps_its_typography(session: Session) -> None:
    place = a_place(session)
    an_email(session, a_tenant(session, place))
    written = "\u201cNo water\u201d on Friday\u2026"
    tell_all(session, send(session, place, words=(replace(LETTER, body=written),)))
    assert list(bodies(session).values()) == [written]


def test_the_preview_knows_who_reads_spanish_and_will_get_english(session: Session) -> None:
    place = a_place(session)
    a_tenant(session, place)
    ana = a_tenant(session, place, first_name="Ana", phone=number(9), language=Language.SPANISH)
    an_email(session, ana)
    silent = a_tenant(session, place, first_name="Luz", phone=number(8), language=Language.SPANISH)
    switch_updates_off(session, silent.points[0], actor=OFFICE)
    by_text = frozenset({(ana.id, Channel.SMS)})
    by_mail = frozenset({(ana.id, Channel.EMAIL)})
    for words, expected in (
        ((WATER,), by_text),
        ((WATER, LETTER), by_text | by_mail),
        ((WATER, AGUA, LETTER), by_mail),
        ((WATER, AGUA), frozenset()),
    ):
        reach = reach_of(session, HEAD.company, notice_for(place, words=words))
        assert reach.untranslated == expected
        assert reach.in_english_instead == (1 if expected else 0)
        assert set(reach.english_channels) == {channel for _, channel in expected}


def test_the_same_form_sent_twice_at_once_is_one_notice(database: Database) -> None:
    with database.transaction() as session:
        place = a_place(session)
        a_tenant(session, place)
        new = notice_for(place)

    def act(_: int) -> int:
        with database.transaction() as session:
            return send_notice(session, new, actor=OFFICE).id

    assert len(set(at_once(4, act))) == 1
    with database.transaction() as session:
        notice = session.scalars(select(BuildingNotice)).one()
        tell_all(session, notice)
        assert session.scalar(select(func.count()).select_from(Message)) == 1


def test_whoever_lives_in_two_of_the_buildings_is_told_once(session: Session) -> None:
    first, second = a_place(session), a_place(session, "9 Elm St")
    robert = a_tenant(session, first)
    linked(session, second, robert.customer, "Tenant")
    a_tenant(session, second, first_name="Ana", phone=number(9))
    notice = send(session, first, second)
    tell_all(session, notice)
    assert sorted(bodies(session)) == [number(9), number(142)]
    page = notice_page(session, notice.id)
    assert page.row.is_done
    assert page.states == (("queued", 2),)
    assert page.not_told == 1
    assert [place.is_done for place in page.places] == [True, True]


def test_a_large_building_is_told_page_after_page(session: Session) -> None:
    place = a_place(session)
    for n in range(7):
        a_tenant(session, place, first_name=f"T{n}", phone=number(n))
    notice = send(session, place)
    assert not notice_page(session, notice.id).row.is_done
    tell_all(session, notice, most=3)
    assert len(bodies(session)) == 7
    assert notices(session)[0].is_done


def test_a_tag_says_the_readers_own_unit(session: Session) -> None:
    place = a_place(session)
    tenant = a_tenant(session, place, a_unit(session, place))
    an_email(session, tenant)
    tell_all(session, send(session, place, words=(LETTER,)))
    assert list(bodies(session).values()) == ["Hello, unit 3B."]


@pytest.mark.parametrize(
    ("words", "field", "said"),
    [
        ((), "sms_en", "in English, at least"),
        ((AGUA,), "sms_en", "in English, at least"),
        ((LETTER, AGUA), "sms_en", "write it too"),
        ((replace(WATER, body="{JobNumber}"),), "sms_en", "about no job"),
        ((replace(WATER, body="{Nonsense}"),), "sms_en", "There is no tag"),
        ((replace(WATER, body="x" * (LONGEST_TEXT + 1)),), "sms_en", "Keep a text under"),
        ((replace(LETTER, subject=" "),), "subject_en", "needs a subject"),
        ((replace(LETTER, body=""),), "email_en", "what the e-mail should say"),
    ],
)
def test_words_that_could_not_be_sent_are_refused_at_their_field(
    session: Session, words: tuple[Words, ...], field: str, said: str
) -> None:
    place = a_place(session)
    with pytest.raises(FieldRefused, match=said) as refusal:
        send(session, place, words=words)
    assert refusal.value.field == field
    assert session.scalars(select(BuildingNotice)).all() == []


def test_a_notice_needs_a_title_and_places_that_exist(session: Session) -> None:
    place = a_place(session)
    new = notice_for(place)
    for wrong, field in (
        (replace(new, title=" "), "title"),
        (replace(new, property_ids=()), "property"),
        (replace(new, property_ids=(10**9,)), "property"),
        (replace(new, property_ids=tuple(range(30))), "property"),
    ):
        with pytest.raises(FieldRefused) as refusal:
            send_notice(session, wrong, actor=OFFICE)
        assert refusal.value.field == field
    with pytest.raises(NotFound):
        notice_page(session, 10**9)


def notice_for(*places: Property, words: tuple[Words, ...] = (WATER, AGUA)) -> NewNotice:
    return NewNotice("form-1", "Water off", words, tuple(place.id for place in places))


def send(
    session: Session, *places: Property, words: tuple[Words, ...] = (WATER, AGUA)
) -> BuildingNotice:
    return send_notice(session, notice_for(*places, words=words), actor=OFFICE)


def tell_all(session: Session, notice: BuildingNotice, *, most: int = 1000) -> None:
    """Do what is promised until nothing is."""
    done: set[int] = set()
    while waiting := [entry for entry in _promises(session) if entry.id not in done]:
        for entry in waiting:
            done.add(entry.id)
            event = session.get_one(Event, entry.args["event_id"])
            after = entry.args["after_point_id"]
            assert event.subject_id == notice.id
            assert isinstance(after, int)
            fan_out(session, HEAD, event, after_point_id=after, most=most)


def _promises(session: Session) -> list[OutboxEntry]:
    rows = select(OutboxEntry).where(OutboxEntry.kind == Kind.FAN_OUT).order_by(OutboxEntry.id)
    return list(session.scalars(rows))


def bodies(session: Session) -> dict[str, str]:
    return {each.recipient: each.body for each in session.scalars(select(Message))}
