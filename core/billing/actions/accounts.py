"""Map the company's accounts: which name in the books income, tax, debts and deposits go to.

What was posted keeps the accounts it was posted with.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.billing.books import BY_UNIT, plain_words
from core.billing.model import AccountMapping, AccountPurpose
from core.billing.queries.accounts import accounts_now
from core.errors import FieldRefused, NotFound
from core.events.actions import Actor, record
from core.jobs.model import BusinessUnit

LONGEST_ACCOUNT = 159
CHANGED = "billing.accounts_changed"

Slot = tuple[AccountPurpose, int | None]


def field_of(purpose: AccountPurpose, unit_id: int | None = None) -> str:
    """How the field of an account is called in a form and in a refusal."""
    return purpose.value if unit_id is None else f"{purpose.value}-{unit_id}"


def set_accounts(session: Session, wanted: Mapping[Slot, str], *, actor: Actor) -> None:
    """Give accounts their names; an empty name takes the mapping away (inventory 142).

    Refuses a name too long, and a business unit of its own for anything but income.
    """
    before = accounts_now(session).names
    changed: dict[str, str] = {}
    for (purpose, unit_id), typed in wanted.items():
        name = plain_words(typed)
        if name == before.get((purpose, unit_id), ""):
            continue
        _check(session, purpose, unit_id, name)
        _write(session, purpose, unit_id, name)
        changed[field_of(purpose, unit_id)] = name
    if changed:
        was = {field_of(*slot): name for slot, name in before.items()}
        record(
            session,
            CHANGED,
            subject=("account_mapping", 0),
            actor=actor,
            before={name: was.get(name, "") for name in changed},
            after={**changed},
        )


def _check(session: Session, purpose: AccountPurpose, unit_id: int | None, name: str) -> None:
    if len(name) > LONGEST_ACCOUNT:
        raise FieldRefused(
            field_of(purpose, unit_id), f"Keep this under {LONGEST_ACCOUNT} letters."
        )
    if unit_id is None:
        return
    if purpose not in BY_UNIT:
        raise FieldRefused(
            field_of(purpose, unit_id), "Only income is kept apart by business unit."
        )
    if session.get(BusinessUnit, unit_id) is None:
        raise NotFound("business unit", unit_id)


def _write(session: Session, purpose: AccountPurpose, unit_id: int | None, name: str) -> None:
    if not name:
        same_unit = (
            AccountMapping.business_unit_id.is_(None)
            if unit_id is None
            else AccountMapping.business_unit_id == unit_id
        )
        session.execute(delete(AccountMapping).where(AccountMapping.purpose == purpose, same_unit))
        return
    session.execute(
        insert(AccountMapping)
        .values(purpose=purpose, business_unit_id=unit_id, account=name)
        .on_conflict_do_update(
            index_elements=["purpose", "business_unit_id"], set_={"account": name}
        )
    )
