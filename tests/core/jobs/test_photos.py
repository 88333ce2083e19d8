"""Files brought at a desk: known by their bytes, cleaned of what a camera noted, refused when too large or broken."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.blobs import Blob, read_blob
from core.errors import FieldRefused, NotFound
from core.jobs.actions.equipment import EquipmentDraft, add_equipment
from core.jobs.actions.photos import (
    LARGEST_BYTES,
    Upload,
    add_equipment_file,
    add_job_file,
    remove_job_file,
)
from core.jobs.file_kinds import kind_of
from core.jobs.model import Attachment
from core.jobs.queries.equipment import equipment_page
from core.jobs.queries.photos import files_of_job
from core.messaging.queries.files import FilePlace, places_of_file
from tests.builders import OFFICE, a_job, a_place

CAMERA = "Spy Camera 3000"


def picture(form: str = "JPEG", size: tuple[int, int] = (8, 8)) -> bytes:
    """A small picture that says which camera took it."""
    written = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = CAMERA
    Image.new("RGB", size, "red").save(written, form, exif=exif)
    return written.getvalue()


@pytest.mark.parametrize(
    ("form", "kind"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_a_picture_is_known_by_its_bytes_and_loses_its_traces(
    session: Session, form: str, kind: str
) -> None:
    job = a_job(session)
    content = picture(form)
    assert CAMERA.encode() in content
    kept = add_job_file(session, job, Upload("C:\\fakepath\\plate.exe", content), actor=OFFICE)
    assert (kept.name, kept.blob.content_type, kept.added_by) == ("plate.exe", kind, "Dana Office")
    assert CAMERA.encode() not in read_blob(session, kept.blob_id)
    (view,) = files_of_job(session, job.id)
    assert (view.added_by, view.content_type) == ("Dana Office", kind)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "Choose a file"),
        (b"<html><script>alert(1)</script>", "Only pictures"),
        (b"MZ\x90\x00", "Only pictures"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Only pictures"),
        (b"\xff\xd8\xff" + b"x" * 50, "cannot be kept"),
        (b"%PDF-" + b"x" * LARGEST_BYTES, "over 10 MB"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused_and_nothing_is_kept(
    session: Session, content: bytes, why: str
) -> None:
    with pytest.raises(FieldRefused, match=why):
        add_job_file(session, a_job(session), Upload("x.jpg", content), actor=OFFICE)
    assert session.scalar(select(func.count()).select_from(Blob)) == 0


def test_a_picture_of_too_many_pixels_is_refused(session: Session) -> None:
    huge = picture("PNG", (7_000, 7_000))
    with pytest.raises(FieldRefused, match=r"40 million|too large"):
        add_job_file(session, a_job(session), Upload("x.png", huge), actor=OFFICE)


def test_only_what_was_brought_at_a_desk_is_taken_off(session: Session) -> None:
    job = a_job(session)
    kept = add_job_file(session, job, Upload("a.png", picture("PNG")), actor=OFFICE)
    heard = Attachment(blob_id=kept.blob_id, name="texted.png", job_id=job.id)
    session.add(heard)
    session.flush()
    with pytest.raises(NotFound):
        remove_job_file(session, job, heard.id, actor=OFFICE)
    with pytest.raises(NotFound):
        remove_job_file(session, a_job(session), kept.id, actor=OFFICE)
    remove_job_file(session, job, kept.id, actor=OFFICE)
    assert [each.name for each in files_of_job(session, job.id)] == ["texted.png"]


def test_a_type_plate_is_kept_with_its_equipment(session: Session) -> None:
    place = a_place(session)
    boiler = add_equipment(session, place.id, EquipmentDraft("Boiler"), actor=OFFICE)
    kept = add_equipment_file(session, boiler.id, Upload("plate.jpg", picture()), actor=OFFICE)
    assert [each.name for each in equipment_page(session, boiler.id).photos] == ["plate.jpg"]
    assert places_of_file(session, kept.blob_id) == {FilePlace.JOB}


def test_kinds_are_told_apart() -> None:
    assert kind_of(b"%PDF-1.7 ...") == "application/pdf"
    assert kind_of(b"GIF89a...") == "image/gif"
    assert kind_of(b"RIFF\x00\x00\x00\x00WEBPVP8 ") == "image/webp"
    assert kind_of(b"RIFF\x00\x00\x00\x00WAVEfmt ") is None
    assert kind_of(b"") is None
