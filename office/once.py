"""A form that is sent again lands where it landed the first time and does nothing more: a resend, a double click, two
windows. With other words in it, it is another form, whatever key it carries: a browser that goes back keeps the key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from uuid import uuid4

from flask import redirect, request
from jinja2 import Environment
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from core.desk.actions.sent_forms import keep_landing, landed_at
from office.door import writing

KEY = "form_key"
# What the page sends along by itself, and which button was pressed: nobody typed it.
_NOT_TYPED = frozenset({KEY, "csrf_token", "began", "do"})
_PIECE = 64 * 1024


class Unfit(Exception):
    """What was typed cannot be done, and why stands at its fields. Raised within the work, so that nothing is kept."""


def install(environment: Environment) -> None:
    """Let every template give its forms a key."""
    environment.globals["fresh_key"] = fresh_key


def fresh_key() -> str:
    """A key for a form that is opened now."""
    return uuid4().hex


def once_key() -> str:
    """What the form of this request is known by: its key, its address, all that was typed and the files with it;
    64 characters. A form without a key is like none before.
    """
    key = request.form.get(KEY, "").strip() or fresh_key()
    typed = sorted(
        (name, value.replace("\r\n", "\n").strip())
        for name, value in request.form.items(multi=True)
        if name not in _NOT_TYPED
    )
    files = sorted(
        (name, each.filename or "", _digest(each))
        for name, each in request.files.items(multi=True)
        if each.filename
    )
    known = [key, request.path, typed, *files]
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()


def once(work: Callable[[Session], str]) -> Response:
    """Do the work of this request's form, in one transaction, and go to the address it gives.

    Of two equal forms at the same moment the second waits, and goes where the first went. What the work refuses
    counts as not sent.
    """
    return redirect(landing(work))


def landing(work: Callable[[Session], str]) -> str:
    """The address that `once` goes to."""
    key = once_key()
    with writing() as session:
        there = landed_at(session, key)
        if there is None:
            there = work(session)
            keep_landing(session, key, there)
    return there


def _digest(upload: FileStorage) -> str:
    """Tells one file from another; leaves it to be read from its beginning."""
    found = hashlib.sha256()
    upload.stream.seek(0)
    while piece := upload.stream.read(_PIECE):
        found.update(piece)
    upload.stream.seek(0)
    return found.hexdigest()
