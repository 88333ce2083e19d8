"""The words of an HTML mail as plain text. Nothing is run, loaded or kept but words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LONGEST_HTML = 1_000_000
_SILENT = frozenset({"head", "script", "style", "template", "title", "noscript", "svg", "math"})
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "body", "dd", "div", "dl", "dt", "fieldset", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre",
        "section", "table", "td", "th", "tr", "ul",
    }
)  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_GAPS = re.compile(r" *\n *")
_MANY_LINES = re.compile(r"\n{3,}")


def plain_text(html: str) -> str:
    """The text a reader would see, with a line for each block and `> ` before quoted lines."""
    reader = _Reader()
    reader.feed(html[:LONGEST_HTML])
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._silent: list[str] = []
        self._quotes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag == "br" or tag in _BLOCKS:
            self._quotes += tag == "blockquote"
            self._line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            if tag in self._silent:
                del self._silent[self._silent.index(tag) :]
        elif tag in _BLOCKS and tag not in _VOID:
            self._quotes -= tag == "blockquote" and self._quotes > 0
            self._line()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._pieces.append(_SPACE.sub(" ", data))

    def text(self) -> str:
        joined = _GAPS.sub("\n", "".join(self._pieces))
        return _MANY_LINES.sub("\n\n", joined).strip()

    def _line(self) -> None:
        self._pieces.append("\n" + "> " * bool(self._quotes))
