"""Who was told and why not, over everything at a property and for a customer's own people."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from core.alerts.queries.told_lists import (
    MOST_EACH,
    MOST_EVENTS,
    told_at_property,
    told_to_customer,
)
from tests.builders import a_job, a_manager, a_place, a_tenant, hears, number
from tests.core.alerts.hearing import told_by


@pytest.mark.inventory(85)
def test_a_property_shows_everybody_and_a_customer_only_their_own_people(session: Session) -> None:
    place = a_place(session)
    rita, robert = a_manager(session, place), a_tenant(session, place)
    hears(session, rita.customer, "Booked")
    hears(session, robert.customer, "Scheduled")
    job = a_job(session, place, rita.customer)
    for name in (None, "Scheduled"):
        told_by(session, job, name)
    scheduled, booked = told_at_property(session, place.id)
    assert (booked.told, booked.not_told, booked.job_number) == (1, 1, job.number)
    assert {each.address: each.why_not for each in booked.hearings} == {
        "rita@lakeside.example": None,
        number(142): "has not subscribed to this status",
    }
    theirs = told_to_customer(session, robert.customer_id)
    assert [each.happening.id for each in theirs] == [
        scheduled.happening.id,
        booked.happening.id,
    ]
    assert [[one.address for one in each.hearings] for each in theirs] == [[number(142)]] * 2
    assert [(each.told, each.not_told) for each in theirs] == [(1, 0), (0, 1)]


def test_a_long_list_is_counted_and_not_shown_whole(session: Session) -> None:
    place = a_place(session)
    for n in range(MOST_EACH + 3):
        hears(session, a_tenant(session, place, phone=number(n)).customer, "Booked")
    told_by(session, a_job(session, place))
    (event,) = told_at_property(session, place.id)
    assert (event.told, len(event.hearings), event.more) == (MOST_EACH + 3, MOST_EACH, 3)


def test_only_the_last_events_are_listed_newest_first(session: Session) -> None:
    place = a_place(session)
    robert = a_tenant(session, place)
    for _ in range(MOST_EVENTS + 2):
        told_by(session, a_job(session, place, robert.customer))
    for found in (
        told_at_property(session, place.id),
        told_to_customer(session, robert.customer_id),
    ):
        ids = [each.happening.id for each in found]
        assert len(ids) == MOST_EVENTS
        assert ids == sorted(ids, reverse=True)


def test_of_somebody_elses_there_is_nothing(session: Session) -> None:
    place = a_place(session)
    told_by(session, a_job(session, place))
    elsewhere, stranger = a_place(session, "9 Elm St"), a_tenant(session, a_place(session, "8 Elm"))
    assert told_at_property(session, elsewhere.id) == ()
    assert told_to_customer(session, stranger.customer_id) == ()
