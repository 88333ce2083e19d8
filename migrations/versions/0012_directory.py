"""The whole directory: tax, terms, tags, merged customers, lists brought in, what people and places are found by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# A search row's table, whose it is, and what else it holds.
SOUGHT = (("customer", "customers", ("cut",)), ("property", "properties", ()))
SORT_NAME = "lower(CASE WHEN company_name <> '' THEN company_name ELSE name END)"

# Plain words: without accents, apostrophes, capitals and punctuation, one space around each. Letters in threes: every
# three letters that stand together in a word, the first one and two of each with the space before them, and each whole.
WORDS = r"""
CREATE FUNCTION plain_words(said text) RETURNS text
    IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql
RETURN regexp_replace(
    ' ' || lower(regexp_replace(normalize(said, NFKD), '[\u0300-\u036f''’`]', '', 'g')) || ' ',
    '[^[\:alnum\:]]+', ' ', 'g');

CREATE FUNCTION word_grams(words text) RETURNS text[]
    IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql
RETURN (
    SELECT coalesce(array_agg(DISTINCT gram), '{}')
    FROM (SELECT DISTINCT word FROM string_to_table(words, ' ') AS word WHERE word <> '') AS each_word,
        LATERAL (
            SELECT substr(word, at, 3) FROM generate_series(1, length(word) - 2) AS at
            UNION ALL
            VALUES (' ' || substr(word, 1, 1)), (' ' || substr(word, 1, 2)), ('=' || word)
        ) AS found (gram)
);
"""

# Names stand before the stroke, all else behind it. Two at once who change the same customer wait for each other, and
# each then reads what the other wrote: that is why the row is locked in a statement of its own before the words are
# gathered. A table filled just now looks empty to the planner, which would read all of it for every customer: so it is
# told not to.
SEEK = """
CREATE FUNCTION words_of_customers(ids bigint[]) RETURNS TABLE (id bigint, words text, cut boolean)
    STABLE LANGUAGE sql
BEGIN ATOMIC
    SELECT c.id, CASE WHEN c.merged_into_id IS NULL THEN
        plain_words(concat_ws(' ', c.name, c.company_name, people.said)) || '|'
        || plain_words(concat_ws(' ', c.number, c.billing_address, entries.said, places.said))
        ELSE '' END, c.merged_into_id IS NULL AND places.seen > 100
    FROM customers c
    CROSS JOIN LATERAL (
        SELECT string_agg(p.first_name || ' ' || p.last_name, ' ' ORDER BY p.id)
        FROM contacts p WHERE p.customer_id = c.id) people (said)
    CROSS JOIN LATERAL (
        SELECT string_agg(e.value, ' ' ORDER BY e.id)
        FROM contact_points e JOIN contacts p ON p.id = e.contact_id
        WHERE p.customer_id = c.id) entries (said)
    CROSS JOIN LATERAL (
        SELECT string_agg(first.said, ' ' ORDER BY first.n) FILTER (WHERE first.n <= 100), count(*)
        FROM (
            SELECT row_number() OVER (ORDER BY r.id) AS n, concat_ws(' ',
                p.name, p.street, u.name, p.city, p.state, p.postal_code) AS said
            FROM property_relationships r
            JOIN properties p ON p.id = r.property_id
            LEFT JOIN units u ON u.id = r.unit_id
            WHERE r.customer_id = c.id) first) places (said, seen)
    WHERE c.id = ANY (ids);
END;

CREATE FUNCTION words_of_properties(ids bigint[]) RETURNS TABLE (id bigint, words text)
    STABLE LANGUAGE sql
BEGIN ATOMIC
    SELECT p.id, plain_words(concat_ws(' ', p.name, p.street, p.city, p.state, p.postal_code,
        (SELECT string_agg(u.name, ' ' ORDER BY u.id) FROM units u WHERE u.property_id = p.id)))
    FROM properties p WHERE p.id = ANY (ids);
END;

