"""What the measured company earned: an invoice for nearly every job, payments, monthly batches for the books,
reminders, statements and a price book.
"""

from __future__ import annotations

from sqlalchemy import text

# The first month of the ten years; a batch's number is how many months it is after that.
_MONTH = """
    ((extract(year FROM {day}) - extract(year FROM current_date - 3652)) * 12
        + extract(month FROM {day}) - extract(month FROM current_date - 3652) + 1)::int
"""
_BATCHES = text(
    f"""
    INSERT INTO batches (id, title, from_on, to_on, state, posted_at, posted_by)
    SELECT {_MONTH.format(day="day")}, to_char(day, 'FMMonth YYYY'), day::date, (day + interval '1 month')::date - 1,
        CASE WHEN day = date_trunc('month', current_date) THEN 'open' ELSE 'exported' END,
        CASE WHEN day < date_trunc('month', current_date) THEN day + interval '35 days' END,
        CASE WHEN day < date_trunc('month', current_date) THEN 'Colleague 2' ELSE '' END
    FROM generate_series(date_trunc('month', current_date - 3652), date_trunc('month', current_date),
        interval '1 month') AS day
    """
)
# Half of the work done in these days has its draft; the oldest of what is owed is two years old.
_INVOICES = text(
    f"""
    INSERT INTO invoices (id, number, kind, status, review, export, job_id, property_id, business_unit_id, bill_to_id,
        bill_to_source, bill_to_name, issue_on, due_on, issued_at, net_cents, total_cents, settled_on, batch_id,
        created_at)
    SELECT j.id, CASE WHEN issued THEN j.id END, 'invoice', CASE WHEN NOT issued THEN 'draft'
            WHEN j.id % 200 = 9 THEN 'void' ELSE 'issued' END,
        CASE WHEN j.id > CAST(:jobs AS int) * 0.99 THEN 'needs_review' ELSE 'reviewed' END,
        CASE WHEN issued AND day < date_trunc('month', current_date) THEN 'exported' ELSE 'pending' END, j.id,
        j.property_id, j.business_unit_id, j.customer_id, 'job_customer', coalesce(nullif(c.company_name, ''), c.name),
        CASE WHEN issued THEN day END, CASE WHEN issued THEN day + 30 END, CASE WHEN issued THEN j.status_since END,
        cents, cents, CASE WHEN s.category = 'paid' OR j.id % 200 = 9 AND issued THEN least(day + 20, current_date) END,
        CASE WHEN issued THEN {_MONTH.format(day="day")} END, j.status_since
    FROM jobs j JOIN job_statuses s ON s.id = j.status_id JOIN customers c ON c.id = j.customer_id
    CROSS JOIN LATERAL (SELECT s.category <> 'completed' AS issued,
        least(j.status_since::date + 2, current_date) AS day, 8000 + j.id * 37 % 900 * 100 AS cents) made
    WHERE s.category IN ('invoiced', 'paid') OR s.category = 'completed' AND j.id % 2 = 0
    """
)
_LINES = text(
    """
    INSERT INTO invoice_lines (invoice_id, position, kind, words, quantity_thousandths, unit_price_cents, net_cents)
    SELECT id, line, CASE WHEN line = 1 THEN 'labour' ELSE 'material' END, 'Work as agreed', 1000, total_cents / 2,
        total_cents / 2
    FROM invoices, generate_series(1, 2) line
    """
)
# Of a hundred and fifty payments one is not used up.
_PAYMENTS = text(
    """
    INSERT INTO payments (id, kind, payer_id, method, state, received_on, amount_cents, check_number, settled_at,
        spent_on, taken_by, export, batch_id, created_at)
    SELECT id, 'payment', bill_to_id, (ARRAY['card', 'check', 'cash', 'ach', 'check'])[1 + id % 5], 'succeeded',
        settled_on, total_cents + CASE WHEN id % 151 = 0 THEN 500 ELSE 0 END,
        CASE WHEN id % 5 IN (1, 4) THEN (id % 10000)::text ELSE '' END, settled_on,
        CASE WHEN id % 151 > 0 THEN settled_on END, 'Colleague 3', export, batch_id, settled_on
    FROM invoices WHERE settled_on IS NOT NULL AND status = 'issued'
    UNION ALL
    SELECT CAST(:jobs AS int) + id, 'payment', bill_to_id, 'card',
        CASE WHEN id % 400 = 0 THEN 'pending' ELSE 'failed' END,
        due_on, total_cents, '', NULL, NULL, 'Colleague 3', 'pending', NULL, due_on
    FROM invoices WHERE id % 200 = 0 AND due_on <= current_date
    """
)
_ALLOCATIONS = text(
    """
    INSERT INTO allocations (payment_id, invoice_id, amount_cents, effective_on, batch_id, created_at)
    SELECT id, id, total_cents, settled_on, batch_id, settled_on
    FROM invoices WHERE settled_on IS NOT NULL AND status = 'issued'
    """
)
_SUMS = text(
    """
    UPDATE batches b SET sums = d.sums || m.sums || a.sums
    FROM (SELECT batch_id, jsonb_build_object('documents', count(*), 'charged', sum(total_cents)) AS sums
            FROM invoices GROUP BY batch_id) d,
        (SELECT batch_id, jsonb_build_object('movements', count(*), 'came', sum(amount_cents)) AS sums
            FROM payments GROUP BY batch_id) m,
        (SELECT batch_id, jsonb_build_object('applications', count(*)) AS sums FROM allocations GROUP BY batch_id) a
    WHERE b.state <> 'open' AND d.batch_id = b.id AND m.batch_id = b.id AND a.batch_id = b.id
    """
)
_REMINDERS = text(
    """
    INSERT INTO reminders (invoice_id, level, balance_cents, reminded_on, told_at)
    SELECT id, level, total_cents, due_on + 10 * level, due_on + 10 * level
    FROM invoices, generate_series(1, 3) level
    WHERE status = 'issued' AND due_on + 10 * level <= current_date AND (settled_on IS NULL OR id % 30 = 0)
    ORDER BY due_on, level
    """
)
_STATEMENTS = text(
    """
    WITH runs AS (
        INSERT INTO statement_runs (id, kind, from_on, to_on, accounts, started_by, done_at)
        SELECT n, 'activity', current_date - 30 * (25 - n), current_date - 30 * (24 - n), 600, 'Colleague 3',
            clock_timestamp() FROM generate_series(1, 24) n
    )
    INSERT INTO statements_sent (run_id, customer_id, contact_point_id, opening_cents, closing_cents, message_id)
    SELECT n, customer, customer, 0, 12500, 1 FROM generate_series(1, 24) n, generate_series(1, 600) customer
    """
)
_PRICES = text(
    """
    INSERT INTO pricebook_items (kind, code, name, words, unit_price_cents)
    SELECT (ARRAY['service', 'material', 'labour'])[1 + n % 3], 'P' || n, 'Item ' || n, 'As agreed', 100 * n
    FROM generate_series(1, 1500) n
    """
)
MONEY = (
    _BATCHES,
    _INVOICES,
    _LINES,
    _PAYMENTS,
    _ALLOCATIONS,
    _SUMS,
    _REMINDERS,
    _STATEMENTS,
    _PRICES,
)
