"""The tenants of a property and how they are reached, for notices to a whole building; and those who cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

from core.alerts.queries.recipients import PAGE, POINT, POINT_TABLES, listener_of
from core.alerts.rules import Listener

MOST_UNREACHABLE = 500

# One who has several units is told once, as living in the first.
_TENANTS = text(
    f"""
    WITH living AS (
        SELECT r.customer_id, coalesce(min(n.name), '') AS unit
        FROM property_relationships r
        JOIN relationship_types t ON t.id = r.type_id AND t.role = 'occupant'
        LEFT JOIN units n ON n.id = r.unit_id
        WHERE r.property_id = :property_id
        GROUP BY r.customer_id
    )
    SELECT {POINT}, living.unit, true AS subscribed
    FROM {POINT_TABLES}
    JOIN living ON living.customer_id = u.id
    WHERE p.id > :after
    ORDER BY p.id
    LIMIT :most
    """  # noqa: S608 - nothing but our own column names
)

_UNREACHABLE = text(
    """
    SELECT DISTINCT coalesce(nullif(u.company_name, ''), u.name) AS name
    FROM property_relationships r
    JOIN relationship_types t ON t.id = r.type_id AND t.role = 'occupant'
    JOIN customers u ON u.id = r.customer_id
    WHERE r.property_id = ANY(:property_ids)
      AND NOT EXISTS (
          SELECT 1 FROM contacts c JOIN contact_points p ON p.contact_id = c.id
          WHERE c.customer_id = u.id AND p.retired_at IS NULL
      )
    ORDER BY name
    LIMIT :most
    """
)


def tenants_at(
    session: Session, property_id: int, *, after_point_id: int = 0, most: int = PAGE
) -> list[Listener]:
    """One page of the numbers and addresses of those who live there, in order of contact point."""
    rows = session.execute(
        _TENANTS, {"property_id": property_id, "after": after_point_id, "most": most}
    )
    return [listener_of(row) for row in rows]


def unreachable_tenants(session: Session, property_ids: Sequence[int]) -> tuple[str, ...]:
    """The names of tenants of whom there is neither number nor address."""
    rows = session.execute(
        _UNREACHABLE, {"property_ids": list(property_ids), "most": MOST_UNREACHABLE}
    )
    return tuple(row.name for row in rows)
