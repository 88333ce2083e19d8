"""Phone numbers and e-mail addresses, parsed once at the wall into one spelling each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email

HOME_REGION = "US"
_REMEMBERED = 4096
_AMERICA = "+1"
_AMERICAN = re.compile(r"\+1[2-9][0-9]{2}[2-9][0-9]{6}")
_PREMIUM = {
    phonenumbers.PhoneNumberType.PREMIUM_RATE,
    phonenumbers.PhoneNumberType.SHARED_COST,
    phonenumbers.PhoneNumberType.VOICEMAIL,
    phonenumbers.PhoneNumberType.PAGER,
}


@dataclass(frozen=True, order=True)
class PhoneNumber:
    """A phone number in E.164, such as `+13125550142`; build it with `phone_number`."""

    e164: str

    def __str__(self) -> str:
        return self.e164


@dataclass(frozen=True, order=True)
class EmailAddress:
    """An e-mail address in lower case; build it with `email_address`."""

    address: str

    def __str__(self) -> str:
        return self.address

    @property
    def domain(self) -> str:
        """What stands behind the @."""
        return self.address.rpartition("@")[2]


@lru_cache(maxsize=_REMEMBERED)
def phone_number(text: str) -> PhoneNumber:
    """Read a number as a person or a carrier writes it; numbers without `+` are of HOME_REGION.

    Raises ValueError for what is no possible number (short codes, alphanumeric senders, garbage).
    """
    try:
        parsed = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"{text!r} is not a phone number.") from error
    if not phonenumbers.is_possible_number(parsed):
        raise ValueError(f"{text!r} is not a complete phone number.")
    return PhoneNumber(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


@lru_cache(maxsize=_REMEMBERED)
def reachable_number(text: str) -> PhoneNumber:
    """A number to be written down as somebody's: as `phone_number`, and one that a telephone can have.

    In North America area and exchange begin with 2 to 9 (NANPA, "NPA and CO code format"); a text may yet come from
    any number a carrier names. Raises ValueError like `phone_number`.
    """
    number = phone_number(text)
    if number.e164.startswith(_AMERICA) and not _AMERICAN.fullmatch(number.e164):
        raise ValueError(f"{text!r} is no number that a telephone can have.")
    return number


@lru_cache(maxsize=_REMEMBERED)
def is_textable(number: PhoneNumber) -> bool:
    """Whether Fixline may text this number: possible, and of no premium or shared-cost kind.

    Fictional 555-01xx numbers count as textable: they can only ever reach an emulator.
    """
    parsed = phonenumbers.parse(number.e164)
    return phonenumbers.is_possible_number(parsed) and (
        phonenumbers.number_type(parsed) not in _PREMIUM
    )


@lru_cache(maxsize=_REMEMBERED)
def spoken_phone(e164: str) -> str:
    """A stored number as its own country writes it: `(312) 555-0142`."""
    parsed = phonenumbers.parse(e164)
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


def email_address(text: str) -> EmailAddress:
    """Read one bare address, without looking its domain up.

    Raises ValueError for what is no address.
    """
    try:
        checked = validate_email(
            text.strip(),
            check_deliverability=False,
            test_environment=True,
            allow_smtputf8=True,
        )
    except EmailNotValidError as error:
        raise ValueError(f"{text!r} is not an e-mail address: {error}") from error
    return EmailAddress(checked.normalized.lower())
