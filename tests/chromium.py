"""Where Chromium is, and what happens to a browser test when it is nowhere.

Refuses to skip quietly: the summary ends with the remedy, and FIXLINE_REQUIRE_BROWSER=1 makes
the test fail instead.
"""

from __future__ import annotations

import os
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Where Playwright puts the one it downloads, on Linux and on macOS.
DOWNLOADED = (
    (".cache/ms-playwright", "chromium-*/chrome-linux*/chrome"),
    ("Library/Caches/ms-playwright", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*"),
)
REMEDY = "Chromium is missing: `make browser` installs it."


class WorkerNode(Protocol):
    """What we use of an xdist worker, as its controller sees it."""

    config: pytest.Config
    workerinput: dict[str, list[str]]


@cache
def executable() -> Path | None:
    """The system's Chromium, else the newest one Playwright has downloaded, else None."""
    for name in ON_PATH:
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    downloads = [path for folder, glob in DOWNLOADED for path in (Path.home() / folder).glob(glob)]
    return max(downloads, default=None, key=str)


def gate(item: pytest.Item) -> None:
    """Let a test marked `browser` through only when there is one."""
    if item.get_closest_marker("browser") is None or executable() is not None:
        return
    if os.environ.get("FIXLINE_REQUIRE_BROWSER") == "1":
        pytest.fail(REMEDY, pytrace=False)
    pytest.skip(REMEDY)


def report_skips(reporter: pytest.TerminalReporter) -> None:
    """End the run's report with the number of browser tests that were not run."""
    skipped = [report for report in reporter.stats.get("skipped", []) if _lacked_browser(report)]
    if skipped:
        reporter.section("NOT TESTED", red=True, bold=True)
        reporter.line(f"{len(skipped)} browser tests were skipped. {REMEDY}", red=True)


def _lacked_browser(report: pytest.TestReport) -> bool:
    return isinstance(report.longrepr, tuple) and REMEDY in report.longrepr[2]


if __name__ == "__main__":
    sys.exit(0 if executable() else REMEDY)
