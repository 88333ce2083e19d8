"""A bounded shelf of records in order of arrival, found by key or by mark. Not thread-safe."""

from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

Record = TypeVar("Record")


class Shelf(Generic[Record]):
    """Keeps at most `limit` records; the oldest leaves first, with its marks."""

    def __init__(self, limit: int) -> None:
        """`limit` is the number of records kept."""
        self._limit = limit
        self._records: dict[str, Record] = {}
        self._marks: dict[str, tuple[str, ...]] = {}
        self._keys_by_mark: dict[str, deque[str]] = {}

    def put(self, key: str, record: Record, marks: tuple[str, ...] = ()) -> str | None:
        """Add or replace; marks are taken on the first call. Return the key that had to leave."""
        known = key in self._records
        self._records[key] = record
        if known:
            return None
        self._marks[key] = marks
        for mark in marks:
            self._keys_by_mark.setdefault(mark, deque()).append(key)
        return self._evict() if len(self._records) > self._limit else None

    def get(self, key: str) -> Record | None:
        """Return the record, or None when unknown or long gone."""
        return self._records.get(key)

    def newest(self, mark: str | None = None) -> Iterator[Record]:
        """Yield records newest first, all of them or those with `mark`."""
        if mark is None:
            yield from reversed(self._records.values())
            return
        for key in reversed(self._keys_by_mark.get(mark, ())):
            yield self._records[key]

    def clear(self) -> None:
        """Forget everything."""
        self._records.clear()
        self._marks.clear()
        self._keys_by_mark.clear()

    def __len__(self) -> int:
        """Return how many records are kept."""
        return len(self._records)

    def _evict(self) -> str:
        oldest = next(iter(self._records))
        del self._records[oldest]
        for mark in self._marks.pop(oldest):
            keys = self._keys_by_mark[mark]
            keys.popleft()
            if not keys:
                del self._keys_by_mark[mark]
        return oldest
