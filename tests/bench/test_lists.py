"""The bench of lists notices a large table that is read from end to end, wherever it stands in the plan."""

from __future__ import annotations

import json

from bench.lists import JOBS, ListPage, Lists, read_whole


def test_a_large_table_read_whole_is_found_deep_in_a_plan() -> None:
    deep = {"Node Type": "Seq Scan", "Relation Name": "jobs"}
    plan = [{"Plan": {"Node Type": "Limit", "Plans": [{"Node Type": "Sort", "Plans": [deep]}]}}]
    assert list(read_whole(json.dumps(plan))) == ["jobs"]


def test_small_tables_and_indexes_may_be_read_whole() -> None:
    small = {"Node Type": "Seq Scan", "Relation Name": "job_statuses"}
    index = {"Node Type": "Index Scan", "Relation Name": "jobs"}
    plan = [{"Plan": {"Node Type": "Nested Loop", "Plans": [small, index]}}]
    assert list(read_whole(json.dumps(plan))) == []


def test_one_slow_page_or_one_whole_table_misses_the_limits() -> None:
    quick = ListPage("jobs", tuple([20.0] * 20), 5, ("Index Scan",), ())
    slow = ListPage("tasks", tuple([20.0] * 18 + [150.0] * 2), 5, ("Sort",), ("jobs",))
    assert unmet(Lists(100_000, JOBS, (quick,), plain_ms=2.0)) == []
    missed = unmet(Lists(100_000, JOBS, (quick, slow), plain_ms=2.0))
    assert missed == ["list_p95_ms", "list_ratio", "list_whole_reads"]


def unmet(lists: Lists) -> list[str]:
    return [limit.name for limit in lists.limits() if not limit.is_met]
