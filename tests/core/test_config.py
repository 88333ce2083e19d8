"""Settings: a right set loads; each wrong or missing one stops the start with a sentence that names it."""

from __future__ import annotations

import pytest

from core.config import Mode, Settings, load_settings
from core.errors import SettingsRefused
from tests.practice import PRACTICE, practice_settings

REQUIRED = (
    "DATABASE_URL",
    "REDIS_URL",
    "PUBLIC_URL",
    "SECRET_KEY",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "TWILIO_FROM_NUMBER",
    "SENDGRID_API_KEY",
    "SENDGRID_EVENT_PUBLIC_KEY",
    "INBOUND_EMAIL_DOMAIN",
    "INBOUND_PARSE_TOKEN",
    "COMPANY_NAME",
    "COMPANY_TIMEZONE",
)
WRONG = [
    ("DATABASE_URL", "mysql://here/fixline"),
    ("REDIS_URL", "http://here"),
    ("PUBLIC_URL", "fixline.example.com"),
    ("SECRET_KEY", "short"),
    ("TWILIO_FROM_NUMBER", "our number"),
    ("TWILIO_API_URL", "localhost:8100"),
    ("SENDGRID_API_URL", "ftp://mail.example"),
    ("INBOUND_PARSE_TOKEN", "short"),
    ("COMPANY_TIMEZONE", "Chicago"),
    ("PORT", "eight thousand"),
    ("PORT", "70000"),
    ("FIXLINE_MODE", "rehearsal"),
    ("FIXLINE_GUESTS", "+13125550142, somebody"),
    ("FIXLINE_LEASE_SECONDS", "0"),
    ("FIXLINE_QUIET_FROM_HOUR", "24"),
]


def test_a_complete_set_of_settings_loads() -> None:
    settings = practice_settings()
    assert settings.fixline_mode is Mode.SANDBOX
    assert settings.port == 8000
    assert settings.company.name == "Practice Services"


@pytest.mark.parametrize("name", REQUIRED)
def test_a_missing_setting_is_named_in_one_sentence(name: str) -> None:
    given = {key: value for key, value in PRACTICE.items() if key != name}
    assert refusal_of(given).startswith(f"{name} is not set: ")


@pytest.mark.parametrize("name", [name for name in REQUIRED if name != "COMPANY_NAME"])
def test_an_empty_setting_is_no_setting(name: str) -> None:
    assert refusal_of(PRACTICE | {name: ""}).startswith(f"{name} ")


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_named_in_one_sentence(name: str, value: str) -> None:
    sentence = refusal_of(PRACTICE | {name: value})
    assert sentence.startswith(f"{name} ")
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_list_is_written_as_the_example_shows() -> None:
    given = PRACTICE | {"FIXLINE_PAGE_SECONDS": "[0,120,240]"}
    assert load_settings(given).fixline_page_seconds == (0, 120, 240)
    assert refusal_of(PRACTICE | {"FIXLINE_PAGE_SECONDS": "[0,"}).startswith(
        "FIXLINE_PAGE_SECONDS "
    )


def test_the_practice_ground_refuses_to_start_without_its_emulator() -> None:
    sentence = refusal_of(PRACTICE | {"TWILIO_API_URL": ""})
    assert "FIXLINE_MODE=sandbox needs TWILIO_API_URL" in sentence


def test_live_mode_needs_no_address_of_a_carrier() -> None:
    assert practice_settings(FIXLINE_MODE="live", TWILIO_API_URL="").twilio_api_url is None


def test_guests_are_kept_in_the_spelling_messages_are_sent_to() -> None:
    settings = practice_settings(FIXLINE_GUESTS="(312) 555-0142, Rita@Lakeside.Example ,")
    assert settings.fixline_guests == ("+13125550142", "rita@lakeside.example")


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    shown = repr(practice_settings(TWILIO_AUTH_TOKEN="hush-hush-token"))
    hidden = ("SECRET_KEY", "SENDGRID_API_KEY", "INBOUND_PARSE_TOKEN")
    assert "hush-hush-token" not in shown
    assert not any(PRACTICE[name] in shown for name in hidden)


def test_during_rotation_both_tokens_count() -> None:
    settings = practice_settings(TWILIO_AUTH_TOKEN_PREVIOUS="the-last-one")
    assert settings.twilio_auth_tokens == ("practice-token", "the-last-one")


def test_settings_cannot_be_changed_after_the_start() -> None:
    settings = practice_settings()
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1
    assert isinstance(settings, Settings)


def refusal_of(given: dict[str, str]) -> str:
    with pytest.raises(SettingsRefused) as refused:
        load_settings(given)
    return str(refused.value)


CARDS = {"FIXLINE_STRIPE_SECRET_KEY": "sk_test_x", "FIXLINE_STRIPE_WEBHOOK_SECRET": "whsec_x"}


def test_without_both_card_secrets_no_cards_are_taken() -> None:
    assert practice_settings().fixline_stripe_secret_key == ""
    for name, value in CARDS.items():
        with pytest.raises(SettingsRefused, match="belong together"):
            practice_settings(**{name: value})


def test_the_practice_ground_charges_no_real_card_and_live_mode_no_practice_one() -> None:
    with pytest.raises(SettingsRefused, match="card emulator"):
        practice_settings(**CARDS)
    emulated = {**CARDS, "FIXLINE_STRIPE_API_BASE": "http://localhost:8001"}
    assert practice_settings(**emulated).fixline_stripe_api_base == "http://localhost:8001"
    with pytest.raises(SettingsRefused, match="must be empty in live mode"):
        practice_settings(**emulated, FIXLINE_MODE="live")
    assert practice_settings(**CARDS, FIXLINE_MODE="live").fixline_stripe_secret_key == "sk_test_x"


def test_card_secrets_never_show() -> None:
    shown = repr(practice_settings(**CARDS, FIXLINE_MODE="live"))
    assert not any(secret in shown for secret in CARDS.values())
