"""Inbound texts as Twilio posts them, signed, as bytes ready for the wire. Pure: each number makes one text."""

from __future__ import annotations

from urllib.parse import urlencode

from sandbox.carrier.signatures import TWILIO_SIGNATURE_HEADER, twilio_signature

PATH = "/webhooks/twilio/sms"
_WORDS = (
    "Water is dripping under my kitchen sink, I put a bowl under it",
    "hi, the heat is out again and it is getting cold in here",
    "la puerta del garaje no abre desde ayer",
    "When is someone coming? We have a dog, please call first.",
)


def fields_of(number: int, *, account_sid: str, recipient: str) -> dict[str, str]:
    """The fields of one text, as many as Twilio gives for a number in the United States."""
    sid = f"SM{number:032x}"
    return {
        "ToCountry": "US",
        "ToState": "IL",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ToCity": "CHICAGO",
        "FromZip": "60614",
        "SmsSid": sid,
        "FromState": "IL",
        "SmsStatus": "received",
        "FromCity": "CHICAGO",
        "Body": _WORDS[number % len(_WORDS)],
        "FromCountry": "US",
        "To": recipient,
        "ToZip": "60602",
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": account_sid,
        "From": f"+1312{2000000 + number % 7000000}",
        "ApiVersion": "2010-04-01",
    }


def wire_bytes(fields: dict[str, str], *, auth_token: str, public_url: str) -> bytes:
    """One POST over a kept connection, whole: request line, headers, signature and form."""
    body = urlencode(fields).encode()
    signature = twilio_signature(auth_token=auth_token, url=f"{public_url}{PATH}", fields=fields)
    head = (
        f"POST {PATH} HTTP/1.1\r\n"
        "Host: fixline.example\r\n"
        "User-Agent: TwilioProxy/1.1\r\n"
        "Accept: */*\r\n"
        "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
        f"{TWILIO_SIGNATURE_HEADER}: {signature}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
