"""Every table in one place, for migrations and for tests that empty them. Nothing else imports this."""

from core.alerts import model as alerts
from core.billing import model as billing
from core.blobs import Blob
from core.db import Base
from core.desk import model as desk
from core.directory import model as directory
from core.events import model as events
from core.jobs import model as jobs
from core.messaging import model as messaging
from core.operations import model as operations
from core.outbox import model as outbox

__all__ = [
    "Base",
    "Blob",
    "alerts",
    "billing",
    "desk",
    "directory",
    "events",
    "jobs",
    "messaging",
    "operations",
    "outbox",
]
