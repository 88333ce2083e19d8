"""Settings for tests: complete, valid, and pointing at nobody."""

from __future__ import annotations

from core.config import Settings, load_settings

PRACTICE = {
    "DATABASE_URL": "postgresql://nobody@localhost:1/nothing",
    "REDIS_URL": "redis://localhost:1/0",
    "PUBLIC_URL": "https://fixline.example.com",
    "SECRET_KEY": "practice-practice-practice-practice-practice",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "practice-token",
    "TWILIO_FROM_NUMBER": "+13125550100",
    "TWILIO_API_URL": "http://localhost:1",
    "SENDGRID_API_KEY": "SG.practice",
    "SENDGRID_API_URL": "http://localhost:1",
    # A throw-away point on P-256; tests that verify events bring a key of their own.
    "SENDGRID_EVENT_PUBLIC_KEY": (
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbDHmfp2Zy9DV8lfaa14qyarktN"
        "DCiZ+7SG1L+x+Jdz9flbdMByoCVZdvz0dSa6Q9S9MTNg0PUtQ7S7uVt9YgTw=="
    ),
    "INBOUND_EMAIL_DOMAIN": "reply.fixline.example.com",
    "INBOUND_PARSE_TOKEN": "practice-parse-token",
    "COMPANY_NAME": "Practice Services",
    "COMPANY_TIMEZONE": "America/Chicago",
    "FIXLINE_MODE": "sandbox",
}


def practice_settings(**changed: str) -> Settings:
    """The practice settings, some of them changed: `practice_settings(PORT="8001")`."""
    return load_settings(PRACTICE | changed)
