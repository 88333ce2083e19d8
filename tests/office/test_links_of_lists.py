"""Each list of a company at work carries the link under which it is taken along, with what narrows it down."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from core.db import Database
from sandbox.demo.amounts import DemoSize
from sandbox.demo.loading import load_demo
from tests.office.desk import Browser, at_desk, office_app
from tests.office.taking_along import links_on
from tests.office.test_every_list_is_a_file import LISTS

# Of these the company of the demonstration has none.
EMPTY = {
    "building_notices",
    "statement_runs",
    "batches",
    "sync_log",
    "teachings_list",
    "integrations",
    "paid_search",
}
# Of these the link stands in another page's part, or on a page of one record.
BESIDE = {"inbox_list"}
NARROWED = {
    "/bookings": {"shown": "decided", "source": "sms"},
    "/tasks": {"state": "done", "priority": "high"},
    "/customers": {"q": "a", "kind": "residential"},
    "/properties": {"q": "street", "kind": "rental"},
    "/jobs": {"shown": "all", "q": "window"},
    "/billing/invoices": {"shown": "open"},
    "/billing/payments": {"method": "check"},
    "/billing/receivables": {"older": "to_30", "order": "name"},
    "/inbox": {"lane": "waiting"},
    "/dispatch": {"sight": "week", "unit": "1"},
    "/equipment": {"q": "boiler"},
    "/delivery": {"span": "hours"},
}


@pytest.fixture
def desk(database: Database) -> Browser:
    with database.transaction() as session:
        load_demo(session, DemoSize.SMALL, lambda _: None)
    return at_desk(database)


def test_every_list_of_a_company_at_work_carries_its_link(
    desk: Browser, database: Database
) -> None:
    addresses = office_app(database).url_map.bind("localhost")
    silent = []
    for rule in office_app(database).url_map.iter_rules():
        name = rule.endpoint.removeprefix("office.")
        if name not in LISTS or name in EMPTY | BESIDE or "<" in rule.rule:
            continue
        if "GET" not in (rule.methods or ()):
            continue
        linked = {addresses.match(urlsplit(each).path)[0] for each in links_on(desk, rule.rule)}
        if not linked & {f"office.{file}" for file in LISTS[name]}:
            silent.append(rule.rule)
    assert silent == []


def test_the_link_asks_for_what_the_page_asks(desk: Browser) -> None:
    for page, asked in NARROWED.items():
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        links = links_on(desk, f"{page}?{query}")
        kept = [parse_qs(urlsplit(each).query) for each in links]
        wanted = {name: [value] for name, value in asked.items()}
        assert any(wanted.items() <= each.items() for each in kept), f"{page}: {links}"
        assert all(desk.open(each).mimetype == "text/csv" for each in links), page
