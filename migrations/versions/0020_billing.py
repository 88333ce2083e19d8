"""Billing: pricebook, invoices, payments, plans, reminders, statements and batches, and what guards them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

CLOCK = sa.text("clock_timestamp()")

GUARDS = (
    # An invoice changes freely as a draft; once issued, only its marks may still change.
    """
    CREATE FUNCTION guard_invoice() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        marks text[] := ARRAY['status', 'review', 'export', 'voided_on', 'settled_on', 'batch_id'];
        counted bigint;
        last_day date;
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.status <> 'draft' THEN
                RAISE EXCEPTION 'invoice % is issued: it is corrected, never deleted', OLD.number
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN OLD;
        END IF;
        IF TG_OP = 'UPDATE' AND OLD.status <> 'draft' THEN
            IF to_jsonb(NEW) - marks IS DISTINCT FROM to_jsonb(OLD) - marks THEN
                RAISE EXCEPTION 'invoice % is issued: it is corrected, never changed', OLD.number
                    USING ERRCODE = 'restrict_violation';
            END IF;
            IF NEW.status <> OLD.status THEN
                IF OLD.status = 'void' OR NEW.status = 'draft' THEN
                    RAISE EXCEPTION 'invoice % cannot go back', OLD.number
                        USING ERRCODE = 'restrict_violation';
                END IF;
                SELECT coalesce(sum(amount_cents), 0), coalesce(max(effective_on), OLD.issue_on)
                    INTO counted, last_day FROM allocations
                    WHERE invoice_id = OLD.id OR credit_note_id = OLD.id;
                IF counted <> 0 OR EXISTS (
                    SELECT FROM payments
                    WHERE returns_credit_id = OLD.id AND state IN ('pending', 'succeeded')
                ) THEN
                    RAISE EXCEPTION 'invoice % has money on it: it cannot be void', OLD.number
                        USING ERRCODE = 'restrict_violation';
                END IF;
                IF NEW.voided_on IS NULL OR NEW.voided_on < last_day THEN
                    RAISE EXCEPTION 'invoice % needs the day from which it is void', OLD.number
                        USING ERRCODE = 'restrict_violation';
                END IF;
                NEW.settled_on := NEW.voided_on;
            ELSIF NEW.voided_on IS DISTINCT FROM OLD.voided_on THEN
                RAISE EXCEPTION 'invoice % is void since another day', OLD.number
                    USING ERRCODE = 'restrict_violation';
            END IF;
        END IF;
        IF NEW.status = 'issued' AND (TG_OP = 'INSERT' OR OLD.status = 'draft') THEN
            IF NEW.number IS NULL OR NEW.issue_on IS NULL OR NEW.due_on IS NULL
                OR NEW.bill_to_name = '' OR NEW.due_on < NEW.issue_on THEN
                RAISE EXCEPTION 'an issued invoice has a number, a day, a due day and a name'
                    USING ERRCODE = 'check_violation';
            END IF;
            NEW.settled_on := CASE WHEN NEW.total_cents = 0 THEN NEW.issue_on END;
        ELSIF NEW.status = 'draft' AND NEW.number IS NOT NULL THEN
            RAISE EXCEPTION 'a draft has no number' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER invoices_are_guarded BEFORE INSERT OR UPDATE OR DELETE ON invoices
        FOR EACH ROW EXECUTE FUNCTION guard_invoice()
    """,
    # Deferred to the end of the statement that issues, so that it reads the lines as they stand.
    """
    CREATE FUNCTION check_invoice_sums() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        net bigint;
        tax bigint;
    BEGIN
        SELECT coalesce(sum(net_cents), 0), coalesce(sum(tax_cents), 0) INTO net, tax
            FROM invoice_lines WHERE invoice_id = NEW.id;
        IF (NEW.net_cents, NEW.tax_cents, NEW.total_cents) IS DISTINCT FROM (net, tax, net + tax) THEN
            RAISE EXCEPTION 'invoice % is not the sum of its lines', NEW.number
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER issued_invoices_are_their_lines AFTER UPDATE OF status ON invoices
        FOR EACH ROW WHEN (OLD.status = 'draft' AND NEW.status = 'issued')
        EXECUTE FUNCTION check_invoice_sums()
    """,
    """
    CREATE FUNCTION guard_invoice_line() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        stands text;
    BEGIN
        SELECT status INTO stands FROM invoices
            WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.invoice_id ELSE OLD.invoice_id END
            FOR SHARE;
        IF stands <> 'draft' OR (TG_OP = 'UPDATE' AND NEW.invoice_id <> OLD.invoice_id) THEN
            RAISE EXCEPTION 'lines of an issued invoice are corrected, never changed'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END $$
    """,
    """
    CREATE TRIGGER invoice_lines_are_guarded BEFORE INSERT OR UPDATE OR DELETE ON invoice_lines
        FOR EACH ROW EXECUTE FUNCTION guard_invoice_line()
    """,
    """
    CREATE FUNCTION guard_allocation() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'batch_id' = to_jsonb(OLD) - 'batch_id' THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'allocations are history: they are taken back, never changed'
            USING ERRCODE = 'restrict_violation';
    END $$
    """,
    """
    CREATE TRIGGER allocations_are_history BEFORE UPDATE OR DELETE ON allocations
        FOR EACH ROW EXECUTE FUNCTION guard_allocation()
    """,
    # One look at all that a statement added: cheap for five hundred at once, and nobody gets round it.
    """
    CREATE FUNCTION weigh_allocations() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        wrong bigint;
        touched bigint[] := ARRAY(SELECT DISTINCT invoice_id FROM fresh);
    BEGIN
        PERFORM 1 FROM invoices
            WHERE id = ANY(touched || ARRAY(SELECT DISTINCT credit_note_id FROM fresh))
            ORDER BY id FOR UPDATE;
        PERFORM 1 FROM payments WHERE id = ANY(ARRAY(SELECT DISTINCT payment_id FROM fresh)) ORDER BY id FOR UPDATE;

        SELECT f.id INTO wrong FROM fresh f
            JOIN invoices i ON i.id = f.invoice_id
            LEFT JOIN payments p ON p.id = f.payment_id
            LEFT JOIN invoices c ON c.id = f.credit_note_id
            LEFT JOIN allocations r ON r.id = f.reverses_id
            WHERE (f.payment_id IS NULL) = (f.credit_note_id IS NULL)
               OR i.status <> 'issued' OR i.kind = 'credit_note'
               OR (c.id IS NOT NULL AND (c.status <> 'issued' OR c.kind <> 'credit_note'))
               OR (p.id IS NOT NULL AND (p.state <> 'succeeded' OR p.kind <> 'payment'))
               OR f.effective_on < greatest(i.issue_on, c.issue_on, p.received_on, r.effective_on)
               OR (r.id IS NULL AND f.amount_cents <= 0)
               OR (r.id IS NOT NULL AND (f.amount_cents <> -r.amount_cents
                   OR r.reverses_id IS NOT NULL OR f.invoice_id <> r.invoice_id
                   OR f.payment_id IS DISTINCT FROM r.payment_id
                   OR f.credit_note_id IS DISTINCT FROM r.credit_note_id))
            LIMIT 1;
        IF wrong IS NOT NULL THEN
            RAISE EXCEPTION 'this money cannot be counted towards this invoice on this day'
                USING ERRCODE = 'check_violation';
        END IF;

        SELECT i.id INTO wrong FROM (
            SELECT invoice_id, sum(sum(amount_cents)) OVER (PARTITION BY invoice_id ORDER BY effective_on) AS counted
            FROM allocations WHERE invoice_id = ANY(touched)
            GROUP BY invoice_id, effective_on
        ) days JOIN invoices i ON i.id = days.invoice_id
            WHERE days.counted > i.total_cents OR days.counted < 0 LIMIT 1;
        IF wrong IS NOT NULL THEN
            RAISE EXCEPTION 'more than the invoice asks for would be counted towards it'
                USING ERRCODE = 'check_violation';
        END IF;

        PERFORM weigh_source(payment_id, credit_note_id)
            FROM (SELECT DISTINCT payment_id, credit_note_id FROM fresh) sources;

        UPDATE invoices i SET settled_on = now_settled.day
            FROM (
                SELECT invoice_id,
                       CASE WHEN sum(amount_cents) = max(total_cents) THEN max(effective_on) END AS day
                FROM allocations JOIN invoices ON invoices.id = invoice_id
                WHERE invoice_id = ANY(touched)
                GROUP BY invoice_id
            ) now_settled
            WHERE i.id = now_settled.invoice_id AND i.settled_on IS DISTINCT FROM now_settled.day;
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION weigh_source(of_payment bigint, of_credit bigint) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
        whole bigint;
        high bigint;
        low bigint;
        spent bigint;
        last_day date;
    BEGIN
        IF of_payment IS NOT NULL THEN
            SELECT amount_cents INTO whole FROM payments WHERE id = of_payment;
        ELSE
            SELECT -total_cents INTO whole FROM invoices WHERE id = of_credit;
        END IF;
        SELECT coalesce(max(used), 0), coalesce(min(used), 0), coalesce(max(day), '-infinity')
            INTO high, low, last_day
        FROM (
            SELECT day, sum(sum(cents)) OVER (ORDER BY day) AS used FROM (
                SELECT effective_on AS day, amount_cents AS cents FROM allocations
                    WHERE payment_id = of_payment
                UNION ALL
                SELECT effective_on, amount_cents FROM allocations WHERE credit_note_id = of_credit
                UNION ALL
                SELECT received_on, amount_cents FROM payments
                    WHERE returns_id = of_payment AND state IN ('pending', 'succeeded')
                UNION ALL
                SELECT received_on, amount_cents FROM payments
                    WHERE returns_credit_id = of_credit AND state IN ('pending', 'succeeded')
            ) movements GROUP BY day
        ) days;
        IF high > whole OR low < 0 THEN
            RAISE EXCEPTION 'more than there is would be used'
                USING ERRCODE = 'check_violation';
        END IF;
        IF of_credit IS NOT NULL THEN
            SELECT coalesce(sum(cents), 0) INTO spent FROM (
                SELECT amount_cents AS cents FROM allocations WHERE credit_note_id = of_credit
                UNION ALL
                SELECT amount_cents FROM payments
                    WHERE returns_credit_id = of_credit AND state = 'succeeded'
            ) used;
            UPDATE invoices SET settled_on = CASE WHEN spent = whole THEN last_day END
                WHERE id = of_credit AND status = 'issued' AND whole > 0
                  AND settled_on IS DISTINCT FROM CASE WHEN spent = whole THEN last_day END;
        END IF;
    END $$
    """,
    """
    CREATE TRIGGER allocations_are_weighed AFTER INSERT ON allocations
        REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION weigh_allocations()
    """,
    """
    CREATE FUNCTION guard_payment() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        open_marks text[] := ARRAY['state', 'export', 'batch_id', 'note', 'failure', 'settled_at', 'intended',
                                   'check_image_id', 'processor_reference'];
        counted bigint;
    BEGIN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'payments are history: they are reversed, never deleted'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'UPDATE' THEN
            IF OLD.state = 'pending' THEN
                open_marks := open_marks || ARRAY['received_on', 'method', 'check_number', 'processor'];
            END IF;
            IF to_jsonb(NEW) - open_marks IS DISTINCT FROM to_jsonb(OLD) - open_marks THEN
                RAISE EXCEPTION 'payment % happened: it is reversed, never changed', OLD.id
                    USING ERRCODE = 'restrict_violation';
            END IF;
            IF NEW.state <> OLD.state THEN
                IF NOT ((OLD.state = 'pending' AND NEW.state IN ('succeeded', 'failed'))
                    OR (OLD.state = 'failed' AND NEW.state = 'succeeded')
                    OR (OLD.state = 'succeeded' AND NEW.state = 'reversed')) THEN
                    RAISE EXCEPTION 'payment % cannot go from % to %', OLD.id, OLD.state, NEW.state
                        USING ERRCODE = 'restrict_violation';
                END IF;
                SELECT coalesce(sum(amount_cents), 0) INTO counted FROM allocations
                    WHERE payment_id = OLD.id;
                IF NEW.state = 'reversed' AND counted <> 0 THEN
                    RAISE EXCEPTION 'payment % is still counted towards invoices', OLD.id
                        USING ERRCODE = 'restrict_violation';
                END IF;
            END IF;
        END IF;
        IF (NEW.kind = 'payment') <> (NEW.returns_id IS NULL AND NEW.returns_credit_id IS NULL) THEN
            RAISE EXCEPTION 'a refund or reversal names what it takes back, a payment does not'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER payments_are_guarded BEFORE INSERT OR UPDATE OR DELETE ON payments
        FOR EACH ROW EXECUTE FUNCTION guard_payment()
    """,
    """
    CREATE FUNCTION weigh_return() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM invoices WHERE id = NEW.returns_credit_id FOR UPDATE;
        PERFORM 1 FROM payments WHERE id = NEW.returns_id FOR UPDATE;
        IF EXISTS (SELECT FROM payments WHERE id = NEW.returns_id AND received_on > NEW.received_on)
            OR EXISTS (SELECT FROM invoices WHERE id = NEW.returns_credit_id
                       AND (issue_on > NEW.received_on OR status <> 'issued' OR kind <> 'credit_note')) THEN
            RAISE EXCEPTION 'money cannot go back before it came' USING ERRCODE = 'check_violation';
        END IF;
        PERFORM weigh_source(NEW.returns_id, NEW.returns_credit_id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER returns_are_weighed AFTER INSERT OR UPDATE OF state ON payments
        FOR EACH ROW WHEN (NEW.kind <> 'payment') EXECUTE FUNCTION weigh_return()
    """,
    # What is posted stays posted: nothing enters a closed batch, leaves it, or becomes void within it.
    """
    CREATE FUNCTION guard_membership() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.batch_id IS NOT DISTINCT FROM OLD.batch_id THEN
            IF to_jsonb(NEW) ->> 'status' = 'void' AND to_jsonb(OLD) ->> 'status' <> 'void'
                AND EXISTS (SELECT FROM batches WHERE id = OLD.batch_id AND state <> 'open') THEN
                RAISE EXCEPTION 'it is posted: correct it with a credit note'
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END IF;
        PERFORM 1 FROM batches WHERE id IN (OLD.batch_id, NEW.batch_id) ORDER BY id FOR SHARE;
        IF EXISTS (
            SELECT FROM batches WHERE id IN (OLD.batch_id, NEW.batch_id) AND state <> 'open'
        ) THEN
            RAISE EXCEPTION 'a posted batch takes nothing and lets nothing go'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER zz_members_of_batches BEFORE UPDATE ON invoices
        FOR EACH ROW WHEN (NEW.batch_id IS NOT NULL OR OLD.batch_id IS NOT NULL)
        EXECUTE FUNCTION guard_membership()
    """,
    """
    CREATE TRIGGER zz_members_of_batches BEFORE UPDATE ON payments
        FOR EACH ROW WHEN (NEW.batch_id IS NOT NULL OR OLD.batch_id IS NOT NULL)
        EXECUTE FUNCTION guard_membership()
    """,
    """
    CREATE TRIGGER zz_members_of_batches BEFORE UPDATE ON allocations
        FOR EACH ROW WHEN (NEW.batch_id IS NOT NULL OR OLD.batch_id IS NOT NULL)
        EXECUTE FUNCTION guard_membership()
    """,
    """
    CREATE FUNCTION refuse_member_of_closed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM 1 FROM batches WHERE id = NEW.batch_id AND state = 'open' FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a posted batch takes nothing and lets nothing go'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    *(
        f"""
        CREATE TRIGGER members_enter_open_batches BEFORE INSERT ON {table}
            FOR EACH ROW WHEN (NEW.batch_id IS NOT NULL) EXECUTE FUNCTION refuse_member_of_closed()
        """
        for table in ("invoices", "payments", "allocations")
    ),
    """
    CREATE FUNCTION guard_batch() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        marks text[] := ARRAY['state', 'exported_at'];
    BEGIN
        IF OLD.state = 'open' THEN
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
        END IF;
        IF TG_OP = 'DELETE' OR NEW.state = 'open' OR (OLD.state = 'exported' AND NEW.state <> 'exported')
            OR to_jsonb(NEW) - marks IS DISTINCT FROM to_jsonb(OLD) - marks THEN
            RAISE EXCEPTION 'batch % is posted: it never changes', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER batches_are_guarded BEFORE UPDATE OR DELETE ON batches
        FOR EACH ROW EXECUTE FUNCTION guard_batch()
    """,
)
FUNCTIONS = (
    "guard_invoice",
    "check_invoice_sums",
    "guard_invoice_line",
    "guard_allocation",
    "weigh_allocations",
    "guard_payment",
    "weigh_return",
    "guard_membership",
    "refuse_member_of_closed",
    "guard_batch",
)


