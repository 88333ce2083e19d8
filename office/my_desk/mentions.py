"""Notes that name colleagues: who was chosen beside the words, and what is read by opening it."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from core.desk.actions.mentioning import nameable, nameable_at, put_away, read_mentions
from core.desk.mentions import named_in
from core.desk.permissions import Permission
from office.access import me, needs
from office.door import reading, writing
from office.forms import Form

LONGEST_NAME = 120


def with_named(words: str, form: Form, kind: str) -> str:
    """The words, naming also whoever was chosen in the field beside them; a name of nobody who can read it is refused.

    kind: of what the note is about, as "job".
    """
    chosen = form.text("tell", most=LONGEST_NAME).lstrip("@")
    if chosen and not _is_somebody(chosen, kind):
        form.refuse("tell", "Nobody of that name can open this; choose a colleague of the list.")
    if not chosen or f"@{chosen}".casefold() in words.casefold():
        return words
    return f"@{chosen} {words}"


def opened_by_me(subject: tuple[str, int]) -> None:
    """The signed-in colleague has opened what notes name them for."""
    with writing() as session:
        read_mentions(session, me().id, subject)


@needs(Permission.TASKS_READ)
def put_mention_away(mention_id: int) -> Response:
    """Take a note off my day without opening it: what it is about may be shut to me."""
    with writing() as session:
        put_away(session, me().id, mention_id)
    return redirect(url_for("office.my_day"))


def colleague_names(kind: str) -> tuple[str, ...]:
    """For the list that completes a name while it is typed: those who can open what the note is about."""
    with reading() as session:
        return tuple(each.name for each in nameable_at(session, kind) if each.id != me().id)


def _is_somebody(name: str, kind: str) -> bool:
    with reading() as session:
        able = {each.id for each in nameable_at(session, kind)}
        found = named_in(f"@{name}", nameable(session))
    said = name.casefold()
    return any(
        each.id in able and said in {each.name.casefold(), each.name.split()[0].casefold()}
        for each in found
    )
