"""One sentence for each kind of event, as a timeline says it. An unknown kind is spelled out, never
hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.events.queries.timeline import Happening
from office.billing_words import BILLING_SENTENCES
from office.board_words import BOARD_SENTENCES
from office.books_words import BATCH_SENTENCES
from office.care_words import CARE_SENTENCES
from office.desk_words import DESK_SENTENCES
from office.job_words import JOB_SENTENCES
from office.notice_words import NOTICE_SENTENCES
from office.owed_words import OWED_SENTENCES
from office.payment_words import PAYMENT_SENTENCES
from office.words import spelled
from office.work_words import WORK_SENTENCES

Sentence = Callable[[Happening], str]


def sentence_of(happening: Happening) -> str:
    """What happened, without who and when."""
    speak = SENTENCES.get(happening.kind)
    return speak(happening) if speak else spelled(happening.kind)


def quote_of(happening: Happening) -> str:
    """The words somebody wrote down in the event, or nothing."""
    if happening.kind in NAMED_ALREADY:
        return ""
    for name in ("words", "body", "reason"):
        words = happening.after.get(name)
        if isinstance(words, str) and words:
            return words
    return ""


def _said(values: Mapping[str, object], name: str, otherwise: str = "") -> str:
    value = values.get(name)
    return str(value) if value not in {None, ""} else otherwise


def _moved(event: Happening) -> str:
    to = _said(event.after, "status", "another status")
    return f"moved to {to}" if event.before.get("status") else f"created the job: {to}"


def _offered(event: Happening) -> str:
    forced = ", against what stands in the way" if event.after.get("forced") else ""
    return f"offered the visit to {_said(event.after, 'technician', 'a technician')}{forced}"


def _withdrawn(event: Happening) -> str:
    return f"withdrew the offer to {_said(event.after, 'technician', 'a technician')}"


def _switched(event: Happening) -> str:
    wanted = event.after.get("accepts_job_updates")
    return "turned job updates on" if wanted else "turned job updates off"


def _linked(event: Happening) -> str:
    unit = _said(event.after, "unit")
    return f"linked as {_said(event.after, 'type', 'related')}" + (f" of #{unit}" if unit else "")


def _entry(event: Happening) -> str:
    what = "a phone number" if event.after.get("kind") == "phone" else "an e-mail address"
    return f"added {what} of {_said(event.after, 'contact', 'a person')}"


def _consent(event: Happening) -> str:
    out = event.after.get("state") == "opted_out"
    told = event.after.get("topics")
    topics = told if isinstance(told, list) else []
    what = " and ".join(TOPICS_SAID[each] for each in topics if each in TOPICS_SAID)
    return f"{'opted out of' if out else 'opted in to'} {what or 'messages'}"


def _called(event: Happening) -> str:
    minutes = event.after.get("minutes")
    return f"was on the telephone, {minutes} min" if minutes else "was on the telephone"


def _task(event: Happening) -> str:
    return f"opened the task “{_said(event.after, 'title')}”"


# Their sentence holds the words of the line it is about.
NAMED_ALREADY = frozenset(
    {"invoice.line_added", "invoice.line_changed", "invoice.line_removed", "invoice.discounted"}
)
TOPICS_SAID = {"answers": "answers", "job_updates": "job updates", "marketing": "offers"}
SENTENCES: dict[str, Sentence] = {
    "job.moved": _moved,
    "job.noted": lambda _: "noted",
    "note.added": lambda _: "noted",
    "booking.opened": lambda event: f"asked: {_said(event.after, 'summary', 'a new request')}",
    "booking.placed": lambda _: "said where it is",
    "booking.dismissed": lambda _: "let the booking go",
    "appointment.wished": lambda event: f"wishes another time: {_said(event.after, 'wish')}",
    "job.verdict": lambda event: f"says it is fixed: {_said(event.after, 'verdict')}",
    "job.rated": lambda event: f"rated the work {_said(event.after, 'rating')} of 5",
    "appointment.scheduled": lambda _: "scheduled a visit",
    "assignment.offered": _offered,
    "assignment.accepted": lambda _: "accepted the visit",
    "assignment.declined": lambda _: "passed on the visit",
    "assignment.withdrawn": _withdrawn,
    "emergency.raised": lambda event: (
        f"raised an emergency: {_said(event.after, 'safety', 'danger')}"
    ),
    "emergency.acknowledged": lambda event: f"emergency taken by {_said(event.after, 'by')}",
    "conversation.taken_over": lambda _: "took the conversation over",
    "conversation.released": lambda _: "handed the conversation back to Fixline",
    "message.taught": lambda _: "taught Fixline how to read a message",
    "message.teaching_forgotten": lambda _: "took a lesson back",
    "customer.added": lambda _: "added the customer",
    "contact.added": lambda event: f"added {_said(event.after, 'name', 'a person')}",
    "contact.edited": lambda event: f"changed {_said(event.after, 'name', 'a person')}’s details",
    "contact_point.added": _entry,
    "customer.edited": lambda _: "changed the customer’s details",
    "booking.requester_named": lambda event: f"{_said(event.after, 'contact')} asked for this",
    "property.added": lambda _: "added the property",
    "unit.added": lambda event: f"added unit #{_said(event.after, 'unit')}",
    "property.linked": _linked,
    "property.unlinked": lambda _: "unlinked a customer",
    "property.primary_demoted": lambda _: "no longer Primary",
    "property.responsible_party_updated": lambda _: "changed who pays by default",
    "contact_point.updates_switched": _switched,
    "contact_point.went_bad": lambda event: f"address stopped working: {_said(event.after, 'why')}",
    "contact_point.mended": lambda _: "address works again",
    "consent.changed": _consent,
    "alerts.subscribed": lambda event: f"subscribed to {_said(event.after, 'status')}",
    "alerts.unsubscribed": lambda event: f"unsubscribed from {_said(event.after, 'status')}",
    "alerts.own_list_started": lambda event: f"gave {_said(event.after, 'contact')} their own list",
    "alerts.own_list_dropped": lambda event: (
        f"let the customer’s list count for {_said(event.after, 'contact')} again"
    ),
    "api_token.made": lambda event: f"made a token for {_said(event.after, 'name')}",
    "api_token.revoked": lambda event: f"revoked the token of {_said(event.after, 'name')}",
    "wait_list.joined": lambda _: "put this on the wait list",
    "wait_list.left": lambda _: "took this off the wait list",
    "wait_list.offered": lambda _: "offered a free time by text",
    "wait_list.placed": lambda _: "took the free time that was offered",
    "wait_list.declined": lambda _: "did not want the free time that was offered",
    "wait_list.gone": lambda _: "wanted the free time that was offered; it was gone by then",
    "wait_list.lapsed": lambda _: "let the offer of a free time lapse",
    "call.noted": _called,
    "task.opened": _task,
    "task.finished": lambda _: "finished a task",
    **WORK_SENTENCES,
    **JOB_SENTENCES,
    **BOARD_SENTENCES,
    **BILLING_SENTENCES,
    **PAYMENT_SENTENCES,
    **OWED_SENTENCES,
    **BATCH_SENTENCES,
    **CARE_SENTENCES,
    **NOTICE_SENTENCES,
    **DESK_SENTENCES,
}
