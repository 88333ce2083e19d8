"""Who has a path to a job and could hear of it: one query, in pages, with all that the rule looks at."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from core.alerts.digest_times import DigestWish
from core.alerts.rules import Listener
from core.alerts.values import Facts
from core.language import Language
from core.messaging.wire import Channel

PAGE = 1000


@dataclass(frozen=True)
class Audience:
    """The places from which paths to a job lead, as its event froze them."""

    status_id: int
    customer_id: int
    property_id: int
    unit_id: int | None
    requester_contact_id: int | None


def audience_of(facts: Facts) -> Audience:
    """Read the audience out of a `job.moved` event's facts."""
    return Audience(
        status_id=_number(facts, "status_id") or 0,
        customer_id=_number(facts, "customer_id") or 0,
        property_id=_number(facts, "property_id") or 0,
        unit_id=_number(facts, "unit_id"),
        requester_contact_id=_number(facts, "requester_contact_id"),
    )


def _number(facts: Facts, name: str) -> int | None:
    value = facts.get(name)
    return value if isinstance(value, int) else None


# What the rule looks at, of a contact point p with its contact c and customer u. A daily mail needs an address that
# takes it: without one, alerts go out at once.
POINT = """
    p.id AS point_id, p.kind, p.value, p.accepts_job_updates, p.updates_changed_at, p.bad_since, p.bad_reason,
    o.changed_at AS opted_out_at, c.id AS contact_id, c.first_name, c.last_name, c.language,
    u.id AS customer_id, coalesce(nullif(u.company_name, ''), u.name) AS customer_name,
    d.hour AS digest_hour, d.zone AS digest_zone
"""
POINT_TABLES = """
    contact_points p
    JOIN contacts c ON c.id = p.contact_id AND p.retired_at IS NULL
    JOIN customers u ON u.id = c.customer_id
    LEFT JOIN consents o ON o.state = 'opted_out' AND o.address = p.value AND o.topic = 'job_updates'
                        AND o.channel = CASE p.kind WHEN 'phone' THEN 'sms' ELSE 'email' END
    LEFT JOIN digest_choices d ON d.contact_id = c.id AND EXISTS (
        SELECT 1 FROM contact_points m
        WHERE m.contact_id = c.id AND m.kind = 'email' AND m.accepts_job_updates AND m.bad_since IS NULL
          AND NOT EXISTS (
              SELECT 1 FROM consents mo WHERE mo.state = 'opted_out' AND mo.address = m.value
                                          AND mo.topic = 'job_updates' AND mo.channel = 'email'
          )
    )
"""
# The people are found before their numbers: whoever asks the numbers one by one whether they belong reads all of them.
_LISTENERS = text(
    f"""
    WITH served AS (
        SELECT cast(:customer_id AS bigint) AS id
        UNION
        SELECT customer_id FROM property_relationships
        WHERE property_id = :property_id AND (unit_id IS NULL OR unit_id = cast(:unit_id AS bigint))
    )
    SELECT {POINT}, '' AS unit,
           EXISTS (
               SELECT 1 FROM alert_subscriptions s
               WHERE s.customer_id = u.id AND s.status_id = :status_id
                 AND s.contact_id IS NOT DISTINCT FROM CASE WHEN c.own_alert_list THEN c.id END
           ) AS subscribed
    FROM {POINT_TABLES}
    WHERE p.id > :after
      AND c.id IN (
          SELECT theirs.id FROM contacts theirs WHERE theirs.customer_id IN (SELECT id FROM served)
          UNION ALL
          SELECT cast(:requester_contact_id AS bigint)
      )
    ORDER BY p.id
    LIMIT :most
    """  # noqa: S608 - nothing but our own column names
)


def listeners(
    session: Session, audience: Audience, *, after_point_id: int = 0, most: int = PAGE
) -> list[Listener]:
    """One page of those with a path to the job, in order of contact point (inventory 6, 7, 27, 85)."""
    rows = session.execute(
        _LISTENERS,
        {
            "customer_id": audience.customer_id,
            "property_id": audience.property_id,
            "unit_id": audience.unit_id,
            "requester_contact_id": audience.requester_contact_id,
            "status_id": audience.status_id,
            "after": after_point_id,
            "most": most,
        },
    )
    return [listener_of(row) for row in rows]


def listener_of(row: Row[tuple[object, ...]]) -> Listener:
    """A row of POINT with `subscribed` and `unit` as the rule reads it."""
    return Listener(
        point_id=row.point_id,
        channel=Channel.SMS if row.kind == "phone" else Channel.EMAIL,
        address=row.value,
        accepts_job_updates=row.accepts_job_updates,
        updates_changed_at=row.updates_changed_at,
        bad_reason=row.bad_reason if row.bad_since else None,
        opted_out_at=row.opted_out_at,
        subscribed=row.subscribed,
        contact_id=row.contact_id,
        contact_name=f"{row.first_name} {row.last_name}".strip(),
        first_name=row.first_name,
        language=Language(row.language),
        customer_id=row.customer_id,
        customer_name=row.customer_name,
        digest=None if row.digest_hour is None else DigestWish(row.digest_hour, row.digest_zone),
        unit=row.unit,
    )
