"""Lists brought in and out: a file taken in and gone through without writing, its problems, and the word to go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from flask import Response as FlaskResponse
from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.blobs import PIECE_BYTES, keep_blob, read_blob
from core.desk.permissions import Permission
from core.directory.actions.bringing import open_import, run_import
from core.directory.list_lines import COLUMNS
from core.directory.model import DirectoryImport, ImportState, ListKind
from core.directory.queries.imports import first_problems, last_imports
from core.directory.queries.list_export import list_lines
from core.errors import NotFound, Refused
from office.access import needs, signed_in
from office.door import reading, writing
from office.forms import Form
from office.once import once
from office.shell import in_room
from office.spreadsheets import csv_file

LARGEST_LIST = 50 * 1024 * 1024
_KINDS = tuple((kind.value, kind.value.capitalize()) for kind in ListKind)


@needs(Permission.DIRECTORY_IMPORT)
def directory_lists() -> str:
    """What was brought in lately, a form for one more list, and the lists to take away."""
    return _page(Form())


@needs(Permission.DIRECTORY_IMPORT)
def bring_list() -> Response | tuple[str, int]:
    """Take a list in; its dry run begins at once."""
    form = Form(request.form)
    kind = form.choice("kind", ListKind)
    upload = request.files.get("list")
    member = signed_in()
    if upload is None or not upload.filename:
        form.refuse("list", "Choose a file first.")
    elif (request.content_length or 0) > LARGEST_LIST:
        form.refuse("list", "That file is over 50 MB; cut it into parts.")
    if not form.is_good or upload is None or member is None:
        return _page(form), 422
    stream, name, staff_id = upload.stream, upload.filename or "", member.id

    def bring(session: Session) -> str:
        blob = keep_blob(session, _pieces(stream), content_type="text/csv")
        opened = open_import(session, kind, blob, file_name=name, staff_id=staff_id)
        return url_for("office.directory_list", import_id=opened.id)

    return once(bring)


@needs(Permission.DIRECTORY_IMPORT)
def directory_list(import_id: int) -> str:
    """How far a list is, and what is wrong with it."""
    with reading() as session:
        return _list_page(session, import_id, Form())


@needs(Permission.DIRECTORY_IMPORT)
def run_list(import_id: int) -> Response | tuple[str, int]:
    """Write the lines that have no problem."""
    form = Form()
    try:
        with writing() as session:
            run_import(session, import_id)
        return redirect(url_for("office.directory_list", import_id=import_id))
    except Refused as refusal:
        form.refuse("list", str(refusal))
    with reading() as session:
        return _list_page(session, import_id, form), 422


@needs(Permission.DIRECTORY_IMPORT)
def list_problems(import_id: int) -> FlaskResponse:
    """Every problem by line, as a list of its own."""
    with reading() as session:
        blob_id = _opened(session, import_id).problems_blob_id
        if blob_id is None:
            raise NotFound("problem of import", import_id)
        answer = FlaskResponse(read_blob(session, blob_id), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="problems-{import_id}.csv"'
    return answer


@needs(Permission.DIRECTORY_IMPORT)
def list_out(kind: str) -> Response:
    """All customers, people or properties as a list that can be brought in again."""
    if kind not in set(ListKind):
        raise NotFound("list", kind)
    wanted = ListKind(kind)
    return csv_file(kind, lambda session: list_lines(session, wanted))


def _page(form: Form) -> str:
    in_room("customers")
    with reading() as session:
        return render_template(
            "office/customer_care/lists.html",
            form=form,
            kinds=_KINDS,
            columns=COLUMNS,
            imports=last_imports(session),
        )


def _list_page(session: Session, import_id: int, form: Form) -> str:
    in_room("customers")
    row = _opened(session, import_id)
    working = row.state in (ImportState.CHECKING, ImportState.RUNNING)
    return render_template(
        "office/customer_care/list.html",
        row=row,
        form=form,
        working=working,
        good=row.made + row.changed,
        problems=first_problems(session, row),
    )


def _opened(session: Session, import_id: int) -> DirectoryImport:
    row = session.get(DirectoryImport, import_id)
    if row is None:
        raise NotFound("import", import_id)
    return row


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(PIECE_BYTES):
        yield piece
