"""The bench of lists notices a large table that is read from end to end, wherever it stands in the plan."""

from __future__ import annotations

from bench.list_plans import LARGE_ROWS, Reading, read_whole, rows_of
from bench.lists import JOBS, PAGE_RATIO, ListPage, Lists

LARGE = frozenset({"jobs"})
BY_INDEX = Reading(("Index Scan",), 50, ())


def test_a_large_table_read_whole_is_found_deep_in_a_plan() -> None:
    deep = scan("Seq Scan", "jobs", LARGE_ROWS)
    plan = [{"Plan": {"Node Type": "Limit", "Plans": [{"Node Type": "Sort", "Plans": [deep]}]}}]
    assert list(read_whole(plan, LARGE)) == ["jobs"]


def test_small_tables_first_rows_and_indexes_may_be_read_whole() -> None:
    parts = [
        scan("Seq Scan", "job_statuses", LARGE_ROWS),
        scan("Seq Scan", "jobs", 1),
        scan("Index Scan", "jobs", LARGE_ROWS),
    ]
    plan = [{"Plan": {"Node Type": "Nested Loop", "Plans": parts}}]
    assert list(read_whole(plan, LARGE)) == []


def test_rows_passed_over_count_as_often_as_they_were_looked_at() -> None:
    each = {**scan("Index Scan", "jobs", 2.5), "Rows Removed by Filter": 10, "Actual Loops": 4}
    assert rows_of(each) == 50


def test_one_slow_page_or_one_whole_table_misses_the_limits() -> None:
    plain = ListPage("jobs", tuple([20.0] * 20), 15.0, 1.0, 5, BY_INDEX)
    whole = Reading(("Seq Scan",), 500_000, ("jobs",))
    slow = ListPage("tasks", tuple([20.0] * 18 + [150.0] * 2), 15.0, PAGE_RATIO, 5, whole)
    assert unmet(Lists(100_000, JOBS, (plain,))) == []
    missed = unmet(Lists(100_000, JOBS, (plain, slow)))
    assert missed == ["list_p95_ms", "list_ratio", "list_whole_reads"]


def scan(kind: str, table: str, rows: float) -> dict[str, object]:
    return {"Node Type": kind, "Relation Name": table, "Actual Rows": rows, "Actual Loops": 1}


def unmet(lists: Lists) -> list[str]:
    return [limit.name for limit in lists.limits() if not limit.is_met]
