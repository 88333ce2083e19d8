"""Mails as a mail program writes them: new, or answers that quote what they answer. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr
from html import escape

from core.clock import local
from sandbox.carrier.inbound_mail import TypedMail
from sandbox.cast import Person
from sandbox.phones.devices import Letter

LONGEST_LINE = 78
# A domain that signs, but not the one the From line shows: DMARC calls this unaligned.
FORGED_DKIM = "{@bulk-sender.example : pass}"
FORGED_SPF = "fail"
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)
_QUOTE_STYLE = "margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex"


@dataclass(frozen=True)
class Words:
    """What a person typed into the form of a mail. forged: somebody else wears their address."""

    text: str
    subject: str = ""
    forged: bool = False


def new_mail(person: Person, words: Words, *, to: str) -> TypedMail:
    """A mail that begins a thread."""
    return TypedMail(
        sender=formataddr((person.name, person.address)),
        recipient=to,
        subject=words.subject,
        text=words.text,
        html=f'<div dir="ltr">{_as_html(words.text)}</div>',
        dkim=FORGED_DKIM if words.forged else None,
        spf=FORGED_SPF if words.forged else "pass",
    )


def answer(person: Person, words: Words, *, to: Letter, at: datetime, zone: str) -> TypedMail:
    """An answer to `to`, threaded (RFC 5322 §3.6.4) and quoting it below, as Gmail does.

    at: aware time of sending; zone: IANA name of the writer's clock.
    """
    said = _attribution(to, local(at, zone))
    quoted = "\n".join(f"> {line}" if line else ">" for line in to.text.splitlines())
    return TypedMail(
        sender=formataddr((person.name, person.address)),
        recipient=to.answer_to,
        subject=answering_subject(to.subject),
        text=f"{words.text}\n\n{said}\n\n{quoted}\n",
        html=_html_answer(words.text, to, said),
        in_reply_to=to.message_id,
        references=f"{to.references} {to.message_id}".strip(),
        dkim=FORGED_DKIM if words.forged else None,
        spf=FORGED_SPF if words.forged else "pass",
    )


def answering_subject(subject: str) -> str:
    """The subject with one `Re:` before it."""
    return subject if subject.lower().startswith("re:") else f"Re: {subject}".rstrip()


def _attribution(letter: Letter, at: datetime) -> str:
    """`On Mon, Mar 2, 2026 at 9:05 AM Name <address> wrote:`, broken where Gmail breaks it."""
    hour = at.hour % 12 or 12
    # Gmail puts a narrow no-break space before AM and PM.
    clock = f"{hour}:{at:%M}\u202f{'AM' if at.hour < 12 else 'PM'}"
    name, address = letter.sender_name, letter.sender_address
    line = f"On {at:%a, %b} {at.day}, {at.year} at {clock} {name} <{address}> wrote:"
    if len(line) <= LONGEST_LINE:
        return line
    return line.replace(f"<{address}>", f"<\n{address}>")


def _html_answer(text: str, letter: Letter, said: str) -> str:
    inside = _BODY.search(letter.html)
    original = inside.group(1) if inside else letter.html or _as_html(letter.text)
    who = escape(said.replace("\n", ""))
    return (
        f'<div dir="ltr">{_as_html(text)}</div><br>'
        f'<div class="gmail_quote gmail_quote_container">'
        f'<div dir="ltr" class="gmail_attr">{who}<br></div>'
        f'<blockquote class="gmail_quote" style="{_QUOTE_STYLE}">{original}</blockquote></div>'
    )


def _as_html(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())
