"""Consent under every order of STOP, START, complaints, bounces, clicks, notes, queueing and claims: a no is a no.

Beside the code stands a plain model of each person's last word. At the carrier's wall nothing may be accepted that the
last word forbids, but for one confirmation a STOP.
"""

from __future__ import annotations

from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.engine import hear
from core.directory.actions.people import mark_good
from core.directory.model import ContactPoint
from core.events.actions import FIXLINE
from core.events.model import Event
from core.messaging.actions.claiming import Claimed, claim_messages
from core.messaging.actions.consenting import HeldByCarrier, consent_of, opt_in_for, opt_out
from core.messaging.actions.finalising import Result, Retry, finalise
from core.messaging.actions.receipts import record_receipt
from core.messaging.actions.receiving import receive
from core.messaging.consent import Purpose, Topic
from core.messaging.model import Envelope, EnvelopeSource, Message
from core.messaging.wire import (
    Accepted,
    CarrierWord,
    Channel,
    ConsentState,
    InboundMessage,
    MessageState,
    NeverSendable,
    Outcome,
    PermanentCause,
    Priority,
    Receipt,
)
from core.outbox import Kind
from core.outbox.actions import keep
from core.outbox.model import OutboxEntry
from tests.builders import (
    HEAD,
    OPEN_RULES,
    a_draft,
    a_message,
    a_person,
    a_phone,
    an_email,
    number,
)

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
SMS, EMAIL = Channel.SMS, Channel.EMAIL
PHONE, MAIL = number(142), "bob@home.example"
NOTICES = (Topic.JOB_UPDATES, Topic.MARKETING)
STOPS = ("STOP", "stop please", "Please stop texting me", "END")
STARTS = ("START", "unstop")
RETRY = Retry(base=1, cap=1, jitter=0)
IDS = count(1)


