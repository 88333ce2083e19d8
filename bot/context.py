"""What the bot knows when it decides: plain facts, loaded by the engine, never a database row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.language import Language
from core.messaging.wire import Channel


class Speaker(StrEnum):
    """Who wrote, as far as the directory knows."""

    STRANGER = "stranger"
    TENANT = "tenant"
    MANAGER = "manager"
    TECHNICIAN = "technician"
    STAFF = "staff"


class PromptKind(StrEnum):
    """A question Fixline can be waiting on; it decides what a bare answer means."""

    WHICH_PLACE = "which_place"
    WHERE = "where"
    NAME = "name"
    WHAT_IS_WRONG = "what_is_wrong"
    WHICH_CANCEL = "which_cancel"
    WHICH_JOB = "which_job"
    DONE_HOW = "done_how"
    DETAIL = "detail"
    ENTRY = "entry"
    WINDOW = "window"
    RESCHEDULE = "reschedule"
    RESCHEDULE_WHICH = "reschedule_which"
    CANCEL_SURE = "cancel_sure"
    CANCEL_WHICH = "cancel_which"
    IS_FIXED = "is_fixed"
    RATING = "rating"
    WHICH_QUESTION = "which_question"
    FREE_VISIT = "free_visit"
    APPROVAL = "approval"


class VisitStage(StrEnum):
    """Where a technician stands with one visit."""

    OFFERED = "offered"
    DISPATCHED = "dispatched"
    EN_ROUTE = "en_route"
    ON_SITE = "on_site"


@dataclass(frozen=True)
class Place:
    """A property or one unit of it. label: as it may be said to people who belong there."""

    property_id: int
    unit_id: int | None
    label: str


@dataclass(frozen=True)
class OfferedWindow:
    """A window a visit may be wished in, as said in both languages. also: further words people use for it."""

    english: str
    spanish: str
    also: str = ""


@dataclass(frozen=True)
class OpenPrompt:
    """The one question we wait on. options: the answers in the order we numbered them."""

    id: int
    kind: PromptKind
    options: tuple[str, ...] = ()
    booking_id: int | None = None
    job_id: int | None = None
    expired: bool = False


@dataclass(frozen=True)
class OpenWork:
    """A booking or job the sender may hear about, most recent first.

    status: the company's name of its status, or None for a booking not yet confirmed.
    window: "Tue 3 Mar, 9am-11am" on the property's clock, or None when no visit is set.
    technician: first name, once one has accepted. eta: "14:20", while one is on the way.
    safety: the kind of danger it was raised for, so that a second cry is added to it; else None.
    access, pets, wished: what they have told us of entry, animals and time; may_cancel: they asked for it, or
    hold the lease. under_way: a technician is on the way or there. named: the name a stranger gave.
    """

    summary: str
    place: str
    booking_id: int | None = None
    job_id: int | None = None
    job_number: int | None = None
    status: str | None = None
    window: str | None = None
    technician: str | None = None
    eta: str | None = None
    safety: str | None = None
    category: str = ""
    access: str | None = None
    pets: bool | None = None
    wished: str = ""
    may_cancel: bool = False
    under_way: bool = False
    named: str = ""


@dataclass(frozen=True)
class Visit:
    """A technician's visit: an offer open to them, or one they have accepted.

    place, window: as they may be told. access: how to get in; empty unless accepted, and on the day.
    """

    assignment_id: int
    appointment_id: int
    job_id: int
    job_number: int
    stage: VisitStage
    summary: str
    place: str = ""
    window: str = ""
    access: str = ""
    is_today: bool = False


@dataclass(frozen=True)
class Approval:
    """A question about money that a manager's mail answers, or could; or that was put to somebody by text.

    state: "pending", "held", or how it ended. approved_cents, decided_by: of one that is settled.
    newest_cents: what is asked now, where a changed estimate has made this one void; 0 when nothing is.
    is_rewritten: nothing is asked just now, as the office has the estimate before it again.
    is_bound: their mail answers a letter of ours that put this question. link: where they may
    decide what is open now; "" when nothing is.
    """

    request_id: int
    job_id: int
    job_number: int
    state: str
    amount_cents: int
    mail_limit_cents: int
    approved_cents: int | None = None
    decided_by: str = ""
    newest_cents: int = 0
    is_bound: bool = False
    is_rewritten: bool = False
    link: str = ""


@dataclass(frozen=True)
class BillPage:
    """A page of bills the sender pays. number: of the invoice they named. is_of_all: of several that are open."""

    link: str
    number: int | None = None
    is_of_all: bool = False


@dataclass(frozen=True)
class Context:
    """All a flow may look at.

    places: where the sender belongs, by phone number or address.
    found_places: places their present words name, when we asked where, or wrote with an address.
    about: the job or booking this thread is about (a reply to an alert), or None.
    may_act: the sender is proven (SMS number known; e-mail with aligned DKIM or SPF and a role).
    misses: messages in a row that were not understood.
    days_silent: days since their last message, or None.
    forwarded: what the mail passes on of somebody else's words; it may alarm and describe, never decide.
    unacknowledged: job or reference numbers of emergencies this speaker may acknowledge.
    other_prompts: further questions still open beside `prompt`, newest first.
    windows: the visit windows we offer just now. lead: what they wrote in the seconds before this.
    approval: what was asked about the money of this thread's job. replied_live: they wrote to a live token of ours.
    texted: what was asked about money in texts to this very number, newest first.
    bill: the page of the bills the sender asks about and pays, or None.
    misses_in_all: of this conversation's last day. lately_done: finished jobs of theirs, newest first.
    """

    speaker: Speaker
    language: Language
    company: str
    channel: Channel = Channel.SMS
    first_name: str | None = None
    taken_over: bool = False
    opted_out: bool = False
    prompt: OpenPrompt | None = None
    places: tuple[Place, ...] = ()
    found_places: tuple[Place, ...] = ()
    work: tuple[OpenWork, ...] = ()
    visits: tuple[Visit, ...] = ()
    about: OpenWork | None = None
    may_act: bool = True
    misses: int = 0
    days_silent: int | None = None
    has_media: bool = False
    subject: str = ""
    forwarded: str = ""
    unacknowledged: tuple[int, ...] = ()
    other_prompts: tuple[OpenPrompt, ...] = ()
    windows: tuple[OfferedWindow, ...] = ()
    lead: str = ""
    misses_in_all: int = 0
    lately_done: tuple[OpenWork, ...] = ()
    approval: Approval | None = None
    replied_live: bool = False
    texted: tuple[Approval, ...] = ()
    bill: BillPage | None = None
