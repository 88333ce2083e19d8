"""The window: whether the process lives, whether it can work, and the numbers for who watches. It changes nothing."""

from __future__ import annotations

from flask import Blueprint

from core.config import Settings
from core.db import Database
from watch.metrics import MetricsPage
from watch.readiness import ReadinessPage, healthz

__all__ = ["create_blueprint"]


def create_blueprint(settings: Settings, database: Database) -> Blueprint:
    """`/healthz`, `/readyz` and `/metrics`."""
    blueprint = Blueprint("watch", __name__)
    blueprint.add_url_rule("/healthz", "healthz", healthz, methods=["GET"])
    ready = ReadinessPage(database)
    blueprint.add_url_rule("/readyz", "readyz", ready.show, methods=["GET"])
    metrics = MetricsPage(settings, database)
    blueprint.add_url_rule("/metrics", "metrics", metrics.show, methods=["GET"])
    return blueprint
