"""What an emulator must be told before it starts. No default could reach a real carrier."""

from dataclasses import dataclass
from pathlib import Path

TWILIO_TEST_SENDER = "+15005550006"


@dataclass(frozen=True)
class EmulatorSettings:
    """Credentials the product must present, and the addresses of the product's webhooks.

    `public_url` is the emulator's own address, without a trailing slash; media links are built
    on it. `event_private_key_pem` comes from `signatures.new_event_keys`. Without a `journal`
    a restart forgets everything. `from_number` is the sender a messaging service picks;
    `receipt_delay_ms` lies between a message's receipts, `retry_delay_ms` before a refused post is
    tried again. `messaging_service_sid`, when given, is told with every inbound text.
    """

    account_sid: str
    auth_token: str
    sendgrid_api_key: str
    event_private_key_pem: str
    sms_webhook_url: str
    inbound_parse_url: str
    event_webhook_url: str
    public_url: str
    journal: Path | None = None
    receipt_delay_ms: int = 150
    retry_delay_ms: int = 1000
    from_number: str = TWILIO_TEST_SENDER
    messaging_service_sid: str = ""
