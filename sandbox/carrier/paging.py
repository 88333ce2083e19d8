"""Twilio's pages: a slice of a newest-first list, and the links by which an SDK goes on. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

USUAL_PAGE = 50
LARGEST_PAGE = 1000
PAGE_MARK = "PA"

_OF_THE_PAGE = frozenset({"Page", "PageToken"})


@dataclass(frozen=True)
class Page:
    """One page of keys; `token` leads to the next and is None on the last."""

    keys: list[str]
    number: int
    size: int
    token: str | None

    def as_json(self, path: str, query: Mapping[str, str]) -> dict[str, object]:
        """Return the paging fields; links are relative to the interface's base, as Twilio's are."""
        filters = {name: value for name, value in query.items() if name not in _OF_THE_PAGE}
        filters["PageSize"] = str(self.size)
        first = f"{path}?{urlencode(filters | {'Page': '0'})}"
        following = None
        if self.token is not None:
            more = {"Page": str(self.number + 1), "PageToken": self.token}
            following = f"{path}?{urlencode(filters | more)}"
        return {
            "end": self.number * self.size + max(len(self.keys) - 1, 0),
            "first_page_uri": first,
            "next_page_uri": following,
            "page": self.number,
            "page_size": self.size,
            "previous_page_uri": None,
            "start": self.number * self.size,
            "uri": f"{path}?{urlencode(dict(query))}",
        }


def page_of(keys: list[str], query: Mapping[str, str]) -> Page:
    """Cut the asked page from `keys`.

    A token names the last key already seen, so that messages arriving meanwhile move nothing.
    Without a token `Page` counts from the start. Sizes are held within 1 and LARGEST_PAGE.
    """
    size = min(max(_whole(query.get("PageSize"), USUAL_PAGE), 1), LARGEST_PAGE)
    number = max(_whole(query.get("Page"), 0), 0)
    seen = query.get("PageToken", "").removeprefix(PAGE_MARK)
    start = _after(seen, keys) if seen else number * size
    shown = keys[start : start + size]
    has_more = start + size < len(keys)
    return Page(shown, number, size, PAGE_MARK + shown[-1] if has_more else None)


def _after(seen: str, keys: list[str]) -> int:
    return keys.index(seen) + 1 if seen in keys else len(keys)


def _whole(written: str | None, otherwise: int) -> int:
    return int(written) if written is not None and written.isdecimal() else otherwise
