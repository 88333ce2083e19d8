"""A company of 100,000 customers and 500,000 jobs, filled by SQL: rows as they would stand, the triggers asleep."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text

from core.db import Database

# Ten years of work; of a thousand jobs four are open.
_PEOPLE = text(
    """
    WITH people AS (
        INSERT INTO customers (number, kind, name, company_name)
        SELECT n, CASE WHEN n % 20 = 0 THEN 'commercial' ELSE 'residential' END,
            'Person ' || md5(n::text), CASE WHEN n % 20 = 0 THEN 'Firm ' || md5(n::text) ELSE '' END
        FROM generate_series(1, CAST(:customers AS int)) n RETURNING id, number
    ), persons AS (
        INSERT INTO contacts (customer_id, first_name, last_name)
        SELECT id, 'Person', md5(number::text) FROM people RETURNING id, customer_id
    ), points AS (
        INSERT INTO contact_points (contact_id, kind, value)
        SELECT id, 'phone', '+1312' || lpad(customer_id::text, 7, '0') FROM persons
    ), places AS (
        INSERT INTO properties (street, city, state, time_zone, import_key)
        SELECT number || ' ' || substr(md5(number::text), 1, 6) || ' Street', 'Springfield', 'IL', 'America/Chicago', id
        FROM people RETURNING id, import_key
    )
    INSERT INTO property_relationships (property_id, customer_id, type_id, is_primary)
    SELECT id, import_key::bigint, (SELECT min(id) FROM relationship_types), true FROM places
    """
)
_CREW = text(
    """
    INSERT INTO technicians (name, phone)
    SELECT 'Technician ' || n, '+1773555' || lpad(n::text, 4, '0') FROM generate_series(1, 40) n
    """
)
_TAGS = text("INSERT INTO tags (name) SELECT 'Tag ' || n FROM generate_series(1, 40) n")
_JOBS = text(
    """
    WITH ours AS (
        SELECT (SELECT min(id) FROM customers) AS customer, (SELECT min(id) FROM properties) AS place,
            (SELECT min(id) FROM business_units) AS trade, (SELECT min(id) FROM job_types) AS type,
            ARRAY(SELECT id FROM job_statuses WHERE category IN ('booked', 'scheduled', 'dispatched', 'on_hold')
                ORDER BY id) AS open,
            (SELECT id FROM job_statuses WHERE category = 'paid' AND is_default) AS paid,
            (SELECT id FROM job_statuses WHERE category = 'canceled' AND is_default) AS canceled
    )
    INSERT INTO jobs (number, customer_id, property_id, business_unit_id, job_type_id, status_id, priority, summary,
        created_at, status_since, search_words)
    SELECT n, customer + n::bigint * 7919 % CAST(:customers AS int), place + n::bigint * 7919 % CAST(:customers AS int),
        trade + n % 6, type, CASE WHEN n % 250 = 0 THEN open[1 + n / 250 % array_length(open, 1)]
            WHEN n % 17 = 0 THEN canceled ELSE paid END,
        CASE WHEN n % 10000 = 0 THEN 'emergency' WHEN n % 40 = 0 THEN 'high' ELSE 'normal' END, said,
        moment, moment, to_tsvector('simple', n || ' ' || said || ' person ' || md5(n::text))
    FROM ours, generate_series(1, CAST(:jobs AS int)) n, LATERAL (
        SELECT clock_timestamp() - (CAST(:jobs AS int) - n) * interval '3650 days' / CAST(:jobs AS int) AS moment,
            (ARRAY['Sink drains slowly', 'No hot water', 'Furnace is cold', 'Outlet is dead'])[1 + n % 4] AS said
    ) made
    """
)
_VISITS = text(
    """
    WITH visits AS (
        INSERT INTO appointments (job_id, window_start, window_end, state, created_at)
        SELECT id, day, day + interval '2 hours',
            CASE WHEN number % 250 = 0 THEN 'scheduled' ELSE 'done' END, created_at
        FROM jobs, LATERAL (SELECT date_trunc('hour', created_at + interval '2 days') AS day) made
        RETURNING id, job_id, state
    )
    INSERT INTO assignments (appointment_id, technician_id, state)
    SELECT id, (SELECT min(id) FROM technicians) + job_id % 40, 'accepted' FROM visits
    """
)
_JOB_TAGS = text(
    """
    INSERT INTO job_tags (job_id, tag_id)
    SELECT id, (SELECT min(id) FROM tags) + number % 40 FROM jobs WHERE number % 10 = 0
    """
)
_THREADS = text(
    """
    INSERT INTO conversations (channel, address, party, contact_id, last_message_at, last_words, waiting_since,
        taken_over_at)
    SELECT 'sms', value, 'tenant', contact_id, moment, 'Thank you', CASE WHEN n % 1000 = 0 THEN moment END,
        CASE WHEN n % 1000 = 0 THEN moment END
    FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM contact_points) p,
        LATERAL (SELECT clock_timestamp() - n * interval '15 minutes' AS moment) made
    """
)
_MESSAGES = text(
    """
    INSERT INTO messages (conversation_id, inbound, channel, carrier, sender, recipient, body, job_id, state,
        created_at, state_at, heard_at)
    SELECT first + n % CAST(:customers AS int), n % 3 = 0, 'sms', 'twilio', '+13125550100', '+13125550101',
        'Thank you', (SELECT min(id) FROM jobs) + n, CASE WHEN n % 3 = 0 THEN 'received' ELSE 'delivered' END,
        moment, moment, moment
    FROM (SELECT min(id) AS first FROM conversations) c, generate_series(0, CAST(:jobs AS int) - 1) n,
        LATERAL (SELECT clock_timestamp() - (CAST(:jobs AS int) - n) * interval '3650 days' / CAST(:jobs AS int)
            AS moment) m
    """
)
_BOOKINGS = text(
    """
    INSERT INTO bookings (source, status, summary, customer_id, property_id, created_at)
    SELECT 'sms', CASE WHEN n % 500 = 0 THEN 'new' ELSE 'converted' END, 'No hot water',
        (SELECT min(id) FROM customers) + n, (SELECT min(id) FROM properties) + n, clock_timestamp()
    FROM generate_series(0, CAST(:customers AS int) - 1) n
    """
)
_TASKS = text(
    """
    INSERT INTO staff_tasks (title, done_at)
    SELECT 'Call back', CASE WHEN n % 200 > 0 THEN clock_timestamp() END
    FROM generate_series(1, CAST(:customers AS int)) n
    """
)
# One in fifty is owed still, one in two hundred a draft.
_INVOICES = text(
    """
    INSERT INTO invoices (number, kind, status, job_id, property_id, bill_to_id, bill_to_source, bill_to_name, issue_on,
        due_on, net_cents, total_cents, settled_on)
    SELECT CASE WHEN number % 200 > 0 THEN number END, 'invoice',
        CASE WHEN number % 200 > 0 THEN 'issued' ELSE 'draft' END,
        id, property_id, customer_id, 'job_customer', 'Somebody', day, day + 30, 12500, 12500,
        CASE WHEN number % 50 > 0 THEN day + 20 END
    FROM jobs, LATERAL (SELECT created_at::date AS day) made
    """
)
_PAYMENTS = text(
    """
    INSERT INTO payments (kind, payer_id, method, state, received_on, amount_cents, spent_on)
    SELECT 'payment', bill_to_id, 'check', 'succeeded', settled_on, total_cents, settled_on FROM invoices
    WHERE settled_on IS NOT NULL
    """
)
_EQUIPMENT = text(
    """
    INSERT INTO equipment (property_id, name, make, model)
    SELECT id, 'Furnace', 'Halvorsen', 'HX-' || id % 90 FROM properties
    """
)
_ESTIMATES = text(
    """
    INSERT INTO estimates (job_id, state, title, sent_at)
    SELECT id, CASE WHEN number % 100 = 0 THEN 'sent' ELSE 'approved' END, summary, created_at
    FROM jobs WHERE number % 10 = 0
    """
)
PARTS = (
    _PEOPLE, _CREW, _TAGS, _JOBS, _VISITS, _JOB_TAGS, _THREADS, _MESSAGES, _BOOKINGS, _TASKS, _INVOICES, _PAYMENTS,
    _EQUIPMENT, _ESTIMATES,
)  # fmt: skip


def fill_company(database: Database, *, customers: int, jobs: int) -> None:
    """Fill it into a fresh database; each statement on its own, then the planner is told of it."""
    said: Mapping[str, int] = {"customers": customers, "jobs": jobs}
    for part in PARTS:
        with database.transaction() as session:
            session.execute(text("SET LOCAL session_replication_role = replica"))
            names = part.compile().params
            session.execute(part, {name: said[name] for name in names})
    with database.one_statement() as connection:
        connection.execute(text("VACUUM ANALYZE"))
