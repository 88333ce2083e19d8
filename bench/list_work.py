"""What the measured company does: ten years of jobs with their visits, requests, estimates and equipment.

The company grows, so that the last year brought a fifth of all; of each fifty jobs one is the largest manager's.
"""

from __future__ import annotations

from sqlalchemy import text

from bench.list_people import MANAGER_EVERY

# Of job n: where it is, whose, when it was opened, and the day of its visit, up to a fortnight later.
JOBS_MADE = f"""
    SELECT n, place, CASE WHEN n % 50 = 0 THEN {MANAGER_EVERY}
            WHEN place % 4 = 0 THEN {MANAGER_EVERY} * (1 + place / 4 % (CAST(:customers AS int) / {MANAGER_EVERY}))
            ELSE place END AS customer,
        opened, (opened + n * 13 % 14 * interval '1 day')::date AS visit_on
    FROM generate_series(1, CAST(:jobs AS int)) n,
        LATERAL (SELECT CASE WHEN n % 50 = 0 THEN 1 + 40 * (n / 50 % (CAST(:customers AS int) / 40))
            WHEN n % 4 = 1 THEN 4 * (1 + n / 4 % (CAST(:customers AS int) / 4))
            WHEN n % 1000 = 7 THEN 500
            ELSE 1 + (n::bigint * 7919 % CAST(:customers AS int))::int END AS place) p,
        LATERAL (SELECT least(clock_timestamp(), date_trunc('day', clock_timestamp()
            - (1 - sqrt(n::float / CAST(:jobs AS int))) * interval '3650 days')
            + (8 + n % 10) * interval '1 hour' + n * 7 % 60 * interval '1 minute') AS opened) o
"""
_JOBS = text(
    f"""
    INSERT INTO jobs (id, number, customer_id, property_id, business_unit_id, job_type_id, status_id, priority, summary,
        booking_id, created_at, status_since, search_words)
    SELECT n, n, customer, place, (SELECT min(id) FROM business_units) + n % 6,
        (SELECT min(id) FROM job_types) + n % 5, s.id,
        CASE WHEN n % 10000 = 0 THEN 'emergency' WHEN n % 40 = 0 THEN 'high' ELSE 'normal' END, said,
        CASE WHEN n % 3 = 0 THEN n / 3 END, opened, greatest(opened, least(visit_on, clock_timestamp())),
        array_to_tsvector(string_to_array(trim(plain_words(concat_ws(' ', n, said, c.name, c.company_name, p.name,
            p.street, p.city, p.postal_code))), ' '))
    FROM ({JOBS_MADE}) made
    JOIN customers c ON c.id = customer JOIN properties p ON p.id = place
    CROSS JOIN LATERAL (SELECT (ARRAY['Sink drains slowly', 'No hot water', 'Furnace is cold', 'Outlet is dead',
        'Gate does not close'])[1 + n % 5] || (ARRAY[' in the kitchen', ' upstairs', ' since last night', ''])
        [1 + n % 4] AS said) w
    JOIN job_statuses s ON s.is_default AND s.category = CASE
        WHEN n % 17 = 0 THEN 'canceled'
        WHEN n % 1500 = 3 THEN 'on_hold'
        WHEN visit_on > current_date THEN CASE WHEN n % 5 = 0 THEN 'booked' ELSE 'scheduled' END
        WHEN visit_on = current_date THEN (ARRAY['scheduled', 'dispatched', 'in_progress', 'completed'])[1 + n % 4]
        WHEN visit_on > current_date - 4 THEN 'completed'
        WHEN visit_on > current_date - 40 AND n % 3 > 0 THEN 'invoiced'
        WHEN visit_on > current_date - 730 AND n % 40 = 1 THEN 'invoiced'
        ELSE 'paid' END
    """
)
# Every twelfth job had a visit that was called off; a booked one has none yet.
_VISITS = text(
    """
    INSERT INTO appointments (id, job_id, window_start, window_end, state, created_at)
    SELECT a.id, j.id, a.day + interval '14 hours' + j.id % 9 * interval '1 hour',
        a.day + interval '16 hours' + j.id % 9 * interval '1 hour', CASE
            WHEN a.off OR s.category = 'canceled' THEN 'canceled' WHEN s.category = 'scheduled' THEN 'scheduled'
            WHEN s.category = 'dispatched' THEN 'dispatched' WHEN s.category = 'in_progress' THEN 'arrived'
            WHEN s.category = 'on_hold' THEN 'canceled' ELSE 'done' END, j.created_at
    FROM jobs j JOIN job_statuses s ON s.id = j.status_id AND s.category <> 'booked'
    CROSS JOIN LATERAL (
        SELECT j.id, (j.created_at + j.id * 13 % 14 * interval '1 day')::date AS day, false AS off
        UNION ALL
        SELECT CAST(:jobs AS int) + j.id, j.created_at::date, true WHERE j.id % 12 = 0) a
    """
)
# One in six of the coming visits has nobody yet; one in ten was declined by another.
_HANDS = text(
    """
    INSERT INTO assignments (appointment_id, technician_id, state, answered_at)
    SELECT id, 1 + id * 7 % 60, CASE WHEN state = 'canceled' THEN 'withdrawn' ELSE 'accepted' END, created_at
    FROM appointments WHERE state <> 'scheduled' OR id % 6 > 0
    UNION ALL
    SELECT id, 1 + id * 11 % 60, 'declined', created_at FROM appointments WHERE id % 10 = 0
    """
)
_JOB_TAGS = text(
    """
    INSERT INTO job_tags (job_id, tag_id)
    SELECT n, 1 + n / 10 % 40 FROM generate_series(10, CAST(:jobs AS int), 10) n
    """
)
_BOOKINGS = text(
    """
    INSERT INTO bookings (id, source, status, summary, raw_words, customer_id, property_id, requester_contact_id,
        requester_address, urgency, created_at)
    SELECT j.booking_id, (ARRAY['sms', 'email', 'phone', 'portal', 'third_party'])[1 + j.id % 5],
        CASE WHEN j.booking_id % 20 = 0 THEN 'dismissed' ELSE 'converted' END, j.summary, j.summary, j.customer_id,
        j.property_id, j.customer_id, '+1312' || lpad(j.customer_id::text, 7, '0'),
        CASE WHEN j.id % 9 = 0 THEN 'urgent' ELSE '' END, j.created_at
    FROM jobs j WHERE j.booking_id IS NOT NULL
    UNION ALL
    SELECT CAST(:jobs AS int) + n, 'sms', CASE WHEN n % 4 = 0 THEN 'wait_listed' ELSE 'new' END, 'No hot water',
        'No hot water', n, n, n, '+1312' || lpad(n::text, 7, '0'), '', clock_timestamp() - n * interval '9 minutes'
    FROM generate_series(1, CAST(:customers AS int) / 400) n
    """
)
_WAITING = text(
    """
    WITH wishes AS (
        INSERT INTO wait_wishes (booking_id, business_unit_id, job_type_id, weekdays, part_of_day, state)
        SELECT b.id, (SELECT min(id) FROM business_units) + b.id % 6, (SELECT min(id) FROM job_types), '{}', 'any',
            'waiting' FROM bookings b WHERE b.status = 'wait_listed'
    )
    INSERT INTO open_slots (appointment_id, window_start, window_end, business_unit_id, technician_id)
    SELECT id, window_start, window_end, (SELECT min(id) FROM business_units) + id % 6, 1 + id % 60
    FROM appointments WHERE state = 'canceled' AND window_start > clock_timestamp()
    """
)
_CALLS = text(
    """
    INSERT INTO calls (customer_id, phone, began_at, minutes, notes, taken_by)
    SELECT customer_id, '', created_at, 4, summary, 'Colleague ' || (2 + id % 29) FROM jobs WHERE id % 5 = 0
    """
)
_ALARMS = text(
    """
    INSERT INTO emergencies (safety, words, reporter_address, job_id, property_id, acknowledged_at, acknowledged_by)
    SELECT 'gas', 'I smell gas', '+1312' || lpad(customer_id::text, 7, '0'), id, property_id,
        CASE WHEN id < CAST(:jobs AS int) - 2000 THEN created_at END, 'Technician 1'
    FROM jobs WHERE id % 500 = 0
    """
)
_ESTIMATES = text(
    """
    WITH asked AS (
        INSERT INTO estimates (id, job_id, state, title, sent_at, created_at, written_by)
        SELECT id / 10, id, CASE WHEN id % 100 = 0 THEN 'sent' WHEN id % 70 = 0 THEN 'declined' ELSE 'approved' END,
            summary, created_at, created_at, 'Colleague 2'
        FROM jobs WHERE id % 10 = 0
    )
    INSERT INTO estimate_lines (estimate_id, position, kind, description, quantity_thousandths, unit_price_cents,
        taxable)
    SELECT n, line, CASE WHEN line = 1 THEN 'labour' ELSE 'material' END, 'Line ' || line, 1000, 12500, true
    FROM generate_series(1, CAST(:jobs AS int) / 10) n, generate_series(1, 3) line
    """
)
_EQUIPMENT = text(
    """
    WITH made AS (
        INSERT INTO equipment (id, property_id, name, make, model, serial)
        SELECT n, 1 + n % CAST(:customers AS int), (ARRAY['Furnace', 'Water heater', 'Boiler', 'Panel'])[1 + n % 4],
            (ARRAY['Halvorsen', 'Brisk', 'Norden'])[1 + n % 3], 'HX-' || n % 90, 'SN' || n
        FROM generate_series(1, CAST(:customers AS int) * 3 / 2) n
    )
    INSERT INTO job_equipment (job_id, equipment_id)
    SELECT j.id, j.property_id - 1 FROM jobs j WHERE j.id % 4 = 0 AND j.property_id > 1
    """
)
_USED = text("UPDATE job_statuses SET first_used_at = clock_timestamp()")
WORK = (
    _JOBS, _VISITS, _HANDS, _JOB_TAGS, _BOOKINGS, _WAITING, _CALLS, _ALARMS, _ESTIMATES, _EQUIPMENT, _USED,
)  # fmt: skip
