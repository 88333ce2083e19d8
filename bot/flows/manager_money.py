"""A manager decides about money we asked for.

Only a plain go-ahead, proven, in answer to that very question and within what mail may approve, is a
consent; everything else is read back.
"""

from __future__ import annotations

from bot.context import Approval, Context
from bot.landing import about_of, decided, kept
from bot.reading.manager_terms import job_numbers, sums_cents
from bot.reading.property_manager import ManagerReading, Verdict
from bot.steps import (
    DecideApproval,
    Decision,
    Say,
    Step,
    TellOffice,
    WritePurchaseOrder,
)
from core.money import dollars

FLOW = "manager_money"
OPEN = frozenset({"pending", "held"})
# What is read back to them; their own words, no more than these.
LONGEST_READ_BACK = 300


def decide_money(words: str, context: Context, reading: ManagerReading) -> Decision | None:
    """The steps for a decision about money, or None where they decide none or we asked none."""
    approval = context.approval
    if reading.verdict is None or approval is None:
        return None
    return decided(FLOW, _steps(words, context, reading, approval), reading)


def _steps(
    words: str, context: Context, reading: ManagerReading, approval: Approval
) -> tuple[Step, ...]:
    if approval.state not in OPEN:
        return _too_late(words, context, approval)
    if not (approval.is_bound and context.replied_live):
        return _elsewhere(words, context, approval)
    if reading.verdict is Verdict.DOUBTFUL:
        return _read_back(words, context, approval)
    if reading.verdict is Verdict.APPROVES:
        return _approve(words, context, reading, approval)
    return _refuse(words, reading, approval)


def _approve(
    words: str, context: Context, reading: ManagerReading, approval: Approval
) -> tuple[Step, ...]:
    ceiling = reading.limit_cents if reading.limit_cents is not None else approval.amount_cents
    allowed = min(ceiling, approval.amount_cents)
    if allowed <= 0 or _means_another(words, reading, approval):
        return _read_back(words, context, approval)
    if allowed > approval.mail_limit_cents:
        return _above_limit(words, context, approval, allowed)
    decide = DecideApproval(approval.request_id, Verdict.APPROVES, words, allowed)
    values = _values(approval) | {"approved": dollars(allowed), "po": reading.po_number or ""}
    values["billing"] = reading.billing or ""
    return decide, *_terms(words, reading, approval), Say("manager/approved", values)


def _means_another(words: str, reading: ManagerReading, approval: Approval) -> bool:
    """They name another sum than was asked, or another job: not the yes to this question."""
    known = {approval.amount_cents, reading.limit_cents}
    other_sum = any(each not in known for each in sums_cents(words))
    return other_sum or any(each != approval.job_number for each in job_numbers(words))


def _terms(words: str, reading: ManagerReading, approval: Approval) -> tuple[Step, ...]:
    """What they add to their consent: under which order, and who shall be billed, which the office sets."""
    order = (
        (WritePurchaseOrder(approval.job_id, reading.po_number, words),)
        if reading.po_number
        else ()
    )
    billing = (
        (TellOffice("Manager changes who or what is billed", words, approval.job_id),)
        if reading.billing
        else ()
    )
    return *order, *billing


def _refuse(words: str, reading: ManagerReading, approval: Approval) -> tuple[Step, ...]:
    verdict = Verdict.HOLDS if reading.verdict is Verdict.HOLDS else Verdict.DECLINES
    text = "manager/held" if verdict is Verdict.HOLDS else "manager/declined"
    decide = DecideApproval(approval.request_id, verdict, words)
    return decide, Say(text, _values(approval))


def _above_limit(
    words: str, context: Context, approval: Approval, allowed: int
) -> tuple[Step, ...]:
    """Not by mail: the page asks once more, and nothing is approved until it is answered there."""
    most = approval.mail_limit_cents
    values = _values(approval) | {
        "wanted": dollars(allowed),
        "mail_limit": dollars(most) if most else "",
    }
    return *kept(words, about_of(context)), Say("manager/above_limit", values)


def _read_back(words: str, context: Context, approval: Approval) -> tuple[Step, ...]:
    said = " ".join(words.split())[:LONGEST_READ_BACK]
    told = TellOffice(
        "Manager approves with a condition: read it back to them", words, approval.job_id
    )
    values = _values(approval) | {"said": said}
    return *kept(words, about_of(context)), told, Say("manager/read_back", values)


def _elsewhere(words: str, context: Context, approval: Approval) -> tuple[Step, ...]:
    """Not an answer to the mail that asked: who sends a new mail is shown where to decide."""
    told = TellOffice("Manager decides outside the mail that asked: check", words, approval.job_id)
    return *kept(words, about_of(context)), told, Say("manager/decide_here", _values(approval))


def _too_late(words: str, context: Context, approval: Approval) -> tuple[Step, ...]:
    """The first decision stands, and a changed estimate is another question."""
    told = TellOffice("Manager answers an approval that is settled already", words, approval.job_id)
    changed = approval.state == "void"
    text = "manager/estimate_changed" if changed else "manager/already_decided"
    values = _values(approval) | {
        "state": approval.state,
        "who": approval.decided_by,
        "approved": dollars(approval.approved_cents) if approval.approved_cents else "",
        "newest": dollars(approval.newest_cents) if approval.newest_cents else "",
        "rewritten": "1" if approval.is_rewritten else "",
    }
    return *kept(words, about_of(context)), told, Say(text, values)


def _values(approval: Approval) -> dict[str, str]:
    return {
        "number": str(approval.job_number),
        "asked": dollars(approval.amount_cents),
        "link": approval.link,
    }
