"""How a test database returns to its clean state: by SQL inside the server, in one round trip.

Deleting beats TRUNCATE here, which makes new files for every table, however empty.
"""

from sqlalchemy import text
from sqlalchemy.engine import Connection

# Runs past foreign keys and append-only triggers, which guard the product, not the broom.
SWEEP = "SELECT testing.sweep()"

SNAPSHOT = """
CREATE SCHEMA testing;

CREATE TABLE testing.sequences AS
    SELECT sequencename AS name, start_value, last_value
    FROM pg_sequences WHERE schemaname = 'public';

CREATE FUNCTION testing.columns_of(name text) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = format('public.%I', name)::regclass
      AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
$$;

CREATE TABLE testing.kept (name text PRIMARY KEY);

DO $$
DECLARE
    name text;
    filled boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE testing.%I AS TABLE public.%I', 'kept_' || name, name);
            INSERT INTO testing.kept VALUES (name);
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION testing.sweep() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text;
    columns text;
    counter record;
    reached bigint;
BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR name IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('DELETE FROM public.%I', name);
    END LOOP;
    FOR name IN SELECT k.name FROM testing.kept k LOOP
        columns := testing.columns_of(name);
        EXECUTE format(
            'INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM testing.%I',
            name, columns, columns, 'kept_' || name);
    END LOOP;
    FOR counter IN SELECT s.name, s.start_value, s.last_value, p.last_value AS reached
        FROM testing.sequences s
        JOIN pg_sequences p ON p.schemaname = 'public' AND p.sequencename = s.name
        WHERE p.last_value IS DISTINCT FROM s.last_value
    LOOP
        PERFORM setval(format('public.%I', counter.name)::regclass,
            coalesce(counter.last_value, counter.start_value), counter.last_value IS NOT NULL);
    END LOOP;
END $$;
"""


def take_snapshot(connection: Connection) -> None:
    """Remember the present rows and sequences as the clean state, and install the broom."""
    connection.execute(text(SNAPSHOT))
