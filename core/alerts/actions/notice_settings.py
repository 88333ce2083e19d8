"""The company decides what is sent by the clock, when, and in which words; every change is recorded."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.model import NoticeKind, NoticeRule, NoticeWords
from core.alerts.notice_kinds import RULE_CHANGED, WORDS_SAVED
from core.alerts.wording import Words, check_words
from core.errors import FieldRefused, NotFound
from core.events.actions import Actor, record


@dataclass(frozen=True)
class Hours:
    """What hours a rule may have, both ends included. An hour of the day for DAY_BEFORE, a number of hours else."""

    least: int
    most: int


# What is not among them is told at once.
# Never at night; a reminder is of use hours before a visit, a question a day after the work at the latest.
HOURS: dict[NoticeKind, Hours] = {
    NoticeKind.DAY_BEFORE: Hours(8, 20),
    NoticeKind.HOUR_BEFORE: Hours(1, 4),
    NoticeKind.FOLLOW_UP: Hours(1, 24),
}


def rule_of(session: Session, kind: NoticeKind) -> NoticeRule | None:
    """The company's rule for a kind; None where it has none yet."""
    return session.scalar(select(NoticeRule).where(NoticeRule.kind == kind))


def set_hour(session: Session, kind: NoticeKind, hour: int, *, actor: Actor) -> NoticeRule:
    """Set when it is sent. Refuses hours outside HOURS."""
    limits = HOURS.get(kind)
    if limits is None:
        raise FieldRefused("hour", "This is told at once.")
    if not limits.least <= hour <= limits.most:
        raise FieldRefused("hour", f"Choose from {limits.least} to {limits.most}.")
    rule = _locked(session, kind)
    before, rule.hour = rule.hour, hour
    _note(session, rule, {"hour": before}, {"hour": hour}, actor)
    return rule


def switch_rule_on(session: Session, kind: NoticeKind, *, actor: Actor) -> NoticeRule:
    """From now on it is sent."""
    rule = _locked(session, kind)
    before, rule.active = rule.active, True
    _note(session, rule, {"active": before}, {"active": True}, actor)
    return rule


def switch_rule_off(session: Session, kind: NoticeKind, *, actor: Actor) -> NoticeRule:
    """From now on it is not sent, what was planned neither."""
    rule = _locked(session, kind)
    before, rule.active = rule.active, False
    _note(session, rule, {"active": before}, {"active": False}, actor)
    return rule


def _locked(session: Session, kind: NoticeKind) -> NoticeRule:
    rule = session.scalar(select(NoticeRule).where(NoticeRule.kind == kind).with_for_update())
    if rule is None:
        raise NotFound("notice", kind)
    return rule


def _note(
    session: Session,
    rule: NoticeRule,
    before: dict[str, object],
    after: dict[str, object],
    actor: Actor,
) -> None:
    session.flush()
    if before != after:
        record(
            session,
            RULE_CHANGED,
            subject=("notice_rule", rule.id),
            actor=actor,
            before=before,
            after={"kind": rule.kind, **after},
        )


def save_notice_words(
    session: Session, kind: NoticeKind, words: Words, *, actor: Actor
) -> NoticeWords:
    """Save the words of a kind for a channel and language; refuses what could not be sent, as for a status."""
    check_words(words)
    rule = _locked(session, kind)
    row = session.scalar(
        select(NoticeWords).where(
            NoticeWords.kind == kind,
            NoticeWords.channel == words.channel,
            NoticeWords.language == words.language,
        )
    )
    if row is None:
        row = NoticeWords(kind=kind, channel=words.channel, language=words.language, version=0)
        session.add(row)
    before = {"subject": row.subject, "body": row.body} if row.version else {}
    row.subject, row.body = words.subject.strip(), words.body.strip()
    row.version += 1
    session.flush()
    record(
        session,
        WORDS_SAVED,
        subject=("notice_rule", rule.id),
        actor=actor,
        before=dict(before),
        after={
            "kind": kind,
            "channel": words.channel,
            "language": words.language,
            "version": row.version,
            "subject": row.subject,
            "body": row.body,
        },
    )
    return row
