"""Every address of this room: calls taken and booked, and the wait list."""

from __future__ import annotations

from office.calls import call_log, integrations, taking, wait_list
from office.door import Route

PAGES: tuple[Route, ...] = (
    ("/bookings/new", taking.new_booking),
    ("/bookings/wait-list", wait_list.wait_list),
    ("/customers/<row:customer_id>/calls", call_log.customer_calls),
    ("/bookings/<row:booking_id>/wait", wait_list.booking_waits),
    ("/jobs/<small:number>/wait", wait_list.job_waits),
    ("/settings/integrations", integrations.integrations),
)

CHANGES: tuple[Route, ...] = (
    ("/bookings", taking.take_call),
    ("/bookings/new", taking.find_caller),
    ("/customers/<row:customer_id>/calls", call_log.note_customer_call),
    ("/bookings/wait-list/times/<row:slot_id>/offer", wait_list.offer_free_time),
    ("/bookings/wait-list/<row:wish_id>/leave", wait_list.leave_wait_list),
    ("/bookings/<row:booking_id>/wait", wait_list.put_booking_on_list),
    ("/jobs/<small:number>/wait", wait_list.put_job_on_list),
    ("/settings/integrations", integrations.make_api_token),
    ("/settings/integrations/<row:token_id>/revoke", integrations.revoke_api_token),
)
