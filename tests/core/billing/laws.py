"""What must hold of the books whatever was done to them, as questions that find no rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.billing.model import PaymentMethod
from tests.core.billing.paying import MARCH

LAST_DAY = 80

# Each asks for rows that must not exist.
LAWS: Mapping[str, str] = {
    "an invoice's balance lies between nothing and its total, on every day": """
        SELECT invoice_id FROM (
            SELECT invoice_id, sum(sum(amount_cents)) OVER (PARTITION BY invoice_id ORDER BY effective_on) AS counted
            FROM allocations GROUP BY invoice_id, effective_on
        ) days JOIN invoices ON invoices.id = invoice_id
        WHERE counted < 0 OR counted > total_cents""",
    "nothing is counted towards what is void or a draft": """
        SELECT invoice_id FROM allocations JOIN invoices ON invoices.id = invoice_id
        WHERE status <> 'issued' GROUP BY invoice_id HAVING sum(amount_cents) <> 0""",
    "a payment never gives more than it brought": """
        SELECT p.id FROM payments p
        WHERE p.kind = 'payment' AND p.amount_cents < (
            SELECT coalesce(sum(amount_cents), 0) FROM allocations WHERE payment_id = p.id
        ) + (SELECT coalesce(sum(amount_cents), 0) FROM payments b
             WHERE b.returns_id = p.id AND b.state IN ('pending', 'succeeded'))""",
    "only what succeeded is counted towards anything": """
        SELECT p.id FROM payments p JOIN allocations a ON a.payment_id = p.id
        WHERE p.state <> 'succeeded' GROUP BY p.id HAVING sum(a.amount_cents) <> 0""",
    "what was reversed was taken back exactly once and whole": """
        SELECT p.id FROM payments p LEFT JOIN payments b ON b.returns_id = p.id AND b.kind = 'reversal'
        WHERE p.kind = 'payment' GROUP BY p.id
        HAVING (p.state = 'reversed') <> (count(b.id) = 1)
            OR coalesce(sum(b.amount_cents), 0) <> CASE WHEN p.state = 'reversed' THEN p.amount_cents ELSE 0 END""",
    "an allocation is taken back at most once, by its exact opposite": """
        SELECT r.id FROM allocations r JOIN allocations o ON o.id = r.reverses_id
        WHERE r.amount_cents <> -o.amount_cents OR r.invoice_id <> o.invoice_id
           OR r.payment_id IS DISTINCT FROM o.payment_id
           OR r.credit_note_id IS DISTINCT FROM o.credit_note_id""",
    "a credit note that is void counts towards nothing": """
        SELECT c.id FROM invoices c JOIN allocations a ON a.credit_note_id = c.id
        WHERE c.status = 'void' GROUP BY c.id HAVING sum(a.amount_cents) <> 0""",
    "what corrects something takes back no more than there was": """
        SELECT i.id FROM invoices i JOIN invoices c ON c.corrects_id = i.id
            AND c.kind = 'credit_note' AND c.status = 'issued'
        GROUP BY i.id HAVING i.net_cents + sum(c.net_cents) < 0 OR i.tax_cents + sum(c.tax_cents) < 0""",
    "an invoice is known as settled exactly when nothing is owed": """
        SELECT i.id FROM invoices i
        WHERE i.status = 'issued' AND i.kind <> 'credit_note' AND (i.settled_on IS NOT NULL) <> (
            i.total_cents = (SELECT coalesce(sum(amount_cents), 0) FROM allocations WHERE invoice_id = i.id))""",
    "a plan's instalments sum to what was owed": """
        SELECT p.id FROM payment_plans p JOIN instalments i ON i.plan_id = p.id
        GROUP BY p.id HAVING sum(i.amount_cents) <> p.total_cents""",
    "a plan is kept only when nothing is owed": """
        SELECT p.id FROM payment_plans p JOIN invoices i ON i.id = p.invoice_id
        WHERE p.state = 'kept' AND i.settled_on IS NULL""",
    "a credit note gives no more than it is worth": """
        SELECT c.id FROM invoices c JOIN allocations a ON a.credit_note_id = c.id
        GROUP BY c.id HAVING sum(a.amount_cents) > -c.total_cents OR sum(a.amount_cents) < 0""",
    "numbers have no gap": """
        SELECT max(number) FROM invoices HAVING max(number) - min(number) + 1 <> count(number)""",
    "an issued document is the sum of its lines": """
        SELECT i.id FROM invoices i LEFT JOIN invoice_lines l ON l.invoice_id = i.id
        WHERE i.status <> 'draft' GROUP BY i.id
        HAVING i.total_cents <> coalesce(sum(l.net_cents + l.tax_cents), 0)""",
    "a correcting pair sums to nothing": """
        SELECT split_group FROM invoices WHERE status = 'issued' AND corrects_id IS NOT NULL
          AND split_group IS NOT NULL
        GROUP BY split_group HAVING sum(total_cents) <> 0""",
    "one key has made one payment": """
        SELECT min(id) FROM payments GROUP BY idempotency_key HAVING idempotency_key IS NOT NULL AND count(*) > 1""",
    "one payment is announced once": """
        SELECT subject_id FROM events WHERE kind = 'payment.received' GROUP BY subject_id HAVING count(*) > 1""",
    "a job is paid only when nothing is owed on its invoices": """
        SELECT j.id FROM jobs j JOIN job_statuses s ON s.id = j.status_id
        JOIN invoices i ON i.job_id = j.id AND i.status = 'issued' AND i.kind <> 'credit_note'
        WHERE s.category = 'paid' AND i.settled_on IS NULL""",
}

# Charged - credited - received + given back = owed - credit, at the end of any day; void counts until its day.
_CONSERVED = text(
    """
    WITH documents AS (
        SELECT coalesce(sum(total_cents) FILTER (WHERE kind <> 'credit_note'), 0) AS charged,
               coalesce(-sum(total_cents) FILTER (WHERE kind = 'credit_note'), 0) AS credited
        FROM invoices
        WHERE status <> 'draft' AND issue_on <= :day AND (voided_on IS NULL OR voided_on > :day)
    ), money AS (
        SELECT coalesce(sum(CASE kind WHEN 'payment' THEN amount_cents ELSE -amount_cents END), 0) AS received
        FROM payments WHERE state IN ('succeeded', 'reversed') AND received_on <= :day
    ), counted AS (
        SELECT coalesce(sum(amount_cents) FILTER (WHERE payment_id IS NOT NULL), 0) AS of_money,
               coalesce(sum(amount_cents) FILTER (WHERE credit_note_id IS NOT NULL), 0) AS of_credit
        FROM allocations WHERE effective_on <= :day
    )
    SELECT charged - of_money - of_credit AS owed, received - of_money AS money_left,
           credited - of_credit AS credit_left, charged - credited - received AS account
    FROM documents, money, counted
    """
)


def check(session: Session) -> None:
    """Fail with the law that is broken and the rows that break it."""
    for law, statement in LAWS.items():
        broken = session.scalars(text(statement)).all()
        assert broken == [], f"{law}: {broken[:5]}"
    for days in range(0, LAST_DAY, 7):
        row = session.execute(_CONSERVED, {"day": MARCH + timedelta(days=days)}).one()
        assert row.account == row.owed - row.money_left - row.credit_left
        assert min(row.owed, row.money_left, row.credit_left) >= 0


def cash_booked(session: Session, method: PaymentMethod = PaymentMethod.CASH) -> int:
    """What the books say came in and did not go out again by this method."""
    signed = text(
        "SELECT coalesce(sum(CASE kind WHEN 'payment' THEN amount_cents ELSE -amount_cents END), 0)"
        " FROM payments WHERE method = :method AND state IN ('succeeded', 'reversed')"
    )
    return int(session.scalar(signed, {"method": method.value}) or 0)
