"""A person types: their text or mail goes out by the emulator's own road.

Refuses what is empty, too long, or no picture.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime

from flask import abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from sandbox.carrier.emulator import current_emulator
from sandbox.carrier.inbound_mail import BadMail, TypedMail
from sandbox.carrier.inbound_sms import Attachment, TypedSms
from sandbox.cast import Device, Person
from sandbox.phones.devices import PEOPLE, Letter, device_of, letter_of
from sandbox.phones.pages import Trouble, render_page
from sandbox.phones.quoting import Words, answer, new_mail
from sandbox.phones.surroundings import surroundings

LONGEST_TEXT = 1600
LONGEST_MAIL = 50_000
LONGEST_SUBJECT = 250
# Twilio, "Accepted content types for media": what an MMS may carry at most.
LARGEST_PICTURE = 5 * 1024 * 1024
# A picture that runs script when opened is none.
NO_PICTURE = {"image/svg+xml"}


class NotSendable(ValueError):
    """What was typed cannot be sent; the text says why, fit for a newcomer."""


class LetterGone(NotSendable):
    """The mail that was answered is not in this mailbox, so the words go where a new mail is begun."""


def text(key: str) -> ResponseReturnValue:
    """Text the company from a phone, with a picture if one was chosen."""
    person = _holder(key, Device.PHONE)
    try:
        current_emulator().inbound_sms.send(_typed_text(person))
    except NotSendable as refusal:
        return _refused(person, str(refusal), ("body",))
    return _sent(person)


def mail(key: str) -> ResponseReturnValue:
    """Mail the company from a mailbox: anew, or in answer to the mail `answers`."""
    person = _holder(key, Device.MAILBOX)
    try:
        current_emulator().inbound_mail.send(_typed_mail(person))
    except LetterGone as refusal:
        return _refused(person, str(refusal), ("body", "subject"))
    except (NotSendable, BadMail) as refusal:
        return _refused(person, str(refusal), ("body", "subject", "answers"))
    return _sent(person)


def _typed_text(person: Person) -> TypedSms:
    body, pictures = _written("body", most=LONGEST_TEXT), _pictures()
    if not body and not pictures:
        raise NotSendable("Type something, or add a picture.")
    return TypedSms(person.address, surroundings().company.phone, body, pictures)


def _typed_mail(person: Person) -> TypedMail:
    words = Words(
        text=_written("body", most=LONGEST_MAIL),
        subject=" ".join(_written("subject", most=LONGEST_SUBJECT).split()),
        forged="forged" in request.form,
    )
    if not words.text:
        raise NotSendable("Write something first.")
    answered = _answered(person)
    if answered is None:
        return new_mail(person, words, to=surroundings().company.email)
    now, zone = datetime.now(UTC), surroundings().company.time_zone
    return answer(person, words, to=answered, at=now, zone=zone)


def _answered(person: Person) -> Letter | None:
    sid = request.form.get("answers", "")
    if not sid:
        return None
    found = current_emulator().store.mail(sid)
    if found is None or device_of(found) != person.key:
        raise LetterGone("The mail you answer is no longer in this mailbox.")
    return letter_of(found)


def _written(name: str, *, most: int) -> str:
    words = request.form.get(name, "").replace("\r\n", "\n").replace("\x00", "").strip()
    if len(words) > most:
        raise NotSendable(f"That is {len(words)} characters; at most {most} can be sent.")
    return words


def _pictures() -> tuple[Attachment, ...]:
    chosen = request.files.get("picture")
    return (_picture(chosen),) if chosen is not None and chosen.filename else ()


def _picture(chosen: FileStorage) -> Attachment:
    kind = chosen.mimetype
    if not kind.startswith("image/") or kind in NO_PICTURE:
        raise NotSendable("Only a picture can be sent, such as a JPEG or PNG.")
    content = chosen.stream.read(LARGEST_PICTURE + 1)
    if len(content) > LARGEST_PICTURE:
        raise NotSendable("That picture is over 5 MB; a phone would not send it.")
    return Attachment(kind, base64.b64encode(content).decode(), chosen.filename or "picture")


def _holder(key: str, device: Device) -> Person:
    person = PEOPLE.get(key)
    if person is None or person.device is not device:
        abort(404)
    return person


def _sent(person: Person) -> ResponseReturnValue:
    if _asked_by_script():
        return "", 204
    return redirect(url_for("practice.page", _anchor=f"device-{person.key}"), 303)


def _refused(person: Person, why: str, names: tuple[str, ...]) -> ResponseReturnValue:
    if _asked_by_script():
        return jsonify(trouble=why), 422
    kept: Mapping[str, str] = {name: request.form.get(name, "") for name in names}
    return render_page(Trouble(person.key, why, kept)), 422


def _asked_by_script() -> bool:
    return request.accept_mimetypes.best == "application/json"
