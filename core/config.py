"""Settings, read once from the environment. A wrong one stops the start with a sentence that says how to mend it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.addresses import email_address, phone_number
from core.errors import SettingsRefused

SHORTEST_SECRET = 32
SHORTEST_PARSE_TOKEN = 16
SHORTEST_TOKEN = 16
FEWEST_PAGES = 2
# What Twilio lets through from an ordinary long number in the United States; a toll-free number 3, a short code 100.
LONG_CODE_PER_SECOND = 1.0
RECIPIENT_PER_SECOND = 1.0


class Mode(StrEnum):
    """live: everyone is written to; guest-list: only those on the list; sandbox: the carrier emulator."""

    LIVE = "live"
    GUEST_LIST = "guest-list"
    SANDBOX = "sandbox"


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("must be an address such as https://fixline.example.com")
    return value.rstrip("/")


def _optional_web_address(value: str | None) -> str | None:
    return _web_address(value) if value else None


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("must be a time zone such as America/Chicago") from error
    return value


def _secret(value: str) -> str:
    if len(value) < SHORTEST_SECRET:
        raise ValueError(
            f"must have at least {SHORTEST_SECRET} characters; make one with `openssl rand -hex 32`"
        )
    return value


def _optional_secret(value: str | None) -> str | None:
    return _secret(value) if value else None


def _optional_token(value: str | None) -> str | None:
    if value and (len(value) < SHORTEST_TOKEN or not value.isascii()):
        raise ValueError(
            f"must have at least {SHORTEST_TOKEN} plain characters; make one with `openssl rand -hex 16`"
        )
    return value or None


def _postgres(value: str) -> str:
    if urlsplit(value).scheme.split("+")[0] not in {"postgresql", "postgres"}:
        raise ValueError(
            "must be a PostgreSQL address such as postgresql://user:password@host/fixline"
        )
    return value


def _redis(value: str) -> str:
    if urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        raise ValueError("must be a Redis address such as redis://host:6379/0")
    return value


def _phone(value: str) -> str:
    try:
        return phone_number(value).e164
    except ValueError as error:
        raise ValueError("must be a phone number such as +13125550100") from error


def _given(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty: give it in the environment (.env.example says what it is for)")
    return value


def _guests(value: str | tuple[str, ...]) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    try:
        return tuple(_address(part.strip()) for part in parts if part.strip())
    except ValueError as error:
        raise ValueError(f"must list phone numbers and e-mail addresses: {error}") from error


def _address(text: str) -> str:
    """In the one spelling messages are sent to."""
    return email_address(text).address if "@" in text else phone_number(text).e164


def _rising(value: tuple[float, ...]) -> tuple[float, ...]:
    if len(value) < FEWEST_PAGES or any(after <= before for before, after in pairwise(value)):
        raise ValueError(
            "must be at least two rising numbers of seconds such as [0, 300, 600, 900]"
        )
    return value


WebAddress = Annotated[str, BeforeValidator(_web_address)]
OptionalWebAddress = Annotated[str | None, BeforeValidator(_optional_web_address)]
Given = Annotated[str, BeforeValidator(_given)]
Secret = Annotated[str, BeforeValidator(_secret), Field(repr=False)]
OptionalSecret = Annotated[str | None, BeforeValidator(_optional_secret)]
OptionalToken = Annotated[str | None, BeforeValidator(_optional_token)]


@dataclass(frozen=True)
class Company:
    """The service firm that runs Fixline, as texts and pages show it.

    portal_url: where customers sign in; empty until their portal is set up.
    """

    name: str
    time_zone: str
    phone: str
    email: str
    portal_url: str

    @property
    def addresses(self) -> frozenset[str]:
        """Where its own messages come from; nobody else is reached there."""
        return frozenset({self.phone, self.email.lower()})


class Settings(BaseSettings):
    """Everything a deployment decides. Times are seconds; secrets never appear in its text form."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    database_url: Annotated[str, BeforeValidator(_postgres)] = Field(repr=False)
    redis_url: Annotated[str, BeforeValidator(_redis)] = Field(repr=False)
    public_url: WebAddress
    secret_key: Secret
    secret_key_previous: OptionalSecret = Field(default=None, repr=False)
    metrics_token: OptionalToken = Field(default=None, repr=False)
    twilio_account_sid: Given
    twilio_auth_token: Given = Field(repr=False)
    twilio_auth_token_previous: str | None = Field(default=None, repr=False)
    twilio_messaging_service_sid: str = ""
    twilio_from_number: Annotated[str, BeforeValidator(_phone)]
    twilio_api_url: OptionalWebAddress = None
    sendgrid_api_key: Given = Field(repr=False)
    sendgrid_api_url: OptionalWebAddress = None
    sendgrid_activity: bool = True
    sendgrid_event_public_key: Given
    inbound_email_domain: Given
    inbound_parse_token: str = Field(repr=False, min_length=SHORTEST_PARSE_TOKEN)
    fixline_stripe_secret_key: str = Field(default="", repr=False)
    fixline_stripe_webhook_secret: str = Field(default="", repr=False)
    fixline_stripe_api_base: OptionalWebAddress = None
    company_name: str = Field(min_length=1, max_length=60)
    company_timezone: Annotated[str, BeforeValidator(_zone)]
    port: int = Field(default=8000, ge=1, le=65535)
    fixline_mode: Mode = Mode.LIVE
    fixline_guests: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_guests)] = ()

    fixline_lease_seconds: float = Field(default=60, gt=0)
    fixline_carrier_seconds: float = Field(default=15, gt=0)
    fixline_relay_idle_seconds: float = Field(default=0.025, gt=0)
    fixline_retry_base_seconds: float = Field(default=2, gt=0)
    fixline_retry_cap_seconds: float = Field(default=900, gt=0)
    fixline_attempts: int = Field(default=5, ge=1)
    fixline_no_to_no_seconds: float = Field(default=60, ge=0)
    fixline_resend_age_seconds: float = Field(default=180, ge=0)
    fixline_unasked_seconds: float = Field(default=120, ge=0)
    fixline_page_seconds: Annotated[tuple[float, ...], AfterValidator(_rising)] = (0, 300, 600, 900)
    fixline_offer_seconds: float = Field(default=1800, gt=0)
    fixline_urgent_offer_seconds: float = Field(default=300, gt=0)
    fixline_portal_open: bool = False
    fixline_sweep_seconds: float = Field(default=30, gt=0)
    fixline_poll_seconds: float = Field(default=120, gt=0)
    fixline_poll_overlap_seconds: float = Field(default=600, ge=0)
    fixline_circuit_seconds: float = Field(default=60, gt=0)
    fixline_sms_per_second: float | None = Field(default=None, ge=0)
    fixline_recipient_per_second: float | None = Field(default=None, ge=0)
    fixline_quiet_from_hour: int = Field(default=21, ge=0, le=23)
    fixline_quiet_until_hour: int = Field(default=8, ge=0, le=23)

    @model_validator(mode="after")
    def _practice_ground_has_an_address(self) -> Settings:
        if self.fixline_mode is Mode.SANDBOX and not (
            self.twilio_api_url and self.sendgrid_api_url
        ):
            raise ValueError(
                "FIXLINE_MODE=sandbox needs TWILIO_API_URL and SENDGRID_API_URL pointing at the carrier emulator"
            )
        return self

    @model_validator(mode="after")
    def _cards_are_whole_and_never_half_real(self) -> Settings:
        if bool(self.fixline_stripe_secret_key) != bool(self.fixline_stripe_webhook_secret):
            raise ValueError(
                "FIXLINE_STRIPE_SECRET_KEY and FIXLINE_STRIPE_WEBHOOK_SECRET belong together:"
                " give both, or neither to take no cards"
            )
        if self.fixline_mode is Mode.LIVE and self.fixline_stripe_api_base:
            raise ValueError(
                "FIXLINE_STRIPE_API_BASE must be empty in live mode: people's money goes to Stripe itself"
            )
        if self.fixline_mode is Mode.SANDBOX and (
            self.fixline_stripe_secret_key and not self.fixline_stripe_api_base
        ):
            raise ValueError(
                "FIXLINE_MODE=sandbox needs FIXLINE_STRIPE_API_BASE pointing at the card emulator"
            )
        return self

    @property
    def company(self) -> Company:
        """The company, as texts and pages show it."""
        return Company(
            name=self.company_name,
            time_zone=self.company_timezone,
            phone=self.twilio_from_number,
            email=f"service@{self.inbound_email_domain}",
            portal_url=f"{self.public_url}/portal" if self.fixline_portal_open else "",
        )

    @property
    def sms_per_second(self) -> float:
        """Texts a second from our number; 0 is no limit. A messaging service spreads and queues by itself."""
        if self.fixline_sms_per_second is not None:
            return self.fixline_sms_per_second
        is_own_number = not (self.twilio_messaging_service_sid or self.twilio_api_url)
        return LONG_CODE_PER_SECOND if is_own_number else 0.0

    @property
    def recipient_per_second(self) -> float:
        """Texts a second to one person, beyond a few at once; 0 is no limit."""
        if self.fixline_recipient_per_second is not None:
            return self.fixline_recipient_per_second
        return 0.0 if self.twilio_api_url else RECIPIENT_PER_SECOND

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The keys a session or link may be signed with: the present one and, during rotation, the last."""
        both = (self.secret_key, self.secret_key_previous)
        return tuple(key for key in both if key)

    @property
    def twilio_auth_tokens(self) -> tuple[str, ...]:
        """The tokens a signature may be made with: the present one and, during rotation, the last."""
        both = (self.twilio_auth_token, self.twilio_auth_token_previous)
        return tuple(token for token in both if token)


def load_settings(given: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment, or from `given` alone.

    Raises SettingsRefused with one sentence naming the first setting that is missing or wrong.
    """
    try:
        if given is None:
            return Settings()  # type: ignore[call-arg]  # the environment brings them
        return Settings.model_validate({name.lower(): _read(each) for name, each in given.items()})
    except ValidationError as error:
        raise SettingsRefused(_sentence(error)) from error


def _read(value: str) -> object:
    """A list is JSON, as in the environment itself; what is none is left for the setting to refuse."""
    with suppress(ValueError):
        return json.loads(value) if value.startswith("[") else value
    return value


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"]).upper()
    if first["type"] == "missing":
        return f"{name} is not set: give it in the environment (.env.example says what it is for)."
    reason = first["msg"].removeprefix("Value error, ")
    return f"{name} {reason[:1].lower()}{reason[1:]}." if name else f"{reason}."
