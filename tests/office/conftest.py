"""What tests of the office share: the company at work, and an administrator at a desk."""

from __future__ import annotations

import pytest

from core.db import Database
from tests.office.company import Company, settle_company
from tests.office.desk import Browser, at_desk


@pytest.fixture
def company(database: Database) -> Company:
    with database.transaction() as session:
        return settle_company(session)


@pytest.fixture
def desk(database: Database) -> Browser:
    return at_desk(database)
