"""The values template tags stand for, from an event's frozen facts and the one who reads them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from core.addresses import spoken_phone
from core.alerts.rules import Listener
from core.clock import local, spoken_time, spoken_window
from core.config import Company
from core.language import Language
from core.messaging.tags import TemplateTag

Facts = Mapping[str, object]
# About how many characters a tag says once it is filled in.
USUAL_LENGTH: Mapping[TemplateTag, int] = {
    TemplateTag.COMPANY_NAME: 24,
    TemplateTag.COMPANY_PHONE: 14,
    TemplateTag.CUSTOMER_NAME: 28,
    TemplateTag.CONTACT_FIRST_NAME: 8,
    TemplateTag.JOB_NUMBER: 6,
    TemplateTag.JOB_STATUS: 12,
    TemplateTag.JOB_SUMMARY: 40,
    TemplateTag.PROPERTY_ADDRESS: 40,
    TemplateTag.UNIT: 4,
    TemplateTag.TECHNICIAN_NAME: 14,
    TemplateTag.APPOINTMENT_WINDOW: 40,
    TemplateTag.ETA: 8,
    TemplateTag.PO_NUMBER: 10,
    TemplateTag.CUSTOMER_PORTAL_LINK: 40,
    TemplateTag.INVOICE_NUMBER: 6,
    TemplateTag.INVOICE_LINK: 90,
}


def shared_values(facts: Facts, company: Company, language: Language) -> dict[TemplateTag, str]:
    """The values that are the same for every reader of one language."""
    zone = _text(facts, "time_zone") or company.time_zone
    return {
        TemplateTag.COMPANY_NAME: company.name,
        TemplateTag.COMPANY_PHONE: spoken_phone(company.phone),
        TemplateTag.JOB_NUMBER: _text(facts, "job_number"),
        TemplateTag.JOB_STATUS: _text(facts, "status"),
        TemplateTag.JOB_SUMMARY: _text(facts, "summary"),
        TemplateTag.PROPERTY_ADDRESS: _text(facts, "property_address"),
        TemplateTag.UNIT: _text(facts, "unit"),
        TemplateTag.TECHNICIAN_NAME: _text(facts, "technician"),
        TemplateTag.APPOINTMENT_WINDOW: _window(facts, zone, language),
        TemplateTag.ETA: _eta(facts, zone),
        TemplateTag.PO_NUMBER: _text(facts, "po_number"),
        TemplateTag.CUSTOMER_PORTAL_LINK: company.portal_url,
        TemplateTag.INVOICE_NUMBER: _text(facts, "invoice_number"),
        TemplateTag.INVOICE_LINK: _text(facts, "invoice_link"),
    }


def reader_values(listener: Listener) -> dict[TemplateTag, str]:
    """The values that are the reader's own; nobody else's name is ever shown."""
    own = {
        TemplateTag.CUSTOMER_NAME: listener.customer_name,
        TemplateTag.CONTACT_FIRST_NAME: listener.first_name,
    }
    return own | {TemplateTag.UNIT: listener.unit} if listener.unit else own


def _text(facts: Facts, name: str) -> str:
    value = facts.get(name)
    return "" if value is None else str(value)


def _window(facts: Facts, zone: str, language: Language) -> str:
    start, end = _text(facts, "window_start"), _text(facts, "window_end")
    if not start or not end:
        return ""
    return spoken_window(datetime.fromisoformat(start), datetime.fromisoformat(end), zone, language)


def _eta(facts: Facts, zone: str) -> str:
    eta = _text(facts, "eta")
    return spoken_time(local(datetime.fromisoformat(eta), zone)) if eta else ""
