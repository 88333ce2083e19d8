"""Every address of this room: words of the company: templates, reminders, digests and notices to a whole building."""

from __future__ import annotations

from office.door import Route
from office.notices import building, digest, rules, told

_RULE = "/settings/notices/<kind>"
_WORDS = f"{_RULE}/words/<channel>"
_NOTICE = "/notices/<row:notice_id>"

PAGES: tuple[Route, ...] = (
    ("/settings/notices", rules.notice_rules),
    (_WORDS, rules.rule_words),
    (f"{_WORDS}/<language>/versions", rules.rule_versions),
    ("/notices", building.building_notices),
    ("/notices/new", building.new_notice),
    (_NOTICE, building.building_notice),
    (f"{_NOTICE}/part", building.building_notice_part),
    ("/customers/<row:customer_id>/told", told.told_of_customer),
    ("/properties/<row:property_id>/told", told.told_of_property),
)

CHANGES: tuple[Route, ...] = (
    (_RULE, rules.change_rule),
    (f"{_RULE}/switch", rules.switch_rule),
    (f"{_WORDS}/<language>", rules.save_rule_words),
    (f"{_WORDS}/<language>/preview", rules.preview_rule_words),
    (f"{_WORDS}/<language>/test", rules.test_rule_words),
    (f"{_WORDS}/<language>/versions/<small:version>", rules.restore_rule_words),
    ("/notices/look", building.look_over_notice),
    ("/notices", building.send_new_notice),
    ("/customers/<row:customer_id>/people/<row:contact_id>/digest", digest.choose_digest),
)
