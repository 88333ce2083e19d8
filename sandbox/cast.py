"""The people of the demo company, as plain facts: who they are, how they are reached, what they might say first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

COMPANY_NAME = "Oak Street Services"
COMPANY_PHONE = "+13125550100"
COMPANY_ZONE = "America/Chicago"
INBOUND_DOMAIN = "reply.oakstreet.example"
COMPANY_EMAIL = f"service@{INBOUND_DOMAIN}"
STAFF_NAME = "Olivia Grant"
STAFF_EMAIL = "olivia@oakstreet.example"
STAFF_PHONE = "+13125550109"
STAFF_PASSWORD = "practice-makes-perfect"  # noqa: S105 - only ever for the practice ground


class Device(StrEnum):
    """What the practice ground shows for a person."""

    PHONE = "phone"
    MAILBOX = "mailbox"


@dataclass(frozen=True)
class Person:
    """One of the cast. address: E.164 or mail address; openers: first words to try."""

    key: str
    name: str
    role: str
    device: Device
    address: str
    openers: tuple[str, ...]


CAST: tuple[Person, ...] = (
    Person(
        "tara",
        "Tara Lindqvist",
        "Tenant, 12 Oak St #4",
        Device.PHONE,
        "+13125550111",
        (
            "Water is coming through the kitchen ceiling",
            "my bathroom sink drains really slow",
            "status",
            "I smell gas",
        ),
    ),
    Person(
        "luis",
        "Luis Ortega",
        "Tenant, 12 Oak St #2",
        Device.PHONE,
        "+13125550112",
        ("Hola, el calentador no prende y no tengo agua caliente", "estado"),
    ),
    Person(
        "dana",
        "Dana Whitcombe",
        "Property manager, Crestline",
        Device.MAILBOX,
        "dana@crestline.example",
        (
            "Please send someone to 88 Pine Ave, unit 6. The toilet runs all day.",
            "Thanks. Please have the technician call me when done.",
        ),
    ),
    Person(
        "maria",
        "Maria Santos",
        "Technician, on call",
        Device.PHONE,
        "+13125550131",
        ("A", "OMW 20", "HERE", "DONE 1"),
    ),
    Person(
        "ben",
        "Ben Kowalski",
        "Technician, backup",
        Device.PHONE,
        "+13125550132",
        ("A", "P truck is in the shop"),
    ),
    Person(
        "olivia",
        STAFF_NAME,
        "Office",
        Device.PHONE,
        STAFF_PHONE,
        ("ACK",),
    ),
    Person(
        "stranger",
        "Unknown number",
        "Not in the directory",
        Device.PHONE,
        "+13125550177",
        ("hi the heat is out at 88 pine ave apt 3, it's Sam", "STOP"),
    ),
)
