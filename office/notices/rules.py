"""Settings, notices: what Fixline sends by the clock or with a visit, when, and in which words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from core.alerts.actions.notice_settings import (
    HOURS,
    Hours,
    rule_of,
    save_notice_words,
    set_hour,
    switch_rule_off,
    switch_rule_on,
)
from core.alerts.model import BILL_NEWS, NoticeKind, NoticeRule
from core.alerts.queries.settings_words import standing_notice_words
from core.alerts.wording import Words
from core.desk.permissions import Permission
from core.errors import FieldRefused
from core.jobs.actions.status import default_status, status_following
from core.jobs.lifecycle import Category
from core.jobs.model import AppointmentState, JobStatus
from core.messaging.tags import BILL_TAGS
from office.access import actor, needs
from office.door import reading, writing
from office.forms import Form
from office.meanwhile import in_turn, opened, settled
from office.notices import editor
from office.shell import in_room

NAMES: dict[NoticeKind, str] = {
    NoticeKind.DAY_BEFORE: "Reminder the day before",
    NoticeKind.HOUR_BEFORE: "Reminder shortly before",
    NoticeKind.FOLLOW_UP: "Follow-up",
    NoticeKind.RATING: "Rating",
    NoticeKind.INVOICE_OVERDUE: "Invoice overdue",
    NoticeKind.PAYMENT_RECEIVED: "Payment received",
    NoticeKind.VISIT_ADDED: "One more visit",
    NoticeKind.VISIT_CALLED_OFF: "Visit called off",
}
WHY: dict[NoticeKind, str] = {
    NoticeKind.DAY_BEFORE: "To everybody who hears of visits that are set, on the day before, at this hour of the "
    "property’s clock. A visit that is moved is reminded of anew, one that is cancelled not at all.",
    NoticeKind.HOUR_BEFORE: "To the same people, so many hours before the visit’s window begins; never in quiet hours.",
    NoticeKind.FOLLOW_UP: "So many hours after the work is done, whoever asked for it is asked whether it is fixed: "
    "by text, or by e-mail where they have no number that may be texted. Whatever the words, 1 is heard as yes, 2 as "
    "no and 3 as partly; who says no is heard at once.",
    NoticeKind.RATING: "Whoever says that it is fixed is asked at once how it went, from 1 to 5. Switched off, they "
    "are thanked instead.",
    NoticeKind.INVOICE_OVERDUE: "To people of the account who subscribed to it, besides the reminder itself. Without "
    "an amount.",
    NoticeKind.PAYMENT_RECEIVED: "To people of the account who subscribed to it, besides the receipt. Without an "
    "amount.",
    NoticeKind.VISIT_ADDED: "To everybody who hears of visits that are set, at once, when a job gets one visit more.",
    NoticeKind.VISIT_CALLED_OFF: "To everybody who hears of visits that are set, at once, when one is called off and "
    "the job goes on. A job that is cancelled tells of that alone.",
}
UNITS: dict[NoticeKind, str] = {
    NoticeKind.DAY_BEFORE: "Hour of the day",
    NoticeKind.HOUR_BEFORE: "Hours before",
    NoticeKind.FOLLOW_UP: "Hours after",
}
# Whose jobs the words are read for; those of reminders are scheduled.
_READ_FOR: dict[NoticeKind, Category] = {
    NoticeKind.FOLLOW_UP: Category.COMPLETED,
    NoticeKind.RATING: Category.COMPLETED,
}


@dataclass(frozen=True)
class Rule:
    """One kind of notice on the page. limits: None for what is told at once."""

    kind: NoticeKind
    name: str
    why: str
    unit: str
    limits: Hours | None
    active: bool
    form: Form


@needs(Permission.SETTINGS_EDIT)
def notice_rules() -> str:
    """Every kind of notice, and the statuses that tell by themselves."""
    return _page({})


@needs(Permission.SETTINGS_EDIT)
def change_rule(kind: str) -> Response | tuple[str, int]:
    """Set when it is sent."""
    chosen, form = _kind(kind), Form(request.form)
    if chosen not in HOURS:
        raise NoSuchPage
    limits = HOURS[chosen]
    try:
        with writing() as session:
            in_turn(session)
            settled(form, _stands(rule_of(session, chosen)))
            hour = form.whole("hour", least=limits.least, most=limits.most)
            if form.is_good:
                set_hour(session, chosen, hour, actor=actor())
                return redirect(url_for("office.notice_rules"))
    except FieldRefused as refusal:
        form.take(refusal)
    return _page({chosen: form}), 422


@needs(Permission.SETTINGS_EDIT)
def switch_rule(kind: str) -> Response:
    """Switch it on or off, as the form says."""
    switch = switch_rule_on if Form(request.form).ticked("wanted") else switch_rule_off
    with writing() as session:
        switch(session, _kind(kind), actor=actor())
    return redirect(url_for("office.notice_rules"))


@needs(Permission.SETTINGS_EDIT)
def rule_words(kind: str, channel: str) -> str:
    """The words in both languages."""
    return editor.show(_owner(kind), channel)


@needs(Permission.SETTINGS_EDIT)
def save_rule_words(kind: str, channel: str, language: str) -> Response | tuple[str, int]:
    """Save the words of one language."""
    return editor.save(_owner(kind), channel, language)


@needs(Permission.SETTINGS_EDIT)
def preview_rule_words(kind: str, channel: str, language: str) -> str:
    """How the words being typed would read."""
    return editor.preview(_owner(kind), channel, language)


@needs(Permission.SETTINGS_EDIT)
def test_rule_words(kind: str, channel: str, language: str) -> str | tuple[str, int]:
    """Send the words to oneself."""
    return editor.test(_owner(kind), channel, language)


@needs(Permission.SETTINGS_EDIT)
def rule_versions(kind: str, channel: str, language: str) -> str:
    """What the words once were."""
    return editor.history(_owner(kind), channel, language)


@needs(Permission.SETTINGS_EDIT)
def restore_rule_words(
    kind: str, channel: str, language: str, version: int
) -> Response | tuple[str, int]:
    """Save an older version once more."""
    return editor.restore(_owner(kind), channel, language, version)


def _page(refused: dict[NoticeKind, Form]) -> str:
    in_room("settings")
    with reading() as session:
        return render_template(
            "office/notices/rules.html",
            rules=[_rule(session, kind, refused.get(kind)) for kind in NoticeKind],
            told_statuses=_told_statuses(session),
        )


def _rule(session: Session, kind: NoticeKind, refused: Form | None) -> Rule:
    row = rule_of(session, kind)
    return Rule(
        kind=kind,
        name=NAMES[kind],
        why=WHY[kind],
        unit=UNITS.get(kind, ""),
        limits=HOURS.get(kind),
        active=row is not None and row.active,
        form=refused or opened(Form(), _stands(row)),
    )


def _stands(rule: NoticeRule | None) -> dict[str, object]:
    return {"hour": rule.hour if rule else None}


def _told_statuses(session: Session) -> list[tuple[str, JobStatus]]:
    """The statuses that a visit's own course brings about, with what people call their news."""
    on_the_way = status_following(session, AppointmentState.EN_ROUTE)
    shown = [("On the way, with the time of arrival", on_the_way)] if on_the_way else []
    return [*shown, ("Completion", default_status(session, Category.COMPLETED))]


def _kind(name: str) -> NoticeKind:
    if name not in set(NoticeKind):
        raise NoSuchPage
    return NoticeKind(name)


def _owner(name: str) -> editor.Owner:
    kind = _kind(name)
    with reading() as session:
        rule = rule_of(session, kind)
    if rule is None:
        raise NoSuchPage
    return editor.Owner(
        title=NAMES[kind],
        crumbs=((url_for("office.notice_rules"), "Notices"),),
        recorded_at=("notice_rule", rule.id),
        base=lambda channel: url_for("office.rule_words", kind=kind, channel=channel),
        status=lambda session: default_status(session, _READ_FOR.get(kind, Category.SCHEDULED)),
        standing=lambda session: standing_notice_words(session, kind),
        save=lambda session, words: _save(session, kind, words),
        more_tags=BILL_TAGS if kind in BILL_NEWS else frozenset(),
    )


def _save(session: Session, kind: NoticeKind, words: Words) -> None:
    save_notice_words(session, kind, words, actor=actor())
