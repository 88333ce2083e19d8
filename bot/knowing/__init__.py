"""Load what the bot may know before it decides: who writes, where they belong, what is open. Reads only."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import Context, Speaker
from bot.knowing.approvals import with_money
from bot.knowing.bills import with_bill
from bot.knowing.prompts import prompts_of
from bot.knowing.silence import days_silent
from bot.knowing.talk import lead_of, misses_of
from bot.knowing.visits import visits_known
from bot.knowing.windows import windows_offered
from bot.knowing.work import done_lately, found_places, job_fact, place_fact, work_of, zone_for
from bot.reading.reply import forwarded_words
from bot.who import Known, language_of
from core.clock import database_now
from core.directory.queries.people import places_of
from core.jobs.model import Emergency, Job
from core.jobs.queries.work import has_path_to, unacknowledged
from core.messaging.actions.consenting import consent_of
from core.messaging.actions.threads import open_question
from core.messaging.consent import Topic
from core.messaging.letterhead import Letterhead
from core.messaging.model import Conversation, Message
from core.messaging.wire import Channel, ConsentState

# How long after an emergency was taken a late ACK is told by whom.
LATE_ANSWER = timedelta(hours=24)


def load_context(
    session: Session,
    head: Letterhead,
    conversation: Conversation,
    message: Message,
    known: Known,
) -> Context:
    """All a flow may look at, for one message whose new words have been found."""
    forwarded = _forwarded(conversation, message)
    words = f"{message.subject}\n{message.new_words}\n{forwarded}"
    now = database_now(session)
    prompt = open_question(session, conversation)
    language = language_of(conversation, known)
    job = session.get(Job, conversation.job_id) if conversation.job_id else None
    has_a_say = job is not None and has_path_to(session, job, known.customer_ids)
    places = places_of(session, known.customer_ids) if known.customer_ids else ()
    contact = known.contact
    context = Context(
        speaker=known.speaker,
        language=language,
        company=head.company.name,
        channel=conversation.channel,
        first_name=contact.first_name if contact else None,
        places=tuple(place_fact(place) for place in places),
        found_places=found_places(session, known, prompt, places, words),
        work=work_of(session, conversation, known, places, language),
        visits=visits_known(session, known, message.new_words, language),
        about=job_fact(job, language) if job and has_a_say else None,
        may_act=_is_proven(message, known) and (job is None or has_a_say),
        days_silent=days_silent(session, conversation, message, places),
        subject=message.subject,
        forwarded=forwarded,
        unacknowledged=_answerable(session, now),
    )
    offered = windows_offered(now, zone_for(session, places, head.company.time_zone))
    done = done_lately(session, known, places, language, now)
    context = replace(context, windows=offered, lately_done=done)
    context = with_bill(session, head, known, message, context)
    context = _with_talk(session, conversation, message, context, now)
    return with_money(session, head, conversation, message, known, job, context)


def _forwarded(conversation: Conversation, message: Message) -> str:
    is_mail = conversation.channel is Channel.EMAIL
    return forwarded_words(message.body, message.subject) if is_mail else ""


def _with_talk(
    session: Session,
    conversation: Conversation,
    message: Message,
    context: Context,
    now: datetime,
) -> Context:
    """With what is open between us, and what was said in the same breath."""
    prompts = prompts_of(session, conversation, now)
    is_mail = conversation.channel is Channel.EMAIL
    return replace(
        context,
        taken_over=conversation.taken_over_at is not None,
        opted_out=_is_opted_out(session, conversation),
        misses=conversation.misses,
        has_media=bool(message.media),
        prompt=prompts[0] if prompts else None,
        other_prompts=prompts[1:],
        lead="" if is_mail else lead_of(session, conversation, message),
        misses_in_all=misses_of(session, conversation),
    )


def _is_proven(message: Message, known: Known) -> bool:
    return message.proven_sender and known.speaker is not Speaker.STRANGER


def _answerable(session: Session, now: datetime) -> tuple[int, ...]:
    """Emergencies waiting for a human; when none does, the last one taken: a late answer hears who has it."""
    waiting = tuple(each.number for each in unacknowledged(session))
    if waiting:
        return waiting
    taken = session.scalar(
        select(Emergency.number)
        .where(Emergency.acknowledged_at > now - LATE_ANSWER)
        .order_by(Emergency.acknowledged_at.desc())
        .limit(1)
    )
    return (taken,) if taken is not None else ()


def _is_opted_out(session: Session, conversation: Conversation) -> bool:
    state = consent_of(session, conversation.channel, conversation.address, Topic.ANSWERS)
    return state is ConsentState.OPTED_OUT
