"""Give a person an alert list of their own, or let their customer's count again. Either is
recorded.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.alerts.actions.bill_subscribing import bill_news_of, subscribe_contact_to_bills
from core.alerts.actions.subscribing import (
    subscribe_contact,
    subscribed_status_ids,
    use_customer_list,
)
from core.db import JsonObject
from core.directory.actions.person_events import note_person
from core.directory.model import Contact
from core.events.actions import Actor
from core.jobs.model import JobStatus


def start_own_list(session: Session, person: Contact, *, actor: Actor) -> None:
    """From now on the person's own list counts; it starts as the customer's, so that nothing is
    silently lost. Harmless to repeat.
    """
    if person.own_alert_list:
        return
    person.own_alert_list = True
    session.flush()
    said: JsonObject = {"contact": person.full_name}
    note_person(session, person, "alerts.own_list_started", said, actor=actor)
    for status_id in sorted(subscribed_status_ids(session, person.customer)):
        status = session.get_one(JobStatus, status_id)
        subscribe_contact(session, person, status, actor=actor)
    for news in bill_news_of(session, person.customer):
        subscribe_contact_to_bills(session, person, news, actor=actor)


def drop_own_list(session: Session, person: Contact, *, actor: Actor) -> None:
    """From now on the customer's list counts for the person again. Harmless to repeat."""
    if not person.own_alert_list:
        return
    use_customer_list(session, person)
    said: JsonObject = {"contact": person.full_name}
    note_person(session, person, "alerts.own_list_dropped", said, actor=actor)
