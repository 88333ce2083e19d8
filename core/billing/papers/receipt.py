"""The paper of a payment that came, or of one that was given back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from core.billing.model import Payment, PaymentKind, PaymentState
from core.billing.papers.head import Sender, around, lines_of, questions
from core.billing.papers.printing import Form, Paper
from core.billing.papers.words import long_day, word
from core.billing.queries.payable import left_of
from core.billing.queries.receipts import receipt_lines
from core.errors import Refused
from core.language import Language
from core.money import dollars

COUNTS = frozenset({PaymentState.SUCCEEDED, PaymentState.REVERSED})


def receipt_paper(
    session: Session, payment: Payment, sender: Sender, *, language: Language | None = None
) -> Paper:
    """What came, how, and what it is counted towards now. Refuses a payment that never succeeded."""
    if payment.state not in COUNTS:
        raise Refused("There is no receipt for a payment that has not succeeded.")
    payer = payment.payer
    spoken = language or Language(payer.language)
    told = around(
        sender,
        spoken,
        title=word("receipt", spoken),
        number=f"#{payment.id}",
        facts=_facts(payment, spoken),
        to=(
            word("received_from", spoken),
            [payer.display_name, *lines_of(payer.billing_address)],
        ),
        stamp=word("void", spoken) if payment.state is PaymentState.REVERSED else "",
    )
    is_in = payment.kind is PaymentKind.PAYMENT
    told |= {
        "thanks": word("thanks" if is_in else "gave_back", spoken),
        "amount": dollars(payment.amount_cents),
        "heads": [word(name, spoken) for name in ("counted", "amount", "still_owed")],
        "rows": _rows(session, payment, spoken),
        "notes": _notes(session, payment, sender, spoken),
    }
    return Paper(Form.RECEIPT, told, payment.received_on, f"receipt-{payment.id}.pdf")


def _facts(payment: Payment, language: Language) -> list[tuple[str, str]]:
    facts = [
        (word("received", language), long_day(payment.received_on, language)),
        (word("how", language), word(f"method.{payment.method.value}", language)),
    ]
    if payment.check_number:
        facts.append((word("check_number", language), payment.check_number))
    return facts


def _rows(session: Session, payment: Payment, language: Language) -> list[list[str]]:
    return [
        [
            word("of_invoice", language, number=str(each.number)),
            dollars(each.cents),
            "" if each.left_cents is None else dollars(each.left_cents),
        ]
        for each in receipt_lines(session, payment)
    ]


def _notes(session: Session, payment: Payment, sender: Sender, language: Language) -> list[str]:
    left = left_of(session, [payment.id]).get(payment.id, 0)
    unused = [word("unapplied", language, amount=dollars(left))] if left > 0 else []
    return [*unused, questions(sender, language)]
