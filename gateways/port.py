"""What every payment gateway can do, in the trade's words. Knows no vendor, sees no card, refuses to leak either."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias


@dataclass(frozen=True)
class CheckoutWanted:
    """One amount to be paid on the gateway's own page.

    reference: ours, told back with everything that becomes of it. idempotency_key: the same wish again, after a
    lost answer, is the same page. return_url: where the payer's browser goes afterwards, paid or not.
    """

    reference: str
    idempotency_key: str
    amount_cents: int
    description: str
    return_url: str
    payer_email: str = ""


class CheckoutState(StrEnum):
    """How far a page has come. pending: confirmed by the payer, the bank still has to answer."""

    OPEN = "open"
    PENDING = "pending"
    PAID = "paid"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Checkout:
    """A page at the gateway. payment_ref: the gateway's id of the payment, empty until there is one."""

    id: str
    url: str
    state: CheckoutState
    reference: str
    amount_cents: int
    payment_ref: str = ""


@dataclass(frozen=True)
class RefundWanted:
    """Money of one payment to be given back. idempotency_key: as with a checkout."""

    payment_ref: str
    reference: str
    idempotency_key: str
    amount_cents: int


@dataclass(frozen=True)
class Refunded:
    """The gateway has taken the refund on. is_settled: false while its bank may still refuse."""

    id: str
    amount_cents: int
    is_settled: bool


@dataclass(frozen=True)
class NotDone:
    """Transient: certainly nothing was done; the same wish may succeed later. retry_after: seconds asked for."""

    code: str
    detail: str = field(repr=False)
    retry_after: float | None = None


@dataclass(frozen=True)
class Impossible:
    """Permanent: this wish will never be granted."""

    code: str
    detail: str = field(repr=False)


@dataclass(frozen=True)
class Misconfigured:
    """Our own account or key is refused: nothing at all works until staff have mended it."""

    code: str
    detail: str = field(repr=False)


@dataclass(frozen=True)
class Unknown:
    """It may have happened. Ask again with the same idempotency key, and only with that."""

    detail: str


Trouble: TypeAlias = NotDone | Impossible | Misconfigured | Unknown


class EventKind(StrEnum):
    """What a gateway tells of its own accord.

    declined: one attempt with a card; the page stays open for another. failed: no money will come from this page.
    """

    PAID = "paid"
    DECLINED = "declined"
    FAILED = "failed"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"
    DISPUTED = "disputed"


@dataclass(frozen=True)
class GatewayEvent:
    """One notice. id: unique, the same in every repeat.

    amount_cents: paid, refunded or disputed. checkout_id, payment_ref, refund_id, reference: empty where the notice
    does not name them. code: the gateway's word for why.
    """

    id: str
    kind: EventKind
    amount_cents: int
    reference: str = ""
    checkout_id: str = ""
    payment_ref: str = ""
    refund_id: str = ""
    code: str = ""


class Unreadable(Exception):
    """A notice that cannot be translated; trying again helps only after the reader is mended."""


class PaymentGateway(Protocol):
    """One road on which cards are paid."""

    @property
    def name(self) -> str:
        """The word kept with each payment, such as `stripe`."""

    def open_checkout(self, wanted: CheckoutWanted) -> Checkout | Trouble:
        """Have a page made. Trouble of the gateway is an answer, never an exception."""

    def find_checkout(self, checkout_id: str) -> Checkout | Trouble:
        """What has become of a page."""

    def close_checkout(self, checkout_id: str) -> Checkout | Trouble:
        """Have an unpaid page closed, so that nobody can pay there any more."""

    def refund(self, wanted: RefundWanted) -> Refunded | Trouble:
        """Give money back to the card it came from."""

    def translate(self, content: bytes) -> GatewayEvent | None:
        """Read a verified notice; None for one that means nothing to us. Raises Unreadable."""
