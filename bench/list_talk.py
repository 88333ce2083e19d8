"""What the measured company said: the history of every job, who was told of it, conversations, tasks and notices."""

from __future__ import annotations

from sqlalchemy import text

from bench.list_people import MANAGER_EVERY

# Six steps a job, as far as it came; five of six with the facts that words are made of.
_STEPS = text(
    """
    INSERT INTO events (id, kind, subject_type, subject_id, job_id, booking_id, customer_id, property_id, actor_type,
        actor_id, actor_name, before, after, facts, created_at)
    SELECT j.id * 8 + step.n, step.kind, CASE WHEN step.n = 6 THEN 'invoice' ELSE 'job' END, j.id, j.id,
        CASE WHEN step.n = 1 THEN j.booking_id END, j.customer_id, j.property_id,
        CASE WHEN step.n IN (1, 6) THEN 'staff' ELSE 'technician' END, 1 + j.id % 30, 'Colleague ' || (1 + j.id % 30),
        jsonb_build_object('status', step.was), jsonb_build_object('status', step.now),
        jsonb_build_object('job_number', j.number, 'status', step.now, 'summary', j.summary, 'customer_id',
            j.customer_id, 'property_id', j.property_id, 'time_zone', 'America/Chicago', 'priority', j.priority,
            'customer_name', 'Somebody Whoever', 'property_address', '4711 Springfield Avenue, Chatham, IL 62701'),
        j.created_at + step.n * interval '5 hours'
    FROM jobs j JOIN job_statuses s ON s.id = j.status_id
    JOIN (VALUES (1, 'job.moved', NULL, 'Booked'), (2, 'job.moved', 'Booked', 'Scheduled'),
        (3, 'assignment.accepted', NULL, NULL), (4, 'job.moved', 'Scheduled', 'Dispatched'),
        (5, 'job.moved', 'Dispatched', 'Completed'), (6, 'invoice.issued', NULL, NULL),
        (7, 'job.moved', 'Completed', 'Paid')) AS step (n, kind, was, now)
        ON step.n <= CASE s.category WHEN 'booked' THEN 1 WHEN 'canceled' THEN 2 WHEN 'scheduled' THEN 3
            WHEN 'on_hold' THEN 3 WHEN 'dispatched' THEN 4 WHEN 'in_progress' THEN 4 WHEN 'completed' THEN 5
            WHEN 'invoiced' THEN 6 ELSE 7 END
    """
)
# A conversation a customer, one in ten mails about a job of theirs, and strangers.
_THREADS = text(
    """
    INSERT INTO conversations (id, channel, address, job_id, party, contact_id, last_message_at, last_words, unread,
        emergency, waiting_since, taken_over_at, taken_over_by_id, taken_over_by, created_at)
    SELECT n, 'sms', '+1312' || lpad(n::text, 7, '0'), NULL, 'tenant', n, moment, 'Thank you', n % 900 / 890,
        n % 20000 = 7, CASE WHEN n % 700 = 0 THEN moment END, CASE WHEN n % 350 = 0 THEN moment END,
        CASE WHEN n % 700 = 350 THEN 1 + n / 350 % 30 END, '', moment
    FROM generate_series(1, CAST(:customers AS int)) n, LATERAL (SELECT clock_timestamp()
        - power((n::bigint * 7919 % CAST(:customers AS int))::float / CAST(:customers AS int), 2) * interval '3650 days'
        AS moment) m
    UNION ALL
    SELECT CAST(:customers AS int) + id / 10, 'email', 'p' || customer_id || '@mail.example', id, 'tenant', customer_id,
        created_at, 'Thank you', 0, false, NULL, NULL, NULL, '', created_at FROM jobs WHERE id % 10 = 0
    UNION ALL
    SELECT CAST(:customers AS int) + CAST(:jobs AS int) + n, 'sms', '+1999' || lpad(n::text, 7, '0'), NULL, 'unknown',
        NULL, clock_timestamp() - n * interval '2 hours', 'Who is this', 0, false, NULL, NULL, NULL, '',
        clock_timestamp()
    FROM generate_series(1, CAST(:customers AS int) / 20) n
    """
)
# Three texts a job are told by steps of it; every second job was answered.
_TOLD = text(
    """
    WITH told AS (
        INSERT INTO notifications (event_id, contact_point_id, address, message_id)
        SELECT id, customer_id, '+1312' || lpad(customer_id::text, 7, '0'), id FROM events
        WHERE kind = 'job.moved' AND after->>'status' IN ('Scheduled', 'Dispatched', 'Completed')
    ), untold AS (
        INSERT INTO notifications (event_id, contact_point_id, address, reason)
        SELECT id, CAST(:customers AS int) + customer_id, 'p' || customer_id || '@mail.example', 'not_subscribed'
        FROM events WHERE kind = 'job.moved' AND after->>'status' = 'Scheduled' AND customer_id % 10 < 7
    )
    INSERT INTO messages (id, conversation_id, inbound, channel, carrier, provider_id, sender, recipient, body, job_id,
        event_id, contact_point_id, state, priority, purpose, heard_at, created_at, state_at)
    SELECT id, customer_id, false, 'sms', 'twilio', 'SM' || md5(id::text), '+13125550100',
        '+1312' || lpad(customer_id::text, 7, '0'), 'Fixline: your job ' || job_id || ' is now '
        || (after->>'status') || '. 4711 Springfield Avenue, Chatham. Answer here with any question.', job_id, id,
        customer_id, 'delivered', 'alert', 'ordinary', NULL, created_at, created_at
    FROM events WHERE kind = 'job.moved' AND after->>'status' IN ('Scheduled', 'Dispatched', 'Completed')
    UNION ALL
    SELECT id * 8 + 8, customer_id, true, 'sms', 'twilio', 'SM' || md5('in' || id), '+1312'
        || lpad(customer_id::text, 7, '0'), '+13125550100', 'Thank you, see you then', id, NULL, NULL, 'received',
        'conversation', 'ordinary', created_at, created_at, created_at FROM jobs WHERE id % 2 = 0
    """
)
_TASKS = text(
    """
    INSERT INTO staff_tasks (title, priority, subject_type, subject_id, assigned_to_id, due_at, done_at, created_at)
    SELECT 'Call back about job ' || n, CASE WHEN n % 9 = 0 THEN 'high' ELSE 'normal' END, 'job', n,
        CASE WHEN n % 5 > 0 THEN 1 + n % 30 END, CASE WHEN n % 3 = 0 THEN moment + interval '5 days' END,
        CASE WHEN n % 3 > 0 AND n > CAST(:customers AS int) * 0.99 THEN NULL ELSE moment END, moment
    FROM generate_series(1, CAST(:customers AS int)) n, LATERAL (SELECT clock_timestamp()
        - (CAST(:customers AS int) - n) * interval '3650 days' / CAST(:customers AS int) AS moment) m
    """
)
_MENTIONS = text(
    """
    INSERT INTO mentions (staff_user_id, subject_type, subject_id, event_id, author, words, read_at)
    SELECT 1 + n % 30, 'job', n, n * 8 + 1, 'Colleague 2', 'Please look at this',
        CASE WHEN n % 100 > 0 THEN clock_timestamp() END
    FROM generate_series(1, CAST(:customers AS int) / 10) n
    """
)
_NOTICES = text(
    f"""
    WITH notices AS (
        INSERT INTO building_notices (id, form_key, title, author, sent_at)
        SELECT n, gen_random_uuid(), 'Water is off on day ' || n, 'Colleague 2', clock_timestamp()
        FROM generate_series(1, 300) n
    ), words AS (
        INSERT INTO building_notice_words (notice_id, channel, language, subject, body)
        SELECT n, 'sms', 'en', '', 'The water is off tomorrow.' FROM generate_series(1, 300) n
    ), places AS (
        INSERT INTO building_notice_places (notice_id, property_id, event_id, told_at)
        SELECT n, 500, CAST(:jobs AS int) * 8 + 100 + n, clock_timestamp() FROM generate_series(1, 300) n
    ), told AS (
        INSERT INTO notifications (event_id, contact_point_id, address)
        SELECT CAST(:jobs AS int) * 8 + 100 + n, customer_id, '+1312' || lpad(customer_id::text, 7, '0')
        FROM generate_series(1, 300) n, (SELECT DISTINCT customer_id FROM property_relationships
            WHERE property_id = 500) here
    )
    INSERT INTO events (id, kind, subject_type, subject_id, property_id, customer_id, actor_type, actor_name, after)
    SELECT CAST(:jobs AS int) * 8 + 100 + n, 'notice.sent', 'building_notice', n, 500, {MANAGER_EVERY}, 'staff',
        'Colleague 2', jsonb_build_object('title', 'Water is off') FROM generate_series(1, 300) n
    """
)
_TALLIES = text(
    """
    INSERT INTO send_tallies (slot, carrier, outcome, sends)
    SELECT slot, 'twilio', outcome, 40 FROM (VALUES ('accepted'), ('failed')) o (outcome),
        generate_series(date_bin('10 minutes', clock_timestamp(), to_timestamp(0)) - interval '365 days',
            clock_timestamp(), interval '10 minutes') slot
    """
)
_GIVEN_UP = text(
    """
    INSERT INTO outbox (kind, lane, args, attempts, last_error, dead_at)
    SELECT 'fan_out', 'talk', jsonb_build_object('event_id', n), 9, 'It does not answer', clock_timestamp()
    FROM generate_series(1, 60) n
    """
)
TALK = (_STEPS, _THREADS, _TOLD, _TASKS, _MENTIONS, _NOTICES, _TALLIES, _GIVEN_UP)
