"""Whom the measured company knows: customers with their people, places and links, staff and technicians.

Numbers are given by hand, so that every later part knows without looking who lives where: customer n lives at property
n, every fourth property belongs to a manager as well, and the first manager has fifty times as many as others.
"""

from __future__ import annotations

from sqlalchemy import text

# Customers of these numbers manage the properties of others; 200 is the largest of them.
MANAGER_EVERY = 200
_NAMES = """
    (string_to_array('Robert Maria James John Patricia Jennifer Michael Linda William Elizabeth José Guadalupe Daniel'
        ' Nancy Thomas Karen Ana Luis', ' '))[1 + (hashint4(n) & 2147483647) % 18]
"""
_LAST = """
    (string_to_array('Garcia Hernandez Martin Lopez Smith Johnson Williams Brown Davis Miller Wilson Moore Taylor'
        ' Anderson Nguyen Keller', ' '))[1 + (hashint4(n * 7) & 2147483647) % 16] || substr(md5((n % 499)::text), 1, 2)
"""
_CUSTOMERS = text(
    f"""
    INSERT INTO customers (id, number, kind, name, company_name, created_at)
    SELECT n, 10000 + n, CASE WHEN n % 20 = 0 THEN 'commercial' ELSE 'residential' END, {_NAMES} || ' ' || {_LAST},
        CASE WHEN n % 20 > 0 THEN '' WHEN n % {MANAGER_EVERY} = 0 THEN {_LAST} || ' Property Management'
            ELSE {_LAST} || ' Bakery' END,
        clock_timestamp() - (CAST(:customers AS int) - n) * interval '3650 days' / CAST(:customers AS int)
    FROM generate_series(1, CAST(:customers AS int)) n
    """
)
# Every fourth customer has a second person.
_CONTACTS = text(
    """
    INSERT INTO contacts (id, customer_id, first_name, last_name, role)
    SELECT id, id, split_part(name, ' ', 1), split_part(name, ' ', 2), '' FROM customers
    UNION ALL
    SELECT CAST(:customers AS int) + id, id, 'Sam', split_part(name, ' ', 2), 'Partner' FROM customers WHERE id % 4 = 0
    """
)
_POINTS = text(
    """
    INSERT INTO contact_points (id, contact_id, kind, value)
    SELECT id, id, 'phone', '+1312' || lpad(id::text, 7, '0') FROM customers
    UNION ALL
    SELECT CAST(:customers AS int) + id, id, 'email', 'p' || id || '@mail.example' FROM customers WHERE id % 10 < 7
    """
)
_PROPERTIES = text(
    """
    INSERT INTO properties (id, name, street, city, state, postal_code, kind, time_zone)
    SELECT n, CASE WHEN n % 500 = 0 THEN 'House ' || n ELSE '' END,
        (100 + n * 37 % 9899) || ' ' || (string_to_array('Oak Elm Maple Cedar Pine Main Lake Hill Park Quince Lincoln',
            ' '))[1 + n % 11] || (ARRAY[' Street', ' Avenue', ' Road'])[1 + n % 3],
        (ARRAY['Springfield', 'Chatham', 'Rochester'])[1 + n % 3], 'IL', (62700 + n % 90)::text,
        CASE WHEN n % 4 = 0 THEN 'rental' WHEN n % 20 = 1 THEN 'business' ELSE 'home' END, 'America/Chicago'
    FROM generate_series(1, CAST(:customers AS int)) n
    """
)
_UNITS = text(
    """
    INSERT INTO units (id, property_id, name)
    SELECT place / 500 * 40 + n, place, (100 * (1 + n / 10) + n % 10)::text
    FROM generate_series(500, CAST(:customers AS int), 500) place, generate_series(0, 39) n
    """
)
_LINKS = text(
    f"""
    INSERT INTO property_relationships (property_id, customer_id, unit_id, type_id, is_primary)
    SELECT n, n, NULL::bigint, (SELECT id FROM relationship_types WHERE name = 'Primary'), true
    FROM generate_series(1, CAST(:customers AS int)) n
    UNION ALL
    SELECT n, {MANAGER_EVERY} * (1 + n / 4 % (CAST(:customers AS int) / {MANAGER_EVERY})), NULL,
        (SELECT id FROM relationship_types WHERE name = 'Property Manager'), false
    FROM generate_series(4, CAST(:customers AS int), 4) n
    UNION ALL
    SELECT n, {MANAGER_EVERY}, NULL, (SELECT id FROM relationship_types WHERE name = 'Property Manager'), false
    FROM generate_series(1, CAST(:customers AS int), 40) n
    UNION ALL
    SELECT property_id, 1 + id * 11 % CAST(:customers AS int), id,
        (SELECT id FROM relationship_types WHERE name = 'Tenant'), false FROM units
    """
)
_TAGS = text(
    """
    WITH made AS (INSERT INTO tags (id, name) SELECT n, 'Tag ' || n FROM generate_series(1, 40) n)
    INSERT INTO customer_tags (customer_id, tag_id)
    SELECT n, 1 + n / 10 % 40 FROM generate_series(10, CAST(:customers AS int), 10) n
    """
)
_ALERTS = text(
    """
    WITH said AS (
        INSERT INTO consents (channel, address, topic, state, source)
        SELECT 'sms', value, 'job_updates', CASE WHEN id % 30 = 0 THEN 'opted_out' ELSE 'opted_in' END, 'staff'
        FROM contact_points WHERE kind = 'phone' AND id % 3 = 0
    )
    INSERT INTO alert_subscriptions (customer_id, status_id)
    SELECT c.id, s.id FROM customers c, job_statuses s WHERE s.subscribed_by_default AND c.id % 2 = 0
    """
)
# Who signs in for the measurement is the first of them.
_STAFF = text(
    """
    INSERT INTO staff_users (name, email, role, password_hash)
    SELECT 'Colleague ' || n, 'colleague' || n || '@fixline.example', 'dispatcher', 'none'
    FROM generate_series(2, 30) n
    """
)
_CREW = text(
    """
    WITH crew AS (
        INSERT INTO technicians (id, name, phone)
        SELECT n, 'Technician ' || n, '+1773555' || lpad(n::text, 4, '0') FROM generate_series(1, 60) n
    ), hours AS (
        INSERT INTO working_hours (technician_id, weekday, starts, ends)
        SELECT n, day, '08:00', '17:00' FROM generate_series(1, 60) n, generate_series(0, 4) day
    ), trades AS (
        INSERT INTO technician_skills (technician_id, business_unit_id)
        SELECT n, b.id FROM generate_series(1, 60) n, business_units b WHERE (n + b.id) % 3 = 0
    )
    INSERT INTO time_off (technician_id, starts_at, ends_at, reason)
    SELECT n, day, day + interval '2 days', 'Vacation' FROM generate_series(1, 60) n, generate_series(0, 39) k,
        LATERAL (SELECT current_date - k * 90 + n AS day) made
    """
)
# The triggers are asleep: what people and places are found by is written here.
_SOUGHT = text(
    """
    INSERT INTO customer_search (customer_id, words, cut)
    SELECT fresh.* FROM words_of_customers((SELECT array_agg(id) FROM customers)) fresh
    """
)
_SOUGHT_PLACES = text(
    """
    INSERT INTO property_search (property_id, words)
    SELECT fresh.* FROM words_of_properties((SELECT array_agg(id) FROM properties)) fresh
    """
)
_LOOKED_AT = text(
    "ANALYZE customers, contacts, contact_points, properties, units, property_relationships"
)
PEOPLE = (
    _CUSTOMERS, _CONTACTS, _POINTS, _PROPERTIES, _UNITS, _LINKS, _TAGS, _ALERTS, _STAFF, _CREW, _LOOKED_AT, _SOUGHT,
    _SOUGHT_PLACES,
)  # fmt: skip
