"""A list taken along: the link on its page is followed, and the file read by the words of its head."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

from tests.office.desk import Browser

_LINK = re.compile(r'<a [^>]*?href="([^"]+)" download>')


def links_on(desk: Browser, page: str) -> list[str]:
    """Where the downloads of a page lead."""
    found = (unescape(each) for each in _LINK.findall(desk.text(page)))
    return [each for each in found if ".csv" in each]


def lines_of(desk: Browser, address: str) -> list[dict[str, str]]:
    """The file's lines by the words of its head; it must be a download that no proxy keeps."""
    answer = desk.open(address)
    assert answer.status_code == 200, answer.status
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def taken_along(desk: Browser, page: str, *, nth: int = 0) -> list[dict[str, str]]:
    """The lines of the nth file that the page links."""
    links = links_on(desk, page)
    assert len(links) > nth, f"no such file on {page}"
    return lines_of(desk, links[nth])
