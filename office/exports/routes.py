"""Every address under which a list of the office is taken along as a file."""

from __future__ import annotations

from office.door import Route
from office.exports import accounts, billing, company, delivery, desk, directory, told, work

_CUSTOMER = "/customers/<row:customer_id>"
_BATCHES = "/billing/batches"

PAGES: tuple[Route, ...] = (
    ("/inbox.csv", desk.inbox_file),
    ("/dispatch.csv", desk.dispatch_file),
    ("/customers.csv", directory.customers_file),
    (f"{_CUSTOMER}/calls.csv", directory.customer_calls_file),
    (f"{_CUSTOMER}/told.csv", told.told_of_customer_file),
    ("/properties.csv", directory.properties_file),
    ("/properties/<row:property_id>/told.csv", told.told_of_property_file),
    ("/bookings.csv", work.bookings_file),
    ("/bookings/wait-list.csv", work.wait_list_file),
    ("/tasks.csv", work.tasks_file),
    ("/estimates.csv", work.estimates_file),
    ("/equipment.csv", work.equipment_file),
    ("/equipment/<row:equipment_id>/services.csv", work.equipment_services_file),
    ("/jobs/<small:number>/told.csv", told.job_told_file),
    ("/notices.csv", told.building_notices_file),
    ("/notices/<row:notice_id>.csv", told.building_notice_file),
    ("/billing/jobs.csv", billing.jobs_to_bill_file),
    ("/billing/pricebook/shown.csv", billing.pricebook_shown_file),
    (f"{_BATCHES}.csv", billing.batches_file),
    (f"{_BATCHES}/<row:batch_id>.csv", billing.batch_members_file),
    (f"{_BATCHES}/log.csv", billing.sync_log_file),
    ("/billing/statements.csv", billing.statement_runs_file),
    ("/billing/reminders.csv", billing.reminders_file),
    ("/billing/accounts/<row:customer_id>/statement.csv", accounts.statement_file),
    ("/billing/paid/payments.csv", accounts.paid_payments_file),
    ("/billing/paid/invoices.csv", accounts.paid_documents_file),
    ("/delivery/due.csv", delivery.due_file),
    ("/delivery/given-up.csv", delivery.given_up_file),
    ("/delivery/uncertain.csv", delivery.uncertain_file),
    ("/delivery/sent.csv", delivery.throughput_file),
    ("/settings/technicians.csv", company.technicians_file),
    ("/settings/staff.csv", company.staff_file),
    ("/settings/roles.csv", company.roles_file),
    ("/settings/statuses.csv", company.statuses_file),
    ("/settings/workflow.csv", company.workflow_file),
    ("/settings/relationships.csv", company.relationships_file),
    ("/settings/forms.csv", company.forms_file),
    ("/settings/on-call.csv", company.on_call_file),
    ("/settings/teachings.csv", company.teachings_file),
    ("/settings/integrations.csv", company.tokens_file),
)
