"""Rows of the trade's work: what was asked, what was agreed, where it stands."""

from core.jobs.model.approval import (
    ApprovalLimit,
    ApprovalRequest,
    ApprovalState,
    DecidedHow,
)
from core.jobs.model.booking import Booking, BookingSource, BookingStatus
from core.jobs.model.feedback import Feedback
from core.jobs.model.visit_step import StepKind, VisitStep
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
    VisitHold,
)

__all__ = [
    "Appointment",
    "AppointmentState",
    "ApprovalLimit",
    "ApprovalRequest",
    "ApprovalState",
    "Assignment",
    "AssignmentState",
    "Attachment",
    "Booking",
    "BookingSource",
    "BookingStatus",
    "BusinessUnit",
    "DecidedHow",
    "Emergency",
    "Feedback",
    "Job",
    "JobPriority",
    "JobStatus",
    "JobStatusTransition",
    "JobType",
    "StepKind",
    "Technician",
    "VisitHold",
    "VisitStep",
]
