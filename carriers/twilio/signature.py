"""Whether a post truly came from Twilio. Light: the web process imports this alone."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from functools import lru_cache

from twilio.request_validator import RequestValidator

from carriers.twilio.form import PostedForm, readings

_KEPT_VALIDATORS = 8


def verified_form(
    url: str, content: bytes, content_type: str, *, signature: str, tokens: Sequence[str]
) -> PostedForm | None:
    """The form's fields when the signature fits them, else None. Read known fields only.

    Twilio signs names and values run together, so that `A=B1` passes as `AB=1`.
    """
    for form in readings(content, content_type):
        if verify_twilio(url, form, signature, tokens):
            return form
    return None


def verify_twilio(url: str, params: PostedForm, signature: str, tokens: Sequence[str]) -> bool:
    """Whether one of the tokens made this signature over the URL and the fields.

    url: as configured at Twilio, built from PUBLIC_URL and never from the Host header.
    """
    if not signature or not signature.isascii():
        return False
    try:
        return any(_fits(token, url, params, signature) for token in tokens)
    except UnicodeEncodeError:
        return False


def _fits(token: str, url: str, params: PostedForm, signature: str) -> bool:
    validator = _validator(token)
    # Nearly always the address is signed as configured. The validator's own check tries it with and
    # without its port, at twice the cost.
    made: str = validator.compute_signature(url, params)
    if hmac.compare_digest(made, signature):
        return True
    return bool(validator.validate(url, params, signature))


@lru_cache(maxsize=_KEPT_VALIDATORS)
def _validator(token: str) -> RequestValidator:
    return RequestValidator(token)
