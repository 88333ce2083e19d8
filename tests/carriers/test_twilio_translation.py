"""Twilio's posts in the core's words."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carriers.base import RawEnvelope, Unreadable
from carriers.twilio.carrier import TwilioCarrier
from carriers.twilio.form import read_form
from carriers.twilio.signature import verified_form, verify_twilio
from core.messaging.wire import (
    CarrierWord,
    InboundMessage,
    Media,
    MessageState,
    PermanentCause,
    Receipt,
)
from tests.carriers.builders import (
    AUTH_TOKEN,
    FORM_TYPE,
    PUBLIC_URL,
    form_body,
    settings,
    sms_fields,
    status_fields,
    twilio_signature,
)

PATH = "/webhooks/twilio/sms"
URL = PUBLIC_URL + PATH
CARRIER = TwilioCarrier(settings())


def text_of(content: bytes, content_type: str = FORM_TYPE) -> InboundMessage:
    return CARRIER.translate_inbound(RawEnvelope(content, content_type))


def receipt_of(query: str = "", **fields: str) -> Receipt:
    envelope = RawEnvelope(form_body(fields), FORM_TYPE, query)
    (receipt,) = CARRIER.translate_receipts(envelope).receipts
    return receipt


def test_a_text_is_read() -> None:
    message = text_of(form_body(sms_fields()))
    assert message.sender == "+13125550142"
    assert message.recipient == "+13125550100"
    assert message.body == "No heat in unit 4"
    assert message.provider_id == "SM" + "a" * 32
    assert message.automatic is None


@pytest.mark.parametrize(
    ("told", "heeded"),
    [
        ("STOP", CarrierWord.STOP),
        ("start", CarrierWord.START),
        (" HELP ", CarrierWord.HELP),
        ("", None),
        ("MAYBE", None),
    ],
)
def test_a_word_the_messaging_service_has_acted_on_is_read(
    told: str, heeded: CarrierWord | None
) -> None:
    assert text_of(form_body(sms_fields(OptOutType=told))).carrier_heeded is heeded
    assert text_of(form_body(sms_fields())).carrier_heeded is None


@pytest.mark.parametrize(
    "words", ["\U0001f468\u200d\U0001f469\u200d\U0001f467", "x" * 1600, " ", ""]
)
def test_words_arrive_exactly(words: str) -> None:
    assert text_of(form_body(sms_fields(Body=words))).body == words


@pytest.mark.parametrize(
    ("charset", "words"), [("iso-8859-1", "fuga en el baño"), ("shift_jis", "水漏れ")]
)
def test_a_declared_charset_is_honoured(charset: str, words: str) -> None:
    body = urlencode(sms_fields(Body=words), encoding=charset).encode()
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert text_of(body, kind).body == words


def test_bytes_that_fit_no_charset_are_replaced() -> None:
    body = form_body(sms_fields(Body="")) + b"&Body=&"
    broken = body.replace(b"Body=&", b"Body=ni%F1o%00%ED%A0%80&", 1)
    assert text_of(broken).body == "ni\ufffdo\ufffd\ufffd\ufffd\ufffd"


def test_pictures_come_with_their_addresses() -> None:
    fields = sms_fields(
        Body="",
        NumMedia="2",
        MediaUrl0="https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0",
        MediaContentType0="image/jpeg",
        MediaUrl1="https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME1",
        MediaContentType1="image/png",
    )
    first, second = text_of(form_body(fields)).media
    assert first == Media("ME0", "image/jpeg", url=fields["MediaUrl0"])
    assert second.url == fields["MediaUrl1"]


@pytest.mark.parametrize("count", ["-1", "9" * 40, "two", "\u0662"])
def test_a_nonsense_count_of_pictures_brings_no_more_than_there_are(count: str) -> None:
    assert text_of(form_body(sms_fields(NumMedia=count))).media == ()


def test_a_short_code_stays_as_it_came() -> None:
    assert text_of(form_body(sms_fields(From="72975"))).sender == "72975"


def test_a_text_from_our_own_number_is_a_machines() -> None:
    assert text_of(form_body(sms_fields(From="+13125550100"))).automatic == "own number"


@pytest.mark.parametrize("missing", ["From", "To"])
def test_a_text_from_or_to_nobody_is_unreadable(missing: str) -> None:
    with pytest.raises(Unreadable):
        text_of(form_body(sms_fields(**{missing: ""})))


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(content: bytes) -> None:
    with suppress(Unreadable):
        text_of(content + b"&From=%2B13125550142&To=%2B13125550100&MessageSid=SM1")


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("queued", MessageState.ACCEPTED),
        ("sent", MessageState.SENT),
        ("delivered", MessageState.DELIVERED),
        ("undelivered", MessageState.UNDELIVERED),
        ("failed", MessageState.FAILED),
    ],
)
def test_a_status_becomes_a_state(status: str, state: MessageState) -> None:
    assert receipt_of(**status_fields(status)).state is state


def test_a_receipt_brings_our_own_id_back() -> None:
    receipt = receipt_of("ref=0f8fad5b-d9cb&x=1", **status_fields("sent"))
    assert receipt.ref == "0f8fad5b-d9cb"
    assert receipt.provider_id == "SM" + "b" * 32


@pytest.mark.parametrize("query", ["", "ref=", "ref=a%00b", "ref=" + "a" * 61, "&" * 200])
def test_a_strange_id_is_none(query: str) -> None:
    assert receipt_of(query, **status_fields("sent")).ref is None


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("30003", None),
        ("30005", PermanentCause.BAD_ADDRESS),
        ("30006", PermanentCause.BAD_ADDRESS),
        ("21610", PermanentCause.OPTED_OUT),
        ("30007", PermanentCause.REFUSED_CONTENT),
        ("\u0663\u0664", None),
        ("9" * 9, None),
    ],
)
def test_an_error_code_tells_the_cause(code: str, cause: PermanentCause | None) -> None:
    assert receipt_of(**status_fields("undelivered", ErrorCode=code)).cause is cause


def test_a_text_that_was_useful_no_longer_expired() -> None:
    receipt = receipt_of(**status_fields("undelivered", ErrorCode="30036"))
    assert receipt.state is MessageState.EXPIRED


def test_repeats_share_their_event_id_and_news_do_not() -> None:
    first, repeat = receipt_of(**status_fields("sent")), receipt_of(**status_fields("sent"))
    assert first.event_id == repeat.event_id
    assert first.event_id != receipt_of(**status_fields("delivered")).event_id


def test_a_status_of_no_sent_message_gives_no_receipt() -> None:
    envelope = RawEnvelope(form_body(status_fields("receiving")), FORM_TYPE)
    assert CARRIER.translate_receipts(envelope).receipts == ()


def signed(fields: dict[str, str], signature: str, *tokens: str) -> bool:
    form = read_form(form_body(fields), FORM_TYPE)
    return verify_twilio(URL, form, signature, tokens or (AUTH_TOKEN,))


def test_a_true_signature_is_accepted() -> None:
    assert signed(sms_fields(), twilio_signature(PATH, sms_fields()))


def test_during_rotation_both_tokens_are_accepted() -> None:
    signature = twilio_signature(PATH, sms_fields(), token="the old one")
    assert signed(sms_fields(), signature, AUTH_TOKEN, "the old one")
    assert not signed(sms_fields(), signature, AUTH_TOKEN)


@pytest.mark.parametrize("signature", ["", "AAAA", "\u00e9", "=" * 28])
def test_a_missing_or_strange_signature_is_refused(signature: str) -> None:
    assert not signed(sms_fields(), signature)


def test_a_changed_word_breaks_the_signature() -> None:
    assert not signed(sms_fields(Body="No heat in unit 5"), twilio_signature(PATH, sms_fields()))


def test_a_shifted_name_brings_no_words_into_known_fields() -> None:
    """Twilio's scheme lets `A=B1` pass as `AB=1`; what is then missing is missing, not invented."""
    fields = sms_fields()
    signature = twilio_signature(PATH, fields)
    shifted = {name: value for name, value in fields.items() if name != "From"}
    shifted["From+1312555"] = "0142"
    assert signed(shifted, signature)
    with pytest.raises(Unreadable):
        text_of(form_body(shifted))


@pytest.mark.parametrize("declared", ["; charset=iso-8859-1", ""])
def test_a_latin_1_post_is_verified_by_the_words_that_were_signed(declared: str) -> None:
    fields = sms_fields(Body="se rompió")
    form = verified_form(
        URL,
        urlencode(fields, encoding="latin-1").encode(),
        f"application/x-www-form-urlencoded{declared}",
        signature=twilio_signature(PATH, fields),
        tokens=(AUTH_TOKEN,),
    )
    assert form is not None
    assert form.get("Body") == "se rompió"


def test_a_form_of_endless_fields_is_not_read() -> None:
    body = b"&".join(b"a%d=1" % n for n in range(600))
    assert verified_form(URL, body, FORM_TYPE, signature="x", tokens=(AUTH_TOKEN,)) is None
