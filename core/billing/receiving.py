"""A payment as a person hands it over, and what is refused of it before anything is read or written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date

from core.billing.model import PaymentMethod
from core.errors import FieldRefused, Refused
from core.money import LARGEST_CENTS, dollars

MOST_PARTS = 2000
LONGEST_KEY = 120
LONGEST_CHECK_NUMBER = 60
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class Part:
    """So much of a payment for one invoice.

    seen_cents: the balance the person saw when deciding; when another hand has changed it since, the payment is
    refused rather than counted differently. None where nobody looked.
    """

    invoice_id: int
    cents: int
    seen_cents: int | None = None


@dataclass(frozen=True)
class NewPayment:
    """Money of one payer (inventory 117-124). What the parts leave of the amount stays the payer's credit.

    key: made with the form, the same however often it is sent. received_on: on the company's calendar.
    """

    payer_id: int
    method: PaymentMethod
    amount_cents: int
    received_on: date
    key: str
    parts: tuple[Part, ...] = ()
    check_number: str = ""
    check_image_id: int | None = None
    note: str = ""

    @property
    def body_hash(self) -> str:
        """Of what makes it this payment and no other: days and notes do not."""
        told = [
            self.payer_id,
            self.method.value,
            self.amount_cents,
            self.check_number.strip(),
            sorted((part.invoice_id, part.cents) for part in self.parts),
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True)
class PaymentRules:
    """What the company asks for. photo_from_cents: checks of this amount and above need a photo; None for none."""

    photo_from_cents: int | None = None


NO_RULES = PaymentRules()


class SameKeyOtherPayment(Refused):
    """A key that has made one payment was sent with another: neither is guessed to be meant (HTTP 422)."""

    def __init__(self, payment_id: int) -> None:
        super().__init__("This form has already made another payment. Open it anew and try again.")
        self.payment_id = payment_id


class BalanceMoved(Refused):
    """Another hand has changed what is owed since the person looked (HTTP 409). Nothing was written."""

    def __init__(self, *, invoice: int | None, seen: int, now: int) -> None:
        super().__init__(
            f"Invoice {invoice} stood at {dollars(seen)} when you looked and is now at {dollars(now)}."
            " Nothing was recorded: look again."
        )
        self.invoice = invoice


def check_new(new: NewPayment) -> None:
    """Raise FieldRefused for the first thing that cannot be, naming the form's field."""
    _check_amount(new)
    _check_parts(new)
    _check_papers(new)


def check_photo_given(new: NewPayment, rules: PaymentRules) -> None:
    """Raise FieldRefused for a check that by the company's rule needs a photo and has none (inventory 119)."""
    asked_from = rules.photo_from_cents
    is_asked = asked_from is not None and new.amount_cents >= asked_from
    if new.method is PaymentMethod.CHECK and is_asked and new.check_image_id is None:
        raise FieldRefused("check_image", "Add a photo of the check.")


def _check_amount(new: NewPayment) -> None:
    if not 0 < new.amount_cents <= LARGEST_CENTS:
        raise FieldRefused("amount", "Enter an amount above zero.")
    if not 0 < len(new.key) <= LONGEST_KEY:
        raise FieldRefused("key", "Open the form anew and try again.")


def _check_parts(new: NewPayment) -> None:
    if len(new.parts) > MOST_PARTS:
        raise FieldRefused("parts", f"One payment covers at most {MOST_PARTS} invoices.")
    if any(part.cents <= 0 for part in new.parts):
        raise FieldRefused("parts", "Give every chosen invoice an amount above zero.")
    if any(count > 1 for count in Counter(part.invoice_id for part in new.parts).values()):
        raise FieldRefused("parts", "An invoice stands on the list twice.")
    counted = sum(part.cents for part in new.parts)
    if counted > new.amount_cents:
        raise FieldRefused(
            "parts",
            f"The invoices add up to {dollars(counted)}: more than the {dollars(new.amount_cents)} received.",
        )


def _check_papers(new: NewPayment) -> None:
    number = new.check_number.strip()
    is_check = new.method is PaymentMethod.CHECK
    if is_check and not number:
        raise FieldRefused("check_number", "Enter the number printed on the check.")
    if len(number) > LONGEST_CHECK_NUMBER or "\0" in number:
        raise FieldRefused("check_number", "That is no check number.")
    if len(new.note) > LONGEST_NOTE:
        raise FieldRefused("note", f"Keep the note under {LONGEST_NOTE} characters.")
