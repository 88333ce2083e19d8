"""Every address of this room: lists brought in and out, tags, certificates and merging of customers."""

from __future__ import annotations

from office.customer_care import exemption, lists, merging, tags
from office.door import Route

_CUSTOMER = "/customers/<row:customer_id>"

_LIST = "/lists/<row:import_id>"

PAGES: tuple[Route, ...] = (
    ("/lists", lists.directory_lists),
    ("/lists/<kind>.csv", lists.list_out),
    (_LIST, lists.directory_list),
    (f"{_LIST}/problems.csv", lists.list_problems),
    (f"{_CUSTOMER}/merge", merging.merge_preview),
    (f"{_CUSTOMER}/certificate", exemption.certificate),
)

CHANGES: tuple[Route, ...] = (
    ("/lists", lists.bring_list),
    (f"{_LIST}/run", lists.run_list),
    (f"{_CUSTOMER}/merge", merging.merge_customer),
    (f"{_CUSTOMER}/tags", tags.add_customer_tag),
    (f"{_CUSTOMER}/tags/<row:tag_id>/remove", tags.remove_customer_tag),
    (f"{_CUSTOMER}/certificate", exemption.add_certificate),
    (f"{_CUSTOMER}/certificate/end", exemption.end_customer_exemption),
    ("/properties/<row:property_id>/tax-rate", exemption.change_tax_rate),
)
