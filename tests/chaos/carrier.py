"""The carrier of a run: the emulator in a process of its own, which nothing kills, and how the harness speaks to it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

import requests
from pydantic import TypeAdapter

from sandbox.carrier.serve import serve
from sandbox.ground import emulator_settings, lay_ground, this_folder
from tests.chaos.counting import Arrival

# As the README asks to set Twilio's webhook address: five tries more, for about fifteen seconds in all.
RETRIES = "#rc=5&ct=2000&rt=4000"
RETRY_MILLISECONDS = 3000
RECEIPT_MILLISECONDS = 200
PATIENCE_SECONDS = 60.0

_ARRIVALS = TypeAdapter(list[tuple[str, str, str, str]])
_PENDING = TypeAdapter(int)
CARRIERS = ("twilio", "sendgrid")


@dataclass(frozen=True)
class _Counted:
    accepted: int


_COUNTED = TypeAdapter(_Counted)


class CarrierClient:
    """The carrier's control panel, seen from outside. Safe to share between threads."""

    def __init__(self, url: str) -> None:
        """url: the emulator's own address."""
        self._url = f"{url}/sandbox"

    def set_moods(self, switches: Mapping[str, object], seed: int | None = None) -> None:
        """Give both carriers the same switches."""
        body: dict[str, object] = {"twilio": dict(switches), "sendgrid": dict(switches)}
        if seed is not None:
            body["seed"] = seed
        requests.post(f"{self._url}/moods", json=body, timeout=PATIENCE_SECONDS).raise_for_status()

    def text(self, sender: str, recipient: str, body: str) -> str:
        """A person texts; returns the carrier's id of it once the first post was tried."""
        answer = requests.post(
            f"{self._url}/sms",
            json={"from": sender, "to": recipient, "body": body},
            timeout=PATIENCE_SECONDS,
        )
        answer.raise_for_status()
        return str(answer.json()["id"])

    def arrivals(self) -> list[Arrival]:
        """Everything the carriers have accepted, whether or not they said so."""
        rows = _ARRIVALS.validate_python(self._get("arrivals")["arrivals"])
        return [Arrival(recipient, ref, words) for _, recipient, ref, words in rows]

    def accepted(self) -> int:
        """How many have arrived at both carriers."""
        counted = self._get("count")
        return sum(_COUNTED.validate_python(counted[name]).accepted for name in CARRIERS)

    def pending(self) -> int:
        """Receipts and repeated posts that are still to be made."""
        return _PENDING.validate_python(self._get("count")["pending"])

    def _get(self, path: str) -> dict[str, object]:
        answer = requests.get(f"{self._url}/{path}", timeout=PATIENCE_SECONDS)
        answer.raise_for_status()
        told: dict[str, object] = answer.json()
        return told


def main() -> None:
    """Serve until a signal ends the process."""
    folder = this_folder(os.environ)
    ground = lay_ground(os.environ, folder)
    settings = emulator_settings(ground, folder)
    serve(
        replace(
            settings,
            journal=None,
            sms_webhook_url=settings.sms_webhook_url + RETRIES,
            retry_delay_ms=RETRY_MILLISECONDS,
            receipt_delay_ms=RECEIPT_MILLISECONDS,
        ),
        ground.sandbox_port,
    )


if __name__ == "__main__":
    main()
