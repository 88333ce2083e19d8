"""Who may speak in a transcript: the demo company's people by first name, and strangers by number or address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox import cast

_BESIDES = {
    "Joan": "+13125550113",
    "Harold": "harold@voss.example",
    "Stranger": "+13125550177",
    "Another stranger": "+13125550178",
    "Olivia by mail": cast.STAFF_EMAIL,
}
_KNOWN = {person.name.split()[0]: person.address for person in cast.CAST} | _BESIDES
_NAMES = {person.address: person.name for person in cast.CAST}
_NEW = re.compile(r"(.+?) <?(\S+@\S+?|\+\d+)>?")


@dataclass(frozen=True)
class Person:
    """One side of a conversation. manner: "unproven" or "automatic" for mails that are, else empty."""

    name: str
    address: str
    manner: str = ""

    @property
    def writes_mail(self) -> bool:
        return "@" in self.address

    @property
    def sender(self) -> str:
        """As a mail shows it."""
        return f"{_NAMES.get(self.address, self.name)} <{self.address}>"


def person_named(words: str) -> Person:
    """The person behind `Tara`, `Dana, unproven` or `Frank <frank@elsewhere.example>`. Raises KeyError."""
    name, _, manner = words.partition(", ")
    new = _NEW.fullmatch(name)
    if new is not None:
        return Person(new[1], new[2], manner)
    return Person(name, _KNOWN[name], manner)
