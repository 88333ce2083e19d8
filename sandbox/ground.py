"""The practice ground's environment: every setting nobody gave, made once and kept in `.fixline/`."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.config import Mode
from core.errors import SettingsRefused
from sandbox import cast
from sandbox.cards.settings import CardSettings
from sandbox.carrier.settings import EmulatorSettings
from sandbox.carrier.signatures import new_event_keys

FOLDER = Path(".fixline")
PRACTICE_FILE = "practice.json"
ENVIRONMENT_FILE = "environment.json"
OWNER_ONLY = 0o600
# What must come from outside when real people are reached through a real carrier.
CARRIER_NEEDS = {
    "TWILIO_API_URL": ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM_NUMBER"),
    "SENDGRID_API_URL": (
        "SENDGRID_API_KEY",
        "SENDGRID_EVENT_PUBLIC_KEY",
        "INBOUND_EMAIL_DOMAIN",
        "INBOUND_PARSE_TOKEN",
    ),
}


@dataclass(frozen=True)
class Ground:
    """A complete environment. sandbox_port: of the carrier emulator and its page, where there is one."""

    environment: Mapping[str, str]
    mode: Mode
    sandbox_port: int

    @property
    def port(self) -> int:
        """Where the web process listens."""
        return int(self.environment["PORT"])

    @property
    def sandbox_url(self) -> str:
        """Where the emulator and its page are, seen from this machine."""
        return f"http://localhost:{self.sandbox_port}"


def lay_ground(given: Mapping[str, str], folder: Path = FOLDER) -> Ground:
    """Fill in what the given environment leaves out; what is given always wins.

    In sandbox mode (the default) the carriers' addresses are the emulator's. In live and guest-list mode nothing is
    invented that would write to a real carrier: SettingsRefused names what is missing.
    """
    mode = _mode(given)
    port = _port(given)
    practice = _practice(folder)
    base = {
        "PORT": str(port),
        "FIXLINE_MODE": mode.value,
        "PUBLIC_URL": f"http://localhost:{port}",
        "SECRET_KEY": practice["secret_key"],
        "COMPANY_NAME": cast.COMPANY_NAME,
        "COMPANY_TIMEZONE": cast.COMPANY_ZONE,
    }
    if mode is not Mode.SANDBOX:
        _need_carriers(given)
    sandbox_port = int(given.get("FIXLINE_SANDBOX_PORT", port + 1))
    carriers = _practice_carriers(practice, mode, f"http://localhost:{sandbox_port}")
    environment = {**base, **carriers, **{name: value for name, value in given.items() if value}}
    return Ground(environment, mode, sandbox_port)


def _mode(given: Mapping[str, str]) -> Mode:
    try:
        return Mode(given.get("FIXLINE_MODE") or Mode.SANDBOX)
    except ValueError as error:
        raise SettingsRefused("FIXLINE_MODE must be live, guest-list or sandbox.") from error


def _port(given: Mapping[str, str]) -> int:
    try:
        return int(given.get("PORT") or 8000)
    except ValueError as error:
        raise SettingsRefused("PORT must be a number such as 8000.") from error


def _need_carriers(given: Mapping[str, str]) -> None:
    for address, needs in CARRIER_NEEDS.items():
        if given.get(address):
            continue
        missing = [name for name in needs if not given.get(name)]
        if missing:
            raise SettingsRefused(
                f"{missing[0]} is not set: outside the sandbox give the carrier's own settings,"
                f" or point {address} at a mock."
            )


def _practice_carriers(practice: Mapping[str, str], mode: Mode, sandbox_url: str) -> dict[str, str]:
    settings = {
        "TWILIO_ACCOUNT_SID": practice["account_sid"],
        "TWILIO_AUTH_TOKEN": practice["auth_token"],
        "TWILIO_FROM_NUMBER": cast.COMPANY_PHONE,
        "SENDGRID_API_KEY": practice["sendgrid_api_key"],
        "SENDGRID_EVENT_PUBLIC_KEY": practice["event_public_key"],
        "INBOUND_EMAIL_DOMAIN": cast.INBOUND_DOMAIN,
        "INBOUND_PARSE_TOKEN": practice["parse_token"],
    }
    if mode is Mode.SANDBOX:
        settings |= {"TWILIO_API_URL": sandbox_url, "SENDGRID_API_URL": sandbox_url}
        settings |= _practice_cards(practice, sandbox_url)
        # On the practice ground someone may try things at any hour.
        settings |= {"FIXLINE_QUIET_FROM_HOUR": "0", "FIXLINE_QUIET_UNTIL_HOUR": "0"}
    return settings


def _practice_cards(practice: Mapping[str, str], sandbox_url: str) -> dict[str, str]:
    return {
        "FIXLINE_STRIPE_SECRET_KEY": practice["stripe_secret_key"],
        "FIXLINE_STRIPE_WEBHOOK_SECRET": practice["stripe_webhook_secret"],
        "FIXLINE_STRIPE_API_BASE": sandbox_url,
    }


def _practice(folder: Path) -> dict[str, str]:
    """Secrets of this practice ground, made once and kept readable by their owner alone."""
    path = folder / PRACTICE_FILE
    kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if "stripe_secret_key" not in kept:
        kept = _made() | kept
        _write(path, kept)
    return kept


def _made() -> dict[str, str]:
    keys = new_event_keys()
    return {
        "secret_key": secrets.token_hex(32),
        "account_sid": f"AC{secrets.token_hex(16)}",
        "auth_token": secrets.token_hex(16),
        "sendgrid_api_key": f"SG.{secrets.token_urlsafe(24)}",
        "event_private_key": keys.private_pem,
        "event_public_key": keys.public_base64,
        "parse_token": secrets.token_hex(16),
        "stripe_secret_key": f"sk_test_{secrets.token_hex(16)}",
        "stripe_webhook_secret": f"whsec_{secrets.token_hex(16)}",
    }


def _write(path: Path, values: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(dict(values), file, indent=1)


SETTING_PREFIXES = ("TWILIO_", "SENDGRID_", "INBOUND_", "COMPANY_", "FIXLINE_")
SETTING_NAMES = frozenset({"DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "SECRET_KEY", "PORT"})


def remember(ground: Ground, folder: Path = FOLDER) -> None:
    """Note the settings of the running ground, so that `fixline` in another terminal finds it."""
    wanted = {
        name: value
        for name, value in ground.environment.items()
        if name in SETTING_NAMES or name.startswith(SETTING_PREFIXES)
    }
    _write(folder / ENVIRONMENT_FILE, wanted)


def remembered(folder: Path = FOLDER) -> dict[str, str]:
    """The settings of the ground that ran here last; empty where none did."""
    path = folder / ENVIRONMENT_FILE
    if not path.exists():
        return {}
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


def emulator_settings(ground: Ground, folder: Path = FOLDER) -> EmulatorSettings:
    """What the carrier emulator must know to speak with this ground."""
    environment = ground.environment
    web = f"http://localhost:{ground.port}"
    return EmulatorSettings(
        account_sid=environment["TWILIO_ACCOUNT_SID"],
        auth_token=environment["TWILIO_AUTH_TOKEN"],
        sendgrid_api_key=environment["SENDGRID_API_KEY"],
        event_private_key_pem=_practice(folder)["event_private_key"],
        sms_webhook_url=f"{web}/webhooks/twilio/sms",
        inbound_parse_url=f"{web}/webhooks/sendgrid/inbound/{environment['INBOUND_PARSE_TOKEN']}",
        event_webhook_url=f"{web}/webhooks/sendgrid/events",
        public_url=ground.sandbox_url,
        journal=folder / "carrier.jsonl",
        from_number=environment["TWILIO_FROM_NUMBER"],
    )


def card_settings(ground: Ground) -> CardSettings:
    """What the card emulator must know to speak with this ground."""
    return CardSettings(
        secret_key=ground.environment["FIXLINE_STRIPE_SECRET_KEY"],
        webhook_secret=ground.environment["FIXLINE_STRIPE_WEBHOOK_SECRET"],
        webhook_url=f"http://localhost:{ground.port}/webhooks/stripe",
        public_url=ground.sandbox_url,
    )


def this_folder(environment: Mapping[str, str]) -> Path:
    """The folder of the ground a process was started for: FIXLINE_FOLDER, else the ordinary one."""
    return Path(environment.get("FIXLINE_FOLDER") or FOLDER)
