"""The letterbox over a real database."""

from __future__ import annotations

import pytest

from core.db import Database
from tests.webhooks.letterbox import Letterbox


@pytest.fixture
def letterbox(database: Database) -> Letterbox:
    return Letterbox(database)