CREATE FUNCTION seek_customers(ids bigint[]) RETURNS void LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
BEGIN
    PERFORM FROM customer_search WHERE customer_id = ANY (ids) ORDER BY customer_id FOR UPDATE;
    UPDATE customer_search s SET words = fresh.words, cut = fresh.cut
    FROM words_of_customers(ids) fresh
    WHERE s.customer_id = fresh.id AND (s.words, s.cut) IS DISTINCT FROM (fresh.words, fresh.cut);
END $$;

CREATE FUNCTION seek_properties(ids bigint[]) RETURNS void LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
BEGIN
    PERFORM FROM property_search WHERE property_id = ANY (ids) ORDER BY property_id FOR UPDATE;
    UPDATE property_search s SET words = fresh.words
    FROM words_of_properties(ids) fresh
    WHERE s.property_id = fresh.id AND s.words <> fresh.words;
END $$;
"""

# Table by table: whose words change with a row of it, and in which columns a change matters.
_OF_CUSTOMERS = "customers"
_OF_PROPERTIES = "properties"
WATCHED = (
    (
        "contacts",
        _OF_CUSTOMERS,
        "SELECT customer_id FROM {rows}",
        "customer_id first_name last_name",
    ),
    (
        "contact_points",
        _OF_CUSTOMERS,
        "SELECT p.customer_id FROM {rows} JOIN contacts p ON p.id = contact_id",
        "contact_id value",
    ),
    (
        "property_relationships",
        _OF_CUSTOMERS,
        "SELECT customer_id FROM {rows}",
        "customer_id property_id unit_id",
    ),
    ("units", _OF_PROPERTIES, "SELECT property_id FROM {rows}", "property_id name"),
)
_LINKED = (
    "SELECT r.customer_id FROM property_relationships r WHERE r.property_id IN"
    " (SELECT id FROM arrived JOIN gone USING (id) WHERE {differs})"
)
_LIVING = _LINKED.replace("property_id", "unit_id")
# What a row says of itself, and of those linked to it.
CHANGED = (
    ("customers", _OF_CUSTOMERS, "", "name company_name number billing_address merged_into_id"),
    ("properties", _OF_PROPERTIES, "", "name street city state postal_code"),
    ("properties", _OF_CUSTOMERS, _LINKED, "name street city state postal_code"),
    ("units", _OF_CUSTOMERS, _LIVING, "name"),
)
_FOLLOW = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
BEGIN
    {gather}
    IF cardinality(ids) > 0 THEN
        PERFORM seek_{whose}(ids);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {event} ON {table}
    {referencing} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
_FIRST = """
CREATE FUNCTION {table}_insert_sought() RETURNS trigger LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
BEGIN
    INSERT INTO {one}_search ({columns})
    SELECT fresh.*
    FROM words_of_{table}((SELECT array_agg(id) FROM arrived)) fresh;
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_insert_sought AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT
    EXECUTE FUNCTION {table}_insert_sought();
