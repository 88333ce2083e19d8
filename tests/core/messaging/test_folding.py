"""Typography of texts: put plainly wherever that says the same, and nothing else touched."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.messaging.actions.queueing import queue_messages, staff_reply
from core.messaging.folding import folded, size_folded
from core.messaging.model import Conversation, Message
from core.messaging.segments import Encoding, segments_of
from core.messaging.wire import Channel
from tests.builders import HEAD, OFFICE, a_conversation, a_draft

LEFT, RIGHT, APOSTROPHE, EN, EM, DOTS, NBSP = (
    "\u201c", "\u201d", "\u2019", "\u2013", "\u2014", "\u2026", "\u00a0"
)  # fmt: skip
PASTED = (
    f"{LEFT}We{APOSTROPHE}re on our way{RIGHT} {EM} between 9{EN}11{NBSP}am{DOTS} "
    "Please keep the dog inside and leave the gate unlocked."
)
PLAIN = (
    '"We\'re on our way" - between 9-11 am... '
    "Please keep the dog inside and leave the gate unlocked."
)
TYPOGRAPHY = f"{LEFT}{RIGHT}{APOSTROPHE}{EN}{EM}{DOTS}{NBSP}\u2011\u2022\u200b\t\u2028´`ab https://"


def test_a_pasted_text_costs_what_the_typed_one_costs() -> None:
    assert segments_of(PASTED).count == 2
    assert folded(PASTED) == PLAIN
    assert size_folded(PASTED) == segments_of(PLAIN)
    assert (size_folded(PASTED).count, size_folded(PASTED).encoding) == (1, Encoding.GSM7)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("\u2018a\u2019 \u201ab\u201b", "'a' 'b'"),
        ("\u00abHola\u00bb \u201eb\u201f", '"Hola" "b"'),
        ("5\u2032 4\u2033", "5' 4\""),
        ("don\u00b4t, don`t", "don't, don't"),
        ("555\u20110142 \u2212 3", "555-0142 - 3"),
        ("\u2022 bring keys\n\u25aa and pets", "- bring keys\n- and pets"),
        ("9\u202fam\u2009on\u2003Friday\tor later", "9 am on Friday or later"),
        ("one\u2028two", "one\ntwo"),
        ("soft\u00adly \ufeffhidden\u200b", "softly hidden"),
    ],
)
def test_what_has_a_plain_twin_becomes_it(written: str, plain: str) -> None:
    assert folded(written) == plain
    assert segments_of(plain).encoding is Encoding.GSM7


@pytest.mark.parametrize(
    "words",
    [
        "Mañana a las 3: ¿está allí el señor Núñez? Él sí.",
        "On our way 👍🏽 👨‍👩‍👧 ❤️",
        "Слесарь придёт завтра",
        "Kaʻahumanu, Nenanaʼtl, 水漏れ、明日",
        "½ inch, 72°, 3 × 4, №5, €20 · ok",
    ],
)
def test_accents_emoji_and_other_scripts_are_never_touched(words: str) -> None:
    assert folded(words) == words


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        (f"See https://example.com/a{EN}b?x=`1", f"See https://example.com/a{EN}b?x='1"),
        (f"{LEFT}https://example.com/pay/AbC_9-x{RIGHT}{EM}now", '"https://example.com/pay/AbC_9-x"-now'),
        (f"www.example.com/2010{EN}11{DOTS} more", f"www.example.com/2010{EN}11... more"),
    ],
)  # fmt: skip
def test_an_address_leads_where_it_led(words: str, plain: str) -> None:
    assert folded(words) == plain


@given(st.text(alphabet=TYPOGRAPHY, max_size=60))
@example(f"https://{EN}")
@example(f"http://x{EN}{RIGHT}{EN}")
def test_folding_again_changes_nothing(words: str) -> None:
    assert folded(folded(words)) == folded(words)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_letters_and_figures_are_all_still_there(words: str) -> None:
    def letters(text: str) -> list[str]:
        return [each for each in text if each.isalnum()]

    assert letters(folded(words)) == letters(words)


def test_a_text_is_kept_priced_and_listed_as_it_leaves(session: Session) -> None:
    draft = a_draft(session, body=PASTED)
    (message_id,) = queue_messages(session, HEAD, [draft])
    message = session.get_one(Message, message_id)
    assert (message.body, message.segments) == (PLAIN, 1)
    session.expire_all()
    thread = session.get_one(Conversation, draft.conversation_id)
    assert thread.last_words == PLAIN[: len(thread.last_words)]


def test_a_colleagues_answer_is_put_plainly_by_text_and_left_alone_by_mail(
    session: Session,
) -> None:
    text = a_conversation(session)
    mail = a_conversation(session, "bob@home.example", channel=Channel.EMAIL)
    bodies = [
        session.get_one(Message, staff_reply(session, HEAD, each, PASTED, staff=OFFICE)).body
        for each in (text, mail)
    ]
    assert bodies == [PLAIN, PASTED]


def test_two_spellings_of_a_text_are_one_to_whoever_compares_them(session: Session) -> None:
    ids = queue_messages(
        session, HEAD, [a_draft(session, body=PASTED), a_draft(session, body=PLAIN)]
    )
    assert len({session.get_one(Message, each).body for each in ids}) == 1
