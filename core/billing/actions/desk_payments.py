"""Money as it is entered at a desk: for no day to come, and asked about first where it looks like a slip of the hand.

Of two windows with the same card payment the second gets the page of the first.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.billing.actions.counting import hold
from core.billing.actions.days import refuse_to_come
from core.billing.actions.payments import (
    begin_card_payment,
    is_known,
    known_payment,
    receive_payment,
)
from core.billing.model import Payment
from core.billing.queries.payment_questions import (
    Doubtful,
    cards_under_way,
    is_same,
    questions_about,
)
from core.billing.receiving import NO_RULES, NewPayment, PaymentRules, check_new
from core.events.actions import Actor

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtextextended('money of ' || :payer, 0))")


def receive_at_desk(
    session: Session,
    new: NewPayment,
    *,
    today: date,
    sure_of: Collection[str],
    actor: Actor,
    rules: PaymentRules = NO_RULES,
) -> Payment:
    """`receive_payment`, unless there is a question that nobody has answered yet: Doubtful then.

    today: the company's day; a later one is refused. sure_of: the tokens of the questions that were answered.
    """
    check_new(new)
    refuse_to_come(new.received_on, today, "received_on")
    _wait_for_others(session, new)
    if not is_known(session, new):
        _ask(session, new, today=today, sure_of=sure_of)
    return receive_payment(session, new, actor=actor, rules=rules)


def begin_card_at_desk(
    session: Session,
    new: NewPayment,
    *,
    today: date,
    sure_of: Collection[str],
    processor: str,
    actor: Actor,
) -> Payment:
    """`begin_card_payment`, likewise; the same payment where it is under way already, from a desk or by a link."""
    check_new(new)
    refuse_to_come(new.received_on, today, "received_on")
    _wait_for_others(session, new)
    if is_known(session, new):
        return known_payment(session, new)
    hold(session, [part.invoice_id for part in new.parts])
    same = next((each for each in cards_under_way(session, new) if is_same(each, new)), None)
    if same is not None:
        return same
    _ask(session, new, today=today, sure_of=sure_of)
    return begin_card_payment(session, new, processor=processor, actor=actor)


def _wait_for_others(session: Session, new: NewPayment) -> None:
    """Two hands with the same check: the second is asked about the first's."""
    session.execute(_ONE_AT_A_TIME, {"payer": str(new.payer_id)})


def _ask(session: Session, new: NewPayment, *, today: date, sure_of: Collection[str]) -> None:
    questions = questions_about(session, new, today=today)
    if any(each.token not in sure_of for each in questions):
        raise Doubtful(questions)
