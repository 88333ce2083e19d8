"""No form of the office is forgotten: sent twice it counts once, or it overwrites nobody, or here it says why it need
not be told either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from flask import Flask

from core.db import Database
from office.blueprint import TEMPLATES
from office.meanwhile import settled, unmoved
from office.once import landing, once, once_key
from tests.office.desk import office_app
from tests.office.reaching import reached

COUNTS_ONCE = {once, landing, once_key}
OVERWRITES_NOBODY = {settled, unmoved}

# Why a form needs neither, and which do. Whoever adds one here has tried to send it twice.
NEITHER: Mapping[str, str] = {
    "It writes nothing.": """
        reply_size preview_words preview_rule_words preview_invoice_lines preview_estimate left_to_apply find_caller
        look_over_notice
    """,
    "It goes to the one who asks alone, and says so.": "test_words test_rule_words",
    "It is one's own way to sign in, and asks for the password or a code of the moment.": """
        enter enter_code leave change_own_password begin_second_factor_here confirm_second_factor_here
        renew_recovery_codes_here remove_second_factor_here
    """,
    "It names the state that is wanted; where that stands already, nothing happens.": """
        take_over_conversation hand_back_conversation switch_own_list add_own_alert remove_own_alert
        switch_own_bill_alert mend_point switch_updates record_opt_out record_opt_in add_alert remove_alert
        switch_bill_alert link_customer set_primary switch_relationship_label switch_technician switch_colleague
        reset_colleague switch_status bill_as_the_rule_says switch_pricebook_item bring_pricebook_file
        change_bookkeeping refill_batch export_this_batch revoke_api_token
        add_customer_tag remove_customer_tag end_customer_exemption put_mention_away switch_second_factor switch_rule
        default_job_status switch_equipment serve_equipment offer_visit try_carrier bring_person_back open_card_page
    """,
    "It moves something on, and once that is there it is refused in words, or leads to it.": """
        move_job take_emergency replay_entry issue_invoice void_invoice agree_on_plan
        call_plan_off make_invoice bill_jobs take_off_invoice reverse_whole_payment begin_statement_run
        post_this_batch let_batch_go add_to_batch send_on_the_way plan_from_board offer_free_time run_list
        merge_customer finish send_estimate_now decide_estimate take_back_estimate call_visit_off visit_taken
        visit_passed visit_on_the_way visit_arrived visit_done
    """,
    "It takes away one thing by its number, which is gone the second time.": """
        remove_person remove_point unlink_customer forget_teaching throw_draft_away take_out_of_batch remove_time_off
        drop_on_call_shift leave_wait_list unserve_equipment remove_file
    """,
    "It carries a key of its own, which the trade keeps with what came of it.": """
        record_payment give_back send_new_notice
    """,
    "It tells in a way of its own what was seen: two values beside each other, a whole table, draft or balance.": """
        change_job_fact change_workflow move_visit save_invoice_lines apply_what_is_left
    """,
    "Every version of the words is kept, and the one wanted is named.": "restore_words restore_rule_words",
    "Its answer shows a secret once, so the answer that is seen must be the one that counts.": "make_api_token",
}
LISTED = [view for views in NEITHER.values() for view in views.split()]

_FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
_GOES_TO = re.compile(r"url_for\('office\.(\w+)'")


@pytest.fixture
def app(database: Database) -> Flask:
    return office_app(database)


def changes(app: Flask) -> dict[str, object]:
    """Every view of the office that a form is sent to, by its name."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    names = {rule.endpoint: rule.endpoint.removeprefix("office.") for rule in rules}
    return {name: app.view_functions[endpoint] for endpoint, name in names.items()}


def test_every_form_counts_once_or_overwrites_nobody_or_says_why_not(app: Flask) -> None:
    views = changes(app)
    assert len(views) > 150
    either = COUNTS_ONCE | OVERWRITES_NOBODY
    guarded = {name for name, view in views.items() if reached(view) & either}
    assert sorted(set(views) - guarded - set(LISTED)) == []
    assert sorted(guarded & set(LISTED)) == [], "no reason is needed any more"
    assert sorted(set(LISTED) - set(views)) == [], "there is no such form any more"
    assert len(LISTED) == len(set(LISTED))


def test_a_view_that_does_neither_is_found_out(app: Flask) -> None:
    views = changes(app)
    assert reached(views["move_job"]) & (COUNTS_ONCE | OVERWRITES_NOBODY) == set()
    assert once in reached(views["note_job"])
    assert landing in reached(views["credit_invoice"])
    assert settled in reached(views["save_words"])


def test_every_guarded_form_carries_what_its_view_asks_for(app: Flask) -> None:
    asked = {name: reached(view) for name, view in changes(app).items()}
    carried: dict[tuple[str, str], bool] = {}
    for page in sorted(TEMPLATES.glob("office/**/*.html")):
        for form in _FORM.findall(page.read_text()):
            for name in _GOES_TO.findall(form.partition(">")[0]):
                # A page may show first what would be done by a form that does nothing yet.
                before = carried.get((page.stem, name), False)
                carried[page.stem, name] = before or _carries(form, asked.get(name, set()))
    assert len(carried) > 100
    assert [each for each, is_there in carried.items() if not is_there] == []


def test_a_form_without_its_key_or_what_was_seen_is_found_out() -> None:
    assert not _carries("<form>{{ csrf() }}</form>", {once})
    assert not _carries("<form>{{ csrf() }}{{ once() }}</form>", {settled})
    assert _carries("<form>{{ once() }}{{ seen(form) }}</form>", {once, settled})


def _carries(form: str, asked: set[object]) -> bool:
    key = "once()" in form or "form_key" in form
    seen = "seen(" in form or "seen_of(" in form
    return (key or not asked & COUNTS_ONCE) and (seen or not asked & OVERWRITES_NOBODY)
