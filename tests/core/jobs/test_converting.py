"""A booking becomes a job once, with its photos, however it came and however many convert it at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from core.blobs import keep_blob
from core.db import Database
from core.errors import Refused
from core.jobs.actions.booking import Request, convert, open_booking
from core.jobs.model import Attachment, BookingSource, EstimateWish, Job, JobType
from core.jobs.queries.booking_pages import proposal
from tests.builders.directory import OFFICE
from tests.builders.jobs import new_job

HANDS = 4


@pytest.mark.inventory(45)
@pytest.mark.parametrize("source", list(BookingSource))
def test_many_hands_at_once_make_one_job_with_the_photos(
    database: Database, source: BookingSource
) -> None:
    with database.transaction() as session:
        request = Request(source=source, words="Sink leaks", summary="Sink leaks")
        booking_id = open_booking(session, request, actor=OFFICE).id
        for name in ("one.png", "two.png"):
            blob = keep_blob(session, [b"picture"], content_type="image/png")
            session.add(Attachment(blob=blob, name=name, booking_id=booking_id))
        new = new_job(session)

    def converts(_: int) -> str:
        try:
            with database.transaction() as session:
                convert(session, booking_id, new, actor=OFFICE)
        except Refused:
            return "refused"
        return "made"

    with ThreadPoolExecutor(HANDS) as pool:
        assert sorted(pool.map(converts, range(HANDS))) == ["made", *["refused"] * (HANDS - 1)]
    with database.reading() as session:
        job = session.scalars(select(Job).where(Job.booking_id == booking_id)).one()
        photos = session.scalars(
            select(Attachment).where(Attachment.job_id == job.id).order_by(Attachment.id)
        ).all()
        assert [photo.name for photo in photos] == ["one.png", "two.png"]


@pytest.mark.inventory(57)
def test_who_wants_a_price_first_is_proposed_an_estimate_visit(database: Database) -> None:
    with database.transaction() as session:
        request = Request(
            source=BookingSource.PHONE,
            words="New water heater",
            summary="New water heater",
            estimate=EstimateWish.VISIT,
        )
        booking = open_booking(session, request, actor=OFFICE)
        kind = proposal(session, booking.id).job_type_id
        assert session.get_one(JobType, kind).name == "Estimate Visit"
