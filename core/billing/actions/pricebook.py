"""Keep the pricebook and the company's billing rules. A change here changes no line that was written before."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.billing.lines import WHOLE
from core.billing.model import BillingDefaults, DiscountLimit, ItemKind, PricebookItem
from core.billing.queries.company import billing_defaults, discount_limit
from core.desk.model import StaffRole
from core.errors import FieldRefused, NotFound
from core.events.actions import Actor, record
from core.money import LARGEST_CENTS, dollars

LONGEST_CODE = 40
LONGEST_NAME = 120
HIGHEST_TAX = 30_000


@dataclass(frozen=True)
class ItemWanted:
    """A pricebook item as a person gives it. cost_cents: what one costs the company."""

    kind: ItemKind
    code: str
    name: str
    unit_price_cents: int
    words: str = ""
    cost_cents: int = 0
    taxable: bool = True
    business_unit_id: int | None = None


def add_item(session: Session, wanted: ItemWanted, *, actor: Actor) -> PricebookItem:
    """One more thing the company sells (inventory 99). Refuses an empty name and a code that is taken."""
    _hold_all(session)
    _check(session, wanted, besides=None)
    item = PricebookItem(active=True)
    _write(item, wanted)
    session.add(item)
    session.flush()
    _record(session, "pricebook.item_added", item, actor=actor)
    return item


def change_item(
    session: Session, item_id: int, wanted: ItemWanted, *, actor: Actor
) -> PricebookItem:
    """Another price, cost or text, for lines to come. Refused like adding."""
    _hold_all(session)
    item = _locked(session, item_id)
    _check(session, wanted, besides=item.id)
    before = {"name": item.name, "price": dollars(item.unit_price_cents)}
    _write(item, wanted)
    session.flush()
    _record(session, "pricebook.item_changed", item, actor=actor, before=before)
    return item


def retire_item(session: Session, item_id: int, *, actor: Actor) -> PricebookItem:
    """Offer an item no more; lines that have it keep it."""
    item = _locked(session, item_id)
    item.active = False
    session.flush()
    _record(session, "pricebook.item_retired", item, actor=actor)
    return item


def offer_item_again(session: Session, item_id: int, *, actor: Actor) -> PricebookItem:
    """Offer a retired item again."""
    item = _locked(session, item_id)
    item.active = True
    session.flush()
    _record(session, "pricebook.item_offered_again", item, actor=actor)
    return item


def set_billing_defaults(
    session: Session, *, tax_rate_thousandths: int, payment_words: str, actor: Actor
) -> BillingDefaults:
    """The company's tax where a place has no rate of its own, and how to pay, for documents to come."""
    if not 0 <= tax_rate_thousandths <= HIGHEST_TAX:
        raise FieldRefused("tax_rate", "Give a rate from 0 to 30 %, such as 8.25.")
    row = billing_defaults(session)
    before = {"tax": row.tax_rate_thousandths}
    row.tax_rate_thousandths, row.payment_words = tax_rate_thousandths, payment_words.strip()
    session.add(row)
    session.flush()
    record(
        session,
        "billing.defaults_changed",
        subject=("billing_defaults", row.id),
        actor=actor,
        before={**before},
        after={"tax": tax_rate_thousandths},
    )
    return row


def set_discount_limit(
    session: Session, role: StaffRole, percent_thousandths: int, *, actor: Actor
) -> None:
    """The most a role may take off a line, in thousandths of a percent of it (inventory 101)."""
    if not 0 <= percent_thousandths <= WHOLE:
        raise FieldRefused("limit", "Give a share from 0 to 100 %.")
    before = discount_limit(session, role)
    row_id = session.scalar(
        insert(DiscountLimit)
        .values(role=role, percent_thousandths=percent_thousandths)
        .on_conflict_do_update(
            index_elements=["role"], set_={"percent_thousandths": percent_thousandths}
        )
        .returning(DiscountLimit.id)
    )
    record(
        session,
        "billing.discount_limit_changed",
        subject=("discount_limit", row_id or 0),
        actor=actor,
        before={"role": role, "limit": before},
        after={"role": role, "limit": percent_thousandths},
    )


def _check(session: Session, wanted: ItemWanted, *, besides: int | None) -> None:
    if not wanted.name.strip() or len(wanted.name) > LONGEST_NAME:
        raise FieldRefused("name", f"Give it a name of at most {LONGEST_NAME} letters.")
    if not wanted.code.strip() or len(wanted.code) > LONGEST_CODE:
        raise FieldRefused("code", f"Give it a code of at most {LONGEST_CODE} letters.")
    if not 0 <= wanted.unit_price_cents <= LARGEST_CENTS:
        raise FieldRefused("unit_price", "Give a price such as 85 or 85.50.")
    if not 0 <= wanted.cost_cents <= LARGEST_CENTS:
        raise FieldRefused("cost", "Give a cost such as 40 or 40.50.")
    taken = session.scalar(
        select(PricebookItem.id).where(PricebookItem.code == wanted.code.strip())
    )
    if taken is not None and taken != besides:
        raise FieldRefused("code", f"The code {wanted.code.strip()} is taken.")


def _write(item: PricebookItem, wanted: ItemWanted) -> None:
    item.kind, item.code, item.name = wanted.kind, wanted.code.strip(), wanted.name.strip()
    item.words, item.taxable = wanted.words.strip(), wanted.taxable
    item.unit_price_cents, item.cost_cents = wanted.unit_price_cents, wanted.cost_cents
    item.business_unit_id = wanted.business_unit_id


def _hold_all(session: Session) -> None:
    """One who gives codes at a time: of two who save one code at once the second is told."""
    session.execute(text("LOCK TABLE pricebook_items IN SHARE ROW EXCLUSIVE MODE"))


def _locked(session: Session, item_id: int) -> PricebookItem:
    item = session.scalar(
        select(PricebookItem).where(PricebookItem.id == item_id).with_for_update()
    )
    if item is None:
        raise NotFound("pricebook item", item_id)
    return item


def _record(
    session: Session,
    kind: str,
    item: PricebookItem,
    *,
    actor: Actor,
    before: dict[str, str] | None = None,
) -> None:
    record(
        session,
        kind,
        subject=("pricebook_item", item.id),
        actor=actor,
        before={**(before or {})},
        after={"name": item.name, "price": dollars(item.unit_price_cents)},
    )
