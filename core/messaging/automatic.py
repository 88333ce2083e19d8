"""Which headers say that a machine wrote a mail (RFC 3834 §2, RFC 2076 §3.9). Knows no mail library and no vendor."""

from __future__ import annotations

from collections.abc import Callable, Iterable

_BULK = frozenset({"bulk", "list", "junk", "auto_reply"})


def automatic_header(first: Callable[[str], str], names: Iterable[str]) -> str | None:
    """The header that shows a machine at work, or None.

    first: the first value of a header whatever its spelling, "" without one. names: all there are, in small letters.
    """
    submitted = first("Auto-Submitted").partition(";")[0].strip().lower()
    precedence = first("Precedence").strip().lower()
    listed = next((name for name in names if name.startswith("list-")), None)
    checks = (
        (submitted not in {"", "no"}, f"Auto-Submitted: {submitted}"),
        (precedence in _BULK, f"Precedence: {precedence}"),
        (listed is not None, f"header {listed}"),
        (bool(first("X-Auto-Response-Suppress")), "X-Auto-Response-Suppress"),
        (bool(first("X-Autoreply") or first("X-Autorespond")), "auto-reply header"),
        (first("Return-Path").strip() == "<>", "null return path"),
        ("multipart/report" in first("Content-Type").lower(), "delivery report"),
    )
    return next((why for holds, why in checks if holds), None)
