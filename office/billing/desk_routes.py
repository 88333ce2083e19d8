"""Addresses of invoices, payments and the pricebook, as the office works with them day by day."""

from __future__ import annotations

from office.billing import (
    card_page,
    collecting,
    correcting,
    discounts,
    drafts,
    invoice_list,
    invoices,
    issuing,
    job_invoices,
    payment_changes,
    payments,
    placing,
    plans,
    pricebook,
    splitting,
    undoing,
    wishes,
)
from office.door import Route

_INVOICE = "/billing/invoices/<row:invoice_id>"
_PAYMENT = "/billing/payments/<row:payment_id>"
_ITEM = "/billing/pricebook/<row:item_id>"

PAGES: tuple[Route, ...] = (
    ("/billing/invoices", invoice_list.invoices),
    ("/billing/invoices.csv", invoice_list.invoices_file),
    ("/billing/invoices/new", drafts.new_invoice),
    (_INVOICE, invoices.invoice),
    (f"{_INVOICE}/issue", issuing.before_issuing),
    (f"{_INVOICE}/split", splitting.split_invoice),
    ("/billing/jobs", job_invoices.jobs_to_bill),
    ("/billing/collect", collecting.collect_payment),
    ("/billing/payments", payments.payments),
    ("/billing/payments.csv", payments.payments_file),
    (_PAYMENT, payments.payment),
    (f"{_PAYMENT}/check", payments.check_image),
    ("/billing/pricebook", pricebook.pricebook),
    ("/billing/pricebook.csv", pricebook.pricebook_file),
    ("/billing/pricebook/new", pricebook.new_pricebook_item),
    (_ITEM, pricebook.pricebook_item),
    ("/billing/wishes/<row:task_id>", wishes.billing_wish),
)

CHANGES: tuple[Route, ...] = (
    ("/billing/invoices", drafts.add_invoice),
    (f"{_INVOICE}/lines", drafts.save_invoice_lines),
    (f"{_INVOICE}/lines/preview", drafts.preview_invoice_lines),
    (f"{_INVOICE}/particulars", drafts.change_particulars),
    (f"{_INVOICE}/bill-to", drafts.bill_somebody),
    (f"{_INVOICE}/bill-to/rule", drafts.bill_as_the_rule_says),
    (f"{_INVOICE}/place", placing.place_invoice),
    (f"{_INVOICE}/review", drafts.review_invoice),
    (f"{_INVOICE}/discount", discounts.discount_invoice_line),
    (f"{_INVOICE}/delete", drafts.throw_draft_away),
    (f"{_INVOICE}/issue", issuing.issue_invoice),
    (f"{_INVOICE}/void", correcting.void_invoice),
    (f"{_INVOICE}/credit", correcting.credit_invoice),
    (f"{_INVOICE}/use", correcting.use_credit),
    (f"{_INVOICE}/off/<row:target_id>", undoing.take_note_off),
    (f"{_INVOICE}/undo", undoing.undo_correction),
    (f"{_INVOICE}/split", splitting.split_invoice_now),
    (f"{_INVOICE}/plan", plans.agree_on_plan),
    (f"{_INVOICE}/plan/<row:plan_id>/cancel", plans.call_plan_off),
    ("/jobs/<small:number>/invoice", job_invoices.make_invoice),
    ("/jobs/<small:number>/invoices", drafts.add_second_invoice),
    ("/billing/jobs", job_invoices.bill_jobs),
    ("/billing/collect", collecting.record_payment),
    ("/billing/collect/left", collecting.left_to_apply),
    (f"{_PAYMENT}/card", card_page.open_card_page),
    (f"{_PAYMENT}/apply", payment_changes.apply_what_is_left),
    (f"{_PAYMENT}/off/<row:invoice_id>", payment_changes.take_off_invoice),
    (f"{_PAYMENT}/reverse", payment_changes.reverse_whole_payment),
    (f"{_PAYMENT}/refund", payment_changes.give_back),
    ("/billing/pricebook", pricebook.add_pricebook_item),
    ("/billing/pricebook/bring", pricebook.bring_pricebook_file),
    (_ITEM, pricebook.change_pricebook_item),
    (f"{_ITEM}/switch", pricebook.switch_pricebook_item),
    ("/billing/wishes/<row:task_id>", wishes.apply_billing_wish),
)
