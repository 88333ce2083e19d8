"""The accounts of the company's books as they are mapped now."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.books import Accounts
from core.billing.model import AccountMapping


def accounts_now(session: Session) -> Accounts:
    """Every account that has a name, for the company and for its business units."""
    rows = session.execute(
        select(AccountMapping.purpose, AccountMapping.business_unit_id, AccountMapping.account)
    )
    return Accounts({(purpose, unit): account for purpose, unit, account in rows})
