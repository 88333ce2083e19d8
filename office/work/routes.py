"""Every address of this room: estimates, equipment, photos and the workflow of jobs."""

from __future__ import annotations

from office.door import Route
from office.work import (
    callbacks,
    equipment,
    estimates,
    forms,
    job_facts,
    job_history,
    job_listing,
    photos,
    visit_steps,
    workflow,
)

_JOB = "/jobs/<small:number>"
_ESTIMATE = "/estimates/<small:number>"
_EQUIPMENT = "/equipment/<row:equipment_id>"

PAGES: tuple[Route, ...] = (
    ("/jobs", job_listing.jobs),
    ("/jobs.csv", job_listing.jobs_file),
    (f"{_JOB}/facts/<field>", job_facts.job_fact),
    (f"{_JOB}/facts/<field>/edit", job_facts.edit_job_fact),
    (f"{_JOB}/history", job_history.job_history),
    (f"{_JOB}/history.csv", job_history.job_history_file),
    ("/settings/workflow", workflow.workflow),
    ("/estimates", estimates.estimates),
    (f"{_JOB}/estimates/new", estimates.new_estimate),
    (_ESTIMATE, estimates.estimate),
    (f"{_ESTIMATE}/edit", estimates.edit_estimate),
    (f"{_ESTIMATE}/paper", estimates.estimate_on_paper),
    ("/estimates/by-id/<row:estimate_id>", estimates.estimate_by_id),
    (f"{_JOB}/forms/<row:template_id>", forms.job_form),
    ("/settings/forms", forms.forms_list),
    ("/settings/forms/new", forms.new_form),
    ("/settings/forms/<row:template_id>", forms.form_settings),
    ("/equipment", equipment.equipment_over_all),
    (_EQUIPMENT, equipment.equipment),
    ("/properties/<row:property_id>/equipment/new", equipment.new_equipment),
)

CHANGES: tuple[Route, ...] = (
    (f"{_JOB}/facts/<field>", job_facts.change_job_fact),
    ("/settings/workflow", workflow.change_workflow),
    ("/settings/statuses/<row:status_id>/default", workflow.default_job_status),
    (f"{_JOB}/estimates", estimates.add_estimate),
    (f"{_JOB}/estimates/preview", estimates.preview_estimate),
    (_ESTIMATE, estimates.change_estimate),
    (f"{_ESTIMATE}/send", estimates.send_estimate_now),
    (f"{_ESTIMATE}/decision", estimates.decide_estimate),
    (f"{_ESTIMATE}/void", estimates.take_back_estimate),
    (f"{_ESTIMATE}/tasks", estimates.add_estimate_task),
    ("/properties/<row:property_id>/equipment", equipment.add_new_equipment),
    (_EQUIPMENT, equipment.change_equipment),
    (f"{_EQUIPMENT}/switch", equipment.switch_equipment),
    (f"{_EQUIPMENT}/photos", photos.add_equipment_photo),
    (f"{_JOB}/equipment", equipment.serve_equipment),
    (f"{_JOB}/equipment/<row:equipment_id>/remove", equipment.unserve_equipment),
    (f"{_JOB}/files", photos.add_files),
    (f"{_JOB}/callbacks", callbacks.call_back_job),
    (f"{_JOB}/visits/<row:visit_id>/cancel", callbacks.call_visit_off),
    (f"{_JOB}/visits/<row:visit_id>/offers/<row:assignment_id>/taken", visit_steps.visit_taken),
    (f"{_JOB}/visits/<row:visit_id>/offers/<row:assignment_id>/passed", visit_steps.visit_passed),
    (f"{_JOB}/visits/<row:visit_id>/on-the-way", visit_steps.visit_on_the_way),
    (f"{_JOB}/visits/<row:visit_id>/arrived", visit_steps.visit_arrived),
    (f"{_JOB}/visits/<row:visit_id>/done", visit_steps.visit_done),
    (f"{_JOB}/forms/<row:template_id>", forms.fill_job_form),
    ("/settings/forms", forms.add_new_form),
    ("/settings/forms/<row:template_id>", forms.change_form),
    (f"{_JOB}/files/<row:attachment_id>/remove", photos.remove_file),
)
