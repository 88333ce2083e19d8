"""What the page stands on: whom people write to, the product's database, the office beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app

from core.config import Company
from core.db import Database
from sandbox import cast as demo

NAME = "practice"

DEMO_COMPANY = Company(
    name=demo.COMPANY_NAME,
    time_zone=demo.COMPANY_ZONE,
    phone=demo.COMPANY_PHONE,
    email=demo.COMPANY_EMAIL,
    portal_url="",
)


@dataclass(frozen=True)
class Surroundings:
    """What the blueprint was created with. database: None when jobs are not to be shown."""

    database: Database | None
    office_url: str
    company: Company


def surroundings() -> Surroundings:
    """The practice ground of the running application."""
    return cast(Surroundings, current_app.extensions[NAME])
