"""Acts of speech and consent: answer, ask, switch language, opt out and in."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from bot import steps
from bot.acts.rating import company_words, is_wanted
from bot.acts.scene import Scene
from bot.context import PromptKind
from bot.words import say
from core.messaging.actions.asking import ask_beside, close_but, close_one
from core.messaging.actions.consenting import opt_in, opt_out
from core.messaging.actions.queueing import say_in
from core.messaging.actions.threads import close_questions
from core.messaging.consent import Purpose
from core.messaging.model import Conversation
from core.messaging.wire import Channel, Priority

QUESTION_VALID = timedelta(hours=24)
# Asked of one job each, so that several may wait at once; another question does not replace them.
SOURCE_OF = {Channel.SMS: "text", Channel.EMAIL: "email"}
BESIDE_OTHERS = frozenset({PromptKind.IS_FIXED, PromptKind.FREE_VISIT, PromptKind.APPROVAL})


def answer(scene: Scene, step: steps.Say | steps.Ask) -> None:
    """Say a text to the person, in their language."""
    values = {
        "company": scene.head.company.name,
        "first_name": scene.context.first_name or "",
        **step.values,
    }
    written = company_words(scene, step)
    say_in(
        scene.session,
        scene.head,
        scene.conversation,
        written.body if written else say(step.text, scene.language, values),
        subject=written.subject if written else "",
        priority=Priority.EMERGENCY if scene.emergency else Priority.CONVERSATION,
        purpose=scene.purpose,
    )
    scene.said.append(step.text)


def ask_person(scene: Scene, step: steps.Ask) -> None:
    """Ask, and wait for the answer to this one question."""
    if not is_wanted(scene, step):
        answer(scene, steps.Say("tenant/fixed"))
        return
    answer(scene, step)
    new = scene.booking.id if scene.booking else None
    kept = frozenset(PromptKind) if step.kind is PromptKind.WHICH_QUESTION else BESIDE_OTHERS
    close_but(scene.session, scene.conversation, kept=kept)
    ask_beside(
        scene.session,
        scene.conversation,
        kind=step.kind,
        options=step.options,
        valid=QUESTION_VALID,
        booking_id=step.booking_id or (None if step.job_id else new),
        job_id=step.job_id,
    )


def close_question(scene: Scene, step: steps.CloseQuestion) -> None:
    """The question that was answered or overtaken; those beside it stay open."""
    open_now = scene.context.prompt
    prompt_id = step.prompt_id or (open_now.id if open_now else None)
    if prompt_id is None:
        close_questions(scene.session, scene.conversation, how=step.how)
    else:
        close_one(scene.session, prompt_id, how=step.how)


def switch_language(scene: Scene, step: steps.SwitchLanguage) -> None:
    """Speak this language here from now on."""
    scene.language = step.language
    scene.conversation.language = step.language
    scene.session.flush()


def record_opt_out(scene: Scene, step: steps.RecordOptOut) -> None:
    """Write the opt-out down; only its one confirmation still leaves, and none where it was confirmed before."""
    if scene.message.carrier_heeded is not None:
        return  # written down when it was filed
    is_news = opt_out(
        scene.session,
        scene.conversation.channel,
        scene.conversation.address,
        words=step.words,
        source=SOURCE_OF[Channel(scene.conversation.channel)],
        actor=scene.known.actor,
    )
    if is_news:
        scene.purpose = Purpose.OPT_OUT_CONFIRMATION


def record_opt_in(scene: Scene, step: steps.RecordOptIn) -> None:
    """Write the opt-in down."""
    if scene.message.carrier_heeded is not None:
        return  # written down when it was filed
    opt_in(
        scene.session,
        scene.conversation.channel,
        scene.conversation.address,
        words=step.words,
        source=SOURCE_OF[Channel(scene.conversation.channel)],
        actor=scene.known.actor,
        said_at=scene.message.created_at,
    )


def count_miss(scene: Scene, _step: steps.CountMiss) -> None:
    """Count words that were not understood."""
    scene.session.execute(
        update(Conversation)
        .where(Conversation.id == scene.conversation.id)
        .values(misses=Conversation.misses + 1)
    )