"""


def _differs(columns: str) -> str:
    """Whether the row says something else than before, in SQL."""
    sides = (
        ", ".join(f"{side}.{name}" for name in columns.split()) for side in ("arrived", "gone")
    )
    return " IS DISTINCT FROM ".join(f"({side})" for side in sides)


def upgrade() -> None:
    """Columns and tables first, then what keeps the search rows true, then the words of all who are there."""
    _customers()
    _places()
    _tags()
    _imports()
    _search()


def _customers() -> None:
    for column in (
        sa.Column("language", sa.String(40), server_default="en", nullable=False),
        sa.Column("tax_exempt", sa.Boolean, server_default="false", nullable=False),
        sa.Column("tax_certificate_blob_id", sa.BigInteger),
        sa.Column("tax_certificate_expires_on", sa.Date),
        sa.Column("payment_terms_days", sa.Integer, server_default="30", nullable=False),
        sa.Column("merged_into_id", sa.BigInteger),
        sa.Column("import_key", sa.String(100)),
        sa.Column("sort_name", sa.Text, sa.Computed(SORT_NAME, persisted=True), nullable=False),
    ):
        op.add_column("customers", column)
    op.create_foreign_key(
        "fk_customers_tax_certificate_blob_id", "customers", "blobs", ["tax_certificate_blob_id"], ["id"]
    )  # fmt: skip
    op.create_foreign_key(
        "fk_customers_merged_into_id", "customers", "customers", ["merged_into_id"], ["id"]
    )
    op.create_unique_constraint("uq_customers_import_key", "customers", ["import_key"])
    op.create_index("ix_customers_merged_into_id", "customers", ["merged_into_id"])
    op.create_index("ix_customers_sort", "customers", ["sort_name", "id"])
    op.create_index("ix_customers_kind_sort", "customers", ["kind", "sort_name", "id"])
    op.add_column("contacts", sa.Column("import_key", sa.String(100)))
    op.create_unique_constraint("uq_contacts_import_key", "contacts", ["import_key"])


def _places() -> None:
    op.add_column("properties", sa.Column("tax_rate_thousandths", sa.Integer))
    op.add_column("properties", sa.Column("import_key", sa.String(100)))
    op.create_unique_constraint("uq_properties_import_key", "properties", ["import_key"])
    op.create_index("ix_properties_street_id", "properties", ["street", "id"])
    op.create_index(
        "ix_properties_financially_responsible_customer_id",
        "properties",
        ["financially_responsible_customer_id"],
    )


def _tags() -> None:
    op.create_table(
        "tags",
        sa.Column("name", sa.String(40), nullable=False),
        *_row(),
        sa.PrimaryKeyConstraint("id", name="pk_tags"),
    )
    op.create_index("uq_tags_name", "tags", [sa.text("lower(name)")], unique=True)
    for one, many in (("customer", "customers"), ("job", "jobs")):
        name = f"{one}_tags"
        op.create_table(
            name,
            sa.Column(f"{one}_id", sa.BigInteger, nullable=False),
            sa.Column("tag_id", sa.BigInteger, nullable=False),
            sa.PrimaryKeyConstraint(f"{one}_id", "tag_id", name=f"pk_{name}"),
            sa.ForeignKeyConstraint([f"{one}_id"], [f"{many}.id"], name=f"fk_{name}_{one}_id"),
            sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=f"fk_{name}_tag_id"),
        )
        op.create_index(f"ix_{name}_tag_id", name, ["tag_id", f"{one}_id"])


def _row() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.BigInteger, sa.Identity(always=False), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
    )


def _imports() -> None:
    counted = ("lines", "wrong", "made", "changed", "same")
    op.create_table(
        "directory_imports",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), server_default="checking", nullable=False),
        sa.Column("file_name", sa.String(200), server_default="", nullable=False),
        sa.Column("blob_id", sa.BigInteger, nullable=False),
        sa.Column("problems_blob_id", sa.BigInteger),
        sa.Column("started_by_id", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Integer, server_default="0", nullable=False) for name in counted),
        sa.Column("reason", sa.String(300), server_default="", nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        *_row(),
        sa.PrimaryKeyConstraint("id", name="pk_directory_imports"),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"], name="fk_directory_imports_blob_id"),
        sa.ForeignKeyConstraint(
            ["problems_blob_id"], ["blobs.id"], name="fk_directory_imports_problems_blob_id"
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["staff_users.id"], name="fk_directory_imports_started_by_id"
        ),
    )


def _search() -> None:
    op.execute(WORDS)
    for one, many, more in SOUGHT:
        name = f"{one}_search"
        op.create_table(
            name,
            sa.Column(f"{one}_id", sa.BigInteger, nullable=False),
            sa.Column("words", sa.Text, nullable=False),
            *(sa.Column(flag, sa.Boolean, nullable=False) for flag in more),
            sa.Column(
                "grams",
                postgresql.ARRAY(sa.Text),
                sa.Computed("word_grams(words)", persisted=True),
                nullable=False,
            ),
            sa.PrimaryKeyConstraint(f"{one}_id", name=f"pk_{name}"),
            sa.ForeignKeyConstraint(
                [f"{one}_id"], [f"{many}.id"], name=f"fk_{name}_{one}_id", ondelete="CASCADE"
            ),
        )
    op.execute(SEEK)
    for one, many, more in SOUGHT:
        columns = ", ".join((f"{one}_id", "words", *more))
        op.execute(
            f"INSERT INTO {one}_search ({columns}) SELECT fresh.*"  # noqa: S608
            f" FROM words_of_{many}((SELECT array_agg(id) FROM {many})) fresh"
        )
        op.execute(_FIRST.format(table=many, one=one, columns=columns))
        op.create_index(
            f"ix_{one}_search_grams", f"{one}_search", ["grams"], postgresql_using="gin"
        )
    op.create_index(
        "ix_customer_search_cut",
        "customer_search",
        ["customer_id"],
        postgresql_where=sa.text("cut"),
    )
    _watch()


def _watch() -> None:
    for table, whose, whom, columns in WATCHED:
        for event, rows in (("insert", "arrived"), ("delete", "gone")):
            _follow(table, event, whose, whom.format(rows=rows))
        moved = (
            f"(SELECT {{rows}}.* FROM arrived JOIN gone USING (id) WHERE {_differs(columns)}) moved"  # noqa: S608
        )
        both = (whom.format(rows=moved.format(rows=rows)) for rows in ("arrived", "gone"))
        _follow(table, "update", whose, " UNION ".join(both))
    for table, whose, linked, columns in CHANGED:
        differs = _differs(columns)
        itself = f"SELECT id FROM arrived JOIN gone USING (id) WHERE {differs}"  # noqa: S608
        _follow(table, "update", whose, linked.format(differs=differs) or itself)


def _follow(table: str, event: str, whose: str, whom: str) -> None:
    sides = {"insert": "NEW TABLE AS arrived", "delete": "OLD TABLE AS gone"}
    seen = sides.get(event, " ".join(sides.values()))
    op.execute(
        _FOLLOW.format(
            table=table,
            event=event,
            whose=whose,
            name=_trigger(table, event, whose),
            gather=f"ids := ARRAY({whom});",
            referencing=f"REFERENCING {seen}",
        )
    )


def _trigger(table: str, event: str, whose: str) -> str:
    return f"{table}_{event}_seek_{whose}"


def downgrade() -> None:
    """As it was: what was only known here is forgotten."""
    names = [
        *(
            _trigger(table, event, whose)
            for table, whose, _, _ in WATCHED
            for event in ("insert", "delete", "update")
        ),
        *(_trigger(table, "update", whose) for table, whose, _, _ in CHANGED),
        *(f"{many}_insert_sought" for _, many, _ in SOUGHT),
    ]
    for name in names:
        op.execute(f"DROP FUNCTION {name}() CASCADE")
    for name in ("customers", "properties"):
        op.execute(f"DROP FUNCTION seek_{name}(bigint[])")
        op.execute(f"DROP FUNCTION words_of_{name}(bigint[])")
    for name in ("customer_search", "property_search", "directory_imports"):
        op.drop_table(name)
    op.execute("DROP FUNCTION word_grams(text)")
    op.execute("DROP FUNCTION plain_words(text)")
    for name in ("customer_tags", "job_tags", "tags"):
        op.drop_table(name)
    op.drop_index("ix_properties_financially_responsible_customer_id", table_name="properties")
    op.drop_index("ix_properties_street_id", table_name="properties")
    op.drop_column("properties", "import_key")
    op.drop_column("properties", "tax_rate_thousandths")
    op.drop_column("contacts", "import_key")
    for column in (
        "sort_name",
        "import_key",
        "merged_into_id",
        "payment_terms_days",
        "tax_certificate_expires_on",
        "tax_certificate_blob_id",
        "tax_exempt",
        "language",
    ):
        op.drop_column("customers", column)
