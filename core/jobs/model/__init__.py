"""Rows of the trade's work: what was asked, what was agreed, where it stands."""

from core.jobs.model.booking import Booking, BookingSource, BookingStatus
from core.jobs.model.work import (
    Appointment,
    Assignment,
    AssignmentState,
    Attachment,
    Emergency,
    Job,
    JobPriority,
    Technician,
)
from core.jobs.model.workflow import (
    AppointmentState,
    BusinessUnit,
    JobStatus,
    JobStatusTransition,
    JobType,
)

__all__ = [
    "Appointment",
    "AppointmentState",
    "Assignment",
    "AssignmentState",
    "Attachment",
    "Booking",
    "BookingSource",
    "BookingStatus",
    "BusinessUnit",
    "Emergency",
    "Job",
    "JobPriority",
    "JobStatus",
    "JobStatusTransition",
    "JobType",
    "Technician",
]
