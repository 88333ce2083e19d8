"""How it went, asked as the company wants: in its own words where it has some, or not at all. It sends nothing."""

from __future__ import annotations

from bot import steps
from bot.acts.scene import Scene
from bot.context import PromptKind
from core.alerts.actions.notice_settings import rule_of
from core.alerts.model import NoticeKind
from core.alerts.notice_wording import Asked, question_words
from core.alerts.wording import Worded
from core.jobs.model import Job


def is_wanted(scene: Scene, step: steps.Ask) -> bool:
    """Whether the company asks this at all: it may switch the question for a rating off."""
    if step.kind is not PromptKind.RATING:
        return True
    rule = rule_of(scene.session, NoticeKind.RATING)
    return rule is None or rule.active


def company_words(scene: Scene, step: steps.Say | steps.Ask) -> Worded | None:
    """The company's words for the question how it went; None for every other step, and where they cannot be filled."""
    if not isinstance(step, steps.Ask) or step.kind is not PromptKind.RATING:
        return None
    job = scene.session.get(Job, step.job_id) if step.job_id else None
    if job is None:
        return None
    to = Asked(scene.conversation.channel, scene.language, scene.known.contact)
    return question_words(scene.session, NoticeKind.RATING, job, scene.head.company, to)
