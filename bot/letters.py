"""Which flow takes a manager's mail: first a decision about money, then a change of the job, then the rest. Pure."""

from __future__ import annotations

from bot.context import Context
from bot.flows import manager_changes, manager_email, manager_money
from bot.reading.letter import understand_letter
from bot.reading.property_manager import ManagerReading, Situation
from bot.steps import Decision


def read_letter(words: str, context: Context) -> ManagerReading:
    """Their new words, in the light of what we last asked or told them."""
    return understand_letter(words, context.subject, _situation(context))


def _situation(context: Context) -> Situation:
    approval, about = context.approval, context.about
    if approval is not None and approval.state in manager_money.OPEN:
        return Situation.ESTIMATE_PENDING
    if approval is not None and context.replied_live:
        return Situation.ESTIMATE_PENDING
    if about is None or about.job_id is None:
        return Situation.UNKNOWN
    if about.under_way:
        return Situation.JOB_IN_PROGRESS
    return Situation.JOB_SCHEDULED if about.window else Situation.UNKNOWN


def take_letter(words: str, context: Context, reading: ManagerReading) -> Decision:
    """The steps for a manager's new words. Whoever is not proven decides and changes nothing."""
    if context.may_act:
        for flow in (manager_money.decide_money, manager_changes.change_job):
            decision = flow(words, context, reading)
            if decision is not None:
                return decision
    return manager_email.take_mail(words, context, reading)
