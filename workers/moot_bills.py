"""Letters about bills that waited and are over by now: a reminder of what was paid meanwhile, news of what is void.

Other letters are none of its business.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.actions.plans import progress_of
from core.billing.model import Instalment, Invoice, InvoiceStatus, PlanState
from core.billing.queries.balances import balances_of

PAID, VOID, PLAN_OVER = "paid meanwhile", "voided meanwhile", "the payment plan was ended meanwhile"
_KEY = re.compile(r"(overdue|overdue-news|invoice|instalment):(\d{1,18}):")


def moot_bills(session: Session, keys: Sequence[str]) -> Mapping[str, str]:
    """Which of these keys are over, and why. Keys as in `workers.bill_letters`, `bill_news` and instalments."""
    about = {key: (found[1], int(found[2])) for key in keys if (found := _KEY.match(key))}
    if not about:
        return {}
    over = _invoices(session, {id_ for what, id_ in about.values() if what != "instalment"})
    owing = balances_of(
        session, {id_ for what, id_ in about.values() if what.startswith("overdue")}
    )
    over |= {
        ("overdue", id_): PAID
        for id_, cents in owing.items()
        if cents <= 0 and ("overdue", id_) not in over
    }
    over |= _instalments(session, {id_ for what, id_ in about.values() if what == "instalment"})
    found_over = {key: over.get((_plain(what), id_)) for key, (what, id_) in about.items()}
    return {key: why for key, why in found_over.items() if why is not None}


def _plain(what: str) -> str:
    return what.removesuffix("-news")


def _invoices(session: Session, ids: Collection[int]) -> dict[tuple[str, int], str]:
    """What is void is neither reminded of nor announced."""
    if not ids:
        return {}
    void = session.scalars(
        select(Invoice.id)
        .where(Invoice.id.in_(ids), Invoice.status == InvoiceStatus.VOID)
        .order_by(Invoice.id)
    )
    return {(what, id_): VOID for id_ in void for what in ("overdue", "invoice")}


def _instalments(session: Session, ids: Collection[int]) -> dict[tuple[str, int], str]:
    if not ids:
        return {}
    rows = session.scalars(
        select(Instalment).where(Instalment.id.in_(ids)).order_by(Instalment.id)
    ).all()
    why = {("instalment", row.id): _why_over(session, row) for row in rows}
    return {key: words for key, words in why.items() if words}


def _why_over(session: Session, row: Instalment) -> str:
    """Empty while the instalment is still to be paid."""
    if row.plan.state is PlanState.KEPT or progress_of(session, row.plan)[row.position - 1].is_paid:
        return PAID
    return "" if row.plan.state is PlanState.ACTIVE else PLAN_OVER
