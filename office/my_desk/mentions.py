"""Notes that name colleagues: who was chosen beside the words, and what is read by opening it."""

from __future__ import annotations

from core.desk.actions.mentioning import nameable, read_mentions
from office.access import me
from office.door import reading, writing
from office.forms import Form

LONGEST_NAME = 120


def with_named(words: str, form: Form) -> str:
    """The words, naming also whoever was chosen in the field beside them."""
    chosen = form.text("tell", most=LONGEST_NAME).lstrip("@")
    if not chosen or f"@{chosen}".casefold() in words.casefold():
        return words
    return f"@{chosen} {words}"


def opened_by_me(subject: tuple[str, int]) -> None:
    """The signed-in colleague has opened what notes name them for."""
    with writing() as session:
        read_mentions(session, me().id, subject)


def colleague_names() -> tuple[str, ...]:
    """For the list that completes a name while it is typed."""
    with reading() as session:
        return tuple(each.name for each in nameable(session) if each.id != me().id)
