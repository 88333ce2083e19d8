"""Equipment: written down where it stands, found over all sites, with every job that served it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import Database
from core.directory.model import Property
from core.errors import FieldRefused, NotFound, Refused
from core.events.model import Event
from core.jobs.actions.equipment import (
    EquipmentDraft,
    add_equipment,
    draft_of_equipment,
    edit_equipment,
    retire_equipment,
    return_equipment,
    serve,
    unserve,
)
from core.jobs.model import Equipment, JobEquipment
from core.jobs.queries.equipment import (
    equipment_at,
    equipment_list,
    equipment_of_job,
    equipment_page,
    equipment_to_serve,
)
from tests.builders import OFFICE, a_job, a_place, a_unit
from tests.crowd import at_once

BOILER = EquipmentDraft("Boiler", make="Vaillant", model="ecoTEC plus", serial="21-0057/B")


def a_boiler(session: Session, place: Property, draft: EquipmentDraft = BOILER) -> Equipment:
    return add_equipment(session, place.id, draft, actor=OFFICE)


def found(session: Session, words: str) -> list[str]:
    return [row.name for row in equipment_list(session, words, limit=20)]


@pytest.mark.inventory(145)
def test_equipment_shows_every_job_that_served_it(session: Session) -> None:
    """Given equipment at a place, when two jobs serve it, its history shows both, the newest first."""
    place = a_place(session)
    boiler = a_boiler(session, place)
    jobs = [a_job(session, place), a_job(session, place)]
    for job in jobs:
        serve(session, job, boiler.id, actor=OFFICE)
    view = equipment_page(session, boiler.id)
    assert [each.number for each in view.services] == [jobs[1].number, jobs[0].number]
    assert [row.id for row in equipment_of_job(session, jobs[0].id)] == [boiler.id]
    assert view.row.last_served is not None


@pytest.mark.inventory(40)
def test_a_place_shows_its_equipment_with_what_is_out_of_use_last(session: Session) -> None:
    place = a_place(session)
    old = a_boiler(session, place, replace(BOILER, name="Old boiler"))
    a_boiler(session, place)
    retire_equipment(session, old.id, actor=OFFICE)
    assert [row.name for row in equipment_at(session, place.id)] == ["Boiler", "Old boiler"]
    return_equipment(session, old.id, actor=OFFICE)
    assert all(row.retired_at is None for row in equipment_at(session, place.id))


@pytest.mark.inventory(146)
@pytest.mark.parametrize(
    "words", ["boil", "VAILLANT", "ecotec", "21-0057", "0057 b", "vaill boil", "214 oak", "oak"]
)
def test_equipment_is_found_over_all_sites(session: Session, words: str) -> None:
    a_boiler(session, a_place(session, "214 Oak St"))
    a_boiler(session, a_place(session, "9 Elm Ave"), EquipmentDraft("Lift", make="Otis"))
    assert found(session, words) == ["Boiler"]


def test_words_that_fit_nothing_find_nothing(session: Session) -> None:
    a_boiler(session, a_place(session))
    for words in ("zebra", "%", "'", "boiler & !x", ":*", "(", "\\"):
        assert found(session, words) == [], words
    assert found(session, "  ") == ["Boiler"]


def test_what_is_no_equipment_is_refused(session: Session) -> None:
    place = a_place(session)
    elsewhere = a_unit(session, a_place(session, "9 Elm Ave"))
    with pytest.raises(FieldRefused, match="what it is"):
        a_boiler(session, place, replace(BOILER, name=" "))
    with pytest.raises(FieldRefused, match="unit of this property"):
        a_boiler(session, place, replace(BOILER, unit_id=elsewhere.id))
    early = replace(BOILER, installed_on=date(2026, 2, 1), warranty_until=date(2026, 1, 1))
    with pytest.raises(FieldRefused, match="warranty cannot end"):
        a_boiler(session, place, early)
    with pytest.raises(NotFound):
        add_equipment(session, 999, BOILER, actor=OFFICE)
    assert equipment_at(session, place.id) == ()


def test_a_change_is_recorded_with_what_stood_before(session: Session) -> None:
    boiler = a_boiler(session, a_place(session))
    edit_equipment(session, boiler.id, replace(BOILER, serial="9"), actor=OFFICE)
    edit_equipment(session, boiler.id, draft_of_equipment(boiler), actor=OFFICE)
    event = session.scalars(select(Event).where(Event.kind == "equipment.edited")).one()
    assert (event.before["serial"], event.after["serial"]) == ("21-0057/B", "9")


def test_a_job_serves_what_stands_at_its_place_and_is_in_use(session: Session) -> None:
    place = a_place(session)
    ours, theirs = a_unit(session, place, "1"), a_unit(session, place, "2")
    job = a_job(session, place, unit=ours)
    shared = a_boiler(session, place)
    inside = a_boiler(session, place, replace(BOILER, name="Stove", unit_id=ours.id))
    a_boiler(session, place, replace(BOILER, name="Their stove", unit_id=theirs.id))
    gone = a_boiler(session, place, replace(BOILER, name="Gone"))
    retire_equipment(session, gone.id, actor=OFFICE)
    assert [row.id for row in equipment_to_serve(session, job)] == [shared.id, inside.id]
    with pytest.raises(FieldRefused, match="out of use"):
        serve(session, job, gone.id, actor=OFFICE)
    away = a_boiler(session, a_place(session, "9 Elm Ave"))
    with pytest.raises(FieldRefused, match="another property"):
        serve(session, job, away.id, actor=OFFICE)


def test_a_job_that_had_nothing_to_do_with_it_says_so(session: Session) -> None:
    place = a_place(session)
    boiler, job = a_boiler(session, place), a_job(session, place)
    serve(session, job, boiler.id, actor=OFFICE)
    unserve(session, job, boiler.id, actor=OFFICE)
    assert equipment_page(session, boiler.id).services == ()
    with pytest.raises(Refused, match="is not on job"):
        unserve(session, job, boiler.id, actor=OFFICE)


def test_said_by_four_at_once_it_is_written_once(database: Database) -> None:
    with database.transaction() as session:
        place = a_place(session)
        boiler_id, job = a_boiler(session, place).id, a_job(session, place)

    def act(_: int) -> None:
        with database.transaction() as session:
            serve(session, job, boiler_id, actor=OFFICE)

    assert at_once(4, act) == [None] * 4
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(JobEquipment)) == 1
        told = session.scalars(select(Event.id).where(Event.kind == "equipment.served")).all()
        assert len(told) == 1