def upgrade() -> None:
    """Every table of billing, and the triggers that keep issued and posted things as they are."""
    _tables()
    for statement in GUARDS:
        op.execute(statement)


def _tables() -> None:
    op.create_table(
        "billing_defaults",
        sa.Column("tax_rate_thousandths", sa.Integer(), server_default="0", nullable=False),
        sa.Column("payment_words", sa.Text(), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_defaults")),
    )
    op.create_table(
        "discount_limits",
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("percent_thousandths", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discount_limits")),
        sa.UniqueConstraint("role", name=op.f("uq_discount_limits_role")),
    )
    op.create_table(
        "invoice_numbers",
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_invoice_numbers")),
    )
    op.create_table(
        "statement_runs",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("accounts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("started_by", sa.String(length=200), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_runs")),
    )
    op.create_table(
        "account_mappings",
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("business_unit_id", sa.BigInteger(), nullable=True),
        sa.Column("account", sa.String(length=160), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(
            ["business_unit_id"],
            ["business_units.id"],
            name=op.f("fk_account_mappings_business_unit_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_mappings")),
    )
    op.create_index(
        "uq_account_mappings_purpose_business_unit",
        "account_mappings",
        ["purpose", "business_unit_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "batches",
        sa.Column("title", sa.String(length=120), server_default="", nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("business_unit_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(40), server_default="open", nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_by", sa.String(length=200), server_default="", nullable=False),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(
            ["business_unit_id"], ["business_units.id"], name=op.f("fk_batches_business_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_table(
        "pricebook_items",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("unit_price_cents", sa.BigInteger(), nullable=False),
        sa.Column("cost_cents", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("taxable", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("business_unit_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(
            ["business_unit_id"],
            ["business_units.id"],
            name=op.f("fk_pricebook_items_business_unit_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pricebook_items")),
        sa.UniqueConstraint("code", name=op.f("uq_pricebook_items_code")),
    )
    op.create_index("ix_pricebook_items_name", "pricebook_items", ["name"], unique=False)
    op.create_table(
        "export_logs",
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("format", sa.String(40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("blob_id", sa.BigInteger(), nullable=True),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_export_logs_batch_id")),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"], name=op.f("fk_export_logs_blob_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_logs")),
    )
    op.create_index(op.f("ix_export_logs_batch_id"), "export_logs", ["batch_id"], unique=False)
    op.create_table(
        "sync_logs",
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("subject_type", sa.String(length=40), server_default="", nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("made_by", sa.String(length=200), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_sync_logs_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_logs")),
    )
    op.create_index(op.f("ix_sync_logs_batch_id"), "sync_logs", ["batch_id"], unique=False)
    op.create_table(
        "statements_sent",
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_point_id", sa.BigInteger(), nullable=True),
        sa.Column("opening_cents", sa.BigInteger(), nullable=False),
        sa.Column("closing_cents", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=200), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_point_id"],
            ["contact_points.id"],
            name=op.f("fk_statements_sent_contact_point_id"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_statements_sent_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["statement_runs.id"], name=op.f("fk_statements_sent_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements_sent")),
    )
    op.create_index(
        op.f("ix_statements_sent_customer_id"), "statements_sent", ["customer_id"], unique=False
    )
    op.create_index(
        "uq_statements_sent_run_customer_point",
        "statements_sent",
        ["run_id", "customer_id", "contact_point_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "invoices",
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(40), server_default="invoice", nullable=False),
        sa.Column("status", sa.String(40), server_default="draft", nullable=False),
        sa.Column("review", sa.String(40), server_default="needs_review", nullable=False),
        sa.Column("export", sa.String(40), server_default="pending", nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("property_id", sa.BigInteger(), nullable=True),
        sa.Column("business_unit_id", sa.BigInteger(), nullable=True),
        sa.Column("bill_to_id", sa.BigInteger(), nullable=False),
        sa.Column("bill_to_source", sa.String(40), nullable=False),
        sa.Column("bill_to_name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("bill_to_address", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.String(40), server_default="en", nullable=False),
        sa.Column("po_number", sa.String(length=60), server_default="", nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("terms_days", sa.SmallInteger(), server_default="30", nullable=False),
        sa.Column("issue_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("net_cents", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tax_cents", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("total_cents", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tax_exempt_reference", sa.String(length=120), server_default="", nullable=False),
        sa.Column("corrects_id", sa.BigInteger(), nullable=True),
        sa.Column("correction_reason", sa.String(length=300), server_default="", nullable=False),
        sa.Column("split_group", sa.Uuid(), nullable=True),
        sa.Column("voided_on", sa.Date(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_invoices_batch_id")),
        sa.ForeignKeyConstraint(
            ["bill_to_id"], ["customers.id"], name=op.f("fk_invoices_bill_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["business_unit_id"], ["business_units.id"], name=op.f("fk_invoices_business_unit_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["invoices.id"], name=op.f("fk_invoices_corrects_id")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_invoices_job_id")),
        sa.ForeignKeyConstraint(
            ["property_id"], ["properties.id"], name=op.f("fk_invoices_property_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("number", name=op.f("uq_invoices_number")),
    )
    op.create_index(op.f("ix_invoices_batch_id"), "invoices", ["batch_id"], unique=False)
    op.create_index(
        "ix_invoices_bill_to_issue_on", "invoices", ["bill_to_id", "issue_on"], unique=False
    )
    op.create_index(op.f("ix_invoices_corrects_id"), "invoices", ["corrects_id"], unique=False)
    op.create_index(
        "ix_invoices_drafts",
        "invoices",
        ["id"],
        unique=False,
        postgresql_where=sa.text("status = 'draft'"),
    )
    op.create_index("ix_invoices_issue_on", "invoices", ["issue_on", "id"], unique=False)
    op.create_index(op.f("ix_invoices_job_id"), "invoices", ["job_id"], unique=False)
    op.create_index(
        "ix_invoices_open_bill_to_due_on",
        "invoices",
        ["bill_to_id", "due_on"],
        unique=False,
        postgresql_where=sa.text("status = 'issued' AND settled_on IS NULL"),
    )
    op.create_index(
        "ix_invoices_open_due_on",
        "invoices",
        ["due_on"],
        unique=False,
        postgresql_where=sa.text("status = 'issued' AND settled_on IS NULL"),
    )
    op.create_index(op.f("ix_invoices_property_id"), "invoices", ["property_id"], unique=False)
    op.create_index(op.f("ix_invoices_split_group"), "invoices", ["split_group"], unique=False)
    op.create_index(
        "ix_invoices_standing",
        "invoices",
        [sa.literal_column("daterange(issue_on, settled_on)")],
        unique=False,
        postgresql_using="gist",
        postgresql_where=sa.text("status <> 'draft'"),
    )
    op.create_table(
        "invoice_lines",
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("quantity_thousandths", sa.BigInteger(), server_default="1000", nullable=False),
        sa.Column("unit_price_cents", sa.BigInteger(), nullable=False),
        sa.Column("discount_cents", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("discount_kind", sa.String(40), nullable=True),
        sa.Column("discount_approved_by_id", sa.BigInteger(), nullable=True),
        sa.Column("taxable", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("tax_rate_thousandths", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tax_rounding_cents", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("net_cents", sa.BigInteger(), nullable=False),
        sa.Column("tax_cents", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("cost_cents", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(
            ["discount_approved_by_id"],
            ["staff_users.id"],
            name=op.f("fk_invoice_lines_discount_approved_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_lines_invoice_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["pricebook_items.id"], name=op.f("fk_invoice_lines_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_lines")),
    )
    op.create_index(
        "ix_invoice_lines_invoice_id_position",
        "invoice_lines",
        ["invoice_id", "position"],
        unique=False,
    )
    op.create_table(
        "payment_plans",
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(40), server_default="active", nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=300), server_default="", nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_payment_plans_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_plans")),
    )
    op.create_index(
        op.f("ix_payment_plans_invoice_id"), "payment_plans", ["invoice_id"], unique=False
    )
    op.create_index(
        "uq_payment_plans_one_active",
        "payment_plans",
        ["invoice_id"],
        unique=True,
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "payments",
        sa.Column("kind", sa.String(40), server_default="payment", nullable=False),
        sa.Column("payer_id", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), server_default="pending", nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("check_number", sa.String(length=60), server_default="", nullable=False),
        sa.Column("check_image_id", sa.BigInteger(), nullable=True),
        sa.Column("processor", sa.String(length=20), server_default="", nullable=False),
        sa.Column("processor_reference", sa.String(length=200), nullable=True),
        sa.Column("idempotency_key", sa.String(length=120), nullable=True),
        sa.Column("body_hash", sa.String(length=64), server_default="", nullable=False),
        sa.Column("intended", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("returns_id", sa.BigInteger(), nullable=True),
        sa.Column("returns_credit_id", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("failure", sa.String(length=300), server_default="", nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.String(length=200), server_default="", nullable=False),
        sa.Column("export", sa.String(40), server_default="pending", nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_payments_batch_id")),
        sa.ForeignKeyConstraint(
            ["check_image_id"], ["blobs.id"], name=op.f("fk_payments_check_image_id")
        ),
        sa.ForeignKeyConstraint(["payer_id"], ["customers.id"], name=op.f("fk_payments_payer_id")),
        sa.ForeignKeyConstraint(
            ["returns_credit_id"], ["invoices.id"], name=op.f("fk_payments_returns_credit_id")
        ),
        sa.ForeignKeyConstraint(
            ["returns_id"], ["payments.id"], name=op.f("fk_payments_returns_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_payments_idempotency_key")),
        sa.UniqueConstraint("processor_reference", name=op.f("uq_payments_processor_reference")),
    )
    op.create_index(op.f("ix_payments_batch_id"), "payments", ["batch_id"], unique=False)
    op.create_index(
        "ix_payments_check_number",
        "payments",
        ["check_number"],
        unique=False,
        postgresql_where=sa.text("check_number <> ''"),
    )
    op.create_index(
        "ix_payments_payer_id_received_on", "payments", ["payer_id", "received_on"], unique=False
    )
    op.create_index(op.f("ix_payments_received_on"), "payments", ["received_on"], unique=False)
    op.create_index(
        op.f("ix_payments_returns_credit_id"), "payments", ["returns_credit_id"], unique=False
    )
    op.create_index(op.f("ix_payments_returns_id"), "payments", ["returns_id"], unique=False)
    op.create_table(
        "allocations",
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        sa.Column("credit_note_id", sa.BigInteger(), nullable=True),
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reverses_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(length=300), server_default="", nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_allocations_batch_id")),
        sa.ForeignKeyConstraint(
            ["credit_note_id"], ["invoices.id"], name=op.f("fk_allocations_credit_note_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_allocations_invoice_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_allocations_payment_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["allocations.id"], name=op.f("fk_allocations_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocations")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_allocations_reverses_id")),
    )
    op.create_index(op.f("ix_allocations_batch_id"), "allocations", ["batch_id"], unique=False)
    op.create_index(
        "ix_allocations_credit_note_id_effective_on",
        "allocations",
        ["credit_note_id", "effective_on"],
        unique=False,
        postgresql_include=["amount_cents"],
        postgresql_where=sa.text("credit_note_id IS NOT NULL"),
    )
    op.create_index("ix_allocations_effective_on", "allocations", ["effective_on"], unique=False)
    op.create_index(
        "ix_allocations_invoice_id_effective_on",
        "allocations",
        ["invoice_id", "effective_on"],
        unique=False,
        postgresql_include=["amount_cents"],
    )
    op.create_index(
        "ix_allocations_payment_id_effective_on",
        "allocations",
        ["payment_id", "effective_on"],
        unique=False,
        postgresql_include=["amount_cents"],
        postgresql_where=sa.text("payment_id IS NOT NULL"),
    )
    op.create_table(
        "instalments",
        sa.Column("plan_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["payment_plans.id"], name=op.f("fk_instalments_plan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalments")),
    )
    op.create_index(op.f("ix_instalments_due_on"), "instalments", ["due_on"], unique=False)
    op.create_index(
        "uq_instalments_plan_id_position", "instalments", ["plan_id", "position"], unique=True
    )
    op.create_table(
        "reminders",
        sa.Column("invoice_id", sa.BigInteger(), nullable=False),
        sa.Column("instalment_id", sa.BigInteger(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("balance_cents", sa.BigInteger(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=CLOCK, nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_reminders_event_id")),
        sa.ForeignKeyConstraint(
            ["instalment_id"], ["instalments.id"], name=op.f("fk_reminders_instalment_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_reminders_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    op.create_index(
        "uq_reminders_invoice_instalment_level",
        "reminders",
        ["invoice_id", "instalment_id", "level"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def downgrade() -> None:
    """As it was; every document of billing is lost."""
    for table in (
        "reminders",
        "instalments",
        "allocations",
        "payments",
        "payment_plans",
        "invoice_lines",
        "invoices",
        "statements_sent",
        "sync_logs",
        "export_logs",
        "pricebook_items",
        "batches",
        "account_mappings",
        "statement_runs",
        "invoice_numbers",
        "discount_limits",
        "billing_defaults",
    ):
        op.drop_table(table)
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION {name}()")
    op.execute("DROP FUNCTION weigh_source(bigint, bigint)")
