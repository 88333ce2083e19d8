"""What these tests share with those of the office: a company at work, an administrator at a desk."""

from __future__ import annotations

from tests.office.conftest import company, desk

__all__ = ["company", "desk"]
