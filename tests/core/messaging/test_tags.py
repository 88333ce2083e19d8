"""The company's words: known tags only, filled with plain values, never a hole and never a program."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import FieldRefused
from core.messaging.letters import letter_html
from core.messaging.tags import (
    LONGEST_TEMPLATE,
    MissingValue,
    TemplateTag,
    fill,
    one_line,
    parse_template,
)
from tests.builders import HEAD

VALUES = {tag: f"<{tag.value}>" for tag in TemplateTag}
words_without_braces = st.text(alphabet=st.characters(exclude_characters="{}"), max_size=60)


@pytest.mark.inventory(86)
@pytest.mark.parametrize("tag", list(TemplateTag))
def test_every_tag_is_replaced_by_its_value(tag: TemplateTag) -> None:
    assert filled(f"say {{{tag}}}!") == f"say <{tag}>!"


@given(words_without_braces)
def test_words_without_tags_stay_as_they_are(words: str) -> None:
    assert filled(words) == words


@pytest.mark.inventory(86)
@pytest.mark.parametrize(
    "template",
    [
        "{Nothing}",
        "{jobnumber}",
        "{JobNumber.__class__}",
        "{{JobNumber}}",
        "{{ 7 * 7 }}",
        "{% for x in y %}",
        "{JobNumber!r}",
        "{JobNumber:>99999999}",
        "{0}",
        "{}",
        "{JobNumber",
        "JobNumber}",
        "{Eta|a|b}",
        "{Eta|{JobNumber}}",
        "{ JobNumber }",
        "${JobNumber",
    ],
)
def test_what_is_no_tag_is_refused_on_saving(template: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        parse_template(template, field="body")
    assert refused.value.field == "body"


def test_a_template_has_a_limit() -> None:
    assert parse_template("x" * LONGEST_TEMPLATE)
    with pytest.raises(FieldRefused, match="under 10,000"):
        parse_template("x" * (LONGEST_TEMPLATE + 1))


@pytest.mark.parametrize("value", [None, "", "  \n"])
def test_a_missing_value_stops_the_message(value: str | None) -> None:
    values = {} if value is None else {TemplateTag.ETA: value}
    with pytest.raises(MissingValue, match="There is no Eta yet"):
        fill(parse_template("arriving {Eta}"), values)


@pytest.mark.parametrize(
    ("template", "told"),
    [("{Eta|soon}", "soon"), ("{Eta|}", ""), ("{Eta|muy pronto}", "muy pronto")],
)
def test_a_fallback_stands_in_for_a_missing_value_only(template: str, told: str) -> None:
    assert fill(parse_template(template), {}) == told
    assert fill(parse_template(template), {TemplateTag.ETA: "9am"}) == "9am"


@pytest.mark.parametrize(
    "attack",
    [
        "{CustomerName}",
        "{{ config }}",
        "{% include 'x' %}",
        "${PATH}",
        "%s%n",
        "{0.__class__}",
        "\\x00",
    ],
)
def test_what_a_person_wrote_is_never_read_as_a_template(attack: str) -> None:
    parts = parse_template("Job: {JobSummary}")
    assert fill(parts, {TemplateTag.JOB_SUMMARY: attack}) == f"Job: {attack}"


@given(st.text(max_size=80))
def test_whatever_is_typed_is_refused_or_filled_without_a_raw_tag(template: str) -> None:
    try:
        parts = parse_template(template)
    except FieldRefused:
        return
    assert "{" not in fill(parts, VALUES)


@pytest.mark.parametrize("words", ["a\nb", "a\r\nBcc: x@evil.example", " a\t b "])
def test_a_subject_stays_one_line(words: str) -> None:
    assert "\n" not in one_line(words)
    assert "\r" not in one_line(words)


def test_values_are_escaped_in_a_letter() -> None:
    html = letter_html(HEAD.company, "<b>Hi</b>", "<script>x</script>\n\nA & B\nnext")
    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert "A &amp; B" in html
    assert "<b>Hi</b>" not in html


def filled(template: str) -> str:
    return fill(parse_template(template), VALUES)
