"""The rows of statements as the database finds them: what moved an account, what is open, and where its bills went."""

from __future__ import annotations

from sqlalchemy import text

# Two are enough to tell one from several.
BILLED_TO = text(
    "SELECT DISTINCT bill_to_address FROM invoices"
    " WHERE bill_to_id = :account AND status <> 'draft' AND bill_to_address <> '' LIMIT 2"
)
# What another paid for this account, or this payer for another, moves between the two on the day it is counted.
_MOVES = """
    SELECT i.issue_on AS on_day, 1 AS turn, i.kind AS kind, i.id AS id, i.number AS number,
        i.total_cents AS cents, i.property_id AS property_id, i.po_number AS words
    FROM invoices i WHERE i.bill_to_id = :account AND i.status <> 'draft' AND i.issue_on <= :to
    UNION ALL
    SELECT i.voided_on, 2, 'void', i.id, i.number, -i.total_cents, i.property_id, i.kind
    FROM invoices i WHERE i.bill_to_id = :account AND i.status = 'void' AND i.voided_on <= :to
    UNION ALL
    SELECT p.received_on, CASE p.kind WHEN 'payment' THEN 3 ELSE 5 END, p.kind, p.id, p.id,
        CASE p.kind WHEN 'payment' THEN -p.amount_cents ELSE p.amount_cents END, NULL,
        p.method || CASE WHEN p.check_number <> '' THEN ' ' || p.check_number ELSE '' END
    FROM payments p
    WHERE p.payer_id = :account AND p.state IN ('succeeded', 'reversed') AND p.received_on <= :to
    UNION ALL
    SELECT a.effective_on, 4, 'paid_by_other', a.id, i.number, -a.amount_cents, i.property_id,
        coalesce(nullif(other.company_name, ''), other.name)
    FROM invoices i JOIN allocations a ON a.invoice_id = i.id
        LEFT JOIN payments p ON p.id = a.payment_id
        LEFT JOIN invoices c ON c.id = a.credit_note_id
        JOIN customers other ON other.id = coalesce(p.payer_id, c.bill_to_id)
    WHERE i.bill_to_id = :account AND other.id <> :account AND a.effective_on <= :to
    UNION ALL
    SELECT a.effective_on, 4, 'paid_for_other', a.id, i.number, a.amount_cents, NULL, i.bill_to_name
    FROM payments p JOIN allocations a ON a.payment_id = p.id JOIN invoices i ON i.id = a.invoice_id
    WHERE p.payer_id = :account AND i.bill_to_id <> :account AND a.effective_on <= :to
    UNION ALL
    SELECT a.effective_on, 4, 'paid_for_other', a.id, i.number, a.amount_cents, NULL, i.bill_to_name
    FROM invoices c JOIN allocations a ON a.credit_note_id = c.id JOIN invoices i ON i.id = a.invoice_id
    WHERE c.bill_to_id = :account AND c.kind = 'credit_note' AND i.bill_to_id <> :account
        AND a.effective_on <= :to
"""
_PLACE = "coalesce(nullif(place.name, ''), place.street, '')"
ACTIVITY = text(
    f"""
    WITH moves AS MATERIALIZED ({_MOVES})
    SELECT on_day, kind, number, cents, property_id, place, words, job_number, summary FROM (
        SELECT NULL AS on_day, -1 AS turn, 0 AS id, '' AS kind, 0 AS number, coalesce(sum(cents), 0) AS cents,
            NULL AS property_id, '' AS place, '' AS words, NULL AS job_number, '' AS summary
        FROM moves WHERE on_day < :from
        UNION ALL
        (SELECT on_day, turn, moves.id, moves.kind, moves.number, cents, moves.property_id, {_PLACE}, words,
             job.number, job.summary
         FROM moves LEFT JOIN properties place ON place.id = moves.property_id
             LEFT JOIN invoices doc ON doc.id = moves.id AND moves.turn <= 2
             LEFT JOIN jobs job ON job.id = doc.job_id
         WHERE on_day >= :from
         ORDER BY on_day, turn, moves.id LIMIT :most)
    ) rows ORDER BY on_day NULLS FIRST, turn, id
    """  # noqa: S608 - nothing but our own words
)
OPEN = text(
    f"""
    SELECT * FROM (
        SELECT i.issue_on AS on_day, CASE WHEN i.kind <> 'credit_note' THEN i.due_on END AS due_on, i.kind AS kind,
            i.id AS id, i.number AS number, i.total_cents AS whole,
            CASE WHEN i.kind = 'credit_note' THEN i.total_cents + (
                SELECT coalesce(sum(a.amount_cents), 0) FROM allocations a
                WHERE a.credit_note_id = i.id AND a.effective_on <= :on
            ) + (
                SELECT coalesce(sum(r.amount_cents), 0) FROM payments r
                WHERE r.returns_credit_id = i.id AND r.state = 'succeeded' AND r.received_on <= :on
            ) ELSE i.total_cents - (
                SELECT coalesce(sum(a.amount_cents), 0) FROM allocations a
                WHERE a.invoice_id = i.id AND a.effective_on <= :on
            ) END AS left_cents,
            i.property_id AS property_id, {_PLACE} AS place, i.po_number AS words,
            job.number AS job_number, job.summary AS summary
        FROM invoices i LEFT JOIN properties place ON place.id = i.property_id
            LEFT JOIN jobs job ON job.id = i.job_id
        WHERE i.bill_to_id = :account AND i.status <> 'draft'
            AND daterange(i.issue_on, i.settled_on) @> CAST(:on AS date)
        UNION ALL
        SELECT p.received_on, NULL, 'payment', p.id, p.id, -p.amount_cents, -(p.amount_cents - (
                SELECT coalesce(sum(a.amount_cents), 0) FROM allocations a
                WHERE a.payment_id = p.id AND a.effective_on <= :on
            ) - (
                SELECT coalesce(sum(r.amount_cents), 0) FROM payments r
                WHERE r.returns_id = p.id AND r.state = 'succeeded' AND r.received_on <= :on
            )), NULL, '', p.method || CASE WHEN p.check_number <> '' THEN ' ' || p.check_number ELSE '' END,
            NULL, ''
        FROM payments p
        WHERE p.payer_id = :account AND p.kind = 'payment' AND p.state IN ('succeeded', 'reversed')
            AND daterange(p.received_on, p.spent_on) @> CAST(:on AS date)
    ) items WHERE left_cents <> 0
    ORDER BY due_on NULLS LAST, on_day, number LIMIT :most
    """  # noqa: S608 - nothing but our own words
)
