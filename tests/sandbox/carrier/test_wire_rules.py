"""Signatures and segments agree with the vendors' own libraries; the room imports no other."""

import ast
from pathlib import Path

import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st
from sendgrid.helpers.eventwebhook import EventWebhook
from twilio.request_validator import RequestValidator

import sandbox.carrier
from sandbox.carrier.segments import encoding_of, segments_of
from sandbox.carrier.signatures import (
    EVENT_SIGNATURE_HEADER,
    EVENT_TIMESTAMP_HEADER,
    EventSigner,
    new_event_keys,
    public_key_of,
    twilio_signature,
)

NOT_OURS = {
    "bot", "carriers", "core", "office", "rq", "redis", "sendgrid", "twilio", "webhooks", "workers",
}  # fmt: skip


TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(TEXT, TEXT), TEXT)
def test_our_signature_is_twilios(fields: dict[str, str], token: str) -> None:
    url = "https://fixline.example:8443/webhooks/twilio/sms?a=1&b=%20x"
    signature = twilio_signature(auth_token=token, url=url, fields=fields)

    assert signature == RequestValidator(token).compute_signature(url, fields)


def test_our_event_signature_passes_sendgrids_verifier_and_no_other_key_does() -> None:
    keys, others = new_event_keys(), new_event_keys()
    body = '[{"email":"pm@example.com","note":"señal 🚿"}]'

    headers = EventSigner(keys.private_pem).headers(body=body.encode(), timestamp=1_700_000_000)

    signature, stamp = headers[EVENT_SIGNATURE_HEADER], headers[EVENT_TIMESTAMP_HEADER]
    assert EventWebhook(keys.public_base64).verify_signature(body, signature, stamp)
    assert not EventWebhook(others.public_base64).verify_signature(body, signature, stamp)
    assert not EventWebhook(keys.public_base64).verify_signature(body, signature, stamp + "1")
    assert public_key_of(keys.private_pem) == keys.public_base64


@pytest.mark.parametrize(
    ("body", "encoding", "segments"),
    [
        ("", "GSM-7", 1),
        ("x" * 160, "GSM-7", 1),
        ("x" * 161, "GSM-7", 2),
        ("x" * 306, "GSM-7", 2),
        ("x" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        ("€" * 81, "GSM-7", 2),
        ("x" * 152 + "€" + "x" * 152, "GSM-7", 3),
        ("ł" * 70, "UCS-2", 1),
        ("ł" * 71, "UCS-2", 2),
        ("🚿" * 35, "UCS-2", 1),
        ("🚿" * 36, "UCS-2", 2),
        ("🚿" * 67, "UCS-2", 3),
    ],
)
def test_segments_at_their_edges(body: str, encoding: str, segments: int) -> None:
    assert (encoding_of(body), segments_of(body)) == (encoding, segments)


@given(st.text(alphabet=st.sampled_from("ab €[]^ñé\nł🚿"), max_size=500))
def test_segments_agree_with_a_library_of_others(body: str) -> None:
    assert segments_of(body) == max(len(smsutil.split(body).parts), 1)


def test_the_emulator_imports_no_room_of_the_product_and_no_vendors_sdk() -> None:
    folder = Path(sandbox.carrier.__path__[0])
    imported = {
        name.split(".")[0] for file in folder.glob("*.py") for name in _imports(file.read_text())
    }

    assert imported & NOT_OURS == set()
    assert "flask" in imported


def _imports(source: str) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            names.add(node.module)
    return names
