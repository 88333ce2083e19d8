"""One sentence for each thing that happens to money: received, counted, taken back, given back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.events.queries.timeline import Happening
from core.money import dollars

METHODS: Mapping[str, str] = {
    "card": "card",
    "check": "check",
    "cash": "cash",
    "ach": "bank transfer",
    "financing": "financing",
}


def method_words(method: object) -> str:
    """How people call a way to pay."""
    return METHODS.get(str(method), "payment")


def _cents(event: Happening, name: str = "cents") -> str:
    value = event.after.get(name)
    return dollars(abs(value)) if isinstance(value, int) else "an amount"


def _by_method(verb: str) -> Callable[[Happening], str]:
    def say(event: Happening) -> str:
        return f"{verb} {_cents(event)} by {method_words(event.after.get('method'))}"

    return say


def _counted(event: Happening) -> str:
    left = _cents(event, "balance_cents")
    return f"counted {_cents(event)} towards invoice {event.after.get('number')}; {left} left"


def _taken_off(event: Happening) -> str:
    left = _cents(event, "balance_cents")
    return f"took {_cents(event)} off invoice {event.after.get('number')}; {left} owed again"


def _with_code(words: str) -> Callable[[Happening], str]:
    def say(event: Happening) -> str:
        code = str(event.after.get("code") or "").replace("_", " ")
        return f"{words}: {code}" if code else words

    return say


def _agreed(event: Happening) -> str:
    return f"agreed on {event.after.get('instalments')} instalments for {_cents(event)}"


def _broken(event: Happening) -> str:
    return f"found the payment plan broken: {_cents(event, 'owed_cents')} are owed again"


PAYMENT_SENTENCES: dict[str, Callable[[Happening], str]] = {
    "payment.received": _by_method("received"),
    "payment.begun": _by_method("began a payment of"),
    "payment.page_opened": lambda _: "opened the card page",
    "payment.applied": _counted,
    "payment.unapplied": _taken_off,
    "payment.declined": _with_code("had a card declined"),
    "payment.failed": _with_code("had a payment by card come to nothing"),
    "payment.disputed": _with_code("heard that the payer disputes the charge"),
    "payment.reversed": lambda event: f"reversed the payment of {_cents(event)}",
    "payment.refund_begun": lambda event: f"asked for {_cents(event)} back to the card",
    "payment.refunded": _by_method("gave back"),
    "payment.refund_failed": lambda event: f"could not give {_cents(event)} back to the card",
    "plan.agreed": _agreed,
    "plan.canceled": lambda _: "called the payment plan off",
    "plan.broken": _broken,
    "plan.reminded": lambda event: f"reminded of instalment {event.after.get('position')}",
}
