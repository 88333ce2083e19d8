"""What tests of the page share: a fresh practice ground."""

from __future__ import annotations

import pytest

from tests.sandbox.phones.ground import Playground, playground


@pytest.fixture
def ground() -> Playground:
    return playground()
