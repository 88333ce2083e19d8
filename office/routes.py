"""Every address of the office on one page, with the view that answers it. Who may call it stands at
the view.
"""

from __future__ import annotations

from flask import Blueprint

from office import (
    approvals,
    bill_alerts,
    bookings,
    colleagues,
    company_rules,
    consents,
    crew,
    customers,
    delivery,
    directory_notes,
    emergencies,
    entries,
    files,
    inbox,
    jobs,
    labels,
    new_customer,
    new_property,
    own_password,
    people,
    properties,
    property_facts,
    property_links,
    search,
    settings,
    sign_in,
    sign_in_code,
    status_words,
    statuses,
    teaching_form,
    teachings,
    visits,
)
from office.billing import routes as billing
from office.board import routes as board
from office.calls import routes as calls
from office.customer_care import routes as customer_care
from office.door import Route
from office.exports import routes as exports
from office.my_desk import routes as my_desk
from office.notices import routes as notices
from office.work import routes as work

_THREAD = "/inbox/<row:conversation_id>"
_TEACHING = f"{_THREAD}/messages/<row:message_id>/teaching"
_BOOKING = "/bookings/<row:booking_id>"
_JOB = "/jobs/<small:number>"
_CUSTOMER = "/customers/<row:customer_id>"
_PERSON = f"{_CUSTOMER}/people/<row:contact_id>"
_PROPERTY = "/properties/<row:property_id>"
_LINK = f"{_PROPERTY}/links/<row:link_id>"
_TECHNICIAN = "/settings/technicians/<row:technician_id>"
_STATUS = "/settings/statuses/<row:status_id>"
_WORDS = f"{_STATUS}/words/<channel>"

PAGES: tuple[Route, ...] = (
    ("/", sign_in.start),
    ("/sign-in", sign_in.sign_in_page),
    ("/sign-in/code", sign_in_code.code_page),
    ("/search", search.search),
    ("/inbox", inbox.inbox),
    ("/inbox/list", inbox.inbox_list),
    (_THREAD, inbox.conversation),
    (f"{_THREAD}/part", inbox.conversation_part),
    (_TEACHING, teaching_form.teaching),
    ("/bookings", bookings.bookings),
    (_BOOKING, bookings.booking),
    (_JOB, jobs.job),
    (f"{_JOB}/approval", approvals.approval),
    (f"{_JOB}/status/<row:status_id>", jobs.status_preview),
    ("/customers", customers.customers),
    ("/customers/new", new_customer.new_customer),
    (_CUSTOMER, customers.customer),
    (f"{_CUSTOMER}/people/new", people.new_person),
    (_PERSON, people.person),
    ("/properties", properties.properties),
    ("/properties/new", new_property.new_property),
    (_PROPERTY, properties.property_),
    ("/settings", settings.settings),
    ("/settings/billing", company_rules.company_billing),
    ("/settings/relationships", labels.relationship_labels),
    ("/settings/relationships/<row:label_id>", labels.relationship_label),
    ("/settings/technicians", crew.technicians),
    ("/settings/technicians/new", crew.new_technician),
    (_TECHNICIAN, crew.technician),
    ("/settings/staff", colleagues.staff),
    ("/settings/staff/new", colleagues.new_colleague),
    ("/password", own_password.own_password),
    ("/settings/statuses", statuses.statuses),
    ("/settings/statuses/new", statuses.new_status),
    (_STATUS, statuses.status),
    (_WORDS, status_words.status_words),
    (f"{_WORDS}/<language>/versions", status_words.word_versions),
    ("/settings/teachings", teachings.teachings_list),
    ("/settings/teachings/<taught_as>.jsonl", teachings.teaching_cases),
    ("/delivery", delivery.delivery),
    ("/delivery/standing", delivery.delivery_standing),
    ("/files/<row:blob_id>", files.file),
)

