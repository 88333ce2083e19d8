"""Every page and every change of the office, as its own map of addresses names them."""

from __future__ import annotations

import re

from flask import Flask
from werkzeug.routing import Rule

_PART = re.compile(r"<[^>]*>")
# A number no row has, and that fits every column.
NOBODY = "2000000000"


def rules_of(app: Flask, method: str) -> list[Rule]:
    """The addresses that answer this method, files of the house left out."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if method in (rule.methods or ()) and not rule.endpoint.endswith("static")
    ]


def plain_pages(app: Flask) -> list[str]:
    """The pages that need nothing in their address."""
    return sorted(rule.rule for rule in rules_of(app, "GET") if "<" not in rule.rule)


def with_nobody(rule: Rule) -> str:
    """The address with a row that does not exist in each place."""
    return _PART.sub(NOBODY, rule.rule)
