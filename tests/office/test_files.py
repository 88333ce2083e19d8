"""Files at the desk: given out with a job, a booking or a conversation that shows them, and to those who may see it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.blobs import keep_blob
from core.db import Database
from core.desk.model import StaffRole
from core.jobs.model import Attachment
from core.messaging.model import Message, MessageMedia
from tests.office.company import Company
from tests.office.desk import Browser, at_desk

PAGE = b"<script>alert(1)</script>"


def kept(database: Database) -> int:
    with database.transaction() as session:
        return keep_blob(session, [PAGE], content_type="text/html").id


def heard(database: Database, blob_id: int) -> None:
    with database.transaction() as session:
        message_id = session.scalars(select(Message.id).where(Message.inbound).limit(1)).one()
        session.add(
            MessageMedia(
                message_id=message_id, name="page.html", content_type="text/html", blob_id=blob_id
            )
        )


def test_what_nothing_shows_such_as_a_raw_mail_is_not_there_for_anybody(
    database: Database, desk: Browser, company: Company
) -> None:
    raw = kept(database)
    assert desk.open(f"/files/{raw}").status_code == 404
    heard(database, raw)
    assert desk.open(f"/files/{raw}").data == PAGE


@pytest.mark.parametrize(
    ("role", "answer"),
    [(StaffRole.CSR, 200), (StaffRole.TECHNICIAN, 403), (StaffRole.ACCOUNTING, 403)],
)
def test_what_came_in_a_conversation_or_with_a_booking_is_for_the_desk(
    database: Database, company: Company, role: StaffRole, answer: int
) -> None:
    media = kept(database)
    heard(database, media)
    browser = at_desk(database, role)
    assert browser.open(f"/files/{media}").status_code == answer
    assert browser.open(f"/files/{company.blob_id}").status_code == answer


def test_a_jobs_picture_is_for_all_who_see_jobs(database: Database, company: Company) -> None:
    with database.transaction() as session:
        row = session.scalars(select(Attachment).where(Attachment.blob_id == company.blob_id)).one()
        row.job_id = company.job_id
    technician = at_desk(database, StaffRole.TECHNICIAN)
    assert technician.open(f"/files/{company.blob_id}").status_code == 200
