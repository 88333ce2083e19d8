"""Rows of the trade's work: what was asked, what was agreed, where it stands."""

from core.jobs.model.approval import (
    ApprovalLimit,
    ApprovalRequest,
    ApprovalState,
    DecidedHow,
)
from core.jobs.model.booking import Booking, BookingSource, BookingStatus, EstimateWish
from core.jobs.model.call import Call
from core.jobs.model.crew_time import OnCallShift, TechnicianSkill, TimeOff, WorkingHours
from core.jobs.model.equipment import Equipment, JobEquipment
from core.jobs.model.estimate import Estimate, EstimateLine, EstimateState, LineKind
from core.jobs.model.feedback import Feedback
from core.jobs.model.forms import FormEntry, FormTemplate
from core.jobs.model.machines import ApiAnswer, ApiToken, ApiUse
from core.jobs.model.tag import JobTag
from core.jobs.model.visit_step import StepKind, VisitStep
from core.jobs.model.waiting import (
    OpenSlot,
    PartOfDay,
    SlotOffer,
    SlotOfferState,
    SlotState,
    WaitWish,
    WishState,
)
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
    "ApiAnswer",
    "ApiToken",
    "ApiUse",
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
    "Call",
    "DecidedHow",
    "Emergency",
    "Equipment",
    "Estimate",
    "EstimateLine",
    "EstimateState",
    "EstimateWish",
    "Feedback",
    "FormEntry",
    "FormTemplate",
    "Job",
    "JobEquipment",
    "JobPriority",
    "JobStatus",
    "JobStatusTransition",
    "JobTag",
    "JobType",
    "LineKind",
    "OnCallShift",
    "OpenSlot",
    "PartOfDay",
    "SlotOffer",
    "SlotOfferState",
    "SlotState",
    "StepKind",
    "Technician",
    "TechnicianSkill",
    "TimeOff",
    "VisitHold",
    "VisitStep",
    "WaitWish",
    "WishState",
    "WorkingHours",
]
