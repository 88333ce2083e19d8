"""A form as a browser holds it while it is open: every field with what stands in it, hidden ones too. It refuses a page
that has not exactly one form of the asked address.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.office.desk import Browser

_SENT_TYPES = {"hidden", "text", "tel", "email", "number", "date", "time", "search", "password", ""}


@dataclass
class OpenForm:
    """One form of a page. action: where it is sent, empty for the page's own address."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    """Reads the forms of a page as far as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[OpenForm] = []
        self._open: OpenForm | None = None
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = OpenForm(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._open)
        elif self._open is not None:
            self._field(self._open.fields, tag, given)

    def _field(self, fields: dict[str, str], tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        match tag:
            case "input" if name and given.get("type", "") in _SENT_TYPES:
                fields[name] = given.get("value", "")
            case "input" if name and "checked" in given:
                fields[name] = given.get("value", "on")
            case "textarea":
                self._area, fields[name] = name, ""
            case "select":
                self._select = name
            case "option" if "selected" in given or self._select not in fields:
                fields[self._select] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area and self._open is not None:
            self._open.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag in {"textarea", "select"}:
            self._area = self._select = ""


def forms_in(page: str) -> list[OpenForm]:
    """Every form of a page's source."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def as_open(desk: Browser, page: str, action: str = "") -> dict[str, str]:
    """What the form holds that the page sends to an address: every field, as a browser would send it back untouched.

    action: the page's own address where empty.
    """
    return held_in(desk.text(page), action or page)


def held_in(page: str, action: str) -> dict[str, str]:
    """The same of a page's source."""
    (form,) = (
        each for each in forms_in(page) if each.method == "post" and each.action in {action, ""}
    )
    return {name: value for name, value in form.fields.items() if name != "csrf_token"}
