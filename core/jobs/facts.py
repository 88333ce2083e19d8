"""What is frozen into an event about a job, so that words sent later tell how things were then."""

from __future__ import annotations

from core.db import JsonObject
from core.jobs.model import Appointment, AppointmentState, Assignment, AssignmentState, Job

OPEN_VISITS = frozenset(
    {
        AppointmentState.SCHEDULED,
        AppointmentState.DISPATCHED,
        AppointmentState.EN_ROUTE,
        AppointmentState.ARRIVED,
    }
)


def current_visit(job: Job) -> Appointment | None:
    """The visit a person means by "the visit": the first open one, else the last that was done."""
    open_ones = [visit for visit in job.appointments if visit.state in OPEN_VISITS]
    if open_ones:
        return min(open_ones, key=lambda visit: visit.window_start)
    done = [visit for visit in job.appointments if visit.state is not AppointmentState.CANCELED]
    return max(done, key=lambda visit: visit.window_start, default=None)


def accepted_by(visit: Appointment | None) -> Assignment | None:
    """The assignment of the technician who has the visit, if one has."""
    if visit is None:
        return None
    return next(
        (each for each in visit.assignments if each.state is AssignmentState.ACCEPTED), None
    )


def facts_of(job: Job) -> JsonObject:
    """Plain values for template tags and history. Moments are ISO 8601 in UTC."""
    visit = current_visit(job)
    assignment = accepted_by(visit)
    return {
        "job_number": job.number,
        "status_id": job.status.id,
        "status": job.status.name,
        "category": job.status.category,
        "summary": job.summary,
        "priority": job.priority,
        "customer_id": job.customer_id,
        "customer_name": job.customer.display_name,
        "property_id": job.property_id,
        "property_address": job.property.address,
        "time_zone": job.property.time_zone,
        "unit_id": job.unit_id,
        "unit": job.unit.name if job.unit else None,
        "requester_contact_id": job.requester_contact_id,
        "technician": assignment.technician.name if assignment else None,
        "window_start": visit.window_start.isoformat() if visit else None,
        "window_end": visit.window_end.isoformat() if visit else None,
        "eta": visit.eta_at.isoformat() if visit and visit.eta_at else None,
        "po_number": job.po_number,
    }