CHANGES: tuple[Route, ...] = (
    ("/sign-in", sign_in.enter),
    ("/sign-in/code", sign_in_code.enter_code),
    ("/sign-out", sign_in.leave),
    ("/inbox/reply-size", inbox.reply_size),
    (f"{_THREAD}/take-over", inbox.take_over_conversation),
    (f"{_THREAD}/hand-back", inbox.hand_back_conversation),
    (f"{_THREAD}/reply", inbox.reply),
    (f"{_THREAD}/notes", inbox.note_conversation),
    (_TEACHING, teaching_form.teach_message),
    (f"{_BOOKING}/convert", bookings.convert_booking),
    (f"{_BOOKING}/dismiss", bookings.dismiss_booking),
    (f"{_JOB}/status/<row:status_id>", jobs.move_job),
    (f"{_JOB}/notes", jobs.note_job),
    (f"{_JOB}/visits", visits.plan_visit),
    (f"{_JOB}/visits/<row:visit_id>/offers", visits.offer_visit),
    ("/emergencies/<row:emergency_id>/take", emergencies.take_emergency),
    ("/customers", new_customer.add_new_customer),
    (_CUSTOMER, customers.change_customer),
    (f"{_CUSTOMER}/people", people.add_person),
    (_PERSON, people.change_person),
    (f"{_PERSON}/points", people.add_contact_point),
    (f"{_PERSON}/remove", entries.remove_person),
    (f"{_PERSON}/bring-back", entries.bring_person_back),
    (f"{_PERSON}/own-list", people.switch_own_list),
    (f"{_PERSON}/alerts/<row:status_id>/add", people.add_own_alert),
    (f"{_PERSON}/alerts/<row:status_id>/remove", people.remove_own_alert),
    (f"{_PERSON}/bill-alerts/<news>", bill_alerts.switch_own_bill_alert),
    (f"{_CUSTOMER}/notes", directory_notes.note_customer),
    (f"{_CUSTOMER}/points/<row:point_id>/correct", entries.correct_point),
    (f"{_CUSTOMER}/points/<row:point_id>/remove", entries.remove_point),
    (f"{_CUSTOMER}/points/<row:point_id>/mended", people.mend_point),
    (f"{_CUSTOMER}/points/<row:point_id>/updates", customers.switch_updates),
    (f"{_CUSTOMER}/points/<row:point_id>/opt-out", consents.record_opt_out),
    (f"{_CUSTOMER}/points/<row:point_id>/opt-in", consents.record_opt_in),
    (f"{_CUSTOMER}/alerts/<row:status_id>/add", customers.add_alert),
    (f"{_CUSTOMER}/alerts/<row:status_id>/remove", customers.remove_alert),
    (f"{_CUSTOMER}/bill-alerts/<news>", bill_alerts.switch_bill_alert),
    ("/properties", new_property.add_new_property),
    (f"{_PROPERTY}/links", property_links.link_customer),
    (f"{_LINK}/primary", property_links.set_primary),
    (f"{_LINK}/unlink", property_links.unlink_customer),
    (f"{_PROPERTY}/facts", property_facts.change_property),
    (f"{_PROPERTY}/notes", directory_notes.note_property),
    (f"{_PROPERTY}/units", property_links.add_property_unit),
    (f"{_PROPERTY}/units/<row:unit_id>", property_facts.rename_property_unit),
    (f"{_PROPERTY}/payer", properties.set_payer),
    (f"{_PROPERTY}/access", properties.change_access),
    ("/settings/billing", company_rules.change_company_billing),
    ("/settings/billing/limits", company_rules.change_discount_limits),
    ("/settings/relationships", labels.add_relationship_label),
    ("/settings/relationships/<row:label_id>", labels.change_relationship_label),
    ("/settings/relationships/<row:label_id>/switch", labels.switch_relationship_label),
    ("/settings/technicians", crew.add_new_technician),
    (_TECHNICIAN, crew.change_technician),
    (f"{_TECHNICIAN}/switch", crew.switch_technician),
    ("/settings/staff", colleagues.add_colleague),
    ("/settings/staff/<row:user_id>/switch", colleagues.switch_colleague),
    ("/settings/staff/<row:user_id>/second-factor/reset", colleagues.reset_colleague),
    ("/password", own_password.change_own_password),
    ("/settings/statuses", statuses.add_new_status),
    (_STATUS, statuses.change_status),
    (f"{_STATUS}/switch", statuses.switch_status),
    (f"{_WORDS}/<language>", status_words.save_words),
    (f"{_WORDS}/<language>/preview", status_words.preview_words),
    (f"{_WORDS}/<language>/test", status_words.test_words),
    (f"{_WORDS}/<language>/versions/<small:version>", status_words.restore_words),
    ("/settings/teachings/<row:teaching_id>/forget", teachings.forget_teaching),
    (f"{_JOB}/approval", approvals.ask_approval),
    ("/delivery/dead/<row:entry_id>/replay", delivery.replay_entry),
    ("/delivery/carriers/<carrier>/try", delivery.try_carrier),
)


# Rooms with a folder of their own keep their addresses there.
ROOMS = (billing, board, calls, customer_care, my_desk, notices, work)


def add_routes(blueprint: Blueprint) -> None:
    """Register them all; an endpoint is called like its view."""
    pages = (*PAGES, *exports.PAGES, *(page for room in ROOMS for page in room.PAGES))
    changes = (*CHANGES, *(change for room in ROOMS for change in room.CHANGES))
    for address, view in pages:
        blueprint.add_url_rule(address, view.__name__, view, methods=["GET"])
    for address, view in changes:
        blueprint.add_url_rule(address, view.__name__, view, methods=["POST"])