class Machine(RuleBasedStateMachine):
    """One person with a number and an address, the carrier's wall, and what the person said last."""

    session: Session

    def __init__(self) -> None:
        super().__init__()
        self.undo = self.session.begin_nested()
        person = a_person(self.session)
        self.points = {
            SMS: a_phone(self.session, person, PHONE),
            EMAIL: an_email(self.session, person, MAIL),
        }
        self.said: dict[tuple[Channel, Topic], ConsentState] = {}
        self.held = self.blocked = False
        self.stops = self.confirmed = 0
        self.gone: dict[Channel, Message] = {}

    def teardown(self) -> None:
        self.undo.rollback()
        self.session.expire_all()

    @rule(words=st.sampled_from(STOPS), by_service=st.booleans())
    def texts_stop(self, *, words: str, by_service: bool) -> None:
        heeded = CarrierWord.STOP if by_service and words in {"STOP", "END"} else None
        self.blocked = self.blocked or words in {"STOP", "END"}
        self._text(words, heeded)
        is_news = not self.held or any(self.said.get((SMS, each)) is not OUT for each in Topic)
        self.stops += 1 if is_news and heeded is None else 0
        self._no(SMS, *Topic)
        self.held = True

    @rule(words=st.sampled_from(STARTS), by_service=st.booleans())
    def texts_start(self, *, words: str, by_service: bool) -> None:
        self.blocked = False
        self._text(words, CarrierWord.START if by_service else None)
        self._yes(SMS, Topic.ANSWERS, Topic.JOB_UPDATES)
        self.held = False

    @rule(words=st.sampled_from(["HELP", "my sink leaks", "thanks"]))
    def texts(self, words: str) -> None:
        self._text(words, None)

    @rule()
    def stops_at_the_carrier_and_the_post_is_lost(self) -> None:
        self.blocked = True

    @rule(topics=st.sampled_from([NOTICES, (Topic.JOB_UPDATES,), (Topic.MARKETING,)]))
    def clicks_the_link(self, topics: tuple[Topic, ...]) -> None:
        self._opt_out(EMAIL, topics, "link")

    @rule(channel=st.sampled_from(Channel), which=st.sampled_from([*NOTICES, None]))
    def tells_the_office_no(self, channel: Channel, which: Topic | None) -> None:
        every = tuple(Topic) if channel is SMS else NOTICES
        self._opt_out(channel, (which,) if which else every, "office")

    @rule(channel=st.sampled_from(Channel), topic=st.sampled_from(NOTICES))
    def tells_the_office_yes(self, channel: Channel, topic: Topic) -> None:
        address, told = self.points[channel].value, "yes"
        try:
            opt_in_for(self.session, channel, address, words=told, actor=FIXLINE, topics={topic})
        except HeldByCarrier:
            assert (channel, self.held) == (SMS, True)
            return
        assert not (channel is SMS and self.held), "a STOP by text was undone by the office"
        self._yes(channel, topic, *([Topic.ANSWERS] if channel is SMS else []))

    @precondition(lambda self: EMAIL in self.gone)
    @rule()
    def complains_of_a_mail(self) -> None:
        self._report(MessageState.DELIVERED, PermanentCause.COMPLAINED)
        self._no(EMAIL, *NOTICES)

    @precondition(lambda self: EMAIL in self.gone)
    @rule()
    def a_mail_comes_back(self) -> None:
        """Only what was not delivered before can still come back."""
        self._report(MessageState.FAILED, PermanentCause.BAD_ADDRESS)

    @rule()
    def the_office_mends_the_address(self) -> None:
        mark_good(self.session, self._point(EMAIL), actor=FIXLINE)

    @rule(
        channels=st.sampled_from([(SMS,), (EMAIL,), (SMS, EMAIL)]),
        priorities=st.sets(st.sampled_from(Priority), min_size=1),
        purpose=st.sampled_from([Purpose.ORDINARY, Purpose.MARKETING]),
    )
    def messages_are_queued(
        self, channels: tuple[Channel, ...], priorities: set[Priority], purpose: Purpose
    ) -> None:
        for channel in channels:
            for priority in sorted(priorities):
                self._queue(channel, priority, purpose)

    @rule()
    def one_of_each_kind_is_queued_and_leaves(self) -> None:
        for channel in Channel:
            for priority in (Priority.ALERT, Priority.CONVERSATION):
                self._queue(channel, priority, Purpose.ORDINARY)
            self._queue(channel, Priority.BULK, Purpose.MARKETING)
        self._send_what_is_due()

    @rule()
    def what_is_due_leaves(self) -> None:
        self._send_what_is_due()

    @invariant()
    def what_we_wrote_down_is_what_was_said_last(self) -> None:
        for channel, point in self.points.items():
            for topic in Topic:
                stands = consent_of(self.session, channel, point.value, topic)
                assert stands is self.said.get((channel, topic)), (channel, topic)

    @invariant()
    def no_stop_is_confirmed_twice(self) -> None:
        assert self.confirmed <= self.stops

    @invariant()
    def every_change_is_in_the_history(self) -> None:
        events = self.session.scalars(
            select(Event).where(Event.kind == "consent.changed").order_by(Event.id)
        )
        told: dict[tuple[str, str], str] = {}
        for event in events:
            topics = event.after["topics"]
            assert isinstance(topics, list)
            channel, state = str(event.after["channel"]), str(event.after["state"])
            told |= {(channel, each): state for each in topics}
        assert told == {key: state.value for key, state in self.said.items()}

    def _queue(self, channel: Channel, priority: Priority, purpose: Purpose) -> None:
        point = self.points[channel]
        draft = a_draft(
            self.session,
            point.value,
            channel=channel,
            priority=priority,
            contact_point_id=point.id,
            purpose=purpose,
        )
        a_message(self.session, draft)

    def _send_what_is_due(self) -> None:
        entries = list(
            self.session.scalars(select(OutboxEntry.id).where(OutboxEntry.kind == Kind.DELIVER))
        )
        claim = claim_messages(self.session, entries, OPEN_RULES)
        self.session.expire_all()
        results = [Result(each, self._at_the_wall(each)) for each in claim.messages]
        finalise(self.session, HEAD, claim.token, results, retry=RETRY, circuit_seconds=1)
        keep(self.session, sorted({each.entry_id for each in claim.messages}))
        self.session.expire_all()

    def _at_the_wall(self, message: Claimed) -> Outcome:
        row = self.session.get_one(Message, message.message_id)
        if message.channel is SMS and self.blocked:
            self._no(SMS, *Topic)
            self.held = True
            return NeverSendable("21610", "unsubscribed", PermanentCause.OPTED_OUT)
        self._may_be_accepted(row)
        self.gone[message.channel] = row
        return Accepted(f"at the carrier {message.message_id}")

    def _may_be_accepted(self, row: Message) -> None:
        channel = Channel(row.channel)
        assert self._point(channel).bad_since is None
        if row.purpose is Purpose.OPT_OUT_CONFIRMATION:
            self.confirmed += 1
            return
        if row.purpose is Purpose.MARKETING:
            assert self.said.get((channel, Topic.MARKETING)) is IN
            return
        is_notice = row.priority in {Priority.ALERT, Priority.BULK}
        topic = Topic.JOB_UPDATES if is_notice else Topic.ANSWERS
        assert self.said.get((channel, topic)) is not OUT

    def _text(self, words: str, heeded: CarrierWord | None) -> None:
        nth = next(IDS)
        envelope = Envelope(source=EnvelopeSource.TWILIO_SMS, provider_id=f"machine {nth}")
        self.session.add(envelope)
        self.session.flush()
        text = InboundMessage(
            SMS, "twilio", f"SM{nth}", PHONE, number(100), words, carrier_heeded=heeded
        )
        message_id = receive(self.session, HEAD, text, envelope_id=envelope.id)
        assert message_id is not None
        row = self.session.get_one(Message, message_id)
        hear(self.session, HEAD, conversation_id=row.conversation_id, message_id=row.id)

    def _report(self, state: MessageState, cause: PermanentCause) -> None:
        ref, event_id = str(self.gone[EMAIL].ref), f"event {next(IDS)}"
        receipt = Receipt("sendgrid", event_id, None, ref, state, cause=cause)
        record_receipt(self.session, HEAD, receipt)
        self.session.expire_all()

    def _opt_out(self, channel: Channel, topics: tuple[Topic, ...], source: str) -> None:
        opt_out(
            self.session,
            channel,
            self.points[channel].value,
            words="no",
            source=source,
            actor=FIXLINE,
            topics=topics,
        )
        self._no(channel, *topics)

    def _no(self, channel: Channel, *topics: Topic) -> None:
        self.said |= {(channel, topic): OUT for topic in topics}

    def _yes(self, channel: Channel, *topics: Topic) -> None:
        self.said |= {(channel, topic): IN for topic in topics}

    def _point(self, channel: Channel) -> ContactPoint:
        return self.session.get_one(ContactPoint, self.points[channel].id, populate_existing=True)


def test_whatever_the_order_nothing_leaves_against_a_persons_last_word(session: Session) -> None:
    bound = type("Bound", (Machine,), {"session": session})
    run_state_machine_as_test(
        bound,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
