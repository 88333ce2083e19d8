"""Promises of background work, written in the same transaction as their cause."""

from core.outbox.kinds import Kind, Lane

__all__ = ["Kind", "Lane"]
