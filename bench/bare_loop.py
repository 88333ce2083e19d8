"""What the telling is measured against: the same sends over the same pooled SDK, in a bare loop that keeps nothing."""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from carriers.twilio.carrier import TwilioCarrier
from core.config import Settings, load_settings
from core.messaging.wire import Accepted, Channel, OutboundMessage
from workers.runtime import SENDING_THREADS

WARMING_NUMBER = "+13129999999"
VALID_SECONDS = 14400


class NotAccepted(Exception):
    """The emulator refused a send, so there is nothing to compare with."""


def messages_to(settings: Settings, body: str, recipients: list[str]) -> list[OutboundMessage]:
    """A message for each recipient, with all that ours carries."""
    refs = [str(uuid4()) for _ in recipients]
    return [
        OutboundMessage(
            ref=ref,
            channel=Channel.SMS,
            recipient=recipient,
            sender=settings.twilio_from_number,
            body=body,
            receipt_url=f"{settings.public_url}/webhooks/twilio/status?ref={ref}",
            valid_seconds=VALID_SECONDS,
        )
        for ref, recipient in zip(refs, recipients, strict=True)
    ]


def send_all(
    carrier: TwilioCarrier, messages: list[OutboundMessage], pool: ThreadPoolExecutor
) -> int:
    """Send everything at the pool's concurrency; how many were accepted. Raises NotAccepted for any other outcome."""
    for outcome in pool.map(carrier.send, messages):
        if not isinstance(outcome, Accepted):
            raise NotAccepted(repr(outcome))
    return len(messages)


def main() -> None:
    """`python -m bench.bare_loop`: warm up, say "ready", read the work as a line of JSON, send, print when it ended."""
    settings = load_settings()
    carrier = TwilioCarrier(settings)
    with ThreadPoolExecutor(SENDING_THREADS) as pool:
        send_all(carrier, messages_to(settings, "warm", [WARMING_NUMBER] * SENDING_THREADS), pool)
        print("ready", flush=True)
        work = json.loads(sys.stdin.readline())
        messages = messages_to(settings, work["body"], work["recipients"])
        print("set", flush=True)
        sys.stdin.readline()
        done = send_all(carrier, messages, pool)
        print(json.dumps({"done": done, "ended": time.time()}), flush=True)


if __name__ == "__main__":
    main()
