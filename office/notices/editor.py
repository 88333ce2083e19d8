"""The editor of the company's words, for a status or a notice: both languages, a real job, a test, older versions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from core.alerts.actions.trying import send_test
from core.alerts.queries.settings_words import Sample, StandingWords, Typed, sample
from core.alerts.queries.word_versions import Slot as WordSlot
from core.alerts.queries.word_versions import versions, words_of_version
from core.alerts.wording import Words, check_words, refuse_dead_links
from core.config import Company
from core.desk.model import StaffUser
from core.errors import FieldRefused
from core.jobs.model import JobStatus
from core.language import Language
from core.messaging.letterhead import letterhead_of
from core.messaging.tags import BILL_TAGS, TemplateTag
from core.messaging.wire import Channel
from office.access import actor
from office.door import LARGEST_SMALL, office, reading, writing
from office.forms import Form
from office.meanwhile import in_turn, opened, settled
from office.shell import in_room

Standing = Mapping[tuple[Channel, Language], StandingWords]


@dataclass(frozen=True)
class Owner:
    """Whose words are edited.

    crumbs: address and words of each. base: the address of a channel's editor. status: whose jobs words are read for.
    recorded_at: the subject of the events that tell of older versions. more_tags: what others cannot fill in.
    """

    title: str
    crumbs: tuple[tuple[str, str], ...]
    recorded_at: tuple[str, int]
    base: Callable[[Channel], str]
    status: Callable[[Session], JobStatus]
    standing: Callable[[Session], Standing]
    save: Callable[[Session, Words], None]
    more_tags: frozenset[TemplateTag] = frozenset()


@dataclass(frozen=True)
class Slot:
    """One editor: the words typed for a channel in a language, how they read, which saving they are of, and where a
    test of them went.
    """

    channel: Channel
    language: Language
    form: Form
    sample: Sample
    version: int
    tested: str = ""


def show(owner: Owner, channel: str) -> str:
    """Both languages of one channel side by side with their previews."""
    with reading() as session:
        return _page(session, owner, channel_named(channel), {})


def save(owner: Owner, channel: str, language: str) -> Response | tuple[str, int]:
    """Save the words of one language; what cannot be sent is refused and stays in the editor."""
    form, spoken, by = Form(request.form), language_named(language), channel_named(channel)
    try:
        with writing() as session:
            in_turn(session)
            settled(form, _stands(owner.standing(session)[by, spoken]))
            words = _typed_words(form, by, spoken)
            if form.is_good:
                refuse_dead_links(_company(), words.subject, words.body)
                owner.save(session, words)
                return redirect(_with_job(owner.base(by), job_typed()))
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        return _page(session, owner, by, {spoken: form}), 422


def preview(owner: Owner, channel: str, language: str) -> str:
    """How the words being typed would read."""
    form = Form(request.form)
    with reading() as session:
        slot = _slot(session, owner, channel_named(channel), language_named(language), form, 0)
    return render_template("office/settings/preview.html", slot=slot)


def test(owner: Owner, channel: str, language: str) -> str | tuple[str, int]:
    """Send the words as typed to whoever asks, filled in as for the job on the page; nothing is saved."""
    form, spoken, by = Form(request.form), language_named(language), channel_named(channel)
    words = _typed_words(form, by, spoken)
    tested = ""
    try:
        if form.is_good:
            check_words(words)
            tested = _send(owner, form, words)
    except FieldRefused as refusal:
        form.take(refusal)
    with reading() as session:
        page = _page(session, owner, by, {spoken: form}, tested={spoken: tested})
    return page if form.is_good else (page, 422)


def _send(owner: Owner, form: Form, words: Words) -> str:
    with writing() as session:
        read = _slot(session, owner, words.channel, words.language, form, 0).sample
        if read.problem:
            raise FieldRefused("body", read.problem)
        return send_test(
            session,
            letterhead_of(office().settings),
            session.get_one(StaffUser, actor().id),
            words.channel,
            subject=read.subject,
            body=read.body,
        )


def history(owner: Owner, channel: str, language: str) -> str:
    """What the words once were, newest first, each to be restored."""
    slot = (channel_named(channel), language_named(language))
    with reading() as session:
        in_room("settings")
        return _history(session, owner, slot, Form())


def restore(owner: Owner, channel: str, language: str, number: int) -> Response | tuple[str, int]:
    """Save an older version once more, as a new one; refused where it could not be sent today."""
    slot = (channel_named(channel), language_named(language))
    form = Form()
    try:
        with writing() as session:
            words = words_of_version(session, owner.recorded_at, slot, number)
            refuse_dead_links(_company(), words.subject, words.body)
            owner.save(session, words)
        return redirect(owner.base(slot[0]))
    except FieldRefused as refusal:
        form.refuse("versions", refusal.message)
    with reading() as session:
        in_room("settings")
        return _history(session, owner, slot, form), 422


def _history(session: Session, owner: Owner, slot: WordSlot, form: Form) -> str:
    return render_template(
        "office/notices/versions.html",
        owner=owner,
        channel=slot[0],
        language=slot[1],
        form=form,
        versions=versions(session, owner.recorded_at, slot),
    )


def _page(
    session: Session,
    owner: Owner,
    channel: Channel,
    refused: Mapping[Language, Form],
    tested: Mapping[Language, str] | None = None,
) -> str:
    in_room("settings")
    standing = owner.standing(session)
    slots = []
    for language in Language:
        words = standing[channel, language]
        form = refused.get(language) or opened(Form(), _stands(words))
        sent_to = (tested or {}).get(language, "")
        slots.append(_slot(session, owner, channel, language, form, words.version, sent_to))
    return render_template(
        "office/settings/words.html",
        owner=owner,
        channel=channel,
        slots=slots,
        tags=_tags(owner),
        job_number=job_typed(),
        Channel=Channel,
    )


def _stands(words: StandingWords) -> dict[str, object]:
    return {"subject": words.subject, "body": words.body}


def _slot(
    session: Session,
    owner: Owner,
    channel: Channel,
    language: Language,
    form: Form,
    version: int,
    tested: str = "",
) -> Slot:
    typed = Typed(channel, language, form.value("subject"), form.value("body"))
    read = sample(session, _company(), owner.status(session), typed, job_typed())
    return Slot(channel, language, form, read, version, tested)


def _typed_words(form: Form, channel: Channel, language: Language) -> Words:
    return Words(channel, language, form.text("subject", most=200), form.text("body"))


def _tags(owner: Owner) -> tuple[str, ...]:
    """What can be put in; the way to the portal only where there is one."""
    hidden = set(BILL_TAGS - owner.more_tags)
    if not _company().portal_url:
        hidden.add(TemplateTag.CUSTOMER_PORTAL_LINK)
    return tuple(f"{{{tag}}}" for tag in TemplateTag if tag not in hidden)


def _company() -> Company:
    return office().settings.company


def job_typed() -> int | None:
    """The number of the job that the person wants to read the words for, with or without #."""
    typed = request.values.get("job", "").strip().removeprefix("#")
    is_number = typed.isascii() and typed.isdigit() and len(typed) < 11
    return int(typed) if is_number and int(typed) <= LARGEST_SMALL else None


def _with_job(address: str, job_number: int | None) -> str:
    return f"{address}?job={job_number}" if job_number is not None else address


def channel_named(name: str) -> Channel:
    """The channel of an address; 404 for none."""
    if name not in set(Channel):
        raise NoSuchPage
    return Channel(name)


def language_named(name: str) -> Language:
    """The language of an address; 404 for none."""
    if name not in set(Language):
        raise NoSuchPage
    return Language(name)
